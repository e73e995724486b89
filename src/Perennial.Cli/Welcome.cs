namespace Perennial.Cli;

/// <summary>What bare <c>perennial</c> says: the next step, given what lies in the folder.</summary>
internal static class Welcome
{
    private static readonly string[] Readable = [".csv", ".tsv", ".gz", ".parquet", ".ndjson", ".jsonl", ".xlsx"];

    public static int Show(Session session)
    {
        TextWriter to = session.Out;
        string folder = session.Surroundings.Folder;
        string? candidate = Directory.EnumerateFiles(folder)
            .Where(f => Readable.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .Select(Path.GetFileName)
            .FirstOrDefault();
        string report = Path.Combine("perennial-out", "report.html");

        to.WriteLine($"Perennial {App.Version}: what each customer is worth, and how sure that is.");
        to.WriteLine();
        if (File.Exists(Path.Combine(folder, report)))
        {
            to.WriteLine($"  Open {report}       the last run in this folder");
            to.WriteLine("  perennial runs                     every run that is kept");
            to.WriteLine("  perennial explain --customer ID    where one customer's numbers come from");
        }
        else
        {
            to.WriteLine("  perennial demo                     see it work on a synthetic company whose truth is known");
        }

        string file = candidate is null ? "FILE" : candidate.Contains(' ', StringComparison.Ordinal) ? $"\"{candidate}\"" : candidate;
        to.WriteLine($"  {$"perennial inspect {file}",-34} what is in a file, before any model");
        to.WriteLine($"  {$"perennial run {file}",-34} a value for every customer in it");
        to.WriteLine("  perennial --help                   everything else");
        return App.Done;
    }
}
