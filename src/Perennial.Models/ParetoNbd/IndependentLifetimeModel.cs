using Perennial.Models.Histories;
using Perennial.Models.Numerics;
using Perennial.Models.Predicting;

namespace Perennial.Models.ParetoNbd;

/// <summary>What Pareto/NBD and GGompertz/NBD predict: customers buy at random, at rates gamma over customers, for a lifetime that does not depend on the rate.</summary>
/// <remarks>
/// Given that a customer is alive at T, the purchase rate is again gamma, (r + x, alpha + T), and the lifetime to come depends on the age alone. A model
/// says how lifetimes go; everything else is told here.
/// </remarks>
public abstract class IndependentLifetimeModel : ITransactionModel
{
    private readonly double _r;
    private readonly double _alpha;

    private protected IndependentLifetimeModel(double r, double alpha, TimeUnit unit)
    {
        HistoryDoor.Parameter(r, "r");
        HistoryDoor.Parameter(alpha, "alpha");
        (_r, _alpha, Unit) = (r, alpha, unit);
    }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public TimeUnit Unit { get; }

    /// <inheritdoc/>
    public abstract double[] Parameters { get; }

    /// <inheritdoc/>
    public abstract ITransactionModel With(double[] parameters);

    /// <inheritdoc/>
    /// <source paper="SchmittleinMorrisonColombo1987"/>
    /// <source paper="BemmaorGlady2012"/>
    public double[] ProbabilityAlive(PurchaseHistories histories) => EachCustomer.Of(histories, Unit, Alive);

    /// <inheritdoc/>
    /// <source paper="SchmittleinMorrisonColombo1987"/>
    /// <source paper="BemmaorGlady2012"/>
    public double[] ProbabilityAlive(PurchaseHistories histories, double t)
    {
        HistoryDoor.Horizon(t);
        return EachCustomer.WhileAlive(histories, Unit, Alive, (_, age) => LifetimeAfter(age).Survival(t));
    }

    /// <inheritdoc/>
    /// <source paper="SchmittleinMorrisonColombo1987"/>
    /// <source paper="BemmaorGlady2012"/>
    public double ExpectedTransactions(double t)
    {
        HistoryDoor.Horizon(t);
        return Transactions(0, 0.0, t, 0.0);
    }

    /// <inheritdoc/>
    /// <source paper="FaderHardie2005Pareto"/>
    /// <source paper="Adler2022"/>
    public double[] ConditionalExpectedTransactions(PurchaseHistories histories, double t)
    {
        HistoryDoor.Horizon(t);
        return EachCustomer.WhileAlive(histories, Unit, Alive, (x, age) => Transactions(x, age, t, 0.0));
    }

    /// <inheritdoc/>
    /// <source paper="FaderHardie2014PmfPareto"/>
    public double[] ProbabilityOfCount(int frequency, double recency, double age, double t, int counts)
    {
        HistoryDoor.Customer(frequency, recency, age, counts);
        HistoryDoor.Horizon(t);
        double alive = Alive(frequency, recency, age);
        double[] mass = new double[counts];
        Lifetime life = LifetimeAfter(age);
        NegativeBinomial.Add(_r + frequency, _alpha + age, t, alive * Math.Exp(-life.LogDecay(t)), mass);
        life.AddDropouts(_r + frequency, _alpha + age, t, alive, mass);
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
        return Array.ConvertAll(EachCustomer.WhileAlive(histories, Unit, Alive, (x, age) => PurchaseWhileAlive(x, age, t)), some => 1.0 - some);
    }

    /// <inheritdoc/>
    public double[] DiscountedExpectedTransactions(PurchaseHistories histories, double t, ContinuousRate rate)
    {
        HistoryDoor.Horizon(t);
        HistoryDoor.SameUnit(rate, Unit);
        return EachCustomer.WhileAlive(histories, Unit, Alive, (x, age) => Transactions(x, age, t, rate.Delta));
    }

    /// <inheritdoc/>
    /// <source paper="FaderHardieLee2005Clv"/>
    public double[] Dert(PurchaseHistories histories, ContinuousRate rate)
    {
        HistoryDoor.SameUnit(rate, Unit);
        HistoryDoor.Positive(rate);
        return EachCustomer.WhileAlive(histories, Unit, Alive, (x, age) => Transactions(x, age, double.PositiveInfinity, rate.Delta));
    }

    /// <summary>Gives ln of the odds of having dropped out in (t_x, T] against being alive at T; minus infinity where t_x = T.</summary>
    private protected abstract double LogDropoutOdds(int x, double tx, double age);

    /// <summary>Gives the lifetime to come of a customer alive at an age.</summary>
    private protected abstract Lifetime LifetimeAfter(double age);

    private double Alive(int x, double tx, double age) => SpecialFunctions.LogisticComplement(LogDropoutOdds(x, tx, age));

    private double Transactions(int x, double age, double t, double delta) => (_r + x) / (_alpha + age) * LifetimeAfter(age).Discounted(t, delta);

    // The chance of a purchase in (T, T + t] of a customer alive at T: 1 - staying silent - dropping out silent.
    private double PurchaseWhileAlive(int x, double age, double t)
    {
        double r = _r + x, alpha = _alpha + age;
        Lifetime life = LifetimeAfter(age);
        double silent = (r * SpecialFunctions.Log1p(t / alpha)) + life.LogDecay(t);
        double dropped = t == 0.0 ? 0.0 : life.SilentDropout(r, alpha, t);
        return Math.Clamp(-SpecialFunctions.Expm1(-silent) - dropped, 0.0, 1.0);
    }
}
