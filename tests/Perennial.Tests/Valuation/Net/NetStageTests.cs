using System.Globalization;
using Perennial.Kernel;
using Perennial.Portfolio.Acquiring;
using Perennial.Reports;
using Perennial.Testing;
using Perennial.Tests.Ingest.Tables;
using Perennial.Tests.Valuation.Costs;

namespace Perennial.Tests.Valuation.Net;

/// <summary>Net values of a simulated shop, against what is true of it.</summary>
public sealed class NetStageTests : IDisposable
{
    private readonly string _out = Directory.CreateTempSubdirectory("perennial-net-").FullName;

    [Fact]
    [Golden("clv.net.HORIZON.mid.dRATE.cac-CAC.retention-RETENTION.v1")]
    public void A_net_value_says_its_conventions()
    {
        Definition found = Definitions.Find("clv.net.365d.mid.d10.cac-out.retention-out.v1")!;
        Assert.Equal("Net CLV: 365 days", found.Name);
        Assert.StartsWith("Effective discount: 10 % a year. The cost of acquisition is not in it, being spent. The cost of retention is not in it", found.Note, StringComparison.Ordinal);
        Assert.Contains("as of a prospect", Definitions.Find("clv.net.lifetime.mid.dsegment.cac-in.retention-in.v1")!.Note, StringComparison.Ordinal);
        Assert.Null(Definitions.Find("clv.net.365d.end.d10.cac-out.retention-out.v1"));
    }

    /// <summary>To date, what a simulated customer brought and cost is what the books say; ahead, net values are near those expected with everything known.</summary>
    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData(3)]
    [InlineData(8)]
    public void Values_of_a_simulated_shop_are_those_expected_of_it(int seed)
    {
        using CompanyFiles company = CostForecastTests.Simulated("shop", 350, 30, seed);
        File.Move(Path.Combine(company.Folder, "truth", "truth_customers.csv"), Path.Combine(_out, "truth.csv"));
        Directory.Delete(Path.Combine(company.Folder, "truth"), recursive: true);
        string results = Path.Combine(_out, "out");
        RunRecord record = Pipeline.Run(new RunOptions { Inputs = [company.Folder], Out = results }, SilentLog.Instance, CancellationToken.None);
        var truth = Rows(Path.Combine(_out, "truth.csv"));
        var scores = Rows(Path.Combine(results, "scores.csv"));
        string[] ids = [.. scores.Keys.Where(truth.ContainsKey)];
        Assert.True(ids.Length > 300);

        // The ledger ends on the last day of the last sale, so of the last month's pools nothing is known yet where it is not the month's last day.
        double sold = ids.Sum(id => Number(truth[id]["sold"]) - Number(truth[id]["given_back"]) - Number(truth[id]["cost_goods"])), margin = ids.Sum(id => Number(scores[id]["margin_to_date"]));
        Assert.True(Math.Abs(margin - sold) <= 1e-4 * sold, $"Gross margin to date is {margin}, in truth {sold}.");
        double[] net = [.. ids.Select(id => Number(scores[id]["clv_net"]))], expected = [.. ids.Select(id => Number(truth[id]["expected_year_net_value"]))];
        double[] gross = [.. ids.Select(id => Number(scores[id]["clv_gross"]))], expectedGross = [.. ids.Select(id => Number(truth[id]["expected_year_gross_value"]))];
        double bias = (net.Sum() / expected.Sum()) - 1, rank = Spearman(net, expected), inside = ids.Average(id => Number(truth[id]["realised_year_net_value"]) is var came && came >= Number(scores[id]["clv_net_p10"]) - 1e-9 && came <= Number(scores[id]["clv_net_p90"]) + 1e-9 ? 1.0 : 0);
        string told = string.Create(CultureInfo.InvariantCulture, $"seed {seed}: net bias {bias:+0.0%;-0.0%}, gross bias {(gross.Sum() / expectedGross.Sum()) - 1:+0.0%;-0.0%}, rank {rank:0.000}, 80 % interval holds {inside:0.0%}, negative {net.Count(v => v < 0)}, in truth {expected.Count(v => v < 0)}");
        TestContext.Current.TestOutputHelper?.WriteLine(told);
        Assert.True(Math.Abs(bias) < 0.2 && rank > 0.6, told);
        Assert.InRange(inside, 0.70, 0.95);

        // What a channel's customers cost to win is what was planted, within what the number won varies by chance.
        foreach ((string channel, double planted) in new[] { ("organic", 4.0), ("paid_search", 22), ("social", 16), ("marketplace", 30) })
        {
            AcquisitionChannel found = record.Acquisition!.Channels.Single(c => c.Channel == channel);
            Assert.True(Math.Abs(Math.Log(found.Cac!.Value / planted)) < 3 * Math.Sqrt((1.0 / found.Won) + (0.08 * 0.08 / 30)), string.Create(CultureInfo.InvariantCulture, $"A customer by {channel} cost {found.Cac:0.00} of {found.Won}, planted {planted}."));
        }

        // Gross less net is the present value of cost to serve, for every customer and in all.
        Assert.All(ids, id => Assert.Equal(Number(scores[id]["clv_gross"]) - Number(scores[id]["clv_net"]), Number(scores[id]["cost_to_serve"]), 1e-9));
        Assert.All(record.Net!.Horizons, h => Assert.Equal(h.Gross - h.Net, h.CostToServe, 1e-6 * h.Gross));
        Assert.Equal((double)record.Margin!.Contribution, (double)record.Net.NetToDate, 1e-6);
    }

    public void Dispose() => Directory.Delete(_out, recursive: true);

    private static Dictionary<string, Dictionary<string, string>> Rows(string path)
    {
        string[] lines = File.ReadAllLines(path);
        string[] head = lines[0].Split(',');
        return lines.Skip(1).Select(line => head.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal)).ToDictionary(row => row["customer_id"], StringComparer.Ordinal);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double Spearman(double[] x, double[] y)
    {
        double[] a = Ranks(x), b = Ranks(y);
        double mean = (x.Length - 1) / 2.0;
        return a.Zip(b).Sum(p => (p.First - mean) * (p.Second - mean)) / Math.Sqrt(a.Sum(r => (r - mean) * (r - mean)) * b.Sum(r => (r - mean) * (r - mean)));

        static double[] Ranks(double[] values)
        {
            int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
            double[] ranks = new double[values.Length];
            for (int k = 0; k < order.Length; k++)
            {
                ranks[order[k]] = k;
            }

            return ranks;
        }
    }
}
