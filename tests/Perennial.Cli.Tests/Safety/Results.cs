using System.Text.Json;
using Perennial.DuckDb;
using Perennial.Store;

namespace Perennial.Cli.Tests.Safety;

/// <summary>What must hold of a results folder, whatever happened to the program that wrote it.</summary>
internal static class Results
{
    private static readonly string[] Tables = ["scores.csv", "scores.parquet", "quarantine.csv"];

    /// <summary>Gives the published run's id after reading every byte of it, or null where nothing is published.</summary>
    public static string? Published(string folder)
    {
        using RunReader? run = Workspace.Open(Path.Combine(folder, Pipeline.WorkspaceFolder)).Published();
        run?.Verify();
        return run?.Manifest.RunId;
    }

    /// <summary>Requires that all files are of the published run, once any command looked at the folder.</summary>
    public static void RequireOneSet(string folder, string ofPublished, string runId)
    {
        RequireWhole(folder, ofPublished);
        Assert.Contains(runId, File.ReadAllText(Path.Combine(folder, "report.html")), StringComparison.Ordinal);
        string Horizon(string place)
        {
            using JsonDocument record = JsonDocument.Parse(File.ReadAllText(Path.Combine(place, "run.json")));
            return record.RootElement.GetProperty("horizon").GetString()!;
        }

        Assert.Equal(Horizon(ofPublished), Horizon(folder));
    }

    /// <summary>Requires that every file is whole: tables are, byte by byte, those of one of the runs that may have written them.</summary>
    public static void RequireWhole(string folder, params string[] written)
    {
        foreach (string table in Tables)
        {
            byte[] found = File.ReadAllBytes(Path.Combine(folder, table));
            Assert.True(written.Any(other => found.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(other, table)))), $"{table} is of no run.");
        }

        Assert.EndsWith("</html>", File.ReadAllText(Path.Combine(folder, "report.html")).TrimEnd(), StringComparison.Ordinal);
        using JsonDocument record = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "run.json")));
        Assert.True(record.RootElement.GetProperty("rows").GetProperty("in").GetInt64() > 0);
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
        using DuckDbConnection connection = database.Connect();
        Assert.True(connection.Scalar<long>($"SELECT count(*) FROM read_parquet({DuckDbSql.Literal(Path.Combine(folder, "scores.parquet"))})") > 0);
    }

    /// <summary>Copies a results folder.</summary>
    public static void Copy(string from, string to)
    {
        foreach (string folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        }

        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }
}
