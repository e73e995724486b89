using Perennial.Models.BgNbd;
using Perennial.Models.GgomNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.Predicting;

/// <summary>What a transaction model says about the future of a customer who is alive at T: purchase rate, drop-out and their parameters.</summary>
/// <remarks>
/// Given alive, the future does not depend on recency. Pareto/NBD: rate ~ Gamma(r + x, alpha + T), lifetime ~ Lomax(s, beta + T).
/// GGompertz/NBD: the same rate, lifetime gamma-Gompertz (b, s) with a risk of s b q(T) at T. BG/NBD: the same rate, and a drop-out chance
/// ~ Beta(a, b + x) after each purchase; MBG/NBD: Beta(a, b + x + 1). s = 0 or a = 0 means that nobody drops out.
/// </remarks>
public sealed class TransactionLaw
{
    private readonly Alive _alive;

    private TransactionLaw(string name, TimeUnit unit, double smoothness, Alive alive)
    {
        Name = name;
        Unit = unit;
        Smoothness = smoothness;
        _alive = alive;
    }

    private delegate AliveCustomer Alive(int frequency, double t);

    /// <summary>Gives the model's name.</summary>
    public string Name { get; }

    /// <summary>Gives the unit of all times.</summary>
    public TimeUnit Unit { get; }

    /// <summary>Gives the time c in whose ln(T + c) everything changes smoothly with T, but for what goes with <see cref="Tempo"/>.</summary>
    internal double Smoothness { get; }

    /// <summary>Gives a rate such that the law changes within times of 1 / Tempo too, however large T; 0 where it does not.</summary>
    internal double Tempo { get; init; }

    /// <summary>Tells whether the law at T is nearly that at another T with all times stretched: so it is where only the rate depends on T.</summary>
    internal bool Stretches { get; init; }

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
        return new(ParetoNbdFitter.Name, unit, s == 0 ? alpha : Math.Min(alpha, beta), (x, t) => new LeavingAtAnyTime(r + x, alpha + t, new LomaxLifetime(s, beta + t)))
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
        return new(GgomNbdFitter.Name, unit, Math.Min(alpha, pole), (x, t) => new LeavingAtAnyTime(r + x, alpha + t, new GammaGompertzLifetime(parameters, t)))
        {
            Tempo = b,
        };
    }

    /// <summary>Makes the law of a fitted model.</summary>
    /// <param name="model">A fitted model of the list of purchase models.</param>
    /// <exception cref="ArgumentException">The model has no such law.</exception>
    public static TransactionLaw Of(ITransactionModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return TransactionModels.Find(model.Name)?.Law(model)
            ?? throw new ArgumentException($"The model is {model.Name}. Predictive distributions exist for {TransactionModels.Names}.", nameof(model));
    }

    internal AliveCustomer AliveAt(int frequency, double t) => _alive(frequency, t);

    private static TransactionLaw AtPurchases(string name, double r, double alpha, double a, double b, int before, TimeUnit unit)
    {
        Positive(r, "r");
        Positive(alpha, "alpha");
        NotNegative(a, "a");
        Positive(b, "b");
        return new(name, unit, alpha, (x, t) => new LeavingAtPurchases(r + x, alpha + t, a, b + x + before)) { Stretches = true };
    }

    private static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"The parameter {name} is {value}. It is a positive, finite number.");

    private static double NotNegative(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"The parameter {name} is {value}. It is a finite number of at least 0.");
}
