using Perennial.Models.Numerics;

namespace Perennial.Models.Predicting;

/// <summary>A customer alive at T who buys at random and may leave at any moment: Pareto/NBD, GGompertz/NBD.</summary>
/// <param name="r">Shape of the rate of purchases.</param>
/// <param name="alpha">Rate of the rate of purchases.</param>
/// <param name="life">The lifetime to come.</param>
internal sealed class LeavingAtAnyTime(double r, double alpha, Lifetime life) : RateCustomer(r, alpha)
{
    private readonly Lifetime _life = life;

    /// <inheritdoc/>
    public override double Zero(double horizon)
    {
        double none = Math.Exp(-R * SpecialFunctions.Log1p(horizon / Alpha)), gone = _life.SilentDropout(R, Alpha, horizon);
        return Math.Clamp(gone + (none == 0 ? 0 : none * _life.Survival(horizon)), 0, 1);
    }

    /// <inheritdoc/>
    public override void AddCounts(double horizon, double[] mass)
    {
        NegativeBinomial.Add(R, Alpha, horizon, _life.Survival(horizon), mass);
        _life.AddDropouts(R, Alpha, horizon, 1, mass);
    }

    /// <inheritdoc/>
    public override (double First, double Squares, double Pairs) Moments(double horizon, double delta)
    {
        double rate = R / Alpha, first = rate * _life.Discounted(horizon, delta);
        return (first, delta == 0 ? first : rate * _life.Discounted(horizon, 2 * delta), rate * (R + 1) / Alpha * _life.Pairs(horizon, delta));
    }

    /// <inheritdoc/>
    public override double Draw(double p, double end, double delta, Pcg64 random)
    {
        double lambda = random.NextGamma(R) / Alpha, u = Math.Min(end, _life.Draw(random));
        return ValueSampler.Uniform(random.NextPoisson(lambda * u), u, p, delta, random);
    }

    /// <inheritdoc/>
    public override Ending[] Endings(RateCustomer older, double cut, double width, int fewest) =>
    [
        .. _life.Points(((LeavingAtAnyTime)older)._life, Alpha, cut, width, fewest).Select(point => new Ending(point.U, point.Weight, Left: true, AtPurchase: false)),
        new(cut, 1, Left: false, AtPurchase: false),
    ];

    /// <inheritdoc/>
    public override double Factor(in Ending ending) => ending.Left ? _life.Density(ending.U) : _life.Survival(ending.U);
}
