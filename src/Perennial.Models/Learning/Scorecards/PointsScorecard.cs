namespace Perennial.Models.Learning.Scorecards;

/// <summary>Points for a range of one feature.</summary>
/// <param name="From">Lower end, included; null where there is none.</param>
/// <param name="To">Upper end, not included; null where there is none.</param>
/// <param name="Unknown">Whether these are the points for a value that is not known.</param>
/// <param name="Points">At least 0.</param>
/// <param name="Count">Training rows in the range.</param>
/// <param name="Share">Share of them for whom it happened.</param>
public sealed record ScoreRange(double? From, double? To, bool Unknown, int Points, int Count, double Share);

/// <summary>One feature of a scorecard.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Ranges">Its ranges by rising value, then the unknown.</param>
public sealed record ScoredFeature(string Feature, IReadOnlyList<ScoreRange> Ranges);

/// <summary>What a number of points means.</summary>
/// <param name="Points">Points, from here to the next level.</param>
/// <param name="Chance">Chance at the middle of that range.</param>
public sealed record PointsLevel(int Points, double Chance);

/// <summary>A scorecard a person can add up: whole points for each range of a few features, and a table from points to chance. Ten points about double the odds.</summary>
public sealed class PointsScorecard
{
    private readonly Calibrating.PlattCalibration _chance;

    internal PointsScorecard(IReadOnlyList<ScoredFeature> features, Calibrating.PlattCalibration chance) => (Features, _chance) = (features, chance);

    /// <summary>Gives its features, strongest first.</summary>
    public IReadOnlyList<ScoredFeature> Features { get; }

    /// <summary>Gives the most points there are; the least is 0.</summary>
    public int Most => Features.Sum(feature => feature.Ranges.Max(range => range.Points));

    /// <summary>Gives the points of each row.</summary>
    /// <param name="table">n rows with every feature of the card; NaN where not known.</param>
    public int[] Points(FeatureTable table) => Points(Features, table);

    internal static int[] Points(IReadOnlyList<ScoredFeature> features, FeatureTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        int[] sum = new int[table.Count];
        foreach (ScoredFeature feature in features)
        {
            ReadOnlySpan<double> values = table.Column(table.IndexOf(feature.Feature));
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += Range(feature, values[i]).Points;
            }
        }

        return sum;
    }

    /// <summary>Gives the chance that goes with points.</summary>
    /// <param name="points">Points.</param>
    public double Chance(int points) => _chance.Apply(points);

    /// <summary>Gives the chance of each row.</summary>
    /// <param name="table">n rows with every feature of the card; NaN where not known.</param>
    public double[] Predict(FeatureTable table) => Array.ConvertAll(Points(table), Chance);

    /// <summary>Gives the table from points to chance, in steps of ten.</summary>
    public IReadOnlyList<PointsLevel> Levels() => [.. Enumerable.Range(0, (Most / 10) + 1).Select(step => new PointsLevel(10 * step, Chance((10 * step) + 5)))];

    /// <summary>Gives the range a value falls in; a value of a kind not seen in training gets the points of the range with the most rows.</summary>
    /// <param name="feature">A feature of the card.</param>
    /// <param name="value">A value; NaN where not known.</param>
    public static ScoreRange Range(ScoredFeature feature, double value)
    {
        ArgumentNullException.ThrowIfNull(feature);
        return feature.Ranges.FirstOrDefault(range => double.IsNaN(value) ? range.Unknown : !range.Unknown && (range.From is null || value >= range.From) && (range.To is null || value < range.To))
            ?? feature.Ranges.MaxBy(range => range.Count)!;
    }
}
