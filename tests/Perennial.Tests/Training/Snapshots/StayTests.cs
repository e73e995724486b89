using System.Globalization;
using Perennial.Ingest;
using Perennial.Ingest.Snapshots;
using Perennial.Kernel;
using Perennial.Models.Numerics;
using Perennial.Reports.Snapshots;
using Perennial.Testing;
using Perennial.Training.Snapshots;

namespace Perennial.Tests.Training.Snapshots;

/// <summary>How long customers stay: curves by hand and on public data, planted effects found, chances that are kept.</summary>
public sealed class StayTests
{
    private static SnapshotTable Table(double[] months, bool[] left, double[]? entry = null, string[]? groups = null, IReadOnlyList<SnapshotColumn>? columns = null) => new()
    {
        Inputs = [],
        Rows = new RowAccount(months.Length, months.Length, 0, new Dictionary<string, long>()),
        Roles = [],
        LeftOut = [],
        Quarantine = [],
        Id = [.. Enumerable.Range(0, months.Length).Select(i => i.ToString("0000", CultureInfo.InvariantCulture))],
        Months = months,
        Left = left,
        Entry = entry ?? new double[months.Length],
        By = groups is null ? null : new("plan", null, groups),
        Columns = columns ?? [],
    };

    [Fact]
    [Golden("stay.km.v1")]
    [Golden("stay.median.v1")]
    public void Curves_by_hand()
    {
        // At 2 one of 5 leaves, at 4 one of 3 (the one of month 3 was watched no longer): 0.8, then 0.8 * 2 / 3.
        SnapshotTable table = Table([2, 3, 4, 5, 6], [true, false, true, false, true]);
        StayCurve all = Assert.Single(StayCurves.Of(table).Curves);
        Assert.Equal([1, 1, 0.8, 0.8, 1.6 / 3, 1.6 / 3, 0], all.Points.Select(point => Math.Round(point.Stayed, 12)), (a, b) => Math.Abs(a - b) < 1e-11);
        Assert.Equal([5, 5, 5, 4, 3, 2, 1], all.Points.Select(point => point.AtRisk));
        Assert.Equal(6, all.Median!.Value, 1e-12);

        // Area under the curve up to 6: 2 + 0.8 * 2 + 1.6 / 3 * 2.
        Assert.Equal(2 + 1.6 + (3.2 / 3), all.Mean, 1e-12);
    }

    [Fact]
    public void Customers_watched_late_are_not_at_risk_before()
    {
        // At 2 only the first is watched: it leaves. The second, watched from 3, says nothing of month 2.
        SnapshotTable table = Table([2, 5, 4], [true, true, false], [0, 3, 3]);
        StayCurve all = Assert.Single(StayCurves.Of(table).Curves);
        Assert.Equal(0, all.Points[2].Stayed);
        Assert.Equal(2, all.Points[4].AtRisk);
    }

    // Leaves each month with 4 %, on the plan Pro with 0.4 times the odds, and e^0.7 times for each trouble more.
    private static SnapshotTable Planted(int customers, ulong seed)
    {
        Pcg64 random = new(seed, 1);
        double[] months = new double[customers], trouble = new double[customers], noise = new double[customers];
        bool[] left = new bool[customers];
        string[] plan = new string[customers];
        for (int i = 0; i < customers; i++)
        {
            (plan[i], trouble[i], noise[i]) = (random.NextDouble() < 0.4 ? "Pro" : "Basic", Math.Floor(random.NextDouble() * 3), random.NextDouble());
            double odds = 0.04 / 0.96 * (plan[i] == "Pro" ? 0.4 : 1) * Math.Exp(0.7 * trouble[i]), hazard = odds / (1 + odds);
            int watched = 1 + (int)(random.NextDouble() * 48);
            int month = 1;
            while (month < watched && random.NextDouble() >= hazard)
            {
                month++;
            }

            left[i] = month < watched || random.NextDouble() < hazard;
            months[i] = month;
        }

        return Table(months, left, groups: plan, columns: [new("plan", null, plan), new("trouble", trouble, null), new("noise", noise, null)]);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    [Golden("stay.chance.v1")]
    [Golden("stay.months.v1")]
    [Golden("stay.hazard-ratio.v1")]
    [Golden("stay.log-score.v1")]
    [Golden("stay.brier.v1")]
    public void What_was_planted_is_found_at_its_strength_and_chances_are_kept()
    {
        SnapshotTable table = Planted(2500, 3);
        (StayRecord stay, StayScores scores) = new StayTraining(table, SilentLog.Instance).Run();
        Assert.True(stay.Groups!.PValue < 1e-10);
        Assert.NotEqual(StayModels.Alike, stay.Chosen);
        Assert.NotEqual(StayModels.ByGroup, stay.Chosen);

        // Ratios of hazards lie a little nearer to 1 than those of odds. A step of trouble is its standard deviation, sqrt(2 / 3).
        StayEffect pro = stay.Effects.Single(effect => effect.Feature == "plan is Pro"), trouble = stay.Effects.Single(effect => effect.Feature == "trouble");
        Assert.InRange(0.42, pro.Low!.Value, pro.High!.Value);
        Assert.InRange(Math.Exp(0.66 * trouble.Step), trouble.Low!.Value, trouble.High!.Value);
        Assert.Equal(Math.Sqrt(2.0 / 3), trouble.Step, 0.03);

        // Every stated tenth came as stated, within what so many customers can tell.
        Assert.All(stay.Reliability, bin => Assert.True(Math.Abs(bin.Predicted - bin.Observed) < 0.02 + (3.5 * Math.Sqrt(bin.Predicted * (1 - bin.Predicted) / bin.Count * 1.5)), $"{bin}"));
        StayModelScore alike = stay.Compared[0], chosen = stay.Compared.Single(one => one.Kind == stay.Chosen);
        Assert.True(chosen.LogScore < alike.LogScore && chosen.Brier < alike.Brier && chosen.Skill > 0.05);

        // The chance to be there after twelve months is that of twelve stays; months of the next 36 add up those chances.
        int steady = Enumerable.Range(0, table.Count).First(i => !table.Left[i] && table.By!.Words![i] == "Pro" && table.Columns[1].Numbers![i] == 0);
        int place = Array.IndexOf(scores.Id, table.Id[steady]);
        double odds = 0.04 / 0.96 * 0.4, each = odds / (1 + odds);
        Assert.Equal(1 - Math.Pow(1 - each, 12), scores.WithinYear[place], 0.06);
        Assert.Equal(1 - Math.Pow(1 - each, 3), scores.WithinQuarter[place], 0.02);
        Assert.Equal(Enumerable.Range(1, 36).Sum(month => Math.Pow(1 - each, month)), scores.MonthsOfNextThreeYears[place], 2.5);
        Assert.Contains("plan is Pro: yes (x0.", scores.Drivers[place], StringComparison.Ordinal);

        // Threads change no byte.
        (StayRecord again, StayScores same) = new StayTraining(table, SilentLog.Instance, threads: 1).Run();
        Assert.Equal(StayFiles.ToJson(table, stay, "x"), StayFiles.ToJson(table, again, "x"));
        Assert.Equal(scores.WithinYear, same.WithinYear);
    }

    [Fact]
    public void Few_leavers_are_told_apart_by_age_and_group_only()
    {
        SnapshotTable table = Planted(45, 4);
        (StayRecord stay, StayScores scores) = new StayTraining(table, SilentLog.Instance).Run();
        Assert.Equal([StayModels.Alike, StayModels.ByGroup], stay.Compared.Select(one => one.Kind));
        Assert.Empty(stay.Effects);
        Assert.Contains("is learned from 40 on", stay.Warnings[0], StringComparison.Ordinal);
        Assert.All(scores.WithinYear, chance => Assert.InRange(chance, 0, 1));
    }

    /// <summary>Kaplan-Meier counted month by month outside this program; chances of leaving within a year by a model fitted on other customers.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void Subscribers_of_a_telephone_company_by_contract()
    {
        string folder = Directory.CreateTempSubdirectory("perennial-stay-").FullName;
        try
        {
            (SnapshotTable table, StayRecord stay, StayScores scores, IReadOnlyList<string> files) =
                SnapshotPath.Run([RealData.Path("telco_churn_ibm/telco_customer_churn.csv")], new SnapshotOptions(), folder, 2, SilentLog.Instance);
            Assert.Equal((7043, 7032, 0), (table.Rows.In, table.Rows.Used, table.Rows.Quarantined));
            (string Group, int Customers, int Left, double Year, double Two, double Five, double? Median)[] expected =
            [
                ("", 7032, 1869, 0.8431995538158313, 0.7887363983705988, 0.6644039143747426, null),
                ("Month-to-month", 3875, 1655, 0.703096636348866, 0.5859154739046674, 0.29715813465993735, 35),
                ("Two year", 1685, 48, 1, 1, 0.9861995455959088, null),
                ("One year", 1472, 166, 0.9908082040748656, 0.9782723764279151, 0.8318260847305994, null),
            ];
            Assert.Equal(expected.Select(one => one.Group), stay.Curves.Select(curve => curve.Group));
            foreach (((string Group, int Customers, int Left, double Year, double Two, double Five, double? Median) hand, StayCurve curve) in expected.Zip(stay.Curves))
            {
                Assert.Equal((hand.Customers, hand.Left), (curve.Customers, curve.Leavers));
                Assert.Equal(hand.Year, curve.Points[12].Stayed, 1e-12);
                Assert.Equal(hand.Two, curve.Points[24].Stayed, 1e-12);
                Assert.Equal(hand.Five, curve.Points[60].Stayed, 1e-12);
                Assert.Equal(hand.Median ?? -1, curve.Median ?? -1, 1e-9);
            }

            Assert.Equal(["Count", "Country", "State", "City", "Lat Long", "Total Charges", "Churn Value", "Churn Score", "CLTV", "Churn Reason"], table.LeftOut.Select(column => column.Column));
            double gap = stay.Reliability.Sum(bin => Math.Abs(bin.Predicted - bin.Observed) * bin.Count) / stay.Reliability.Sum(bin => bin.Count);
            Assert.True(gap < 0.015, $"Chances are off by {gap} on average.");
            Assert.True(stay.Compared.Single(one => one.Kind == stay.Chosen).Skill > 0.15);
            Assert.Equal(5163, scores.Id.Length);
            Assert.Equal(5164, File.ReadAllLines(Path.Combine(folder, "customers.csv")).Length);
            Assert.Equal(5, files.Count);
            Assert.Contains("Of Month-to-month 70.3", File.ReadAllText(Path.Combine(folder, "report.html")), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
