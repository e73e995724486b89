using Perennial.Models.Histories;
using Perennial.Models.Numerics;

namespace Perennial.Models.BgNbd;

/// <summary>What BG/NBD and MBG/NBD predict. They differ in one number: the chances to leave that a customer has before the first repeat purchase.</summary>
/// <remarks>
/// Given that a customer is alive at T, rate and drop-out chance are again gamma and beta: (r + x, alpha + T) and (a, b + chances to leave
/// so far). From there on the two tell the same story.
/// </remarks>
public abstract class BetaGeometricModel : ITransactionModel
{
    private readonly BgNbdParameters _p;
    private readonly int _before;

    private protected BetaGeometricModel(BgNbdParameters parameters, int chancesBeforeTheFirstRepeat, TimeUnit unit)
    {
        HistoryDoor.Parameter(parameters.R, "r");
        HistoryDoor.Parameter(parameters.Alpha, "alpha");
        HistoryDoor.Parameter(parameters.A, "a");
        HistoryDoor.Parameter(parameters.B, "b");
        _p = parameters;
        _before = chancesBeforeTheFirstRepeat;
        Unit = unit;
    }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public TimeUnit Unit { get; }

    /// <inheritdoc/>
    public double[] Parameters => [_p.R, _p.Alpha, _p.A, _p.B];

    /// <inheritdoc/>
    public abstract ITransactionModel With(double[] parameters);

    /// <inheritdoc/>
    /// <source paper="FaderHardie2008" page="2"/>
    public double[] ProbabilityAlive(PurchaseHistories histories) => EachCustomer.Of(histories, Unit, Alive);

    /// <inheritdoc/>
    /// <remarks>Customers leave at purchases alone: each purchase to come is survived with chance 1 - p, their number negative binomial. Right to 1e-13.</remarks>
    /// <source paper="FaderHardieLee2005"/>
    public double[] ProbabilityAlive(PurchaseHistories histories, double t)
    {
        HistoryDoor.Horizon(t);
        return EachCustomer.WhileAlive(histories, Unit, Alive, (x, age) => Stays(_p.R + x, t / (_p.Alpha + age), _p.B + x + _before));
    }

    /// <inheritdoc/>
    /// <source paper="FaderHardieLee2005" equation="9"/>
    public double ExpectedTransactions(double t)
    {
        HistoryDoor.Horizon(t);
        return Alive(0, 0.0, 0.0) * From(0, 0.0).Transactions(t);
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
        double b = _p.B + frequency + _before;
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
    public double[] ProbabilityOfCount(double t, int counts) => ProbabilityOfCount(0, 0.0, 0.0, t, counts);

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

    private double Alive(int x, double tx, double age) => SpecialFunctions.LogisticComplement(BetaGeometricLikelihood.LogDropoutOdds(_p, _before, x, tx, age));

    // E (1 - p)^N, the mean over p of (1 + p tau)^-r.
    private double Stays(double r, double tau, double b) =>
        tau == 0.0 ? 1.0 : Math.Clamp(BetaExpectation.Of(_p.A, b, 1.0 / (r * tau), p => Math.Exp(-r * SpecialFunctions.Log1p(p * tau))), 0.0, 1.0);

    private BgNbdExpectation From(int x, double age) => new(_p.R + x, _p.Alpha + age, _p.A, _p.B + x + _before);

    private double[] WhileAlive(PurchaseHistories histories, Func<BgNbdExpectation, double> expectation) =>
        EachCustomer.WhileAlive(histories, Unit, Alive, (x, age) => expectation(From(x, age)));
}
