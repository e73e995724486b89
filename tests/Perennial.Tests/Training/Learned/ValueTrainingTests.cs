using Perennial.Models.Numerics;
using Perennial.Testing;
using Perennial.Training.Learned;

namespace Perennial.Tests.Training.Learned;

/// <summary>Money to come is a chance times an amount, with intervals that hold what they say.</summary>
public sealed class ValueTrainingTests
{
    private static readonly LearnedRows Two = DrawnRows.Of(1, 2);

    [Fact]
    public void The_score_of_a_law_of_nothing_and_one_amount_is_its_closed_form()
    {
        ValueModel model = new() { Kind = "made up", Parts = of => ([.. Enumerable.Repeat(0.3, of.Count)], [.. Enumerable.Repeat(10.0, of.Count)]) };

        // E|X - y| - E|X - X'| / 2 of 0 with chance 0.7 and 10 with 0.3.
        double[] scores = model.Crps(Two, [0, 4]);
        Assert.Equal((0.3 * 10) - (0.3 * 0.7 * 10), scores[0], 1e-12);
        Assert.Equal((0.7 * 4) + (0.3 * 6) - (0.3 * 0.7 * 10), scores[1], 1e-12);
        Assert.Equal(3, model.Forecast(Two)[0].Expected, 1e-12);
        Assert.Equal((0.0, 10.0), (model.Forecast(Two)[0].Low, model.Forecast(Two)[0].High));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    [Golden("value.two-part.v1")]
    public void Learned_money_beats_last_years_rate_sums_to_what_came_and_intervals_hold()
    {
        LearnedRows rows = DrawnRows.Of(500, 12);
        Pcg64 random = new(9);
        double[] usage = rows.Table.Column(0).ToArray(), seats = rows.Table.Column(1).ToArray();
        double[] money = [.. Enumerable.Range(0, rows.Count).Select(i =>
            random.NextDouble() < 1 / (1 + Math.Exp(-1 - (double.IsNaN(usage[i]) ? 0 : usage[i]))) ? Math.Exp(3 + (0.8 * seats[i])) * random.NextGamma(4) / 4 : 0)];
        rows = rows with { Table = new(["net_revenue_365d", .. rows.Table.Names], [[.. rows.Customer.Select(c => 100.0 + c)], .. Enumerable.Range(0, 4).Select(j => rows.Table.Column(j).ToArray())]) };
        ValueTraining training = new(rows, money, LandmarkPlan.Of(28, 12, 28)!, DrawnRows.Options);
        Assert.True(training.IsPossible(150, 10));
        (ValueRecord record, ValueModel model) = training.Run();
        ComparedValue chosen = record.Compared.First(one => one.Kind == record.Chosen), rate = record.Compared[0];
        Assert.NotEqual(ValueTraining.LastYear, record.Chosen);
        Assert.True(chosen.Crps < 0.8 * rate.Crps, $"{chosen.Crps} against {rate.Crps}.");
        Assert.InRange(chosen.Predicted / chosen.Actual, 0.93, 1.07);
        Assert.InRange(record.Held, 0.76, 0.9);
        ValueForecast one = model.Forecast(rows)[0];
        Assert.Equal(one.Chance * one.Amount, one.Expected, 1e-9);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Shares_of_families_sum_to_the_customers_money_less_that_of_knowing_nothing()
    {
        LearnedRows rows = DrawnRows.Of(300, 4);
        double[] paid = [.. rows.Happened.Select((one, i) => one ? 0 : 10 + Math.Abs(rows.Table.Column(1)[i]))];
        ValueModel model = ValueTraining.FitTrees(rows, paid, DrawnRows.Options);
        LearnedValue value = LearnedValue.Of(model, rows, ["use", "size", "rest", "rest"], 28);
        (double[] chance, double[] amount) = model.Parts(rows);
        foreach (var group in value.Shares.Chunk(3).Take(5))
        {
            Assert.Equal(["use", "size", "rest"], group.Select(share => share.Family));
            double sum = Nothing() + group.Sum(share => share.Money);
            Assert.Contains(Enumerable.Range(0, rows.Count), i => rows.Customer[i] == group[0].Customer && Math.Abs((chance[i] * amount[i]) - sum) < 1e-9);
        }

        double Nothing()
        {
            bool[] none = new bool[4];
            var (p, v) = model.Trees!.Value;
            return p.FromMargin(p.MarginGiven(rows.Table, 0, none)) * v.FromMargin(v.MarginGiven(rows.Table, 0, none));
        }
    }
}
