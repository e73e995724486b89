namespace Perennial.Models;

/// <summary>A fitted model of purchases and drop-out. Every model answers the same questions in the same order with the same meaning.</summary>
/// <remarks>All methods return n finite numbers in the order of the histories; times are in <see cref="Unit"/>.</remarks>
public interface ITransactionModel
{
    /// <summary>Gives the model's name: bg-nbd, pareto-nbd.</summary>
    string Name { get; }

    /// <summary>Gives the time unit of the fit.</summary>
    TimeUnit Unit { get; }

    /// <summary>Gives the parameters in the paper's order: (r, alpha, a, b) or (r, alpha, s, beta).</summary>
    double[] Parameters { get; }

    /// <summary>Makes the same model with other parameters, for draws from their uncertainty.</summary>
    /// <param name="parameters">As many as <see cref="Parameters"/>, in the same order and units.</param>
    /// <exception cref="ArgumentException">There are not as many, or one is out of its domain.</exception>
    ITransactionModel With(double[] parameters);

    /// <summary>Gives each customer's P(alive): the chance of not having dropped out by T.</summary>
    /// <param name="histories">n customers, in the unit of the model.</param>
    /// <returns>n numbers in [0, 1], in the order of the histories. 1 for everybody without a repeat purchase in models that let customers leave only after one.</returns>
    /// <exception cref="UnitMismatchException">Histories and model differ in time unit.</exception>
    double[] ProbabilityAlive(PurchaseHistories histories);

    /// <summary>Gives each customer's chance of still being active at T + t, as far as is known at T: it never rises with t.</summary>
    /// <param name="histories">n customers, in the unit of the model.</param>
    /// <param name="t">A time after T of at least 0, in the unit of the model; at 0 it is P(alive).</param>
    /// <returns>n numbers in [0, 1], in the order of the histories.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or not finite.</exception>
    /// <exception cref="UnitMismatchException">Histories and model differ in time unit.</exception>
    double[] ProbabilityAlive(PurchaseHistories histories, double t);

    /// <summary>Gives E[X(t)] of a customer just acquired: expected repeat purchases in (0, t].</summary>
    /// <param name="t">A horizon from 0 to 1e12, in the unit of the model.</param>
    /// <returns>A finite number of at least 0; the first purchase is not counted.</returns>
    double ExpectedTransactions(double t);

    /// <summary>Gives each customer's expected purchases in (T, T + t].</summary>
    /// <param name="histories">n customers, in the unit of the model.</param>
    /// <param name="t">A horizon from 0 to 1e12, in the unit of the model.</param>
    /// <returns>n finite numbers of at least 0, in the order of the histories.</returns>
    /// <exception cref="UnitMismatchException">Histories and model differ in time unit.</exception>
    double[] ConditionalExpectedTransactions(PurchaseHistories histories, double t);

    /// <summary>Gives one customer's P(n purchases in (T, T + t]) for n = 0 … counts - 1; the rest of the mass lies beyond.</summary>
    /// <param name="frequency">x repeat purchases, at least 0.</param>
    /// <param name="recency">t_x, from 0 to the age; 0 where x is 0.</param>
    /// <param name="age">T, in the unit of the model.</param>
    /// <param name="t">A horizon from 0 to 1e12, in the unit of the model.</param>
    /// <param name="counts">How many chances are wanted, at least 0.</param>
    /// <returns>Chances in [0, 1], of 0, 1, 2, … purchases.</returns>
    /// <exception cref="ArgumentException">The history is impossible.</exception>
    double[] ProbabilityOfCount(int frequency, double recency, double age, double t, int counts);

    /// <summary>Gives P(X(t) = n) of a customer just acquired, n = 0 … counts - 1 repeat purchases in (0, t]; the rest of the mass lies beyond.</summary>
    /// <param name="t">A horizon from 0 to 1e12, in the unit of the model.</param>
    /// <param name="counts">How many chances are wanted, at least 0.</param>
    /// <returns>Chances in [0, 1], of 0, 1, 2, … purchases; the first purchase is not counted.</returns>
    double[] ProbabilityOfCount(double t, int counts);

    /// <summary>Gives each customer's chance of no purchase in (T, T + t].</summary>
    /// <param name="histories">n customers, in the unit of the model.</param>
    /// <param name="t">A horizon from 0 to 1e12, in the unit of the model.</param>
    /// <returns>n numbers in [0, 1], in the order of the histories.</returns>
    /// <exception cref="UnitMismatchException">Histories and model differ in time unit.</exception>
    double[] ProbabilityOfNoPurchase(PurchaseHistories histories, double t);

    /// <summary>Gives each customer's expected discounted purchases in (T, T + t].</summary>
    /// <param name="histories">n customers, in the unit of the model.</param>
    /// <param name="t">A horizon from 0 to 1e12, in the unit of the model.</param>
    /// <param name="rate">A rate in the unit of the model, at least 0.</param>
    /// <returns>n finite numbers of at least 0, in the order of the histories.</returns>
    /// <exception cref="UnitMismatchException">Histories or rate and model differ in time unit.</exception>
    double[] DiscountedExpectedTransactions(PurchaseHistories histories, double t, ContinuousRate rate);

    /// <summary>Gives each customer's expected discounted purchases in (T, infinity). Needs a positive rate.</summary>
    /// <param name="histories">n customers, in the unit of the model.</param>
    /// <param name="rate">A rate above 0, in the unit of the model.</param>
    /// <returns>n finite numbers of at least 0, in the order of the histories.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is 0: without discount the sum may be infinite.</exception>
    double[] Dert(PurchaseHistories histories, ContinuousRate rate);
}
