using Perennial.Models.Numerics;

namespace Perennial.Models.ParetoGgg;

/// <summary>The regularities over which the likelihood of customers with x repeat purchases is summed, and what depends on them alone.</summary>
/// <remarks>
/// Equal steps in u = ln k: the trapezoidal rule, whose error falls exponentially as the integrand is analytic within pi of the axis and vanishes
/// at both ends. The step follows the narrowest the integrand can be, and the range both the population's regularities and those that the gaps ask for.
/// </remarks>
internal sealed class RegularityLattice
{
    private const double LargestLog = 9.0;
    private const double LeastLog = -600.0;
    private const double MostKeep = 36.0;
    private const int MostNodes = 2000;

    private RegularityLattice(int nodes)
    {
        K = new double[nodes];
        M = new double[nodes];
        Log = new double[nodes];
        Front = new double[nodes];
        FrontR = new double[nodes];
        LogBeta = new double[nodes];
        BetaR = new double[nodes];
    }

    /// <summary>Gives the regularities.</summary>
    public double[] K { get; }

    /// <summary>Gives r + k x.</summary>
    public double[] M { get; }

    /// <summary>Gives ln k.</summary>
    public double[] Log { get; }

    /// <summary>Gives ln of what stands before the likelihood: density of ln k, step, and the factors of the purchases without their times.</summary>
    public double[] Front { get; }

    /// <summary>Gives the derivative of <see cref="Front"/> in r.</summary>
    public double[] FrontR { get; }

    /// <summary>Gives ln B(m, k).</summary>
    public double[] LogBeta { get; }

    /// <summary>Gives minus its derivative in r.</summary>
    public double[] BetaR { get; }

    /// <summary>Makes the lattice of the customers with x repeat purchases.</summary>
    /// <param name="p">The parameters.</param>
    /// <param name="x">Repeat purchases.</param>
    /// <param name="mostUneven">The largest ln(mean gap) - mean of ln gap among the customers.</param>
    /// <param name="fineness">How fine.</param>
    /// <param name="factors">How many factors k what is summed has for small k; without a number one a purchase, and one for silence.</param>
    /// <param name="least">Below which ln k none is taken.</param>
    public static RegularityLattice Of(
        ParetoGggParameters p, int x, double mostUneven, Fineness fineness, double? factors = null, double least = LeastLog)
    {
        (double t, double gamma, _, _, _, _) = p;
        double fall = t + (factors ?? Math.Max(x, 1)), range = Math.Min(fineness.Keep, MostKeep) + 8.0;
        double low = Math.Log(Math.Min(t / gamma, (t + x) / (gamma + (x * mostUneven)))) - Math.Sqrt(2.0 * range / fall) - (range / fall);
        double top = t + (0.5 * x);
        double high = Math.Log((top + Math.Sqrt(2.0 * range * top) + range) / gamma);
        low = Math.Clamp(low, least, LargestLog);
        high = Math.Clamp(high, low, LargestLog);
        double step = fineness.Spacing / Math.Sqrt(3.0 + t + x);
        step = Math.Max(step, (high - low) / MostNodes);

        // Nodes keep their distance from the centre of the population, so that they move smoothly with the parameters.
        double centre = Math.Log(t / gamma);
        int first = (int)Math.Ceiling((low - centre) / step), last = (int)Math.Floor((high - centre) / step);
        RegularityLattice lattice = new(Math.Max(last - first + 1, 1));
        double prior = (t * Math.Log(gamma)) - SpecialFunctions.LogGamma(t) + Math.Log(step);
        for (int j = 0; j < lattice.K.Length; j++)
        {
            double u = centre + ((first + j) * step), k = Math.Exp(u);
            lattice.Set(j, p, x, k, u, prior + (t * u) - (gamma * k));
        }

        return lattice;
    }

    /// <summary>Makes the lattice of a single regularity.</summary>
    public static RegularityLattice Known(double k, ParetoGggParameters p, int x)
    {
        RegularityLattice lattice = new(1);
        lattice.Set(0, p, x, k, Math.Log(k), 0.0);
        return lattice;
    }

    private void Set(int j, ParetoGggParameters p, int x, double k, double u, double logWeight)
    {
        double m = p.R + (k * x), atM = SpecialFunctions.Digamma(m), logAlpha = Math.Log(p.Alpha);
        K[j] = k;
        M[j] = m;
        Log[j] = u;
        Front[j] = logWeight + (p.R * logAlpha)
            + (x == 0 ? 0.0 : SpecialFunctions.LogRising(p.R, k * x) - (x * SpecialFunctions.LogGamma(k)) + (k * x * u));
        FrontR[j] = atM - SpecialFunctions.Digamma(p.R) + logAlpha;
        LogBeta[j] = SpecialFunctions.LogBeta(m, k);
        BetaR[j] = SpecialFunctions.Digamma(m + k) - atM;
    }
}
