using Perennial.Models.BgBb;
using Perennial.Models.Numerics;

namespace Perennial.Models.Predicting;

/// <summary>A customer alive after n opportunities who at each further one first leaves or not, then buys or not: BG/BB.</summary>
/// <param name="chances">Buying chance ~ Beta(Alpha, Beta) and drop-out chance ~ Beta(Gamma, Delta), given that the customer is alive.</param>
/// <param name="schedule">When the opportunities come.</param>
internal sealed class OpportunityBuyer(BgBbParameters chances, OpportunitySchedule schedule) : AliveCustomer(chances.Alpha)
{
    // Beyond e^-45 nothing is worth counting.
    private const double Deepest = 45;
    private readonly (double A, double B, double Gamma, double Delta) _p = (chances.Alpha, chances.Beta, chances.Gamma, chances.Delta);

    /// <summary>Gives the chances of buying and of leaving.</summary>
    public BgBbParameters Chances { get; } = chances;

    private double Buys => _p.A / (_p.A + _p.B);

    /// <summary>Gives the chance of being alive at the k-th opportunity to come.</summary>
    public double Alive(double k) => Math.Exp(SpecialFunctions.LogRising(_p.Delta, k) - SpecialFunctions.LogRising(_p.Gamma + _p.Delta, k));

    /// <summary>Gives the chance of being alive at the end of a horizon.</summary>
    public double AliveWithin(double horizon)
    {
        (double m, double part) = schedule.Within(horizon);
        return ((1 - part) * Alive(m)) + (part == 0 ? 0 : part * Alive(m + 1));
    }

    /// <inheritdoc/>
    public override double Zero(double horizon)
    {
        (double m, double part) = schedule.Within(horizon);
        double none = None(m);
        return Math.Clamp(part == 0 ? none : none - (part * Buys * Silent(m) * Alive(m + 1) * (_p.A + _p.B) / (_p.A + _p.B + m)), 0, 1);
    }

    /// <inheritdoc/>
    public override double Most(double horizon, double deviations, double negligible)
    {
        (double whole, double part) = schedule.Within(horizon);
        double m = part > 0 ? whole + 1 : whole, sum = _p.A + _p.B;
        double n = (m * Buys) + (deviations * Math.Sqrt(m * Buys * (1 - Buys) * (sum + m) / (sum + 1))) + 8;

        // Who never leaves buys most; a buying chance so high must be rare, with the scatter of the count around it.
        for (int i = 0; i < 200 && n < m && IncompleteFunctions.Beta(_p.B, _p.A, 1 - ((n - (8 * Math.Sqrt(n))) / m), (n - (8 * Math.Sqrt(n))) / m) > negligible; i++)
        {
            n = (n * 1.25) + 4;
        }

        return Math.Min(Math.Floor(n), m);
    }

    /// <inheritdoc/>
    public override void AddCounts(double horizon, double[] mass)
    {
        (double m, double part) = schedule.Within(horizon);
        if (m >= MostOpportunities)
        {
            throw new ArgumentOutOfRangeException(nameof(horizon), horizon, $"The horizon holds {m:0} opportunities. Counts are given for fewer than {MostOpportunities}: choose a shorter horizon.");
        }

        Add((int)m, 1 - part);
        if (part > 0)
        {
            Add((int)m + 1, part);
        }

        void Add(int opportunities, double weight)
        {
            double[] counts = BetaBinomialCounts.Of(Chances, opportunities, mass.Length);
            for (int n = 0; n < mass.Length; n++)
            {
                mass[n] += weight * counts[n];
            }
        }
    }

    private const int MostOpportunities = 1 << 20;

    /// <summary>Gives E S, S the discounted number of purchases.</summary>
    public double First(double horizon, double delta)
    {
        (double m, double part) = Counted(horizon, delta);
        double sum = 0;
        foreach ((double before, double weight) in OpportunityNodes.Of(m))
        {
            sum += weight * Alive(before + 1) * Discount(before + 1, delta);
        }

        return Buys * (sum + (part == 0 ? 0 : part * Alive(m + 1) * Discount(m + 1, delta)));
    }

    /// <inheritdoc/>
    public override (double First, double Squares, double Pairs) Moments(double horizon, double delta)
    {
        (double m, double part) = Counted(horizon, delta);
        double first = 0, squares = 0, pairs = 0;
        foreach ((double before, double weight) in OpportunityNodes.Of(m))
        {
            Add(before + 1, weight);
        }

        if (part > 0)
        {
            Add(m + 1, part);
        }

        // Two purchases: both at opportunities before which the customer has not left.
        double both = Buys * (_p.A + 1) / (_p.A + _p.B + 1);
        return (Buys * first, Buys * squares, both * pairs);

        void Add(double k, double weight)
        {
            double discount = Discount(k, delta), here = weight * Alive(k) * discount;
            first += here;
            squares += here * discount;
            pairs += 2 * here * schedule.DiscountSum(k - 1, delta);
        }
    }

    /// <inheritdoc/>
    public override double Draw(double p, double end, double delta, Pcg64 random)
    {
        (double m, double part) = schedule.Within(end);
        if (part > 0 && random.NextDouble() < part)
        {
            m++;
        }

        double buy = random.NextBeta(_p.A, _p.B), leave = random.NextBeta(_p.Gamma, _p.Delta), last = Math.Min(m, Trials(leave, random)), sum = 0;
        for (double k = 1 + Trials(buy, random); k <= last; k += 1 + Trials(buy, random))
        {
            sum += ValueSampler.Worth(1, p, random) * Discount(k, delta);
        }

        return sum;
    }

    /// <summary>Gives the chance of no purchase at the next m opportunities.</summary>
    private double None(double m)
    {
        double sum = 0;
        foreach ((double i, double weight) in OpportunityNodes.Of(m))
        {
            sum += weight * Silent(i) * Alive(i) * (_p.Gamma / (_p.Gamma + _p.Delta + i));
        }

        return Math.Min(1, sum + (Silent(m) * Alive(m)));
    }

    /// <summary>Gives the chance of k opportunities in a row without a purchase of a customer who stays.</summary>
    private double Silent(double k) => Math.Exp(SpecialFunctions.LogRising(_p.B, k) - SpecialFunctions.LogRising(_p.A + _p.B, k));

    private double Discount(double k, double delta) => delta == 0 ? 1 : Math.Exp(-delta * schedule.At(k));

    // What lies beyond the deepest discount is left out.
    private (double Whole, double Part) Counted(double horizon, double delta) => delta > 0 && horizon > Deepest / delta ? schedule.Within(Deepest / delta) : schedule.Within(horizon);

    // Failures before the first success of a chance.
    private static double Trials(double chance, Pcg64 random) => chance >= 1 ? 0 : chance <= 0 ? double.PositiveInfinity : Math.Floor(random.NextExponential() / -SpecialFunctions.Log1p(-chance));
}
