using Perennial.Models.Fitting;

namespace Perennial.Models.CorrelatedParetoNbd;

/// <summary>A parameter in terms of the four logarithms and of a coordinate that stands in its place.</summary>
/// <param name="Value">The parameter and its derivatives in the logarithms, the coordinate held.</param>
internal sealed record Replacement(Jet Value)
{
    /// <summary>Gives the derivative in the coordinate and its own in the logarithms; null where the logarithms alone give the parameter.</summary>
    public Jet? Slope { get; init; }

    /// <summary>Gives the second derivative in the coordinate.</summary>
    public double Bend { get; init; }

    /// <summary>Gives a function with one of its parameters replaced: the others' derivatives take it in.</summary>
    /// <param name="at">The place of the parameter, and of its coordinate.</param>
    /// <param name="function">The function; its point starts with the four logarithms.</param>
    /// <param name="given">Gives the parameter for the logarithms and the coordinate.</param>
    public static SmoothFunction Of(int at, SmoothFunction function, Func<double[], double, Replacement> given) => (point, gradient, hessian) =>
    {
        int n = point.Length;
        double[] full = point.ToArray();
        Replacement by = given(full[..4], point[at]);
        full[at] = by.Value.Value;
        double value = function(full, gradient, hessian);
        double[] first = new double[n];
        by.Value.First.CopyTo(first, 0);
        first[at] = by.Slope?.Value ?? 0.0;
        double slope = gradient[at];
        gradient[at] = 0.0;
        for (int i = 0; i < n; i++)
        {
            gradient[i] += slope * first[i];
        }

        if (!hessian.IsEmpty)
        {
            by.Curve(at, slope, first, hessian);
        }

        return value;
    };

    private void Curve(int at, double slope, double[] first, Span<double> hessian)
    {
        int n = first.Length;
        double bend = hessian[(at * n) + at];
        double[] cross = new double[n];
        for (int i = 0; i < n; i++)
        {
            cross[i] = hessian[(at * n) + i];
        }

        cross[at] = 0.0;
        for (int i = 0; i < n; i++)
        {
            (hessian[(at * n) + i], hessian[(i * n) + at]) = (0.0, 0.0);
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                hessian[(i * n) + j] += (cross[i] * first[j]) + (cross[j] * first[i]) + (bend * first[i] * first[j]) + (slope * Second(i, j, at));
            }
        }
    }

    private double Second(int i, int j, int at)
    {
        if (i == at && j == at)
        {
            return Bend;
        }

        if (i == at || j == at)
        {
            int other = i == at ? j : i;
            return other < 4 && Slope is not null ? Slope.First[other] : 0.0;
        }

        return i < 4 && j < 4 ? Value.Second[(i * 4) + j] : 0.0;
    }
}
