using System.Text.Json;
using Perennial.Reports;
using Perennial.Training;

namespace Perennial.Tests.Reports;

public sealed class RunJsonTests
{
    [Fact]
    public void Record_comes_back_as_it_was()
    {
        byte[] first = Json(SampleRun.Record());
        RunRecord read = RunJson.Read(new MemoryStream(first));
        Assert.Equal(first, Json(read));
        Assert.Equal(48_216.40, read.Equity!.Mean);
        Assert.Equal(135_411.85m, read.Facts.RevenueNet);
        Assert.Equal(SampleRun.AsOf, read.AsOf);
    }

    [Fact]
    public void Names_are_those_that_scripts_rely_on()
    {
        using JsonDocument document = JsonDocument.Parse(Json(SampleRun.Record()));
        JsonElement root = document.RootElement;
        foreach (string path in new[]
        {
            "rows.in", "rows.used", "rows.quarantined", "rows.set_aside.test-order", "facts.customers", "facts.orders", "facts.revenue_net", "chosen", "options.unit", "seed", "version", "timings.ingest",
            "holdout.start", "holdout.end", "holdout.chosen", "holdout.models.pareto-nbd.actual", "holdout.models.pareto-nbd.predicted", "holdout.models.pareto-nbd.mae", "holdout.models.pareto-nbd.rmse",
            "holdout.models.pareto-nbd.crps", "holdout.baselines.zero.mae", "holdout.actual", "holdout.predicted", "holdout.mae", "holdout.rmse", "holdout.coverage80", "holdout.coverage95",
            "holdout.coverage80_closed", "holdout.spend.actual", "equity.mean", "equity.p10", "equity.p90", "equity.calendar_risk",
        })
        {
            JsonElement at = root;
            foreach (string name in path.Split('.'))
            {
                Assert.True(at.TryGetProperty(name, out at), $"run.json lacks {path}");
            }
        }

        JsonElement model = root.GetProperty("models")[0];
        Assert.Equal("bg-nbd", model.GetProperty("name").GetString());
        Assert.Equal(["r", "alpha", "a", "b"], model.GetProperty("parameters").EnumerateObject().Select(p => p.Name));
        Assert.All(new[] { "standard_errors", "log_likelihood", "exit", "unit", "customers" }, name => Assert.True(model.TryGetProperty(name, out _)));
        Assert.All(new[] { "path", "sha256", "rows" }, name => Assert.True(root.GetProperty("inputs")[0].TryGetProperty(name, out _)));
    }

    [Fact]
    public void What_is_not_a_number_is_null_and_reads_back_as_not_known()
    {
        RunRecord record = SampleRun.Record();
        record = record with { Holdout = record.Holdout! with { Rmse = double.PositiveInfinity, Deciles = [new DecilePoint(1, double.NaN, 1)] } };
        byte[] json = Json(record);
        string text = System.Text.Encoding.UTF8.GetString(json);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", text, StringComparison.Ordinal);
        Assert.Contains("\"rmse\": null", text, StringComparison.Ordinal);
        Assert.True(double.IsNaN(RunJson.Read(new MemoryStream(json)).Holdout!.Rmse));
    }

    [Fact]
    public void Doubles_come_back_bit_by_bit()
    {
        RunRecord record = SampleRun.Record();
        double[] values = [0.1 + 0.2, 1e-300, double.Epsilon, double.MaxValue, -1.0 / 3];
        foreach (double value in values)
        {
            RunRecord read = RunJson.Read(new MemoryStream(Json(record with { Equity = record.Equity! with { Mean = value } })));
            Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(read.Equity!.Mean));
        }
    }

    private static byte[] Json(RunRecord record)
    {
        using MemoryStream stream = new();
        RunJson.Write(stream, record);
        return stream.ToArray();
    }
}
