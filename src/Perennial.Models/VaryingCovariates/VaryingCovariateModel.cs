using System.Runtime.ExceptionServices;
using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.Covariates;
using Perennial.Models.Fitting;
using Perennial.Models.Histories;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.VaryingCovariates;

/// <summary>A fitted Pareto/NBD whose rates follow covariates that change with time.</summary>
/// <remarks>
/// Given that a customer is alive at T, both rates are again gamma and independent: (r + x, alpha + A(T)) and (s, beta + C(T)), A and C the time stretched by
/// what covariates do to purchases and to drop-out; where they are correlated, a sum of four such. Covariates are found by name; they must reach to the end of the horizon asked for, and what they
/// will be must be known or planned. Methods return one finite number a customer, in the order given; times are in <see cref="Unit"/>.
/// <para>
/// Data: the time of every purchase, and covariates over a calendar that reaches to the end of the horizon. Assumptions: Pareto/NBD whose rates
/// are multiplied by covariates that are constant within a period. When not: covariates whose future is neither known nor planned; association
/// is not effect. Accuracy: 1e-6 aimed against CLVTools, 1e-9 against quadrature, both found. Neighbours:
/// <see cref="Covariates.CovariateModel{TModel}"/>, where covariates do not change; <see cref="ParetoNbd.ParetoNbdModel"/>.
/// </para>
/// </remarks>
/// <source paper="BachmannMeiererNaef2021"/>
public sealed class VaryingCovariateModel
{
    // Beyond, a rate is no rate any more.
    private const double LargestFactor = 1e100;
    private const int SmallBlock = 16;

    private readonly string[] _names;
    private readonly (int Covariate, double Purchase, double Dropout)[] _effects;
    private readonly (double Weight, double Alpha, double Beta)[] _components;

    /// <summary>Takes a model and what moves its rates.</summary>
    /// <param name="atZero">The model of a customer whose covariates are always 0.</param>
    /// <param name="effects">The effects; those not named are 0.</param>
    /// <param name="correlation">The correlation of customers' own purchase and drop-out rates, those at covariates 0; 0 where they are independent.</param>
    /// <param name="span">The time through which they depend (<see cref="CorrelatedParetoNbdOptions.Span"/>); positive.</param>
    /// <exception cref="ArgumentException">
    /// An effect has no name or repeats, a coefficient is not finite, or the correlation lies beyond <see cref="ParetoNbdCorrelation.Bounds"/>.
    /// </exception>
    public VaryingCovariateModel(ParetoNbdModel atZero, IReadOnlyList<CovariateEffect> effects, double correlation = 0.0, double span = 1.0)
    {
        ArgumentNullException.ThrowIfNull(atZero);
        ArgumentNullException.ThrowIfNull(effects);
        CovariateEffect.Check(effects);
        (AtZero, Effects, Correlation, Span) = (atZero, effects, correlation, span);
        Kappa = Sarmanov.Kappa(atZero.Named, correlation, span);
        _components = Sarmanov.Components(atZero.Named, Kappa, span);
        _names = [.. effects.Select(effect => effect.Covariate).Distinct(StringComparer.Ordinal)];
        _effects =
        [
            .. effects.Select(effect => (
                Array.IndexOf(_names, effect.Covariate),
                effect.Process == CovariateProcess.Dropout ? 0.0 : effect.Coefficient,
                effect.Process == CovariateProcess.Purchase ? 0.0 : effect.Coefficient)),
        ];
    }

    /// <summary>Gives the name of the model of one customer: pareto-nbd, or correlated-pareto-nbd.</summary>
    public string Name => Correlation == 0.0 ? AtZero.Name : CorrelatedParetoNbdFitter.Name;

    /// <summary>Gives the time unit of the fit.</summary>
    public TimeUnit Unit => AtZero.Unit;

    /// <summary>Gives the model of a customer whose covariates are always 0.</summary>
    public ParetoNbdModel AtZero { get; }

    /// <summary>Gives what each covariate does.</summary>
    public IReadOnlyList<CovariateEffect> Effects { get; }

    /// <summary>Gives the correlation of customers' own purchase and drop-out rates.</summary>
    public double Correlation { get; }

    /// <summary>Gives the time through which these depend.</summary>
    public double Span { get; }

    /// <summary>Gives the weight of what is not independent.</summary>
    internal double Kappa { get; }

    /// <summary>Gives each customer's log-likelihood.</summary>
    /// <param name="times">n customers.</param>
    /// <param name="covariates">Their covariates up to T.</param>
    /// <source paper="BachmannMeiererNaef2021"/>
    public double[] LogLikelihood(PurchaseTimes times, CovariatePaths covariates) => Each(times, covariates, 0.0, (past, _) => past.Log);

    /// <summary>Gives each customer's P(alive): the chance of not having dropped out by T.</summary>
    /// <param name="times">n customers.</param>
    /// <param name="covariates">Their covariates up to T.</param>
    /// <source paper="BachmannMeiererNaef2021"/>
    public double[] ProbabilityAlive(PurchaseTimes times, CovariatePaths covariates) =>
        Chance(Each(times, covariates, 0.0, (past, _) => past.Alive));

    /// <summary>Gives each customer's chance of still being active at T + t, as far as is known at T.</summary>
    /// <param name="times">n customers.</param>
    /// <param name="covariates">Their covariates up to T + t.</param>
    /// <param name="t">The horizon, at least 0; at 0 it is P(alive).</param>
    /// <source paper="BachmannMeiererNaef2021"/>
    public double[] ProbabilityAlive(PurchaseTimes times, CovariatePaths covariates, double t)
    {
        HistoryDoor.Horizon(t);
        return Chance(Each(times, covariates, t, (past, future) =>
            past.Alive * Math.Exp(-AtZero.Named.S * SpecialFunctions.Log1p(RatePiece.Lived(future) / past.Beta))));
    }

    /// <summary>Gives E[X(t)] of customers just acquired: expected repeat purchases in (0, t] from each one's start.</summary>
    /// <param name="covariates">n customers' covariates up to t.</param>
    /// <param name="t">The horizon.</param>
    /// <source paper="BachmannMeiererNaef2021"/>
    public double[] ExpectedTransactions(CovariatePaths covariates, double t)
    {
        return ConditionalExpectedTransactions(Acquired(covariates), covariates, t);
    }

    /// <summary>Gives each customer's expected purchases in (T, T + t].</summary>
    /// <param name="times">n customers.</param>
    /// <param name="covariates">Their covariates up to T + t.</param>
    /// <param name="t">The horizon.</param>
    /// <source paper="BachmannMeiererNaef2021"/>
    public double[] ConditionalExpectedTransactions(PurchaseTimes times, CovariatePaths covariates, double t) => Discounted(times, covariates, t, 0.0);

    /// <summary>Gives each customer's P(n purchases in (T, T + t]) for n = 0 … counts - 1; the rest of the mass lies beyond.</summary>
    /// <param name="times">n customers.</param>
    /// <param name="covariates">Their covariates up to T + t.</param>
    /// <param name="t">The horizon.</param>
    /// <param name="counts">How many chances are wanted, at least 0.</param>
    /// <returns>n arrays of chances in [0, 1], of 0, 1, 2, … purchases.</returns>
    /// <source paper="BachmannMeiererNaef2021"/>
    public double[][] ProbabilityOfCount(PurchaseTimes times, CovariatePaths covariates, double t, int counts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(counts);
        HistoryDoor.Horizon(t);
        return Each(times, covariates, t, (known, future) =>
        {
            double[] mass = new double[counts];
            foreach (Past past in known)
            {
                // Shares may be negative, chances of one product of gammas are not.
                double[] own = new double[counts];
                RatePiece.AddCounts(future, past.M, past.Alpha, AtZero.Named.S, past.Beta, past.Alive, own);
                for (int n = 0; n < counts; n++)
                {
                    mass[n] += past.Share * (own[n] + (n == 0 ? 1.0 - past.Alive : 0.0));
                }
            }

            return Chance(mass);
        });
    }

    /// <summary>Gives P(X(t) = n) of customers just acquired, n = 0 … counts - 1 repeat purchases in (0, t] from each one's start.</summary>
    /// <param name="covariates">n customers' covariates up to t.</param>
    /// <param name="t">The horizon.</param>
    /// <param name="counts">How many chances are wanted, at least 0.</param>
    /// <returns>n arrays of chances in [0, 1], of 0, 1, 2, … purchases.</returns>
    public double[][] ProbabilityOfCount(CovariatePaths covariates, double t, int counts) => ProbabilityOfCount(Acquired(covariates), covariates, t, counts);

    /// <summary>Gives each customer's chance of no purchase in (T, T + t].</summary>
    /// <param name="times">n customers.</param>
    /// <param name="covariates">Their covariates up to T + t.</param>
    /// <param name="t">The horizon.</param>
    public double[] ProbabilityOfNoPurchase(PurchaseTimes times, CovariatePaths covariates, double t)
    {
        HistoryDoor.Horizon(t);
        return Chance(Each(times, covariates, t, (past, future) => 1.0 - (past.Alive * (1.0 - Silent(past, future)))));
    }

    /// <summary>Gives each customer's expected discounted purchases in (T, T + t].</summary>
    /// <param name="times">n customers.</param>
    /// <param name="covariates">Their covariates up to T + t.</param>
    /// <param name="t">The horizon, at least 0.</param>
    /// <param name="rate">The rate, in the unit of the model.</param>
    /// <source paper="BachmannMeiererNaef2021"/>
    public double[] DiscountedExpectedTransactions(PurchaseTimes times, CovariatePaths covariates, double t, ContinuousRate rate)
    {
        HistoryDoor.SameUnit(rate, Unit);
        return Discounted(times, covariates, t, rate.Delta);
    }

    /// <summary>Gives each customer's expected discounted purchases in (T, infinity), where covariates are stated to stay what they are in the last period.</summary>
    /// <param name="times">n customers.</param>
    /// <param name="covariates">Their covariates, of which the last period goes on (<see cref="CovariatePaths.LastPeriodGoesOn"/>).</param>
    /// <param name="rate">A rate above 0, in the unit of the model.</param>
    /// <exception cref="ArgumentException">Nothing is stated of covariates beyond the last period, or the rate is 0.</exception>
    /// <source paper="BachmannMeiererNaef2021"/>
    public double[] Dert(PurchaseTimes times, CovariatePaths covariates, ContinuousRate rate)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        HistoryDoor.SameUnit(rate, Unit);
        HistoryDoor.Positive(rate);
        return covariates.LastPeriodGoesOn
            ? Weighed(times, covariates, double.PositiveInfinity, rate.Delta)
            : throw new ArgumentException(
                "Nothing is known of the covariates beyond the last period, so purchases without end cannot be expected. State that the last period goes on, or ask for a finite horizon.",
                nameof(covariates));
    }

    /// <summary>Gives what a customer meets between two moments on the customer's own clock.</summary>
    internal RatePiece[] Pieces(CovariatePaths covariates, CovariatePath[] paths, int customer, double from, double to)
    {
        covariates.Reach(customer, to);
        return
        [
            .. covariates.Between(customer, from, to).Select(piece =>
            {
                (double purchase, double dropout) = Factors(covariates, paths, customer, piece.Period);
                return new RatePiece(purchase, dropout, piece.Length);
            }),
        ];
    }

    /// <summary>Picks the covariates that matter.</summary>
    internal CovariatePath[] Paths(CovariatePaths covariates, int customers)
    {
        covariates.Check(customers, Unit);
        return covariates.Named(_names);
    }

    // Rounding, and shares below 0, may leave a chance beyond what one can be.
    private static double[] Chance(double[] values) => Array.ConvertAll(values, value => Math.Clamp(value, 0.0, 1.0));

    // The chance of no purchase of a customer alive at T.
    private double Silent(Past past, RatePiece[] future)
    {
        if (future.Length == 0)
        {
            return 1.0;
        }

        double m = past.M, s = AtZero.Named.S;
        double silent = (m * SpecialFunctions.Log1p(RatePiece.Bought(future) / past.Alpha)) + (s * SpecialFunctions.Log1p(RatePiece.Lived(future) / past.Beta));
        return Math.Exp(SpecialFunctions.Softplus(RatePiece.LogDropoutOdds(future, m, past.Alpha, s, past.Beta)) - silent);
    }

    private static PurchaseTimes Acquired(CovariatePaths covariates)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        return new PurchaseTimes([.. covariates.Start.Select(_ => (double[])[])], new double[covariates.Count], covariates.Unit);
    }

    private double[] Discounted(PurchaseTimes times, CovariatePaths covariates, double t, double delta)
    {
        HistoryDoor.Horizon(t);
        return Weighed(times, covariates, t, delta);
    }

    private double[] Weighed(PurchaseTimes times, CovariatePaths covariates, double t, double delta)
    {
        double[] values = Each(times, covariates, t, (past, future) => past.Alive * past.M / past.Alpha * RatePiece.Discounted(future, AtZero.Named.S, past.Beta, delta));
        return Array.ConvertAll(values, value => Math.Max(value, 0.0));
    }

    private double[] Each(PurchaseTimes times, CovariatePaths covariates, double t, Func<Past, RatePiece[], double> ask) =>
        Each(times, covariates, t, (known, future) => known.Sum(past => past.Share * ask(past, future)));

    private T[] Each<T>(PurchaseTimes times, CovariatePaths covariates, double t, Func<Past[], RatePiece[], T> ask)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(covariates);
        HistoryDoor.SameUnit(times.Histories, Unit);
        CovariatePath[] paths = Paths(covariates, times.Count);
        for (int i = 0; i < times.Count; i++)
        {
            covariates.Reach(i, times.Histories.T[i] + t);
        }

        T[] values = new T[times.Count];
        try
        {
            Blocks.Run(times.Count, 0, SmallBlock, (start, end) =>
            {
                for (int i = start; i < end; i++)
                {
                    double age = times.Histories.T[i];
                    RatePiece[] future = t == 0.0 ? [] : Pieces(covariates, paths, i, age, age + t);
                    values[i] = ask(Known(times, covariates, paths, i), future);
                }
            });
        }
        catch (AggregateException several) when (several.InnerException is ArgumentException first)
        {
            ExceptionDispatchInfo.Throw(first);
        }

        return values;
    }

    // What is known of a customer at T, once for each product of gammas in the joint density.
    private Past[] Known(PurchaseTimes times, CovariatePaths covariates, CovariatePath[] paths, int customer)
    {
        (double r, _, double s, _) = AtZero.Named;
        double tx = times.Histories.Recency[customer], age = times.Histories.T[customer];
        int x = times.Histories.Frequency[customer];
        double m = r + x;
        RatePiece[] before = Pieces(covariates, paths, customer, 0.0, tx), after = Pieces(covariates, paths, customer, tx, age);
        double bought = RatePiece.Bought(before), lived = RatePiece.Lived(before);
        double boughtAfter = RatePiece.Bought(after), livedAfter = RatePiece.Lived(after);
        double events = times.Times[customer].Sum(time => Math.Log(Factors(covariates, paths, customer, covariates.PurchasePeriod(customer, time)).Purchase));
        double[] shares = new double[_components.Length];
        Past[] known = new Past[_components.Length];
        for (int k = 0; k < known.Length; k++)
        {
            (_, double alpha, double beta) = _components[k];
            double odds = after.Length == 0 ? double.NegativeInfinity : RatePiece.LogDropoutOdds(after, m, alpha + bought, s, beta + lived);
            shares[k] = events + SpecialFunctions.LogRising(r, x) - (r * SpecialFunctions.Log1p((bought + boughtAfter) / alpha))
                - (x * Math.Log(alpha + bought + boughtAfter)) - (s * SpecialFunctions.Log1p((lived + livedAfter) / beta)) + SpecialFunctions.Softplus(odds);
            known[k] = new Past(0.0, 0.0, SpecialFunctions.LogisticComplement(odds), m, alpha + bought + boughtAfter, beta + lived + livedAfter);
        }

        double log = Sarmanov.Shares(_components, shares);
        return [.. known.Select((past, k) => past with { Log = log, Share = shares[k] })];
    }

    private (double Purchase, double Dropout) Factors(CovariatePaths covariates, CovariatePath[] paths, int customer, int period)
    {
        double purchase = 0.0, dropout = 0.0;
        foreach ((int covariate, double onPurchase, double onDropout) in _effects)
        {
            double value = paths[covariate].At(customer, period, covariates.Periods);
            purchase += onPurchase * value;
            dropout += onDropout * value;
        }

        return Math.Abs(purchase) < Math.Log(LargestFactor) && Math.Abs(dropout) < Math.Log(LargestFactor)
            ? (Math.Exp(purchase), Math.Exp(dropout))
            : throw new ArgumentOutOfRangeException(
                nameof(covariates), period, $"The covariates of customer {customer} in this period move a rate beyond all numbers. Check their units against those of the fit.");
    }

    // Of one product of gammas: the log-likelihood of all, its share in the posterior, P(alive), r + x, alpha + A(T), beta + C(T).
    private readonly record struct Past(double Log, double Share, double Alive, double M, double Alpha, double Beta);
}
