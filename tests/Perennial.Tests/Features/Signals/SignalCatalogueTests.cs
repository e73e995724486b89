using Perennial.Features.Signals;
using Perennial.Ingest.Tables;
using Perennial.Testing;

namespace Perennial.Tests.Features.Signals;

/// <summary>The catalogue, the columns and the page say the same.</summary>
public sealed class SignalCatalogueTests
{
    /// <summary>Writes the page anew with PERENNIAL_WRITE_GOLDEN=1.</summary>
    [Fact]
    public void The_page_of_signals_is_written_from_the_catalogue()
    {
        string page = Repository.Path("docs/signals.md");
        if (Environment.GetEnvironmentVariable("PERENNIAL_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(page, SignalCatalogue.ToMarkdown());
        }

        Assert.Equal(SignalCatalogue.ToMarkdown(), File.ReadAllText(page));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Every_column_of_the_table_is_a_signal_of_the_catalogue_and_the_other_way_round()
    {
        using var company = SignalCompany.Of("id starts_on amount", "a 2024-01-01 100");
        IReadOnlyList<(string Name, string Type)> columns = company.Connection.List("SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'features_signals' ORDER BY ordinal_position", row => (row.String(0)!, row.String(1)!));
        Assert.Equal(["customer_key", "day", "active", "segment"], columns.Take(4).Select(column => column.Name));
        Assert.Equal(SignalCatalogue.All.Select(signal => signal.Id), columns.Skip(4).Select(column => column.Name));
        Assert.All(columns.Skip(4), column => Assert.True(column.Type == "DOUBLE", $"{column.Name} is {column.Type}"));
    }

    [Fact]
    public void Lineage_names_columns_of_the_contract_that_the_statements_read()
    {
        Assert.Equal(SignalCatalogue.All.Count, SignalCatalogue.All.Select(signal => signal.Id).Distinct().Count());
        Assert.All(SignalCatalogue.All, signal =>
        {
            Assert.Contains(signal.Family, SignalFamilies.All);
            Assert.NotEmpty(signal.Sources);
            Assert.InRange(signal.Better, -1, 1);
            Assert.InRange(signal.FreshDays, 1, 365);
            Assert.All(signal.Sources, source => Assert.NotNull(DataContract.Company.Tables.Single(table => table.Name == source.Split('.')[0]).Find(source.Split('.')[1])));
        });
    }

    [Fact]
    public void An_unknown_signal_is_refused() =>
        Assert.StartsWith("There is no signal 'luck'. docs/signals.md lists those there are.", Assert.Throws<ArgumentException>(() => SignalCatalogue.PlaceOf("luck")).Message, StringComparison.Ordinal);
}
