using Perennial.Ingest.Simulated.Companies;

namespace Perennial.Tests.Ingest.Simulated;

/// <summary>Defects are put in as often as the truth says, and nothing else changes.</summary>
public sealed class DefectTests
{
    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("saas")]
    [InlineData("shop")]
    public void Defects_are_where_the_truth_says_and_as_many(string kind)
    {
        SimulatedCompanyOptions options = new() { Kind = kind, Customers = 150, Months = 18, Seed = 2 };
        WrittenCompany clean = new(options, "usage", "engagement"), dirty = new(options with { Dirty = true }, "usage", "engagement"), again = new(options with { Dirty = true }, "usage", "engagement");
        Assert.All(dirty.Files, f => Assert.True(f.Value.AsSpan().SequenceEqual(again.Files[f.Key]), f.Key));
        Assert.Null(clean.Truth.Defects);
        Assert.InRange(dirty.Truth.Defects!.Sum(d => d.Rows), 8, 2000);
        foreach (IGrouping<string, DefectTruth> table in dirty.Truth.Defects!.GroupBy(d => d.Table))
        {
            HashSet<string> good = [.. clean[table.Key].Rows.Select(r => r.Line)];
            WrittenRow[] rows = [.. dirty[table.Key].Rows];
            Assert.Equal(table.Where(d => d.Kind != "duplicate").Sum(d => d.Rows), rows.Count(r => !good.Contains(r.Line)));
            foreach (DefectTruth defect in table)
            {
                Assert.Equal(defect.Rows, rows.Length - clean[table.Key].Rows.Count is var more && defect.Kind == "duplicate" ? more : rows.Count(r => Has(r, defect)));
            }
        }

        // What has no defects is what it was.
        Assert.True(clean.Files["truth_customers"].AsSpan().SequenceEqual(dirty.Files["truth_customers"]));
        Assert.True(clean.Files["costs"].AsSpan().SequenceEqual(dirty.Files["costs"]));
    }

    private static bool Has(WrittenRow row, DefectTruth defect) => defect.Kind switch
    {
        "unknown_customer" => row[defect.Column] == "C99999999",
        "wrong_currency" => row[defect.Column] == "XXX",
        "bad_date" => row[defect.Column].StartsWith("2024-13", StringComparison.Ordinal),
        "negative_minutes" => row[defect.Column].StartsWith('-'),
        _ => row.Has(defect.Column) && string.CompareOrdinal(row[defect.Column], row["starts_on"]) < 0,
    };
}
