using System.Globalization;
using System.Text.Json;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoGgg;
using Perennial.Models.Posterior;
using Perennial.Testing;

namespace Perennial.Models.Tests.ParetoGgg;

/// <summary>Does the posterior hold the truth as often as it says, and does it predict CDNOW as the other program does?</summary>
public sealed class ParetoGggRecovery
{
    private static readonly string[] Names = ["t", "gamma", "r", "alpha", "s", "beta"];

    /// <summary>Parameters from the prior, customers from the parameters: then intervals of 90 % hold the truth 90 times in 100, whatever the size of the data.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void Intervals_hold_the_truth_as_often_as_they_say()
    {
        const int companies = 40;
        double[] median = [4, 2, 0.8, 8, 0.6, 12];
        LogNormalPrior[] priors = [.. Names.Select((name, i) => new LogNormalPrior(name, median[i], 0.4))];
        int[] inside = new int[6];
        double[] place = new double[6];
        Pcg64 order = new(77);
        int[][] places = Array.ConvertAll(Names, _ => Shuffled(companies, order));
        Parallel.For(0, companies, company =>
        {
            // Each parameter takes every fortieth of its prior once, so that chance does not make the prior wider or narrower than stated.
            double[] truth = [.. median.Select((m, i) => m * Math.Exp(0.4 * Normal.Quantile((places[i][company] + 0.5) / companies)))];
            PurchaseHistories rows = ParetoGggSimulator.Histories(
                ParetoGggParameters.Of(truth), [.. Enumerable.Range(0, 100).Select(i => 27 + (i % 84 / 7.0))], TimeUnit.Week, (ulong)(500 + company));
            PosteriorDraws draws = ParetoGggFitter.Sample(rows, priors, ParetoGggFitter.DefaultOptions with { Chains = 2, Draws = 100, Threads = 1 }).Draws;
            lock (inside)
            {
                for (int i = 0; i < 6; i++)
                {
                    PosteriorSummary s = draws.Summaries[i];
                    inside[i] += truth[i] >= s.Lower && truth[i] <= s.Upper ? 1 : 0;
                    place[i] += draws.Columns(i).SelectMany(c => c).Average(v => v < truth[i] ? 1.0 : 0.0);
                }
            }
        });
        for (int i = 0; i < 6; i++)
        {
            // 31 of 40 or fewer happens once in 70 parameters; ranks are uniform, their mean within 3 standard errors of a half.
            Assert.True(inside[i] >= 31, $"{Names[i]}: {inside[i]} of {companies} intervals hold the truth.");
            Assert.InRange(place[i] / companies, 0.5 - (3 * Math.Sqrt(1.0 / 12 / companies)), 0.5 + (3 * Math.Sqrt(1.0 / 12 / companies)));
        }

        // Of 240 intervals 216 are expected; those of one company go together.
        Assert.InRange(inside.Sum(), 198, 234);
    }

    /// <summary>
    /// CDNOW's one-tenth sample: nearly everybody buys at random, so that t and gamma are large and only their ratio is known. The other program's chains
    /// are short: by its own standard errors its s is worth five draws, and the total of purchases to come moves with s. So totals are compared within
    /// two Monte Carlo errors of that many draws, and sharply at its posterior means.
    /// </summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void Cdnow_is_predicted_as_by_BTYDplus()
    {
        (PurchaseHistories rows, int[] later) = Cdnow();
        ParetoGggPosterior posterior = ParetoGggFitter.Sample(rows);
        Assert.All(posterior.Draws.Summaries, s => Assert.InRange(s.RHat, 0.99, 1.01));
        Assert.All(posterior.Draws.Summaries, s => Assert.InRange(Math.Min(s.BulkEffectiveSize, s.TailEffectiveSize), 400, double.MaxValue));
        using JsonDocument reference = JsonDocument.Parse(File.ReadAllText(RealData.Reference("btydplus_cdnow_pggg.json")));
        double[] mean = [.. reference.RootElement.GetProperty("level2").EnumerateArray().Select(p => p.GetProperty("Mean").GetDouble())];
        double[] error = [.. reference.RootElement.GetProperty("level2").EnumerateArray().Select(p => p.GetProperty("Time-series SE").GetDouble())];

        // r and alpha, which its chains know, within three of its Monte Carlo errors and ours; of t and gamma the ratio.
        for (int i = 2; i < 4; i++)
        {
            PosteriorSummary ours = posterior.Draws.Summaries[i];
            Assert.InRange(ours.Mean, mean[i] - (3 * Math.Sqrt((error[i] * error[i]) + (ours.MeanError * ours.MeanError))), mean[i] + (3 * Math.Sqrt((error[i] * error[i]) + (ours.MeanError * ours.MeanError))));
        }

        double regularity = Enumerable.Range(0, posterior.Draws.Count).Average(i => posterior.Model(i).Named.T / posterior.Model(i).Named.Gamma);
        Assert.InRange(regularity, (mean[0] / mean[1]) - 0.03, (mean[0] / mean[1]) + 0.03);
        int[][] counts = posterior.Counts(rows, 39);
        double[] totals = [.. Enumerable.Range(0, counts[0].Length).Select(draw => (double)counts.Sum(own => own[draw]))];
        double total = totals.Average(), spread = Math.Sqrt(totals.Average(v => (v - total) * (v - total)));
        double worth = Math.Pow(reference.RootElement.GetProperty("level2")[4].GetProperty("SD").GetDouble() / error[4], 2);
        JsonElement holdout = reference.RootElement.GetProperty("holdout");
        double theirs = holdout.GetProperty("predicted_total").GetDouble();
        Assert.Equal(1699.4, theirs, 0.05);
        Assert.InRange(worth, 4, 6);
        Assert.InRange(total, theirs - (2 * spread / Math.Sqrt(worth)), theirs + (2 * spread / Math.Sqrt(worth)));
        Assert.Equal(holdout.GetProperty("actual_total").GetInt32(), later.Sum());

        ParetoGggModel there = new(ParetoGggParameters.Of(mean), TimeUnit.Week);
        double[] expected = there.ConditionalExpectedTransactions(rows, 39);
        Assert.InRange(expected.Sum(), 0.99 * theirs, 1.01 * theirs);
        Assert.Equal(holdout.GetProperty("mae").GetDouble(), expected.Zip(later, (e, y) => Math.Abs(e - y)).Average(), 0.01);
        Assert.Equal(holdout.GetProperty("rmse").GetDouble(), Math.Sqrt(expected.Zip(later, (e, y) => (e - y) * (e - y)).Average()), 0.01);

        // 120 draws a customer there: a chance has a standard error of at most .046.
        double[] alive = there.ProbabilityAlive(rows), first = [.. reference.RootElement.GetProperty("p_alive_first20").EnumerateArray().Select(v => v.GetDouble())];
        Assert.InRange(Math.Sqrt(first.Select((p, i) => (p - alive[i]) * (p - alive[i])).Average()), 0.0, 0.06);
    }

    private static int[] Shuffled(int count, Pcg64 random)
    {
        double[] keys = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
        int[] order = [.. Enumerable.Range(0, count)];
        Array.Sort(keys, order);
        return order;
    }

    // Orders of one day are one purchase; customers in the order of their numbers.
    private static (PurchaseHistories Rows, int[] Later) Cdnow()
    {
        int end = new DateOnly(1997, 9, 30).DayNumber;
        int[][] customers = [.. File.ReadLines(RealData.Path("cdnow/cdnow_sample.csv")).Skip(1).Select(line => line.Split(','))
            .GroupBy(c => int.Parse(c[1], CultureInfo.InvariantCulture), c => DateOnly.Parse(c[2], CultureInfo.InvariantCulture).DayNumber)
            .OrderBy(g => g.Key)
            .Select(g => g.Distinct().Order().ToArray())];
        int[][] before = [.. customers.Select(days => days.Where(day => day <= end).ToArray())];
        PurchaseHistories rows = new(
            [.. before.Select(days => days.Length - 1)],
            [.. before.Select(days => (days[^1] - days[0]) / 7.0)],
            [.. before.Select(days => (end - days[0]) / 7.0)],
            TimeUnit.Week,
            null,
            [.. before.Select(days => days.Zip(days.Skip(1), (first, next) => Math.Log((next - first) / 7.0)).Sum())]);
        return (rows, [.. customers.Select(days => days.Count(day => day > end))]);
    }
}
