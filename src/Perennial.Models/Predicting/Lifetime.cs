using Perennial.Models.GgomNbd;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.Predicting;

/// <summary>The law of the lifetime to come of a customer who may leave at any moment.</summary>
internal abstract class Lifetime
{
    /// <summary>Gives -ln of the chance of being there through u.</summary>
    public abstract double LogDecay(double u);

    /// <summary>Gives the risk a time unit of leaving at u.</summary>
    public abstract double Risk(double u);

    /// <summary>Gives the chance of being there through u.</summary>
    public double Survival(double u) => Math.Exp(-LogDecay(u));

    /// <summary>Gives the density of leaving at u.</summary>
    public double Density(double u) => Risk(u) * Survival(u);

    /// <summary>Gives the chance of leaving in (0, t) without a purchase before, rate of purchases ~ Gamma(r, alpha); t may be infinite.</summary>
    public abstract double SilentDropout(double r, double alpha, double t);

    /// <summary>Adds a weight times the chance of n purchases and of leaving after them in (0, t) to every mass[n], rate of purchases ~ Gamma(r, alpha).</summary>
    public void AddDropouts(double r, double alpha, double t, double weight, double[] mass)
    {
        // Mixes the negative binomial over the moment u in w = sqrt(u), where every count has about the same width.
        double near = Math.Sqrt(alpha), top = Math.Sqrt(t);
        for (double w = 0.0; w < top && LogDecay(w * w) < 44.0;)
        {
            double length = Math.Min(2.0 * Math.Sqrt((alpha + (w * w)) / r), Math.Max(near, w));
            length = Math.Min(Math.Min(length, LongestStep(w, t)), top - w);
            for (int i = 0; i < GaussLegendre.Points; i++)
            {
                double at = w + (GaussLegendre.Nodes[i] * length), u = at * at;
                NegativeBinomial.Add(r, alpha, u, weight * GaussLegendre.Weights[i] * length * 2.0 * at * Density(u), mass);
            }

            w = length >= top - w ? top : w + length;
        }
    }

    /// <summary>Gives the integral of e^(-delta u) S(u) over (0, t); t may be infinite where delta is positive.</summary>
    public abstract double Discounted(double t, double delta);

    /// <summary>Gives the integral of 2 e^(-delta u) (1 - e^(-delta u)) / delta S(u) over (0, t).</summary>
    public abstract double Pairs(double t, double delta);

    /// <summary>Draws a lifetime; it may be infinite.</summary>
    public abstract double Draw(Pcg64 random);

    /// <summary>Gives the points in (0, cut) to integrate over, with their weights, for this lifetime and an older customer's.</summary>
    public abstract (double U, double Weight)[] Points(Lifetime older, double alpha, double cut, double width, int fewest);

    /// <summary>Gives how long a step from w on, in w = sqrt(u), the density of leaving allows a quadrature up to u = t.</summary>
    protected abstract double LongestStep(double w, double t);

    /// <summary>Gives even panels of y = ln(1 + u / c), short enough for a law of a relative width.</summary>
    public static (double U, double Weight)[] EvenPanels(double c, double cut, double width, int fewest)
    {
        double top = SpecialFunctions.Log1p(cut / c);
        int panels = (int)Math.Clamp(Math.Ceiling(top / Math.Min(1.5, 11 * width)), fewest, 400);
        return [.. Enumerable.Range(0, panels).SelectMany(k => Enumerable.Range(0, GaussLegendre.Points).Select(i =>
        {
            double u = c * SpecialFunctions.Expm1(top * (k + GaussLegendre.Nodes[i]) / panels);
            return (u, GaussLegendre.Weights[i] * top / panels * (c + u));
        }))];
    }
}

/// <summary>Pareto/NBD's lifetime, S(u) = (1 + u / beta)^-s; s = 0 means that nobody leaves.</summary>
internal sealed class LomaxLifetime(double s, double beta) : Lifetime
{
    /// <inheritdoc/>
    public override double LogDecay(double u) => s == 0 ? 0 : s * SpecialFunctions.Log1p(u / beta);

    /// <inheritdoc/>
    public override double Risk(double u) => s / (beta + u);

    /// <inheritdoc/>
    public override double SilentDropout(double r, double alpha, double t) => s == 0 ? 0 : s * DropoutIntegral.Value(r, alpha, s, beta, 0, Math.Min(t, 1e280));

    /// <inheritdoc/>
    public override double Discounted(double t, double delta) => ValueMoments.Integral(s, beta, t, delta);

    /// <inheritdoc/>
    public override double Pairs(double t, double delta) => ValueMoments.Pairs(s, beta, t, delta);

    /// <inheritdoc/>
    public override double Draw(Pcg64 random)
    {
        if (s == 0)
        {
            return double.PositiveInfinity;
        }

        double hazard = random.NextGamma(s) / beta;
        return hazard > 0 ? random.NextExponential() / hazard : double.PositiveInfinity;
    }

    /// <inheritdoc/>
    public override (double U, double Weight)[] Points(Lifetime older, double alpha, double cut, double width, int fewest) =>
        s == 0 ? [] : EvenPanels(Math.Min(alpha, beta), cut, width, fewest);

    /// <inheritdoc/>
    protected override double LongestStep(double w, double t) => s == 0 ? double.PositiveInfinity : Math.Min(Math.Max(Math.Sqrt(beta), w), 3.0 * Math.Sqrt((beta + (w * w)) / s));
}

/// <summary>GGompertz/NBD's lifetime, S(u) = (1 + q (e^(b u) - 1))^-s.</summary>
internal sealed class GammaGompertzLifetime : Lifetime
{
    private const int MostPanels = 400;

    // Beyond, less than e^-32 of the customers are left.
    private const double Gone = 32;
    private readonly GompertzLifetime _life;
    private readonly double _b;
    private readonly double _s;
    private readonly double _q;

    public GammaGompertzLifetime(GgomNbdParameters parameters, double age)
    {
        (_b, _s, _q) = (parameters.B, parameters.S, GompertzLifetime.Share(parameters.B, parameters.Beta, age));
        _life = new(_b, _s, _q);
    }

    /// <inheritdoc/>
    public override double LogDecay(double u) => _life.LogDecay(u);

    /// <inheritdoc/>
    public override double Risk(double u) => _life.Risk(u);

    /// <inheritdoc/>
    public override double SilentDropout(double r, double alpha, double t) => _life.SilentDropout(r, alpha, t);

    /// <inheritdoc/>
    public override double Discounted(double t, double delta) => _life.Discounted(t, delta);

    /// <inheritdoc/>
    public override double Pairs(double t, double delta) => _life.DiscountedPairs(t, delta);

    /// <inheritdoc/>
    public override double Draw(Pcg64 random)
    {
        double propensity = random.NextGamma(_s) * _q;
        return propensity > 0 ? SpecialFunctions.Log1p(random.NextExponential() / propensity) / _b : double.PositiveInfinity;
    }

    /// <inheritdoc/>
    public override (double U, double Weight)[] Points(Lifetime older, double alpha, double cut, double width, int fewest)
    {
        GompertzLifetime old = ((GammaGompertzLifetime)older)._life;
        List<(double, double)> points = [];

        // Ever longer panels in u as the law of counts allows, and none longer than what either lifetime does within it.
        double end = Math.Min(cut, Math.Max(Reach(_q), Reach(((GammaGompertzLifetime)older)._q))), length;
        double growth = SpecialFunctions.Expm1(Math.Min(1.5, 11 * width)), least = end / MostPanels, most = end / fewest;
        for (double u = 0; u < end; u += length)
        {
            double rest = end - u;
            length = Math.Min(Math.Min(_life.Panel(u, rest, 0), old.Panel(u, rest, 0)), Math.Min(most, growth * (alpha + u)));
            length = Math.Min(rest, Math.Max(length, least));
            for (int i = 0; i < GaussLegendre.Points; i++)
            {
                points.Add((u + (GaussLegendre.Nodes[i] * length), GaussLegendre.Weights[i] * length));
            }

            if (length == rest)
            {
                break;
            }
        }

        return [.. points];

        // 1 + q (e^(b u) - 1) is at least min(1, q) e^(b u).
        double Reach(double share) => ((Gone / _s) + Math.Max(0, -Math.Log(share))) / _b;
    }

    /// <inheritdoc/>
    protected override double LongestStep(double w, double t) => Math.Sqrt((w * w) + (0.5 * _life.Panel(w * w, t, 0.0))) - w;
}
