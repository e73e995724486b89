using Perennial.Models.Histories;
using Perennial.Models.Numerics;

namespace Perennial.Models.BgNbd;

/// <summary>A fitted BG/NBD.</summary>
/// <remarks>Given that a customer is alive at T, rate and drop-out chance are again gamma and beta: (r + x, alpha + T) and (a, b + x).</remarks>
public sealed class BgNbdModel : ITransactionModel
{
    private readonly BgNbdParameters _p;

    /// <summary>Takes parameters and the unit of Alpha.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not a positive, finite number.</exception>
    public BgNbdModel(BgNbdParameters parameters, TimeUnit unit)
    {
        HistoryDoor.Parameter(parameters.R, "r");
        HistoryDoor.Parameter(parameters.Alpha, "alpha");
        HistoryDoor.Parameter(parameters.A, "a");
        HistoryDoor.Parameter(parameters.B, "b");
        _p = parameters;
        Unit = unit;
    }

    /// <inheritdoc/>
    public string Name => BgNbdFitter.Name;

    /// <inheritdoc/>
    public TimeUnit Unit { get; }

    /// <inheritdoc/>
    public double[] Parameters => [_p.R, _p.Alpha, _p.A, _p.B];

    /// <summary>Gives the parameters by name.</summary>
    public BgNbdParameters Named => _p;

    /// <inheritdoc/>
    public ITransactionModel With(double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Length == 4
            ? new BgNbdModel(new BgNbdParameters(parameters[0], parameters[1], parameters[2], parameters[3]), Unit)
            : throw new ArgumentException($"There are {parameters.Length} parameters. BG/NBD has four: r, alpha, a, b.", nameof(parameters));
    }

    /// <inheritdoc/>
    /// <source paper="FaderHardie2008" page="2"/>
    public double[] ProbabilityAlive(PurchaseHistories histories) => EachCustomer.Of(histories, Unit, Alive);

    /// <inheritdoc/>
    public double[] ProbabilityOfNoPurchase(PurchaseHistories histories, double t)
    {
        HistoryDoor.Horizon(t);
        return EachCustomer.Of(histories, Unit, (x, tx, age) =>
        {
            double some = -SpecialFunctions.Expm1(-(_p.R + x) * SpecialFunctions.Log1p(t / (_p.Alpha + age)));
            return 1.0 - (Alive(x, tx, age) * some);
        });
    }

    /// <inheritdoc/>
    /// <source paper="FaderHardieLee2005" equation="9"/>
    public double ExpectedTransactions(double t)
    {
        HistoryDoor.Horizon(t);
        return new BgNbdExpectation(_p.R, _p.Alpha, _p.A, _p.B).Transactions(t);
    }

    /// <inheritdoc/>
    /// <source paper="FaderHardieLee2005" equation="10"/>
    public double[] ConditionalExpectedTransactions(PurchaseHistories histories, double t)
    {
        HistoryDoor.Horizon(t);
        return WhileAlive(histories, now => now.Transactions(t));
    }

    /// <inheritdoc/>
    /// <source paper="FaderHardieLee2005" equation="8"/>
    public double[] ProbabilityOfCount(int frequency, double recency, double age, double t, int counts)
    {
        HistoryDoor.Customer(frequency, recency, age, counts);
        HistoryDoor.Horizon(t);
        double alive = Alive(frequency, recency, age);
        double r = _p.R + frequency;
        double alpha = _p.Alpha + age;
        double b = _p.B + frequency;
        double[] mass = new double[counts];
        NegativeBinomial.Add(r, alpha, t, 1.0, mass);

        // Beyond: the chance of at least n purchases of a customer who never drops out, from the far end so that small tails stay exact.
        double beyond = NegativeBinomial.Tail(r, alpha, t, counts);
        for (int n = counts - 1; n >= 0; n--)
        {
            beyond += mass[n];
            double logStay = SpecialFunctions.LogRising(b, n) - SpecialFunctions.LogRising(_p.A + b, n);
            double stay = Math.Exp(logStay);
            double leave = n == 0 ? 0.0 : stay * _p.A / (b + n - 1.0);
            mass[n] = alive * ((stay * mass[n]) + (leave * Math.Min(1.0, beyond)));
        }

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
        return WhileAlive(histories, now => now.Discounted(t, rate.Delta));
    }

    /// <inheritdoc/>
    public double[] Dert(PurchaseHistories histories, ContinuousRate rate)
    {
        HistoryDoor.SameUnit(rate, Unit);
        HistoryDoor.Positive(rate);
        return WhileAlive(histories, now => now.DiscountedForever(rate.Delta));
    }

    private double Alive(int x, double tx, double age) => SpecialFunctions.LogisticComplement(BgNbdLikelihood.LogDropoutOdds(_p, x, tx, age));

    private BgNbdExpectation From(int x, double age) => new(_p.R + x, _p.Alpha + age, _p.A, _p.B + x);

    private double[] WhileAlive(PurchaseHistories histories, Func<BgNbdExpectation, double> expectation) =>
        EachCustomer.WhileAlive(histories, Unit, Alive, (x, age) => expectation(From(x, age)));
}
