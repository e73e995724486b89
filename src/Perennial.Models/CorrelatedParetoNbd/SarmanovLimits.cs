namespace Perennial.Models.CorrelatedParetoNbd;

/// <summary>What bounds kappa, and what correlation a kappa is, with their derivatives in (ln r, ln alpha, ln s, ln beta).</summary>
/// <param name="span">The span, in the unit of alpha and beta.</param>
/// <source paper="Lee1996"/>
internal sealed class SarmanovLimits(double span)
{
    /// <summary>Gives tA (shape at 0) or tB (shape at 2): shape times ln(1 + span / rate).</summary>
    public Jet Decay(ReadOnlySpan<double> logs, int shape) =>
        Jet.Parameter(logs, shape) * (Jet.Constant(span) / Jet.Parameter(logs, shape + 1)).Log1p();

    /// <summary>Gives 1 / oA or 1 / oB: e^t - 1.</summary>
    public Jet Inverse(ReadOnlySpan<double> logs, int shape) => Decay(logs, shape).Expm1();

    /// <summary>Gives oA or oB.</summary>
    public Jet Odds(ReadOnlySpan<double> logs, int shape) => Jet.Constant(1.0) / Inverse(logs, shape);

    /// <summary>Gives the lowest kappa; the derivatives of the edge that holds.</summary>
    public Jet Lowest(ReadOnlySpan<double> logs)
    {
        Jet both = Odds(logs, 0) * Odds(logs, 2);
        return both.Value < 1.0 ? -1.0 * both : Jet.Constant(-1.0);
    }

    /// <summary>Gives the highest kappa; the derivatives of the edge that holds.</summary>
    public Jet Highest(ReadOnlySpan<double> logs)
    {
        Jet a = Odds(logs, 0), b = Odds(logs, 2);
        Jet least = a.Value <= b.Value ? a : b;
        return least.Value < Sarmanov.Largest ? least : Jet.Constant(Sarmanov.Largest);
    }

    /// <summary>Gives the correlation for a kappa of 1.</summary>
    public Jet OfOne(ReadOnlySpan<double> logs)
    {
        Jet c = Jet.Constant(span);
        Jet shapes = (0.5 * (Jet.Parameter(logs, 0).Log() + Jet.Parameter(logs, 2).Log())).Exp();
        return shapes * (c / (Jet.Parameter(logs, 1) + c)) * (c / (Jet.Parameter(logs, 3) + c));
    }
}
