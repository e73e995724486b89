using Perennial.Models.Fitting;

namespace Perennial.Models.CorrelatedParetoNbd;

/// <summary>The edges of what correlation is possible, as problems with one or two parameters fewer.</summary>
/// <remarks>
/// With tA = -ln LA and tB = -ln LB, kappa lies between -min(1, 1/(expm1(tA) expm1(tB))) and min(1/expm1(tA), 1/expm1(tB)). An edge gives kappa by the
/// others; where two edges meet, beta too. Each is smooth where the bound as a whole is not.
/// </remarks>
internal sealed class CorrelationEdges(SmoothFunction likelihood, double span, double unit)
{
    private const int Beta = 3;
    private readonly SarmanovLimits _limits = new(span);

    /// <summary>Finds the best point on the upper edges (or on the lower ones), or null where none is found.</summary>
    /// <param name="highest">Whether kappa is as high or as low as can be.</param>
    /// <param name="starts">Where to start; kappa there does not matter.</param>
    /// <param name="lower">Lower bounds of the parameters.</param>
    /// <param name="upper">Upper bounds.</param>
    public Minimum? Best(bool highest, double[][] starts, double[] lower, double[] upper)
    {
        Minimum? best = null;
        Edge[] edges = highest
            ? [new(logs => _limits.Odds(logs, 0), null), new(logs => _limits.Odds(logs, 2), null), new(logs => _limits.Odds(logs, 0), Meeting)]
            : [new(_ => Jet.Constant(-1.0), null), new(logs => -1.0 * (_limits.Odds(logs, 0) * _limits.Odds(logs, 2)), null), new(_ => Jet.Constant(-1.0), LowerMeeting)];
        int evaluations = 0;
        foreach (Edge edge in edges)
        {
            foreach (double[] start in starts)
            {
                Minimum found = On(edge, start, lower, upper);
                evaluations += found.Evaluations;
                if (double.IsFinite(found.Value) && Possible(found.Point) && (best is null || found.Value < best.Value))
                {
                    best = found;
                }
            }
        }

        return best is null ? null : best with { Evaluations = evaluations };
    }

    /// <summary>Tells whether kappa is possible at a point, up to rounding.</summary>
    public bool Possible(ReadOnlySpan<double> point)
    {
        double kappa = unit * point[^1], a = _limits.Odds(point, 0).Value, b = _limits.Odds(point, 2).Value;
        const double Rounding = 1e-9;
        return kappa <= Math.Min(a, b) * (1.0 + Rounding) && kappa >= -Math.Min(1.0, a * b) * (1.0 + Rounding);
    }

    private Minimum On(Edge edge, double[] start, double[] lower, double[] upper)
    {
        int last = start.Length - 1;
        SmoothFunction problem = Replacement.Of(last, likelihood, (logs, _) => new(1.0 / unit * edge.Kappa(logs)));
        double[] point = [.. start], low = [.. lower], high = [.. upper];
        (point[last], low[last], high[last]) = (0.0, 0.0, 0.0);
        if (edge.LogBeta is { } given)
        {
            // Where two edges meet beyond the box there is nothing to look for, and rates of 0 or without end have no likelihood.
            SmoothFunction meeting = Replacement.Of(Beta, problem, (logs, _) => new(given(logs)));
            problem = (at, gradient, hessian) =>
                given(at[..4].ToArray()).Value is var logBeta && logBeta >= lower[Beta] && logBeta <= upper[Beta] ? meeting(at, gradient, hessian) : double.NaN;
            (low[Beta], high[Beta]) = (point[Beta], point[Beta]);
        }

        Minimum found = TrustRegionNewton.Minimise(problem, point, low, high);
        double[] full = [.. found.Point];
        full[Beta] = edge.LogBeta is { } log ? log([.. full[..4]]).Value : full[Beta];
        full[last] = edge.Kappa([.. full[..4]]).Value / unit;
        return found with { Point = full };
    }

    // Beta for which s ln(1 + span / beta) is tA, or -ln(1 - LA).
    private Jet Meeting(double[] logs) => LogBeta(logs, _limits.Decay(logs, 0));

    private Jet LowerMeeting(double[] logs) => LogBeta(logs, -1.0 * (-1.0 * (-1.0 * _limits.Decay(logs, 0)).Expm1()).Log());

    private Jet LogBeta(double[] logs, Jet decay) => (Jet.Constant(span) / (decay / Jet.Parameter(logs, 2)).Expm1()).Log();

    private sealed record Edge(Func<double[], Jet> Kappa, Func<double[], Jet>? LogBeta);
}
