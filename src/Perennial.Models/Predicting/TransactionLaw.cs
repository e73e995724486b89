using Perennial.Models.BgNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.Predicting;

/// <summary>What a transaction model says about the future of a customer who is alive at T: purchase rate, drop-out and their parameters.</summary>
/// <remarks>
/// Given alive, the future does not depend on recency. Pareto/NBD: rate ~ Gamma(r + x, alpha + T), lifetime ~ Lomax(s, beta + T).
/// BG/NBD: the same rate, and a drop-out chance ~ Beta(a, b + x) after each purchase; MBG/NBD: Beta(a, b + x + 1). s = 0 or a = 0 means that nobody drops out.
/// </remarks>
public sealed class TransactionLaw
{
    private readonly double _first;
    private readonly double _second;
    private readonly double _before;

    private TransactionLaw(string name, bool dropsOutAtPurchases, double r, double alpha, double first, double second, TimeUnit unit, double chancesBefore = 0)
    {
        Name = name;
        DropsOutAtPurchases = dropsOutAtPurchases;
        R = Positive(r, "r");
        Alpha = Positive(alpha, "alpha");
        _first = first >= 0 && double.IsFinite(first)
            ? first
            : throw new ArgumentOutOfRangeException(nameof(first), first, $"{name} has {(dropsOutAtPurchases ? "a" : "s")} {first}. It is a finite number of at least 0.");
        _second = Positive(second, dropsOutAtPurchases ? "b" : "beta");
        _before = chancesBefore;
        Unit = unit;
    }

    /// <summary>Gives the model's name.</summary>
    public string Name { get; }

    /// <summary>Gives the unit of all times.</summary>
    public TimeUnit Unit { get; }

    internal bool DropsOutAtPurchases { get; }

    internal double R { get; }

    internal double Alpha { get; }

    /// <summary>Makes the law of a BG/NBD.</summary>
    /// <param name="parameters">Parameters; a may be 0.</param>
    /// <param name="unit">The unit of alpha.</param>
    public static TransactionLaw BgNbd(BgNbdParameters parameters, TimeUnit unit) =>
        new("bg-nbd", true, parameters.R, parameters.Alpha, parameters.A, parameters.B, unit);

    /// <summary>Makes the law of an MBG/NBD.</summary>
    /// <param name="parameters">Parameters; a may be 0.</param>
    /// <param name="unit">The unit of alpha.</param>
    public static TransactionLaw MbgNbd(MbgNbdParameters parameters, TimeUnit unit) =>
        new("mbg-nbd", true, parameters.R, parameters.Alpha, parameters.A, parameters.B, unit, MbgNbdLikelihood.ChancesBeforeTheFirstRepeat);

    /// <summary>Makes the law of a Pareto/NBD.</summary>
    /// <param name="parameters">Parameters; s may be 0.</param>
    /// <param name="unit">The unit of alpha and beta.</param>
    public static TransactionLaw ParetoNbd(ParetoNbdParameters parameters, TimeUnit unit) =>
        new("pareto-nbd", false, parameters.R, parameters.Alpha, parameters.S, parameters.Beta, unit);

    /// <summary>Makes the law of a fitted model.</summary>
    /// <exception cref="ArgumentException">The model has no such law.</exception>
    public static TransactionLaw Of(ITransactionModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return TransactionModels.Find(model.Name)?.Law?.Invoke(model.Parameters, model.Unit) ?? throw new ArgumentException(
            $"The model is {model.Name}. Predictive distributions exist for {string.Join(", ", TransactionModels.All.Where(known => known.Law is not null).Select(known => known.Name))}.", nameof(model));
    }

    internal AliveCustomer Alive(int frequency, double t) => new(this, R + frequency, Alpha + t, _first, DropsOutAtPurchases ? _second + frequency + _before : _second + t);

    // The time in whose logarithm everything changes smoothly with T.
    internal double Smoothness => DropsOutAtPurchases || _first == 0 ? Alpha : Math.Min(Alpha, _second);

    private static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"The parameter {name} is {value}. It is a positive, finite number.");
}

/// <summary>The posterior of a customer who is alive at T. R, Alpha: of the rate; A, B: of the drop-out chance, or S = A, Beta = B of the lifetime.</summary>
internal readonly record struct AliveCustomer(TransactionLaw Law, double R, double Alpha, double A, double B)
{
    /// <summary>Gives the chance of being active through u time units: of the lifetime under Pareto/NBD.</summary>
    public double Survival(double u) => A == 0 ? 1 : Math.Exp(-A * SpecialFunctions.Log1p(u / B));

    /// <summary>Gives the density of the lifetime at u under Pareto/NBD.</summary>
    public double LifetimeDensity(double u) => A == 0 ? 0 : A / (B + u) * Survival(u);

    /// <summary>Gives ln E (1 - p)^n under BG/NBD: the chance of staying after n purchases.</summary>
    public double LogStay(double n) => A == 0 || n == 0 ? 0 : SpecialFunctions.LogRising(B, n) - SpecialFunctions.LogRising(A + B, n);

    /// <summary>Gives ln E p (1 - p)^(n - 1) under BG/NBD: the chance of leaving after the n-th purchase.</summary>
    public double LogLeave(double n) => A == 0 ? double.NegativeInfinity : LogStay(n - 1) + Math.Log(A / (A + B + n - 1));

    /// <summary>Gives P(no purchase within the horizon | alive); the horizon may be infinite.</summary>
    public double Zero(double horizon)
    {
        double none = Math.Exp(-R * SpecialFunctions.Log1p(horizon / Alpha));
        if (Law.DropsOutAtPurchases || A == 0)
        {
            return none;
        }

        double dropped = A * DropoutIntegral.Value(R, Alpha, A, B, 0, Math.Min(horizon, 1e280));
        return Math.Clamp(dropped + (none == 0 ? 0 : none * Survival(horizon)), 0, 1);
    }
}
