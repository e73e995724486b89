using Perennial.Models.Histories;
using Perennial.Models.Numerics;

namespace Perennial.Models.GgomNbd;

/// <summary>A fitted GGompertz/NBD.</summary>
/// <remarks>
/// Given that a customer is alive at T, purchase rate and drop-out propensity are again gamma and independent: (r + x, alpha + T), and
/// (s, beta + e^(b T) - 1) for a clock that starts at 0, or (s, 1 + (beta - 1) e^(-b T)) for one that starts at T.
/// </remarks>
public sealed class GgomNbdModel : ITransactionModel
{
    private readonly GgomNbdParameters _p;

    /// <summary>Takes parameters and the unit of Alpha and 1 / B.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not a positive, finite number.</exception>
    public GgomNbdModel(GgomNbdParameters parameters, TimeUnit unit)
    {
        HistoryDoor.Parameter(parameters.R, "r");
        HistoryDoor.Parameter(parameters.Alpha, "alpha");
        HistoryDoor.Parameter(parameters.B, "b");
        HistoryDoor.Parameter(parameters.S, "s");
        HistoryDoor.Parameter(parameters.Beta, "beta");
        _p = parameters;
        Unit = unit;
    }

    /// <inheritdoc/>
    public string Name => GgomNbdFitter.Name;

    /// <inheritdoc/>
    public TimeUnit Unit { get; }

    /// <inheritdoc/>
    public double[] Parameters => [_p.R, _p.Alpha, _p.B, _p.S, _p.Beta];

    /// <summary>Gives the parameters by name.</summary>
    public GgomNbdParameters Named => _p;

    /// <inheritdoc/>
    public ITransactionModel With(double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Length == 5
            ? new GgomNbdModel(new GgomNbdParameters(parameters[0], parameters[1], parameters[2], parameters[3], parameters[4]), Unit)
            : throw new ArgumentException($"There are {parameters.Length} parameters. GGompertz/NBD has five: r, alpha, b, s, beta.", nameof(parameters));
    }

    /// <inheritdoc/>
    /// <source paper="BemmaorGlady2012"/>
    public double[] ProbabilityAlive(PurchaseHistories histories) => EachCustomer.Of(histories, Unit, Alive);

    /// <inheritdoc/>
    public double[] ProbabilityOfNoPurchase(PurchaseHistories histories, double t)
    {
        HistoryDoor.Horizon(t);
        return Array.ConvertAll(EachCustomer.WhileAlive(histories, Unit, Alive, (x, age) => PurchaseWhileAlive(x, age, t)), some => 1.0 - some);
    }

    /// <inheritdoc/>
    /// <source paper="BemmaorGlady2012"/>
    public double ExpectedTransactions(double t)
    {
        HistoryDoor.Horizon(t);
        return Rate(0, 0.0) * GompertzLifetime.At(_p, 0.0).Discounted(t, 0.0);
    }

    /// <inheritdoc/>
    /// <source paper="Adler2022"/>
    public double[] ConditionalExpectedTransactions(PurchaseHistories histories, double t)
    {
        HistoryDoor.Horizon(t);
        return EachCustomer.WhileAlive(histories, Unit, Alive, (x, age) => Rate(x, age) * GompertzLifetime.At(_p, age).Discounted(t, 0.0));
    }

    /// <inheritdoc/>
    public double[] ProbabilityOfCount(int frequency, double recency, double age, double t, int counts)
    {
        HistoryDoor.Customer(frequency, recency, age, counts);
        HistoryDoor.Horizon(t);
        double alive = Alive(frequency, recency, age);
        double[] mass = new double[counts];
        double r = _p.R + frequency;
        double alpha = _p.Alpha + age;
        GompertzLifetime life = GompertzLifetime.At(_p, age);
        NegativeBinomial.Add(r, alpha, t, alive * Math.Exp(-life.LogDecay(t)), mass);
        AddDropouts(r, alpha, life, t, alive, mass);
        if (counts > 0)
        {
            mass[0] += 1.0 - alive;
        }

        return mass;
    }

    /// <inheritdoc/>
    public double[] DiscountedExpectedTransactions(PurchaseHistories histories, double t, ContinuousRate rate)
    {
        HistoryDoor.Horizon(t);
        HistoryDoor.SameUnit(rate, Unit);
        return EachCustomer.WhileAlive(histories, Unit, Alive, (x, age) => Rate(x, age) * GompertzLifetime.At(_p, age).Discounted(t, rate.Delta));
    }

    /// <inheritdoc/>
    public double[] Dert(PurchaseHistories histories, ContinuousRate rate)
    {
        HistoryDoor.SameUnit(rate, Unit);
        HistoryDoor.Positive(rate);
        return EachCustomer.WhileAlive(histories, Unit, Alive, (x, age) => Rate(x, age) * GompertzLifetime.At(_p, age).Discounted(double.PositiveInfinity, rate.Delta));
    }

    private double Alive(int x, double tx, double age) => SpecialFunctions.LogisticComplement(GgomNbdLikelihood.LogDropoutOdds(_p, x, tx, age));

    // Purchases a time unit at T of a customer who is alive.
    private double Rate(int x, double age) => (_p.R + x) / (_p.Alpha + age);

    // The chance of a purchase in (T, T + t] of a customer alive at T: 1 - staying silent - dropping out silent.
    private double PurchaseWhileAlive(int x, double age, double t)
    {
        GompertzLifetime life = GompertzLifetime.At(_p, age);
        double r = _p.R + x;
        double silent = (r * SpecialFunctions.Log1p(t / (_p.Alpha + age))) + life.LogDecay(t);
        return Math.Clamp(-SpecialFunctions.Expm1(-silent) - life.SilentDropout(r, _p.Alpha + age, t), 0.0, 1.0);
    }

    // Mixes the negative binomial over the moment of drop-out u in (0, t), in w = sqrt(u), where every count has about the same width.
    private static void AddDropouts(double r, double alpha, GompertzLifetime life, double t, double alive, double[] mass)
    {
        double rate = r / alpha;
        double near = Math.Sqrt(alpha);
        double top = Math.Sqrt(t);
        for (double w = 0.0; w < top;)
        {
            double left = Math.Exp(-life.LogDecay(w * w));
            if (left < 1e-19)
            {
                break;
            }

            double length = Math.Min(2.0 * Math.Sqrt((1.0 / rate) + (w * w / r)), Math.Max(near, w));
            length = Math.Min(length, Math.Sqrt((w * w) + (0.5 * life.Panel(w * w, t, 0.0))) - w);
            length = Math.Min(length, top - w);
            for (int i = 0; i < GaussLegendre.Points; i++)
            {
                double at = w + (GaussLegendre.Nodes[i] * length);
                double u = at * at;
                NegativeBinomial.Add(
                    r, alpha, u, alive * GaussLegendre.Weights[i] * length * 2.0 * at * life.Risk(u) * Math.Exp(-life.LogDecay(u)), mass);
            }

            w = length >= top - w ? top : w + length;
        }
    }
}
