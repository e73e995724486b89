using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.Numerics;

namespace Perennial.Models.Predicting;

/// <summary>A customer alive at T whose purchase rate and drop-out rate are correlated, to draw the future of.</summary>
/// <param name="model">The model.</param>
/// <param name="x">Repeat purchases.</param>
/// <param name="t">T.</param>
internal sealed class CorrelatedCustomer(CorrelatedParetoNbdModel model, int x, double t) : AliveCustomer(model.Named.R + x)
{
    /// <inheritdoc/>
    public override double Draw(double p, double end, double delta, Pcg64 random)
    {
        // What is known of one rate alone does not depend on the other; Sarmanov's factor, that of a new customer, then keeps or refuses the pair.
        (double purchase, double dropout) = CorrelatedParetoNbdSimulator.Rates(model.Named, model.Kappa, model.Span, x, t, random);
        double u = Math.Min(end, random.NextExponential() / dropout);
        return ValueSampler.Uniform(random.NextPoisson(purchase * u), u, p, delta, random);
    }

    /// <inheritdoc/>
    public override double Zero(double horizon) => throw Parts();

    /// <inheritdoc/>
    public override void AddCounts(double horizon, double[] mass) => throw Parts();

    /// <inheritdoc/>
    public override (double First, double Squares, double Pairs) Moments(double horizon, double delta) => throw Parts();

    /// <inheritdoc/>
    public override double Most(double horizon, double deviations, double negligible) => throw Parts();

    private static InvalidOperationException Parts() => new("The law of correlated rates is a sum of parts, which are asked one by one; only draws are of the whole.");
}
