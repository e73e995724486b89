using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Perennial.Bench;

/// <summary>The whole run on a simulated company with every table: accounts, subscriptions, invoices, tickets, costs and, above all, daily usage.</summary>
/// <remarks>Fifty thousand accounts leave about sixty million rows of usage in three years. Asked for: five minutes and 6 GiB on two cores.</remarks>
internal static class Company
{
    /// <summary>Runs the bench for each number of accounts and writes a table to standard output and, where asked, to a file.</summary>
    /// <param name="accounts">Numbers of accounts.</param>
    /// <param name="result">Markdown file to write, or null.</param>
    public static int Run(IReadOnlyList<int> accounts, string? result)
    {
        string folder = Directory.CreateTempSubdirectory("perennial-bench-").FullName;
        var text = new StringBuilder();
        try
        {
            text.AppendLine("| accounts | rows | simulated in s | run s | peak MiB | seconds by stage |").AppendLine("|---:|---:|---:|---:|---:|---|");
            foreach (int count in accounts)
            {
                string company = Path.Combine(folder, "company"), output = Path.Combine(folder, "out");
                double simulated = CommandLine.Run(["simulate", "--company", "saas", "--customers", count.ToString(CultureInfo.InvariantCulture), "--out", company, "--seed", "7", "--quiet"], out _);
                double seconds = CommandLine.Run(["run", company, "--out", output, "--quiet"], out double peak);
                using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "run.json")));
                string stages = string.Join(", ", json.RootElement.GetProperty("timings").EnumerateObject().Select(stage => string.Create(CultureInfo.InvariantCulture, $"{stage.Name} {stage.Value.GetDouble():0.0}")));
                long rows = json.RootElement.GetProperty("rows").GetProperty("in").GetInt64();
                text.AppendLine(CultureInfo.InvariantCulture, $"| {count:N0} | {rows:N0} | {simulated:0} | {seconds:0} | {peak:0} | {stages} |");
                Directory.Delete(company, recursive: true);
                Directory.Delete(output, recursive: true);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Console.WriteLine(text);
        if (result is not null)
        {
            File.WriteAllText(result, text.ToString());
        }

        return 0;
    }
}
