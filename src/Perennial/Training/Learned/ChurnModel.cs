using Perennial.Models.Learning;
using Perennial.Models.Learning.Calibrating;

namespace Perennial.Training.Learned;

/// <summary>A fitted model of leaving, whatever its kind.</summary>
internal sealed record ChurnModel
{
    private const double Least = 1e-5;

    /// <summary>Gives the name of its kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Gives stated log odds for rows.</summary>
    public required Func<LearnedRows, double[]> LogOdds { get; init; }

    /// <summary>Gives what each feature adds, row by row, in the unit of <see cref="Scale"/>; null for models without features.</summary>
    public Func<FeatureTable, double[][]>? Contributions { get; init; }

    /// <summary>Gives the unit of contributions.</summary>
    public string Scale { get; init; } = "log odds";

    /// <summary>Gives the curve from stated to calibrated chances; null where there were too few outcomes for one.</summary>
    public PlattCalibration? Curve { get; init; }

    /// <summary>Gives calibrated chances.</summary>
    public double[] Chances(LearnedRows rows) => Array.ConvertAll(LogOdds(rows), eta => Math.Clamp(Curve?.Apply(eta) ?? 1 / (1 + Math.Exp(-eta)), Least, 1 - Least));

    /// <summary>Gives the same model with a curve fitted on rows it has not seen.</summary>
    public ChurnModel CalibratedOn(LearnedRows rows, int least) => Kind is ChurnCandidates.RecentRate or ChurnCandidates.SegmentRate || rows.Events < least || rows.Count - rows.Events < least
        ? this
        : this with { Curve = PlattCalibration.Fit(LogOdds(rows), rows.Happened) };

    /// <summary>Turns a chance into log odds that are finite.</summary>
    public static double Odds(double chance)
    {
        double p = Math.Clamp(chance, Least, 1 - Least);
        return Math.Log(p / (1 - p));
    }
}
