using Perennial.Models.Numerics;

namespace Perennial.Models.Learning.Calibrating;

/// <summary>A logistic curve from a score, such as log odds, to a chance: two numbers, so a hundred events are enough.</summary>
/// <source paper="Platt1999"/>
public sealed record PlattCalibration
{
    private PlattCalibration(double intercept, double slope) => (Intercept, Slope) = (intercept, slope);

    /// <summary>Gives the log odds at score 0.</summary>
    public double Intercept { get; }

    /// <summary>Gives the log odds a unit of the score; on log odds, 1 is a perfect slope, below 1 the chances were too extreme.</summary>
    public double Slope { get; }

    /// <summary>Fits the curve to outcomes drawn a little to the middle, as the paper says, so that few outcomes never give a certainty.</summary>
    /// <param name="score">n finite scores.</param>
    /// <param name="happened">n outcomes, of both kinds.</param>
    /// <exception cref="ArgumentException">Columns differ in length, a score is not finite, or all outcomes are the same.</exception>
    public static PlattCalibration Fit(double[] score, bool[] happened)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(happened);
        int yes = happened.Count(one => one), no = happened.Length - yes;
        if (score.Length != happened.Length || yes == 0 || no == 0 || !Array.TrueForAll(score, double.IsFinite))
        {
            throw new ArgumentException($"There are {score.Length} scores and {happened.Length} outcomes, {yes} of them yes. Calibration needs a finite score for each and outcomes of both kinds.", nameof(score));
        }

        double high = (yes + 1.0) / (yes + 2.0), low = 1.0 / (no + 2.0);
        double a = Math.Log((yes + 1.0) / (no + 1.0)), b = 0, value = Loss(a, b);
        for (int step = 0; step < 200; step++)
        {
            double ga = 0, gb = 0, aa = 1e-12, ab = 0, bb = 1e-12;
            for (int i = 0; i < score.Length; i++)
            {
                double p = SpecialFunctions.LogisticComplement(-(a + (b * score[i]))), d = p - (happened[i] ? high : low), w = p * (1 - p);
                ga += d;
                gb += d * score[i];
                aa += w;
                ab += w * score[i];
                bb += w * score[i] * score[i];
            }

            double determinant = (aa * bb) - (ab * ab), da, db;
            if (determinant > 1e-14 * aa * bb)
            {
                (da, db) = (((bb * ga) - (ab * gb)) / determinant, ((aa * gb) - (ab * ga)) / determinant);
            }
            else
            {
                // All scores are the same: the level alone can be learned.
                (da, db) = (ga / aa, 0);
            }

            double share = 1, reached;
            while ((reached = Loss(a - (share * da), b - (share * db))) > value + 1e-12 && share > 1e-8)
            {
                share /= 2;
            }

            (a, b, value) = (a - (share * da), b - (share * db), reached);
            if (Math.Abs(share * da) + Math.Abs(share * db) < 1e-12)
            {
                break;
            }
        }

        return new(a, b);

        double Loss(double intercept, double slope)
        {
            double sum = 0;
            for (int i = 0; i < score.Length; i++)
            {
                double eta = intercept + (slope * score[i]);
                sum += SpecialFunctions.Softplus(eta) - ((happened[i] ? high : low) * eta);
            }

            return sum;
        }
    }

    /// <summary>Gives the calibrated chance, in (0, 1).</summary>
    /// <param name="score">A score.</param>
    /// <exception cref="ArgumentException">The score is not finite.</exception>
    public double Apply(double score) => SpecialFunctions.LogisticComplement(-Histories.HistoryDoor.Finite(Intercept + (Slope * score), "logit"));
}
