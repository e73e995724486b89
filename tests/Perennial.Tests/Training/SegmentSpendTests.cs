using Perennial.Features;
using Perennial.Ingest.Simulated.Companies;
using Perennial.Kernel;
using Perennial.Models.Numerics;
using Perennial.Training;

namespace Perennial.Tests.Training;

/// <summary>Levels of spend by segment are found where they are, and only there.</summary>
public sealed class SegmentSpendTests
{
    private static readonly string[] Names = ["Solo", "SMB", "Enterprise"];

    [Fact]
    public void Levels_of_segments_are_found_and_newcomers_are_drawn_to_their_own_kind()
    {
        (CustomerSegments segments, CustomerHistories known) = Company([0.1, 1, 20]);
        var plan = SegmentSpend.Of(segments, () => known);
        SpendFit fit = SpendFits.Fit(known.CustomerKey, known.Frequency, known.MeanSpend, new bool[known.Count], plan)!;
        Assert.StartsWith("Segments spend at levels of their own", plan.Record(fit).Why, StringComparison.Ordinal);
        double reference = fit.Segments[0].Level;
        Assert.Equal(1, reference);
        double Planted(string segment) => segment switch { "Solo" => 0.1, "SMB" => 1, _ => 20 };
        Assert.All(fit.Segments.Skip(1), level => Assert.InRange(
            Math.Log(level.Level / (Planted(level.Segment) / Planted(fit.Segments[0].Segment))) / level.StandardError!.Value, -3.5, 3.5));

        // Nobody knows anything of a newcomer but the segment.
        CustomerHistories read = known.With(fit.Levels);
        double[] spend = read.InMoney(fit.Model!.ExpectedSpend(read.Spend()));
        double Newcomer(int segment) => spend[Enumerable.Range(0, known.Count).First(i => known.Frequency[i] == 0 && i % 3 == segment)];
        Assert.InRange(Newcomer(0) / Newcomer(1), 0.08, 0.125);
        Assert.InRange(Newcomer(2) / Newcomer(1), 16, 25);
        Assert.Same(known.MeanSpend, known.LevelledSpend());
    }

    [Fact]
    public void Segments_that_spend_alike_have_one_level()
    {
        (CustomerSegments segments, CustomerHistories known) = Company([1, 1, 1]);
        var plan = SegmentSpend.Of(segments, () => known);
        SpendFit fit = SpendFits.Fit(known.CustomerKey, known.Frequency, known.MeanSpend, new bool[known.Count], plan)!;
        Assert.Null(fit.Levels);
        SegmentSpendRecord record = plan.Record(fit);
        Assert.False(record.Used);
        Assert.StartsWith("Segments spend alike, as far as chance can tell", record.Why, StringComparison.Ordinal);
        Assert.Null(record.Levels(segments));
    }

    [Fact]
    public void Nothing_is_read_where_no_segments_are_known()
    {
        var plan = SegmentSpend.Of(null, () => throw new InvalidOperationException("Histories are not wanted."));
        Assert.Same(SegmentSpend.None, plan);
        Assert.False(plan.Record(null).Used);
    }

    [Fact]
    public void A_run_that_kept_levels_gives_them_back()
    {
        (CustomerSegments segments, CustomerHistories known) = Company([0.1, 1, 20]);
        var plan = SegmentSpend.Of(segments, () => known);
        SpendFit fit = SpendFits.Fit(known.CustomerKey, known.Frequency, known.MeanSpend, new bool[known.Count], plan)!;
        Assert.Equal(fit.Levels!.Of([0, 1, 2, 9_999]), plan.Record(fit).Levels(segments)!.Of([0, 1, 2, 9_999]));
        Assert.Equal(1, fit.Levels.Of([9_999])[0]);
    }

    /// <summary>A company whose segments spend a hundredfold apart, through the pipeline: money is told better than with one level for all.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void A_company_billed_by_use_is_read_at_levels_of_its_segments()
    {
        string folder = Directory.CreateTempSubdirectory("perennial-levels-").FullName;
        try
        {
            string company = Directory.CreateDirectory(Path.Combine(folder, "company")).FullName;
            SimulatedCompany.Write(
                new SimulatedCompanyOptions { Kind = "usage", Customers = 500, Months = 36, Seed = 3 },
                name => name.StartsWith("truth", StringComparison.Ordinal) ? Stream.Null : File.Create(Path.Combine(company, name)),
                SilentLog.Instance,
                CancellationToken.None);
            Perennial.Reports.RunRecord run = Pipeline.Run(new RunOptions { Inputs = [company], Out = Path.Combine(folder, "out") }, SilentLog.Instance, CancellationToken.None);
            Assert.True(run.SegmentSpend!.Used);
            double Of(string segment) => run.SegmentSpend.Segments.First(level => level.Segment == segment).Level;
            Assert.InRange(Of("Solo") / Of("SMB"), 0.05, 0.4);
            Assert.InRange(Of("Mid-Market") / Of("SMB"), 2, 12);
            Assert.Contains("Spend by segment", File.ReadAllText(Path.Combine(folder, "out", "report.html")), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Customers by turns of three segments; each third has bought once only.
    private static (CustomerSegments Segments, CustomerHistories Known) Company(double[] levels)
    {
        const int Customers = 900;
        var random = new Pcg64(11, 5);
        int[] frequency = [.. Enumerable.Range(0, Customers).Select(i => i / 3 % 3 == 0 ? 0 : 1 + random.NextInt32(8))];
        double[] mean = [.. frequency.Select((x, i) => x == 0 ? 0 : levels[i % 3] * random.NextGamma(4.0 * x) / (4.0 * x) * 30 * 3 / random.NextGamma(4.0))];
        int[] zero = new int[Customers], day = [.. Enumerable.Repeat(20_000, Customers)];
        return (
            new CustomerSegments(Enumerable.Range(0, Customers).ToDictionary(i => i, i => Names[i % 3])),
            new CustomerHistories
            {
                AsOf = new DateOnly(2025, 12, 31), CustomerKey = [.. Enumerable.Range(0, Customers)], Frequency = frequency, RecencyDays = zero, TDays = zero, MeanSpend = mean, FirstDay = day, LastDay = day,
                Orders = zero, RevenueToDate = new decimal[Customers],
            });
    }
}
