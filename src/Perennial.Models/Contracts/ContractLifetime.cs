using Perennial.Models.Numerics;

namespace Perennial.Models.Contracts;

/// <summary>The predictive law of one contract: S(n) = B(Alpha, Beta + n^C) / B(Alpha, Beta), n counted in renewals.</summary>
/// <remarks>C = 1 is the shifted beta-geometric; other C the beta-discrete-Weibull. Every question is answered by this one law.</remarks>
/// <source paper="FaderHardie2007Retention" equation="6"/>
/// <source paper="FaderHardieLiuDavinSteenburgh2018"/>
public readonly record struct ContractLifetime
{
    private const double SmallestRate = 1e-12;
    private const double Enormous = 1e150;

    /// <summary>Takes the parameters.</summary>
    /// <param name="alpha">First shape of the beta distribution; positive.</param>
    /// <param name="beta">Second shape; positive.</param>
    /// <param name="c">Duration dependence; positive, 1 for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not a positive, finite number.</exception>
    public ContractLifetime(double alpha, double beta, double c = 1.0)
    {
        Histories.HistoryDoor.Parameter(alpha, "alpha");
        Histories.HistoryDoor.Parameter(beta, "beta");
        Histories.HistoryDoor.Parameter(c, "c");
        Alpha = alpha;
        Beta = beta;
        C = c;
    }

    /// <summary>Gives the first shape of the beta distribution.</summary>
    public double Alpha { get; }

    /// <summary>Gives the second shape.</summary>
    public double Beta { get; }

    /// <summary>Gives the duration dependence.</summary>
    public double C { get; }

    /// <summary>Tells whether the undiscounted expected lifetime is finite: C times Alpha above 1.</summary>
    public bool HasExpectedLifetime => C * Alpha > 1.0;

    /// <summary>Gives S(n), the chance of surviving the first n renewals.</summary>
    /// <param name="n">Renewals, at least 0.</param>
    public double Survival(int n) => ConditionalSurvival(0, n);

    /// <summary>Gives r(n) = S(n) / S(n-1), the share of those up for the n-th renewal who renew.</summary>
    /// <param name="n">The renewal, from 1.</param>
    public double RetentionRate(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        return Math.Exp(LogRatio(n - 1.0, n));
    }

    /// <summary>Gives 1 - r(n) without losing a small value.</summary>
    /// <param name="n">The renewal, from 1.</param>
    public double Hazard(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        return HazardAt(n - 1.0);
    }

    /// <summary>Gives the chance of leaving at exactly the n-th renewal: S(n-1) - S(n).</summary>
    /// <param name="n">The renewal, from 1.</param>
    public double ProbabilityOfLifetime(int n) => Survival(n - 1) * Hazard(n);

    /// <summary>Gives the chance that a customer who has survived <paramref name="renewals"/> survives <paramref name="periods"/> more.</summary>
    /// <param name="renewals">Renewals survived, at least 0.</param>
    /// <param name="periods">Further renewals, at least 0.</param>
    public double ConditionalSurvival(int renewals, int periods)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(renewals);
        ArgumentOutOfRangeException.ThrowIfNegative(periods);
        return Math.Exp(LogRatio(renewals, (double)renewals + periods));
    }

    /// <summary>Gives P(exactly k further renewals) for k = 0 … counts - 1 of a customer under contract; the rest of the mass lies beyond.</summary>
    /// <param name="renewals">Renewals survived, at least 0.</param>
    /// <param name="counts">How many chances to give.</param>
    public double[] ProbabilityOfResidualLifetime(int renewals, int counts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(renewals);
        ArgumentOutOfRangeException.ThrowIfNegative(counts);
        double[] mass = new double[counts];
        for (int k = 0; k < counts; k++)
        {
            double at = (double)renewals + k;
            mass[k] = Math.Exp(LogRatio(renewals, at)) * HazardAt(at);
        }

        return mass;
    }

    /// <summary>Gives the smallest number of further renewals that is not exceeded with a given chance.</summary>
    /// <param name="renewals">Renewals survived, at least 0.</param>
    /// <param name="probability">In [0, 1).</param>
    /// <returns>A whole number, or null where it is above a thousand million periods.</returns>
    public int? ResidualLifetimeQuantile(int renewals, double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(renewals);
        if (!(probability >= 0.0 && probability < 1.0))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A quantile is asked for at a probability from 0 to below 1.");
        }

        // P(K <= k) = 1 - S(s+k+1)/S(s): double until it is enough, then bisect. A tie within rounding is enough.
        double enough = SpecialFunctions.Log1p(-probability) + 1e-14;
        long high = 1;
        while (LogRatio(renewals, (double)renewals + high) > enough)
        {
            high *= 2;
            if (high > 1_000_000_000)
            {
                return null;
            }
        }

        long low = high / 2;
        while (high - low > 1)
        {
            long middle = (low + high) / 2;
            (low, high) = LogRatio(renewals, (double)renewals + middle) > enough ? (middle, high) : (low, middle);
        }

        return (int)(high - 1);
    }

    /// <summary>Gives the expected number of further renewals among the next <paramref name="horizon"/> opportunities.</summary>
    /// <param name="renewals">Renewals survived, at least 0.</param>
    /// <param name="horizon">Opportunities, at least 0.</param>
    public double ExpectedRemainingPeriods(int renewals, int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(renewals);
        ArgumentOutOfRangeException.ThrowIfNegative(horizon);
        return ContractSum.Finite(this, renewals, horizon, 0.0);
    }

    /// <summary>Gives the expected number of further renewals without end: (Beta + s) / (Alpha - 1) for C = 1.</summary>
    /// <param name="renewals">Renewals survived, at least 0.</param>
    /// <exception cref="InvalidOperationException">The expectation is infinite.</exception>
    public double ExpectedRemainingPeriods(int renewals)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(renewals);
        if (!HasExpectedLifetime)
        {
            throw new InvalidOperationException(
                $"The expected remaining lifetime is infinite: c times alpha is {C * Alpha:G4} and must exceed 1. Give a horizon or a discount rate, or use a quantile.");
        }

        return C == 1.0 ? (Beta + renewals) / (Alpha - 1.0) : ContractSum.Infinite(this, renewals, 0.0);
    }

    /// <summary>Gives the expected discounted renewals among the next <paramref name="horizon"/> opportunities.</summary>
    /// <param name="renewals">Renewals survived, at least 0.</param>
    /// <param name="horizon">Opportunities, at least 0.</param>
    /// <param name="rate">Discount per period.</param>
    /// <param name="standpoint">Where the customer stands.</param>
    public double DiscountedExpectedRenewals(int renewals, int horizon, PeriodicRate rate, RenewalStandpoint standpoint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(renewals);
        ArgumentOutOfRangeException.ThrowIfNegative(horizon);
        return Stand(ContractSum.Finite(this, renewals, horizon, SpecialFunctions.Log1p(rate.Rate)), rate, standpoint);
    }

    /// <summary>Gives DERL: the expected discounted renewals without end of a customer who has survived <paramref name="renewals"/>.</summary>
    /// <param name="renewals">Renewals survived s, at least 0; s + 1 is the n of Fader and Hardie (2010).</param>
    /// <param name="rate">Discount per period; positive.</param>
    /// <param name="standpoint">Where the customer stands.</param>
    /// <source paper="FaderHardie2010"/>
    public double Derl(int renewals, PeriodicRate rate, RenewalStandpoint standpoint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(renewals);
        Positive(rate);
        return Stand(ContractSum.Infinite(this, renewals, SpecialFunctions.Log1p(rate.Rate)), rate, standpoint);
    }

    /// <summary>Gives DEL: the expected discounted payments of a customer about to sign up, the first payment included at its full value.</summary>
    /// <param name="rate">Discount per period; positive.</param>
    /// <source paper="FaderHardie2010"/>
    public double Del(PeriodicRate rate)
    {
        Positive(rate);
        return 1.0 + ContractSum.Infinite(this, 0, SpecialFunctions.Log1p(rate.Rate));
    }

    /// <summary>Gives ln S(to) / S(from).</summary>
    internal double LogRatio(double from, double to)
    {
        double low = C == 1.0 ? from : Math.Pow(from, C);
        double high = C == 1.0 ? to : Math.Pow(to, C);
        if (high > Enormous && to > from)
        {
            // S falls like u^-alpha out here, and u itself may be beyond the range of numbers.
            return low > Enormous
                ? -Alpha * C * Math.Log(to / from)
                : Math.Min(0.0, SpecialFunctions.LogRising(Beta + low, Alpha) - (Alpha * C * Math.Log(to)));
        }

        double rise = high - low;
        if (rise == 0.0)
        {
            return 0.0;
        }

        // Of the two equal forms the one whose terms are small.
        double value = Alpha < rise
            ? SpecialFunctions.LogRising(Beta + low, Alpha) - SpecialFunctions.LogRising(Beta + high, Alpha)
            : SpecialFunctions.LogRising(Beta + low, rise) - SpecialFunctions.LogRising(Alpha + Beta + low, rise);
        return Math.Min(0.0, value);
    }

    private double HazardAt(double survived) => C == 1.0
        ? Alpha / (Alpha + Beta + survived)
        : -SpecialFunctions.Expm1(LogRatio(survived, survived + 1.0));

    private static double Stand(double afterPayment, PeriodicRate rate, RenewalStandpoint standpoint) => standpoint switch
    {
        RenewalStandpoint.BeforeNextRenewal => afterPayment * (1.0 + rate.Rate),
        RenewalStandpoint.AfterLastPayment => afterPayment,
        _ => throw new ArgumentOutOfRangeException(nameof(standpoint), standpoint, "A standpoint is BeforeNextRenewal or AfterLastPayment."),
    };

    private static void Positive(PeriodicRate rate)
    {
        if (rate.Rate < SmallestRate)
        {
            throw new ArgumentOutOfRangeException(
                nameof(rate), rate.Rate, "An infinite horizon needs a discount rate of at least 1e-12 per period; without one the value may be infinite. Give a rate or a finite horizon.");
        }
    }
}
