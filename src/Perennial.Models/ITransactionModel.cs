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
    ITransactionModel With(double[] parameters);

    /// <summary>Gives each customer's P(alive): the chance of not having dropped out by T.</summary>
    double[] ProbabilityAlive(PurchaseHistories histories);

    /// <summary>Gives each customer's chance of no purchase in (T, T + t].</summary>
    double[] ProbabilityOfNoPurchase(PurchaseHistories histories, double t);

    /// <summary>Gives E[X(t)] of a customer just acquired: expected repeat purchases in (0, t].</summary>
    double ExpectedTransactions(double t);

    /// <summary>Gives each customer's expected purchases in (T, T + t].</summary>
    double[] ConditionalExpectedTransactions(PurchaseHistories histories, double t);

    /// <summary>Gives one customer's P(n purchases in (T, T + t]) for n = 0 … counts - 1; the rest of the mass lies beyond.</summary>
    double[] ProbabilityOfCount(int frequency, double recency, double age, double t, int counts);

    /// <summary>Gives each customer's expected discounted purchases in (T, T + t].</summary>
    double[] DiscountedExpectedTransactions(PurchaseHistories histories, double t, ContinuousRate rate);

    /// <summary>Gives each customer's expected discounted purchases in (T, infinity). Needs a positive rate.</summary>
    double[] Dert(PurchaseHistories histories, ContinuousRate rate);
}
