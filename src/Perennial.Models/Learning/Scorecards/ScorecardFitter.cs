using Perennial.Models.Learning.Calibrating;
using Perennial.Models.Learning.Linear;

namespace Perennial.Models.Learning.Scorecards;

/// <summary>Makes a points scorecard: ranges of equally many customers, a penalised logistic regression on them, coefficients rounded to whole points.</summary>
/// <source paper="HandHenley1997"/>
public static class ScorecardFitter
{
    private const double Doubling = 10;

    /// <summary>Fits a card on the features named.</summary>
    /// <param name="table">n rows; NaN where not known.</param>
    /// <param name="happened">n outcomes, of both kinds.</param>
    /// <param name="features">Features of the card, strongest first; five to seven are easy to explain.</param>
    /// <param name="ranges">Most ranges a feature, 2 to 8.</param>
    /// <param name="penalty">Ridge penalty, at least 0, per row.</param>
    /// <exception cref="ArgumentException">A feature is not there, outcomes are all the same.</exception>
    public static PointsScorecard Fit(FeatureTable table, bool[] happened, IReadOnlyList<string> features, int ranges = 4, double penalty = 0.001)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(happened);
        ArgumentNullException.ThrowIfNull(features);
        if (features.Count == 0 || ranges is < 2 or > 8)
        {
            throw new ArgumentException($"A card of {features.Count} features with {ranges} ranges each was asked for. Give at least one feature, and 2 to 8 ranges.", nameof(features));
        }

        double[] outcome = Array.ConvertAll(happened, one => one ? 1.0 : 0.0);
        var bins = features.Select(feature => Bins(table.Column(table.IndexOf(feature)), ranges)).ToArray();
        List<string> names = [];
        List<double[]> columns = [];
        for (int f = 0; f < features.Count; f++)
        {
            for (int bin = 0; bin < bins[f].Count; bin++)
            {
                names.Add($"{f}.{bin}");
                int here = bin;
                columns.Add(Array.ConvertAll(bins[f].Of, one => one == here ? 1.0 : 0.0));
            }
        }

        LinearModel model = ElasticNetFitter.Fit(new(names, [.. columns]), outcome, penalty, new() { Family = LinearFamily.Binomial, Mix = 0 });
        double unit = Math.Log(2) / Doubling;
        List<ScoredFeature> scored = [];
        int at = 0;
        for (int f = 0; f < features.Count; f++)
        {
            double[] effects = [.. model.Coefficients.Skip(at).Take(bins[f].Count)];
            at += bins[f].Count;
            scored.Add(new(features[f], [.. effects.Select((effect, bin) => Range(bins[f], bin, (int)Math.Round((effect - effects.Min()) / unit, MidpointRounding.AwayFromZero), happened))]));
        }

        return new(scored, PlattCalibration.Fit(Array.ConvertAll(PointsScorecard.Points(scored, table), points => (double)points), happened));
    }

    // Which range each row is in, the borders between ranges, and whether the last is the unknown.
    private sealed record Ranges(int[] Of, double[] Cuts, bool Unknown)
    {
        public int Count => Cuts.Length + 1 + (Unknown ? 1 : 0);
    }

    private static Ranges Bins(ReadOnlySpan<double> values, int ranges)
    {
        double[] known = [.. values.ToArray().Where(value => !double.IsNaN(value))];
        Array.Sort(known);
        List<double> cuts = [];
        for (int k = 1; k < ranges && known.Length > 0; k++)
        {
            double at = known[(int)((long)k * known.Length / ranges)];

            // Where most are 0, the first range is 0 alone.
            double cut = at > known[0] ? at : Array.Find(known, value => value > known[0]);
            if (cut > known[0] && !cuts.Contains(cut))
            {
                cuts.Add(cut);
            }
        }

        cuts.Sort();
        double[] borders = [.. cuts];
        int[] of = Array.ConvertAll(values.ToArray(), value => double.IsNaN(value) ? borders.Length + 1 : borders.Count(cut => value >= cut));
        return new(of, borders, known.Length < values.Length);
    }

    private static ScoreRange Range(Ranges bins, int bin, int points, bool[] happened)
    {
        int count = 0, yes = 0;
        for (int i = 0; i < happened.Length; i++)
        {
            count += bins.Of[i] == bin ? 1 : 0;
            yes += bins.Of[i] == bin && happened[i] ? 1 : 0;
        }

        bool unknown = bin > bins.Cuts.Length;
        return new(
            unknown || bin == 0 ? null : bins.Cuts[bin - 1],
            unknown || bin == bins.Cuts.Length ? null : bins.Cuts[bin],
            unknown,
            points,
            count,
            count == 0 ? 0 : (double)yes / count);
    }
}
