using System.Globalization;
using System.Text.Json;

namespace Perennial.Cli.Tests;

/// <summary>The demo on a whole company: what is true beside what was estimated. The demo on a log is with the commands that read what it left.</summary>
public sealed class DemoTests
{
    [Fact]
    public void What_belongs_to_a_log_is_refused_of_a_company_and_the_other_way_round()
    {
        using var shell = new Shell();
        Assert.Equal(2, shell.Run("demo", "--company", "saas", "--spend", "none", "--out", shell.In("a")));
        Assert.Contains("--spend belongs to a log of transactions, not to a company", shell.Error, StringComparison.Ordinal);
        Assert.Equal(2, shell.Run("demo", "--months", "24", "--out", shell.In("b")));
        Assert.Contains("--months belongs to a company. Add --company saas|shop|usage", shell.Error, StringComparison.Ordinal);
        Assert.Equal(2, shell.Run("demo", "--company", "bank", "--out", shell.In("c")));
        Assert.Contains("saas, shop, usage", shell.Error, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("saas", 300, 0.30)]
    [InlineData("shop", 500, 0.45)]
    public void A_company_is_valued_and_held_against_its_truth(string kind, int customers, double off)
    {
        using var shell = new Shell { Pipeline = (options, log, cancellation) => Perennial.Pipeline.Run(options, log, cancellation) };
        Assert.Equal(0, shell.Run("demo", "--company", kind, "--customers", customers.ToString(CultureInfo.InvariantCulture), "--months", "30", "--seed", "2", "--json", "--out", shell.In("demo")));
        using JsonDocument document = JsonDocument.Parse(shell.Out);
        var lines = document.RootElement.EnumerateArray().ToDictionary(line => line.GetProperty("what").GetString()!, line => line, StringComparer.Ordinal);
        double Number(string what, string column) => double.Parse(lines[what].GetProperty(column).GetString()!.TrimEnd('%', ' '), NumberStyles.Number, CultureInfo.InvariantCulture);

        // The truth is that of the file beside the tables, the estimate that of the scores.
        using JsonDocument truth = JsonDocument.Parse(File.ReadAllText(shell.In("demo/company/truth/truth.json")));
        double planted = truth.RootElement.GetProperty("future").GetProperty("expected_year").GetProperty("net_value").GetDouble();
        Assert.Equal(planted, Number("net value of the next 365 days", "truth"), 1.0 + (0.001 * planted));
        using JsonDocument run = JsonDocument.Parse(File.ReadAllText(shell.In("demo/run.json")));
        Assert.Equal(run.RootElement.GetProperty("net").GetProperty("horizons")[0].GetProperty("net").GetDouble(), Number("net value of the next 365 days", "estimate"), 0.5);
        Assert.Contains("80 % interval", lines["net value of the next 365 days"].GetProperty("remark").GetString(), StringComparison.Ordinal);
        Assert.InRange(Number("net value of the next 365 days", "estimate") / planted, 1 - off, 1 + off);
        Assert.InRange(Number("rank of customers by net value", "estimate"), 0.6, 1);
        Assert.InRange(Number("customers inside their 80 % interval", "estimate"), 60, 97);
        Assert.Equal("to the cent", lines["cost that customers caused, support"].GetProperty("remark").GetString());
        Assert.Contains(lines.Keys, what => what.StartsWith("cost to win a customer", StringComparison.Ordinal));
    }
}
