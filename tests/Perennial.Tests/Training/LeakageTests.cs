using System.Globalization;
using Perennial.Features;
using Perennial.Kernel;
using Perennial.Models.BgNbd;
using Perennial.Models.GammaGamma;
using Perennial.Models.Numerics;
using Perennial.Training;

namespace Perennial.Tests.Training;

/// <summary>What happens in the hidden months must not reach what is chosen, recalibrated or fitted before them.</summary>
public sealed class LeakageTests
{
    private static readonly DateOnly First = new(2023, 1, 2);
    private static readonly DateOnly AsOf = new(2024, 6, 30);
    private static readonly DateOnly Origin = Origins.Plan(First, AsOf, null).Last!.Value.Origin;

    [Trait("Speed", "Slow")]
    [Fact]
    public void Another_hidden_window_changes_neither_choice_nor_recalibration_nor_fits()
    {
        List<Row> rows = Simulated(500, seed: 3);
        IEnumerable<Row> other = rows
            .Where((row, i) => row.Day <= Origin || i % 2 == 0)
            .Select(row => row.Day <= Origin ? row : row with { Amount = row.Amount * 3 })
            .Concat(Enumerable.Range(0, 40).Select(i => new Row($"n{i}", Origin.AddDays(1 + i), 500m, $"n{i}", false)));
        TrainingResult before = Train(rows), after = Train(other);

        SameUntilOrigin(before, after);
        Assert.NotEqual(before.Holdout!.Actual, after.Holdout!.Actual);
        Assert.Equal(40, after.Holdout.NewInHoldout - before.Holdout.NewInHoldout);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_refund_dated_after_the_origin_changes_nothing_at_calibration()
    {
        List<Row> rows = Simulated(500, seed: 4);
        IEnumerable<Row> refunds = rows.Where(row => row.Day <= Origin).Where((_, i) => i % 5 == 0)
            .Select((row, i) => row with { Day = Origin.AddDays(1 + (i % 60)), IsReturn = true, Order = i % 2 == 0 ? row.Order : null });
        TrainingResult before = Train(rows), after = Train(rows.Concat(refunds));

        SameUntilOrigin(before, after);
        Assert.NotEqual(before.Holdout!.Spend!.Actual, after.Holdout!.Spend!.Actual);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Where_the_model_is_right_customers_are_covered_and_recalibration_does_no_harm()
    {
        foreach (ulong seed in (ulong[])[11, 12, 13])
        {
            TrainingResult result = Train(Simulated(2500, seed), "bg-nbd");
            HoldoutRecord holdout = result.Holdout!;
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"seed {seed}: coverage80 {holdout.Coverage80:F3} +- {holdout.Coverage80Tolerance:F3}, coverage95 {holdout.Coverage95:F3}, spend {holdout.Spend!.Coverage80:F3}, recalibrated {holdout.Recalibrated}");
            Assert.True(holdout.EarlierOrigins.Count > 0);
            Assert.Equal(0.80, holdout.Coverage80, holdout.Coverage80Tolerance);
            Assert.Equal(0.80, holdout.Spend!.Coverage80, holdout.Coverage80Tolerance);
            Assert.All([0.025, 0.1, 0.5, 0.9, 0.975], level =>
            {
                Assert.Equal(level, result.CountRecalibration.Forward(level), 0.06);
                Assert.Equal(level, result.SpendRecalibration.Forward(level), 0.06);
            });
        }
    }

    private static void SameUntilOrigin(TrainingResult before, TrainingResult after)
    {
        HoldoutRecord one = before.Holdout!, other = after.Holdout!;
        Assert.NotEmpty(one.EarlierOrigins);
        Assert.Equal(Origin, one.Origin);
        Assert.Equal(one.EarlierOrigins, other.EarlierOrigins);
        Assert.Equal(one.Chosen, other.Chosen);
        Assert.Equal(one.Selection, other.Selection);
        Assert.Equal(before.CountRecalibration.Weights, after.CountRecalibration.Weights);
        Assert.Equal(before.SpendRecalibration.Weights, after.SpendRecalibration.Weights);
        Assert.Equal(before.TotalErrors.SkipLast(1), after.TotalErrors.SkipLast(1));
        foreach (string model in one.Models.Keys)
        {
            Assert.Equal(one.Models[model].CrpsSelection, other.Models[model].CrpsSelection);
            Assert.Equal(one.Models[model].Predicted, other.Models[model].Predicted);
            Assert.Equal(one.Spend!.Models[model].Predicted, other.Spend!.Models[model].Predicted);
        }
    }

    private static TrainingResult Train(IEnumerable<Row> rows, string model = "auto")
    {
        IEnumerable<string> lines = rows.Select(row => string.Create(
            CultureInfo.InvariantCulture, $"{row.Customer} {row.Day:yyyy-MM-dd} {row.Amount:F2}{(row.Order is null ? "" : " " + row.Order)}{(row.IsReturn ? " return" : "")}"));
        using BookedLog log = BookedLog.OfRows(string.Join('\n', lines)).Booked();
        FeaturesStage features = log.Features();
        return new TrainingStage(features, new TrainingOptions { Model = model }, SilentLog.Instance).Run(features.Run(AsOf), First, money: true, "USD", CancellationToken.None);
    }

    private static List<Row> Simulated(int customers, ulong seed)
    {
        Pcg64 random = new(seed);
        BgNbdParameters rates = new(0.8, 9, 0.6, 3);
        GammaGammaParameters spend = new(6, 4, 15);
        List<Row> rows = [];
        for (int i = 0; i < customers; i++)
        {
            // Seventy days of acquisition; a purchase falls on the day its time is in.
            double start = i == 0 ? 0 : 10 * random.NextDouble(), until = ((AsOf.DayNumber - First.DayNumber + 0.999) / 7) - start;
            double nu = random.NextGamma(spend.Q) / spend.Gamma;
            foreach (double time in BgNbdSimulator.Purchases(rates, until, random).Prepend(0))
            {
                decimal amount = decimal.Round((decimal)(random.NextGamma(spend.P) / nu), 2);
                rows.Add(new($"c{i}", First.AddDays((int)((start + time) * 7)), Math.Max(0.01m, amount), $"o{rows.Count}", false));
            }
        }

        return rows;
    }

    private sealed record Row(string Customer, DateOnly Day, decimal Amount, string? Order, bool IsReturn);
}
