using Perennial.Ingest.Simulated.Companies;
using Perennial.Kernel;

namespace Perennial.Tests.Ingest.Simulated;

/// <summary>What must hold of the tables of every simulated company.</summary>
public sealed class SimulatedCompanyTests
{
    public static TheoryData<string> Kinds => [.. SimulatedCompanyOptions.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_options_give_the_same_bytes_and_another_seed_others(string kind)
    {
        WrittenCompany one = Small(kind), same = Small(kind), other = Small(kind, seed: 8);
        Assert.Equal(one.Files.Keys, same.Files.Keys);
        Assert.All(one.Files, f => Assert.True(f.Value.AsSpan().SequenceEqual(same.Files[f.Key]), f.Key));

        // Products are planted, and capacity comes in steps: a small company buys the same of it.
        Assert.All(one.Files.Where(f => f.Key is not ("products" or "costs")), f => Assert.False(other.Files.TryGetValue(f.Key, out byte[]? bytes) && f.Value.AsSpan().SequenceEqual(bytes), f.Key));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_life_does_not_depend_on_how_many_others_there_are(string kind)
    {
        WrittenCompany few = Small(kind, customers: 10), many = Small(kind);
        int tables = 0;
        foreach (string name in few.Files.Keys.Where(n => few[n].Columns.Contains("customer_id")))
        {
            HashSet<string> ids = [.. few["customers"].Rows.Select(r => r["customer_id"])];
            string[] Of(WrittenCompany c) => [.. c[name].Rows.Where(r => ids.Contains(r["customer_id"])).Select(r => r.Line)];
            Assert.Equal(Of(few), Of(many));
            tables++;
        }

        Assert.InRange(tables, 6, 25);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_table_keeps_the_contract(string kind) => Assert.Empty(new ContractOfTables().Faults(Small(kind)));

    [Fact]
    public void Impossible_companies_are_refused_with_every_fault()
    {
        var refused = Assert.Throws<PerennialException>(() => new WrittenCompany(new() { Kind = "bank", Customers = 0, Months = 3, Start = new(2023, 1, 31) }));
        Assert.Equal("simulate/impossible", refused.Code);
        foreach (string word in new[] { "'bank'", "0 customers", "3 months", "2023-01-31" })
        {
            Assert.Contains(word, refused.Message, StringComparison.Ordinal);
        }
    }

    internal static WrittenCompany Small(string kind, int customers = 25, ulong seed = 7) =>
        new(new() { Kind = kind, Customers = customers, Months = 18, Seed = seed });
}
