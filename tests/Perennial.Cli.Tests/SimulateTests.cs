using System.Security.Cryptography;
using System.Text.Json;

namespace Perennial.Cli.Tests;

public sealed class SimulateTests
{
    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        using var shell = new Shell();
        foreach ((string folder, string seed) in new[] { ("a", "7"), ("b", "7"), ("c", "8") })
        {
            Assert.Equal(0, shell.Run("simulate", "--customers", "300", "--seed", seed, "--out", shell.In(folder), "--quiet"));
        }

        foreach (string file in new[] { "transactions.csv", "customers.csv", "truth.json" })
        {
            Assert.Equal(Hash(shell.In($"a/{file}")), Hash(shell.In($"b/{file}")));
            Assert.NotEqual(Hash(shell.In($"a/{file}")), Hash(shell.In($"c/{file}")));
        }
    }

    [Fact]
    public void The_truth_adds_up_to_the_log()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("simulate", "--customers", "500", "--model", "bg-nbd", "--r", "0.243", "--alpha", "4.414", "--a", "0.793", "--b", "2.426", "--out", shell.In("a"), "--json"));
        using JsonDocument truth = JsonDocument.Parse(shell.Out);
        string[] rows = File.ReadAllLines(shell.In("a/transactions.csv"))[1..];
        Assert.Equal(truth.RootElement.GetProperty("rows").GetInt64(), rows.LongLength);
        Assert.Equal(truth.RootElement.GetProperty("revenue").GetDecimal(), rows.Sum(r => decimal.Parse(r.Split(',')[2], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(500, rows.Select(r => r.Split(',')[0]).Distinct().Count());
        Assert.All(rows, r => Assert.InRange(r.Split(',')[1], "2023-01-01T00:00:00", "2024-12-28T23:59:59"));
        Assert.Equal(2.426, truth.RootElement.GetProperty("parameters").GetProperty("b").GetDouble());
        Assert.Equal(501, File.ReadAllLines(shell.In("a/customers.csv")).Length);
    }

    [Fact]
    public void In_mbg_nbd_the_first_purchase_may_be_the_last()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("simulate", "--customers", "2000", "--model", "mbg-nbd", "--a", "30", "--b", "10", "--out", shell.In("a"), "-q"));
        string[][] customers = [.. File.ReadAllLines(shell.In("a/customers.csv"))[1..].Select(line => line.Split(','))];

        // Three of four leave at once; whoever else is gone left at a later purchase.
        Assert.InRange(customers.Count(c => c[5] == "1" && c[6] == "false") / 2000.0, 0.72, 0.78);
    }

    [Fact]
    public void Rows_are_scaled_by_the_number_of_customers()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("simulate", "--rows", "20000", "--spend", "none", "--out", shell.In("a"), "-q"));
        string[] lines = File.ReadAllLines(shell.In("a/transactions.csv"));
        Assert.Equal("customer_id,ordered_at", lines[0]);
        Assert.InRange(lines.Length, 19_000, 21_000);
    }

    [Fact]
    public void Parameters_of_the_other_model_and_impossible_ones_are_refused_together()
    {
        using var shell = new Shell();
        Assert.Equal(2, shell.Run("simulate", "--a", "1", "--r", "0", "--spend", "1,2", "--weeks", "x", "--rows", "0"));
        foreach (string word in new[] { "--a is no parameter of pareto-nbd", "--r: '0'", "--weeks: 'x'", "--rows: '0'" })
        {
            Assert.Contains(word, shell.Error, StringComparison.Ordinal);
        }

        Assert.Equal(2, shell.Run("simulate", "--spend", "1,2"));
        Assert.Contains("p, q and gamma", shell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_company_is_a_folder_of_tables_with_its_truth()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("simulate", "--company", "saas", "--customers", "20", "--months", "12", "--out", shell.In("a"), "--json"));
        using JsonDocument truth = JsonDocument.Parse(shell.Out);
        using JsonDocument written = JsonDocument.Parse(File.ReadAllText(shell.In("a/truth/truth.json")));
        Assert.Equal(truth.RootElement.GetRawText(), written.RootElement.GetRawText());
        Assert.Equal("saas", truth.RootElement.GetProperty("company").GetString());
        Assert.Equal(4, truth.RootElement.GetProperty("planted").GetProperty("warning").GetProperty("hazard_ratio").GetDouble());
        Assert.Equal(21, File.ReadAllLines(shell.In("a/truth/truth_customers.csv")).Length);
        Assert.Equal(21, File.ReadAllLines(shell.In("a/customers.csv")).Length);
        Assert.True(File.Exists(shell.In("a/subscriptions.csv")));
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("saas")]
    [InlineData("usage")]
    [InlineData("shop")]
    public void A_company_comes_in_without_a_finding_and_its_defects_are_found(string kind)
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("simulate", "--company", kind, "--customers", "150", "--months", "18", "--out", shell.In("clean"), "-q"));
        Assert.Equal(0, shell.Run("inspect", shell.In("clean"), "--json"));
        using JsonDocument clean = JsonDocument.Parse(shell.Out);
        Assert.Equal(0, clean.RootElement.GetProperty("findings").GetArrayLength());
        Assert.All(clean.RootElement.GetProperty("tables").EnumerateArray(), t => Assert.Equal(t.GetProperty("rows").GetProperty("in").GetInt64(), t.GetProperty("rows").GetProperty("used").GetInt64()));
        Assert.Equal(0, shell.Run("simulate", "--company", kind, "--customers", "150", "--months", "18", "--dirty", "--out", shell.In("dirty"), "--json"));
        using JsonDocument truth = JsonDocument.Parse(shell.Out);
        Assert.NotEqual(0, truth.RootElement.GetProperty("defects").GetArrayLength());
        Assert.Equal(0, shell.Run("inspect", shell.In("dirty"), "--json"));
        using JsonDocument dirty = JsonDocument.Parse(shell.Out);
        Assert.NotEqual(0, dirty.RootElement.GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public void Flags_of_logs_and_of_companies_are_not_mixed()
    {
        using var shell = new Shell();
        Assert.Equal(2, shell.Run("simulate", "--company", "saas", "--weeks", "10", "--spend", "none"));
        Assert.Contains("--weeks belongs to a log", shell.Error, StringComparison.Ordinal);
        Assert.Contains("--spend belongs to a log", shell.Error, StringComparison.Ordinal);
        Assert.Equal(2, shell.Run("simulate", "--months", "24", "--dirty"));
        Assert.Contains("--months belongs to a company", shell.Error, StringComparison.Ordinal);
        Assert.Contains("--dirty belongs to a company", shell.Error, StringComparison.Ordinal);
        Assert.Equal(2, shell.Run("simulate", "--company", "bank"));
        Assert.Contains("--company: 'bank' is not known", shell.Error, StringComparison.Ordinal);
        Assert.Equal(2, shell.Run("simulate", "--company", "saas", "--start", "2023-01-31"));
        Assert.Contains("Allowed are the days 1 to 28", shell.Error, StringComparison.Ordinal);
    }

    private static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
}
