using Perennial.Models.Assessing;

namespace Perennial.Models.Learning.Calibrating;

/// <summary>What a Brier score is made of: Brier = reliability - resolution + uncertainty + within.</summary>
/// <param name="Reliability">Mean squared distance of stated chance and share observed, by bin: 0 is calibrated.</param>
/// <param name="Resolution">Mean squared distance of the bins' shares from the overall share: what the chances tell apart.</param>
/// <param name="Uncertainty">Variance of the outcome: the Brier score of stating the overall share to everybody.</param>
/// <param name="Within">What binning leaves over; 0 where all chances of a bin are equal.</param>
/// <param name="Brier">The Brier score itself.</param>
/// <source paper="Murphy1973"/>
/// <source paper="StephensonCoelhoJolliffe2008"/>
public sealed record BrierDecomposition(double Reliability, double Resolution, double Uncertainty, double Within, double Brier)
{
    /// <summary>Gives the share of the uncertainty taken away: 1 - Brier / uncertainty; at most 1, 0 or less for a model of no use.</summary>
    public double Skill => Uncertainty > 0 ? 1 - (Brier / Uncertainty) : 0;

    /// <summary>Takes a Brier score apart.</summary>
    /// <param name="probability">n chances in [0, 1].</param>
    /// <param name="happened">n outcomes.</param>
    /// <param name="bins">Largest number of bins, at least 1.</param>
    public static BrierDecomposition Of(ReadOnlySpan<double> probability, ReadOnlySpan<bool> happened, int bins = 10)
    {
        double brier = Probabilities.Brier(probability, happened);
        double n = probability.Length, share = 0, reliability = 0, resolution = 0;
        foreach (bool one in happened)
        {
            share += one ? 1 / n : 0;
        }

        foreach (ReliabilityBin bin in Probabilities.Reliability(probability, happened, bins))
        {
            reliability += bin.Count / n * (bin.Predicted - bin.Observed) * (bin.Predicted - bin.Observed);
            resolution += bin.Count / n * (bin.Observed - share) * (bin.Observed - share);
        }

        double uncertainty = share * (1 - share);
        return new(reliability, resolution, uncertainty, brier - (reliability - resolution + uncertainty), brier);
    }
}
