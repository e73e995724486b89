using Perennial.Models.Histories;
using Perennial.Models.Numerics;

namespace Perennial.Models.ParetoNbd;

/// <summary>A fitted Pareto/NBD.</summary>
/// <remarks>Given that a customer is alive at T, both rates are again gamma and independent: (r + x, alpha + T) and (s, beta + T).</remarks>
public sealed class ParetoNbdModel : ITransactionModel
{
    private readonly ParetoNbdParameters _p;

    /// <summary>Takes parameters and the unit of Alpha and Beta.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not a positive, finite number.</exception>
    public ParetoNbdModel(ParetoNbdParameters parameters, TimeUnit unit)
    {
        HistoryDoor.Parameter(parameters.R, "r");
        HistoryDoor.Parameter(parameters.Alpha, "alpha");
        HistoryDoor.Parameter(parameters.S, "s");
        HistoryDoor.Parameter(parameters.Beta, "beta");
        _p = parameters;
        Unit = unit;
    }

    /// <inheritdoc/>
    public string Name => ParetoNbdFitter.Name;

    /// <inheritdoc/>
    public TimeUnit Unit { get; }

    /// <inheritdoc/>
    public double[] Parameters => [_p.R, _p.Alpha, _p.S, _p.Beta];

    /// <summary>Gives the parameters by name.</summary>
    public ParetoNbdParameters Named => _p;

    /// <inheritdoc/>
    public ITransactionModel With(double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Length == 4
            ? new ParetoNbdModel(new ParetoNbdParameters(parameters[0], parameters[1], parameters[2], parameters[3]), Unit)
            : throw new ArgumentException($"There are {parameters.Length} parameters. Pareto/NBD has four: r, alpha, s, beta.", nameof(parameters));
    }

    /// <inheritdoc/>
    /// <source paper="SchmittleinMorrisonColombo1987"/>
    public double[] ProbabilityAlive(PurchaseHistories histories) => EachCustomer.Of(histories, Unit, Alive);

    /// <inheritdoc/>
    public double[] ProbabilityOfNoPurchase(PurchaseHistories histories, double t)
    {
        HistoryDoor.Horizon(t);
        return Array.ConvertAll(EachCustomer.WhileAlive(histories, Unit, Alive, (x, age) => PurchaseWhileAlive(x, age, t)), some => 1.0 - some);
    }

    /// <inheritdoc/>
    /// <source paper="SchmittleinMorrisonColombo1987"/>
    public double ExpectedTransactions(double t)
    {
        HistoryDoor.Horizon(t);
        return _p.R / _p.Alpha * DiscountIntegral.Finite(_p.S, _p.Beta, 0.0, t);
    }

    /// <inheritdoc/>
    /// <source paper="FaderHardie2005Pareto"/>
    public double[] ConditionalExpectedTransactions(PurchaseHistories histories, double t)
    {
        HistoryDoor.Horizon(t);
        return EachCustomer.WhileAlive(histories, Unit, Alive, (x, age) => Rate(x, age) * DiscountIntegral.Finite(_p.S, _p.Beta + age, 0.0, t));
    }

    /// <inheritdoc/>
    /// <source paper="FaderHardie2014PmfPareto"/>
    public double[] ProbabilityOfCount(int frequency, double recency, double age, double t, int counts)
    {
        HistoryDoor.Customer(frequency, recency, age, counts);
        HistoryDoor.Horizon(t);
        double alive = Alive(frequency, recency, age);
        double[] mass = new double[counts];
        double r = _p.R + frequency;
        double alpha = _p.Alpha + age;
        double beta = _p.Beta + age;
        NegativeBinomial.Add(r, alpha, t, alive * Math.Exp(-_p.S * SpecialFunctions.Log1p(t / beta)), mass);
        AddDropouts(r, alpha, beta, t, alive, mass);
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
        return EachCustomer.WhileAlive(histories, Unit, Alive, (x, age) => Rate(x, age) * DiscountIntegral.Finite(_p.S, _p.Beta + age, rate.Delta, t));
    }

    /// <inheritdoc/>
    /// <source paper="FaderHardieLee2005Clv"/>
    public double[] Dert(PurchaseHistories histories, ContinuousRate rate)
    {
        HistoryDoor.SameUnit(rate, Unit);
        HistoryDoor.Positive(rate);
        return EachCustomer.WhileAlive(histories, Unit, Alive, (x, age) =>
        {
            double beta = _p.Beta + age;
            return Rate(x, age) * beta * DiscountIntegral.ScaledExponentialIntegral(_p.S, rate.Delta * beta);
        });
    }

    private double Alive(int x, double tx, double age) => SpecialFunctions.LogisticComplement(ParetoNbdLikelihood.LogDropoutOdds(_p, x, tx, age));

    // Purchases a time unit at T of a customer who is alive.
    private double Rate(int x, double age) => (_p.R + x) / (_p.Alpha + age);

    // The chance of a purchase in (T, T + t] of a customer alive at T: 1 - staying silent - dropping out silent.
    private double PurchaseWhileAlive(int x, double age, double t)
    {
        double r = _p.R + x;
        double silent = (r * SpecialFunctions.Log1p(t / (_p.Alpha + age))) + (_p.S * SpecialFunctions.Log1p(t / (_p.Beta + age)));
        double dropped = t == 0.0 ? 0.0 : _p.S * DropoutIntegral.Value(r, _p.Alpha, _p.S, _p.Beta, age, age + t);
        return Math.Clamp(-SpecialFunctions.Expm1(-silent) - dropped, 0.0, 1.0);
    }

    // Mixes the negative binomial over the moment of drop-out u in (0, t), in w = sqrt(u), where every count has about the same width.
    private void AddDropouts(double r, double alpha, double beta, double t, double alive, double[] mass)
    {
        double s = _p.S;
        double rate = r / alpha;
        double near = Math.Sqrt(Math.Min(alpha, beta));
        double top = Math.Sqrt(t);
        for (double w = 0.0; w < top;)
        {
            double length = Math.Min(2.0 * Math.Sqrt((1.0 / rate) + (w * w / r)), Math.Max(near, w));
            length = Math.Min(Math.Min(length, 3.0 * Math.Sqrt((beta + (w * w)) / s)), top - w);
            for (int i = 0; i < GaussLegendre.Points; i++)
            {
                double at = w + (GaussLegendre.Nodes[i] * length);
                double u = at * at;
                double density = s / (beta + u) * Math.Exp(-s * SpecialFunctions.Log1p(u / beta));
                NegativeBinomial.Add(r, alpha, u, alive * GaussLegendre.Weights[i] * length * 2.0 * at * density, mass);
            }

            w = length >= top - w ? top : w + length;
        }
    }
}
