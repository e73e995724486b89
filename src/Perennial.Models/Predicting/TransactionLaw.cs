using Perennial.Models.BgBb;
using Perennial.Models.BgNbd;
using Perennial.Models.CnbdK;
using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.GgomNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.ParetoGgg;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.Predicting;

/// <summary>What a transaction model says about the future of a customer who is alive at T: purchase rate, drop-out and their parameters.</summary>
/// <remarks>
/// Given alive, the future does not depend on recency, unless buying is regular. Pareto/NBD: rate ~ Gamma(r + x, alpha + T), lifetime ~ Lomax(s, beta + T).
/// GGompertz/NBD: the same rate, lifetime gamma-Gompertz (b, s) with a risk of s b q(T) at T. BG/NBD: the same rate, and a drop-out chance
/// ~ Beta(a, b + x) after each purchase; MBG/NBD: Beta(a, b + x + 1). s = 0 or a = 0 means that nobody drops out.
/// BG/CNBD-k and MBG/CNBD-k: the same drop-out, and a purchase after every k-th phase, of which 0 … k - 1 have passed since t_x, with chances that depend
/// on t_x; given j, phases go at a rate ~ Gamma(r + k x + j, alpha + T). BG/BB: after n opportunities the chance of buying at one ~ Beta(alpha + x,
/// beta + n - x), that of leaving before one ~ Beta(gamma, delta + n). Pareto/NBD with correlated rates: a sum of four laws of Pareto/NBD, with shares that
/// depend on (x, T) and may be negative; here they stand as phases. Pareto/GGG: what a customer will do depends on the log gaps too, so that its law is that
/// of the customers of given histories, by a thousand draws of each, with the exact chance of no purchase.
/// </remarks>
public sealed class TransactionLaw
{
    private readonly Alive _alive;

    private TransactionLaw(string name, TimeUnit unit, double smoothness, Alive alive)
        : this(name, unit, _ => smoothness, alive)
    {
    }

    private TransactionLaw(string name, TimeUnit unit, Func<int, double> smoothness, Alive alive)
    {
        Name = name;
        Unit = unit;
        Smoothness = smoothness;
        _alive = alive;
    }

    private delegate AliveCustomer Alive(int frequency, double t, int phase);

    private delegate void PhaseLaw(int frequency, double recency, double t, Span<double> chance);

    private delegate (double First, double Squares, double Pairs)[] Moments(int frequency, double t, double horizon, double delta);

    /// <summary>Gives the model's name.</summary>
    public string Name { get; }

    /// <summary>Gives the unit of all times.</summary>
    public TimeUnit Unit { get; }

    /// <summary>Gives, for a frequency, the time c in whose ln(T + c) everything changes smoothly with T, but for what goes with <see cref="Tempo"/>.</summary>
    internal Func<int, double> Smoothness { get; }

    /// <summary>Gives a rate such that the law changes within times of 1 / Tempo too, however large T; 0 where it does not.</summary>
    internal double Tempo { get; init; }

    /// <summary>Tells whether the law at T is nearly that at another T with all times stretched: so it is where only the rate depends on T.</summary>
    internal bool Stretches { get; init; }

    /// <summary>Gives the number of phases in which a customer who is alive may be: 1 but for regular buying.</summary>
    internal int Phases { get; private init; } = 1;

    /// <summary>Gives the customers whose law it is, one by one, where it is nobody else's; else null.</summary>
    internal OwnCustomers? Own { get; private init; }

    private PhaseLaw? PhaseOf { get; init; }

    private Moments? MomentsOf { get; init; }

    private OpportunitySchedule? Opportunities { get; init; }

    private Func<int, double, AliveCustomer>? Whole { get; init; }

    /// <summary>Makes the law of a BG/NBD.</summary>
    /// <param name="parameters">Parameters; a may be 0.</param>
    /// <param name="unit">The unit of alpha.</param>
    public static TransactionLaw BgNbd(BgNbdParameters parameters, TimeUnit unit) => AtPurchases(BgNbdFitter.Name, parameters.R, parameters.Alpha, parameters.A, parameters.B, 0, unit);

    /// <summary>Makes the law of an MBG/NBD.</summary>
    /// <param name="parameters">Parameters; a may be 0.</param>
    /// <param name="unit">The unit of alpha.</param>
    public static TransactionLaw MbgNbd(MbgNbdParameters parameters, TimeUnit unit) =>
        AtPurchases(MbgNbdFitter.Name, parameters.R, parameters.Alpha, parameters.A, parameters.B, MbgNbdLikelihood.ChancesBeforeTheFirstRepeat, unit);

    /// <summary>Makes the law of a Pareto/NBD.</summary>
    /// <param name="parameters">Parameters; s may be 0.</param>
    /// <param name="unit">The unit of alpha and beta.</param>
    public static TransactionLaw ParetoNbd(ParetoNbdParameters parameters, TimeUnit unit)
    {
        double r = Positive(parameters.R, "r"), alpha = Positive(parameters.Alpha, "alpha"), s = NotNegative(parameters.S, "s"), beta = Positive(parameters.Beta, "beta");
        return new(ParetoNbdFitter.Name, unit, s == 0 ? alpha : Math.Min(alpha, beta), (x, t, _) => new LeavingAtAnyTime(r + x, alpha + t, new LomaxLifetime(s, beta + t)))
        {
            Stretches = s == 0 || alpha <= beta,
        };
    }

    /// <summary>Makes the law of a GGompertz/NBD.</summary>
    /// <param name="parameters">Parameters.</param>
    /// <param name="unit">The unit of alpha and 1 / b.</param>
    public static TransactionLaw GgomNbd(GgomNbdParameters parameters, TimeUnit unit)
    {
        double r = Positive(parameters.R, "r"), alpha = Positive(parameters.Alpha, "alpha"), b = Positive(parameters.B, "b"), beta = Positive(parameters.Beta, "beta");
        Positive(parameters.S, "s");

        // Where q(T) = 1 / (1 - (1 - beta) e^(-b T)) has its pole before birth.
        double pole = beta < 1 ? -Math.Log(1 - beta) / b : double.PositiveInfinity;
        return new(GgomNbdFitter.Name, unit, Math.Min(alpha, pole), (x, t, _) => new LeavingAtAnyTime(r + x, alpha + t, new GammaGompertzLifetime(parameters, t)))
        {
            Tempo = b,
        };
    }

    /// <summary>Makes the law of a BG/CNBD-k or an MBG/CNBD-k; with k = 1 it is that of the BG/NBD or the MBG/NBD.</summary>
    /// <param name="variant">After which purchases customers may drop out.</param>
    /// <param name="parameters">Parameters; a is positive where k is above 1.</param>
    /// <param name="unit">The unit of alpha.</param>
    public static TransactionLaw CnbdK(CnbdKVariant variant, CnbdKParameters parameters, TimeUnit unit)
    {
        int k = parameters.K, before = variant.ChancesBeforeTheFirstRepeat();
        if (k is < 1 or > CnbdKParameters.LargestK)
        {
            throw new ArgumentOutOfRangeException(nameof(parameters), k, $"The regularity k is a whole number from 1 to {CnbdKParameters.LargestK}.");
        }

        double r = parameters.R, alpha = parameters.Alpha, a = parameters.A, b = parameters.B;
        if (k == 1)
        {
            return AtPurchases(variant.Name(), r, alpha, a, b, before, unit);
        }

        Positive(r, "r");
        Positive(alpha, "alpha");
        Positive(a, "a");
        Positive(b, "b");
        return new(variant.Name(), unit, alpha, (x, t, j) => new RegularBuyer(k, j, r + ((double)k * x), alpha + t, a, b + x + before))
        {
            Stretches = true,
            Phases = k,
            PhaseOf = (x, tx, t, chance) => PhasePosterior.Of(r + ((double)k * x), alpha, tx, t, chance),
            MomentsOf = (x, t, horizon, delta) => RegularMoments.Of(new CnbdKExpectation(k, r + ((double)k * x), alpha + t, a, b + x + before), horizon, delta),
        };
    }

    /// <summary>Makes the law of a Pareto/NBD with correlated rates: a sum of those of four Pareto/NBD models, some with negative weights.</summary>
    /// <param name="model">The model, with its span.</param>
    public static TransactionLaw CorrelatedParetoNbd(CorrelatedParetoNbdModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        ParetoNbdParameters p = model.Named;
        (double Weight, double Alpha, double Beta)[] parts = Sarmanov.Components(p, model.Kappa, model.Span);
        return new(model.Name, model.Unit, Math.Min(p.Alpha, p.Beta), (x, t, k) => new LeavingAtAnyTime(p.R + x, parts[k].Alpha + t, new LomaxLifetime(p.S, parts[k].Beta + t)))
        {
            Stretches = p.Alpha <= p.Beta,
            Phases = parts.Length,
            PhaseOf = (x, _, t, share) => Sarmanov.SharesAlive(parts, p, x, t, share),
            MomentsOf = (x, t, horizon, delta) =>
                [.. parts.Select(part => new LeavingAtAnyTime(p.R + x, part.Alpha + t, new LomaxLifetime(p.S, part.Beta + t)).Moments(horizon, delta))],
            Whole = (x, t) => new CorrelatedCustomer(model, x, t),
        };
    }

    /// <summary>Makes the law of a BG/BB.</summary>
    /// <param name="parameters">Four positive, finite numbers.</param>
    /// <param name="schedule">When customers can buy next; histories are times in whole numbers of its periods.</param>
    /// <param name="unit">The unit of the schedule.</param>
    public static TransactionLaw BgBb(BgBbParameters parameters, OpportunitySchedule schedule, TimeUnit unit)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        double alpha = Positive(parameters.Alpha, "alpha"), beta = Positive(parameters.Beta, "beta");
        double gamma = Positive(parameters.Gamma, "gamma"), delta = Positive(parameters.Delta, "delta"), period = schedule.Period;

        // The law has poles where beta + n - x or delta + n would be 0.
        return new(BgBbFitter.Name, unit, x => Math.Min(beta - x, delta) * period, (x, t, _) =>
            new OpportunityBuyer(new(alpha + x, beta + Math.Max(0, (t / period) - x), gamma, delta + (t / period)), schedule))
        {
            Opportunities = schedule,
        };
    }

    /// <summary>Makes the law of a fitted model.</summary>
    /// <param name="model">A fitted model of the list of purchase models.</param>
    /// <exception cref="ArgumentException">The model has no such law.</exception>
    public static TransactionLaw Of(ITransactionModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return TransactionModels.Listed(model, "predictive distribution", nameof(model)).Law(model);
    }

    /// <summary>Makes the law of a fitted model for the customers of some histories: any model has one, also where log gaps say more than (x, t_x, T).</summary>
    /// <param name="model">A fitted model of the list of purchase models.</param>
    /// <param name="histories">n customers in the unit of the model. Distributions of the law are then asked about these rows, in this order.</param>
    /// <exception cref="ArgumentException">The model has no such law, or the histories lack the log gaps that it needs.</exception>
    public static TransactionLaw Of(ITransactionModel model, PurchaseHistories histories) => Of(model, histories, DrawnCustomer.Many);

    /// <summary>Makes the law of a fitted model for the customers of some histories.</summary>
    /// <param name="model">A fitted model.</param>
    /// <param name="histories">n customers.</param>
    /// <param name="paths">How many futures of each are drawn, where they are.</param>
    internal static TransactionLaw Of(ITransactionModel model, PurchaseHistories histories, int paths)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(histories);
        return model is ParetoGggByDraws drawn ? ParetoGgg(drawn, histories, paths) : Of(model);
    }

    private static TransactionLaw ParetoGgg(ParetoGggByDraws model, PurchaseHistories histories, int paths) => new(
        model.Name, model.Unit, 1, static (_, _, _) => throw new InvalidOperationException("The law of Pareto/GGG is asked customer by customer."))
    {
        Own = new(histories, model.Customers(histories, paths)),
    };

    /// <summary>Gives the future of a customer alive at T in a phase.</summary>
    internal AliveCustomer AliveAt(int frequency, double t, int phase) => _alive(frequency, t, phase);

    /// <summary>Gives a customer alive at T to draw the future of, in a phase drawn too.</summary>
    internal AliveCustomer Drawn(int frequency, double recency, double t, Numerics.Pcg64 random)
    {
        if (Whole is { } whole)
        {
            return whole(frequency, t);
        }

        Span<double> chance = stackalloc double[Phases];
        PhasesAt(frequency, recency, t, chance);
        int phase = 0;
        for (double left = chance.Length > 1 ? random.NextDouble() : 0; phase < chance.Length - 1 && left >= chance[phase]; phase++)
        {
            left -= chance[phase];
        }

        return AliveAt(frequency, t, phase);
    }

    /// <summary>Gives the grid on which the law of a value is tabulated, for one frequency and phase.</summary>
    internal ValueLattice Lattice(SpendLaw spend, int frequency, int phase, double tMin, double tMax, double horizon, double delta) => Opportunities is { } schedule
        ? new OpportunityGrid(this, schedule, spend, frequency, tMin, horizon, delta)
        : new ValueGrid(this, spend, frequency, phase, tMin, tMax, horizon, delta);

    /// <summary>Writes the chances of the phases of a customer alive at T.</summary>
    internal void PhasesAt(int frequency, double recency, double t, Span<double> chance)
    {
        chance[0] = 1;
        PhaseOf?.Invoke(frequency, recency, t, chance);
    }

    /// <summary>Gives, for each phase, E S, E S at twice the rate and the sum over pairs, S the discounted number of purchases of a customer alive at T.</summary>
    internal (double First, double Squares, double Pairs)[] MomentsAt(int frequency, double t, double horizon, double delta) => horizon == 0
        ? new (double, double, double)[Phases]
        : MomentsOf?.Invoke(frequency, t, horizon, delta) ?? [_alive(frequency, t, 0).Moments(horizon, delta)];

    private static TransactionLaw AtPurchases(string name, double r, double alpha, double a, double b, int before, TimeUnit unit)
    {
        Positive(r, "r");
        Positive(alpha, "alpha");
        NotNegative(a, "a");
        Positive(b, "b");
        return new(name, unit, alpha, (x, t, _) => new LeavingAtPurchases(r + x, alpha + t, a, b + x + before)) { Stretches = true };
    }

    private static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"The parameter {name} is {value}. It is a positive, finite number.");

    private static double NotNegative(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"The parameter {name} is {value}. It is a finite number of at least 0.");
}
