using Perennial.DuckDb;
using Perennial.Ingest.Simulated;
using Perennial.Ingest.Simulated.Companies;
using Perennial.Kernel;
using Perennial.Reports.Published;
using Perennial.Testing;
using Perennial.Valuation;

namespace Perennial.Tests.Reports.Published;

public sealed class PublishedTablesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-tables-").FullName;

    /// <summary>Writes the page anew with PERENNIAL_WRITE_GOLDEN=1.</summary>
    [Fact]
    public void The_page_is_written_from_the_catalogue_and_names_known_definitions()
    {
        string page = Repository.Path("docs/tables.md");
        if (Environment.GetEnvironmentVariable("PERENNIAL_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(page, PublishedTables.ToMarkdown());
        }

        Assert.Equal(PublishedTables.ToMarkdown(), File.ReadAllText(page));
        Assert.All(PublishedTables.All.SelectMany(table => table.Columns).Select(column => column.DefinitionId).OfType<string>(), id => Assert.Contains(Definitions.All, definition => definition.Id == id));
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("log")]
    [InlineData("saas")]
    [InlineData("shop")]
    public void Every_table_of_a_run_has_the_columns_the_page_says(string kind)
    {
        string input = Path.Combine(_folder, "in"), output = Path.Combine(_folder, "out");
        Directory.CreateDirectory(input);
        if (kind == "log")
        {
            using FileStream transactions = File.Create(Path.Combine(input, "log.csv"));
            using MemoryStream customers = new();
            TransactionLog.Write(new TransactionLogOptions { Customers = 300, Seed = 3 }, transactions, customers, SilentLog.Instance, CancellationToken.None);
            input = Path.Combine(input, "log.csv");
        }
        else
        {
            SimulatedCompany.Write(
                new SimulatedCompanyOptions { Kind = kind, Customers = 200, Months = 24, Seed = 3 },
                name => name.StartsWith("truth", StringComparison.Ordinal) ? new MemoryStream() : File.Create(Path.Combine(input, name)), SilentLog.Instance, CancellationToken.None);
        }

        // The second run has a bridge.
        foreach (double discount in kind == "log" ? (double[])[0.1, 0.2] : [0.1])
        {
            Pipeline.Run(new RunOptions { Inputs = [input], Out = output, Valuation = new ValuationOptions { Discount = discount } }, SilentLog.Instance, CancellationToken.None);
        }

        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions());
        using DuckDbConnection engine = database.Connect();
        string[] beside = Directory.GetFiles(output, "*.parquet"), kept = Directory.GetFiles(Path.Combine(output, "workspace", "runs"), "*.parquet", SearchOption.AllDirectories);
        Assert.True(beside.Length >= 2 && kept.Length >= 3);
        foreach (string file in beside.Concat(kept))
        {
            string name = (kept.Contains(file) ? "runs/" : string.Empty) + Path.GetFileNameWithoutExtension(file);
            PublishedTable? table = PublishedTables.All.SingleOrDefault(t => t.Name == name);
            Assert.True(table is not null, $"{name} is not documented: add it to PublishedTables.");
            string[] found = [.. engine.List($"DESCRIBE FROM read_parquet({DuckDbSql.Literal(file)})", row => $"{row.String(0)} {row.String(1)}")];
            Assert.Equal(table.Columns.Where(c => c.Only is null || found.Contains($"{c.Name} {c.Type}", StringComparer.Ordinal)).Select(c => $"{c.Name} {c.Type}"), found);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
