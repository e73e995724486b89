using Perennial.Models.Numerics;

namespace Perennial.Models.CorrelatedParetoNbd;

/// <summary>A number with its first and second derivatives in the four logarithms (ln r, ln alpha, ln s, ln beta).</summary>
/// <param name="Value">The number.</param>
/// <param name="First">Four first derivatives.</param>
/// <param name="Second">Sixteen second derivatives.</param>
internal sealed record Jet(double Value, double[] First, double[] Second)
{
    private const int Width = 4;

    /// <summary>Gives a constant.</summary>
    public static Jet Constant(double value) => new(value, new double[Width], new double[Width * Width]);

    /// <summary>Gives the exponential of one of the logarithms: a parameter itself.</summary>
    public static Jet Parameter(ReadOnlySpan<double> logs, int at)
    {
        Jet one = Constant(logs[at]);
        one.First[at] = 1.0;
        return one.Exp();
    }

    public static Jet operator +(Jet one, Jet other) => Combine(one, other, one.Value + other.Value, 1.0, 1.0, 0.0);

    public static Jet operator *(Jet one, Jet other) => Combine(one, other, one.Value * other.Value, other.Value, one.Value, 1.0);

    public static Jet operator *(double factor, Jet one) => one.Chain(factor * one.Value, factor, 0.0);

    public static Jet operator /(Jet one, Jet other) => one * other.Chain(1.0 / other.Value, -1.0 / (other.Value * other.Value), 2.0 / (other.Value * other.Value * other.Value));

    /// <summary>Gives e to it.</summary>
    public Jet Exp() => Chain(Math.Exp(Value), Math.Exp(Value), Math.Exp(Value));

    /// <summary>Gives e to it less 1.</summary>
    public Jet Expm1() => Chain(SpecialFunctions.Expm1(Value), Math.Exp(Value), Math.Exp(Value));

    /// <summary>Gives its logarithm.</summary>
    public Jet Log() => Chain(Math.Log(Value), 1.0 / Value, -1.0 / (Value * Value));

    /// <summary>Gives the logarithm of 1 more.</summary>
    public Jet Log1p() => Chain(SpecialFunctions.Log1p(Value), 1.0 / (1.0 + Value), -1.0 / ((1.0 + Value) * (1.0 + Value)));

    private Jet Chain(double value, double slope, double bend)
    {
        double[] first = new double[Width], second = new double[Width * Width];
        for (int i = 0; i < Width; i++)
        {
            first[i] = slope * First[i];
            for (int j = 0; j < Width; j++)
            {
                second[(i * Width) + j] = (slope * Second[(i * Width) + j]) + (bend * First[i] * First[j]);
            }
        }

        return new Jet(value, first, second);
    }

    private static Jet Combine(Jet one, Jet other, double value, double byOne, double byOther, double cross)
    {
        double[] first = new double[Width], second = new double[Width * Width];
        for (int i = 0; i < Width; i++)
        {
            first[i] = (byOne * one.First[i]) + (byOther * other.First[i]);
            for (int j = 0; j < Width; j++)
            {
                int at = (i * Width) + j;
                second[at] = (byOne * one.Second[at]) + (byOther * other.Second[at]) + (cross * ((one.First[i] * other.First[j]) + (one.First[j] * other.First[i])));
            }
        }

        return new Jet(value, first, second);
    }
}
