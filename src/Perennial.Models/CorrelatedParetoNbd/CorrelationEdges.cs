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

    /// <summary>Finds the best point on the upper edges (or on the lower ones), or null where none is found.</summary>
    /// <param name="highest">Whether kappa is as high or as low as can be.</param>
    /// <param name="starts">Where to start; kappa there does not matter.</param>
    /// <param name="lower">Lower bounds of the parameters.</param>
    /// <param name="upper">Upper bounds.</param>
    public Minimum? Best(bool highest, double[][] starts, double[] lower, double[] upper)
    {
        Minimum? best = null;
        Edge[] edges = highest
            ? [new(logs => Odds(logs, 0), null), new(logs => Odds(logs, 2), null), new(logs => Odds(logs, 0), Meeting)]
            : [new(_ => Jet.Constant(-1.0), null), new(logs => -1.0 * (Odds(logs, 0) * Odds(logs, 2)), null), new(_ => Jet.Constant(-1.0), LowerMeeting)];
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
        double kappa = unit * point[^1], a = Odds(point, 0).Value, b = Odds(point, 2).Value;
        const double Rounding = 1e-9;
        return kappa <= Math.Min(a, b) * (1.0 + Rounding) && kappa >= -Math.Min(1.0, a * b) * (1.0 + Rounding);
    }

    private Minimum On(Edge edge, double[] start, double[] lower, double[] upper)
    {
        int last = start.Length - 1;
        SmoothFunction problem = Without(last, likelihood, logs => 1.0 / unit * edge.Kappa(logs));
        double[] point = [.. start], low = [.. lower], high = [.. upper];
        (point[last], low[last], high[last]) = (0.0, 0.0, 0.0);
        if (edge.LogBeta is { } given)
        {
            problem = Without(Beta, problem, given);
            (low[Beta], high[Beta]) = (point[Beta], point[Beta]);
        }

        Minimum found = TrustRegionNewton.Minimise(problem, point, low, high);
        double[] full = [.. found.Point];
        full[Beta] = edge.LogBeta is { } log ? log([.. full[..4]]).Value : full[Beta];
        full[last] = edge.Kappa([.. full[..4]]).Value / unit;
        return found with { Point = full };
    }

    // A parameter is given by the four logarithms: the others' derivatives take it in, its own are none.
    private static SmoothFunction Without(int at, SmoothFunction function, Func<double[], Jet> given) => (point, gradient, hessian) =>
    {
        int n = point.Length;
        double[] full = point.ToArray();
        Jet jet = given(full[..4]);
        full[at] = jet.Value;
        double value = function(full, gradient, hessian);
        double slope = gradient[at], bend = hessian[(at * n) + at];
        double[] cross = new double[n];
        for (int i = 0; i < n; i++)
        {
            cross[i] = hessian[(at * n) + i];
        }

        for (int i = 0; i < n; i++)
        {
            double byI = i < 4 ? jet.First[i] : 0.0;
            gradient[i] += slope * byI;
            for (int j = 0; j < n; j++)
            {
                double byJ = j < 4 ? jet.First[j] : 0.0;
                hessian[(i * n) + j] += (cross[i] * byJ) + (cross[j] * byI) + (bend * byI * byJ) + (i < 4 && j < 4 ? slope * jet.Second[(i * 4) + j] : 0.0);
            }
        }

        for (int i = 0; i < n; i++)
        {
            hessian[(at * n) + i] = 0.0;
            hessian[(i * n) + at] = 0.0;
        }

        gradient[at] = 0.0;
        return value;
    };

    // tA (shape at 0) or tB (shape at 2): shape times ln(1 + span / rate).
    private Jet Decay(ReadOnlySpan<double> logs, int shape) =>
        Jet.Parameter(logs, shape) * (Jet.Constant(span) / Jet.Parameter(logs, shape + 1)).Log1p();

    private Jet Odds(ReadOnlySpan<double> logs, int shape) => Jet.Constant(1.0) / Decay(logs, shape).Expm1();

    // Beta for which s ln(1 + span / beta) is tA, or -ln(1 - LA).
    private Jet Meeting(double[] logs) => LogBeta(logs, Decay(logs, 0));

    private Jet LowerMeeting(double[] logs) => LogBeta(logs, -1.0 * (-1.0 * (-1.0 * Decay(logs, 0)).Expm1()).Log());

    private Jet LogBeta(double[] logs, Jet decay) => (Jet.Constant(span) / (decay / Jet.Parameter(logs, 2)).Expm1()).Log();

    private sealed record Edge(Func<double[], Jet> Kappa, Func<double[], Jet>? LogBeta);
}
