using Perennial.Models.Numerics;

namespace Perennial.Models.ParetoGgg;

/// <summary>What is known of one customer at given population parameters: the chances of each regularity and, given it, of being alive.</summary>
/// <remarks>
/// Given regularity k and being alive at T, the drop-out rate is gamma (s, beta + T), and the next purchase falls Y after the last, k Y / A beta
/// prime (k, m) cut at the silence so far; given Y the purchase rate is gamma (m + k, A + k Y).
/// </remarks>
internal sealed class ParetoGggCustomer
{
    private ParetoGggCustomer(double logLikelihood, List<ParetoGggState> states)
    {
        LogLikelihood = logLikelihood;
        States = states;
    }

    /// <summary>Gives the log-likelihood.</summary>
    public double LogLikelihood { get; }

    /// <summary>Gives the regularities with their chances, which sum to 1.</summary>
    public List<ParetoGggState> States { get; }

    /// <summary>Gives P(alive).</summary>
    public double Alive => Math.Clamp(States.Sum(state => state.Chance * state.Alive), 0.0, 1.0);

    /// <summary>Looks at a customer as finely as numbers that leave the library must be.</summary>
    public static ParetoGggCustomer Of(ParetoGggParameters p, int x, double tx, double age, double logGaps) =>
        Of(p, RegularityLattice.Of(p, x, ParetoGggRows.Uneven(x, tx, logGaps), Fineness.Numbers, age > tx ? null : x), tx, age, logGaps, Fineness.Numbers);

    /// <summary>Looks at a customer whose regularity is known.</summary>
    public static ParetoGggCustomer GivenRegularity(double k, ParetoGggParameters p, int x, double tx, double age, double logGaps) =>
        Of(p, RegularityLattice.Known(k, p, x), tx, age, logGaps, Fineness.Numbers);

    /// <summary>Looks at a customer through the lattice of all who bought as often.</summary>
    public static ParetoGggCustomer Of(ParetoGggParameters p, RegularityLattice lattice, double tx, double age, double logGaps, Fineness fineness)
    {
        (_, _, _, double alpha, double s, double beta) = p;
        double top = double.NegativeInfinity;
        double[] heights = new double[lattice.K.Length];
        for (int j = 0; j < heights.Length; j++)
        {
            double k = lattice.K[j];
            heights[j] = lattice.Front[j] + ((k - 1.0) * logGaps) - (lattice.M[j] * Math.Log(alpha + (k * tx)));
            top = Math.Max(top, heights[j]);
        }

        Span<double> moments = stackalloc double[SilenceIntegral.MomentCount];
        List<ParetoGggState> states = [];
        double sum = 0.0, stay = Math.Exp(-s * SpecialFunctions.Log1p((age - tx) / (beta + tx)));
        for (int j = 0; j < heights.Length; j++)
        {
            if (heights[j] < top - fineness.Keep)
            {
                continue;
            }

            double k = lattice.K[j], m = lattice.M[j], scale = alpha + (k * tx), chance = 1.0, alive = 1.0, silent = 1.0;
            if (age > tx)
            {
                chance = SilenceIntegral.Moments(m, k, scale, s, beta + tx, age - tx, lattice.LogBeta[j], fineness, moments);
                silent = moments[0];
                alive = chance > 0.0 ? Math.Clamp(stay * silent / chance, 0.0, 1.0) : 1.0;
            }

            double w = Math.Exp(heights[j] - top) * chance;
            sum += w;
            states.Add(new ParetoGggState(k, w, alive, m, scale, silent));
        }

        for (int j = 0; j < states.Count; j++)
        {
            states[j] = states[j] with { Chance = sum > 0.0 ? states[j].Chance / sum : 1.0 / states.Count };
        }

        return new ParetoGggCustomer(top + Math.Log(sum) - (s * SpecialFunctions.Log1p(tx / beta)), states);
    }
}

/// <summary>One regularity a customer may have.</summary>
/// <param name="K">The regularity.</param>
/// <param name="Chance">Its chance given the history.</param>
/// <param name="Alive">P(alive) given it.</param>
/// <param name="M">r + k x, the shape of the purchase rate at the last purchase.</param>
/// <param name="Scale">A = alpha + k t_x, its rate.</param>
/// <param name="Silent">The chance that a customer who stays has not yet made the next purchase.</param>
internal readonly record struct ParetoGggState(double K, double Chance, double Alive, double M, double Scale, double Silent);
