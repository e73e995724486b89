using Perennial.Models.Fitting;
using Perennial.Models.Histories;
using Perennial.Models.Predicting;

namespace Perennial.Models.ParetoGgg;

/// <summary>A fitted Pareto/GGG that answers what every model of purchases is asked, for thousands of customers: chances exactly, purchases to come by draws.</summary>
/// <remarks>
/// Expected purchases are the exact chance of any times the mean over the draws that hold some (<see cref="DrawnCustomer"/>), to about 3 % of the
/// expectation for a customer and far less for a sum over many. <see cref="ParetoGggModel"/> gives them exactly, at some twenty times the work.
/// </remarks>
internal sealed class ParetoGggByDraws(ParetoGggModel model) : ITransactionModel
{
    private const int SmallBlock = 8;

    /// <inheritdoc/>
    public string Name => ParetoGggFitter.Name;

    /// <inheritdoc/>
    public TimeUnit Unit => model.Unit;

    /// <inheritdoc/>
    public double[] Parameters => model.Parameters;

    /// <summary>Gives the parameters by name.</summary>
    public ParetoGggParameters Named => model.Named;

    /// <inheritdoc/>
    public ITransactionModel With(double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Length == 6
            ? new ParetoGggByDraws(new(ParetoGggParameters.Of(parameters), Unit))
            : throw new ArgumentException($"There are {parameters.Length} parameters. Pareto/GGG has t, gamma, r, alpha, s, beta.", nameof(parameters));
    }

    /// <inheritdoc/>
    public double[] ProbabilityAlive(PurchaseHistories histories) => model.ProbabilityAlive(histories);

    /// <inheritdoc/>
    public double[] ProbabilityAlive(PurchaseHistories histories, double t) => model.ProbabilityAlive(histories, t);

    /// <inheritdoc/>
    /// <remarks>No more than 10,000 purchases of a customer are counted: where t is not above 1 bursts make the uncut mean infinite.</remarks>
    public double ExpectedTransactions(double t)
    {
        HistoryDoor.Horizon(t);
        return model.ExpectedTransactions(t, ParetoGggPosterior.MostPurchases);
    }

    /// <inheritdoc/>
    public double[] ConditionalExpectedTransactions(PurchaseHistories histories, double t)
    {
        HistoryDoor.Horizon(t);
        return Expected(histories, t, 0);
    }

    /// <inheritdoc/>
    /// <remarks>The gaps are not among the arguments: the answer is over all that are possible.</remarks>
    public double[] ProbabilityOfCount(int frequency, double recency, double age, double t, int counts) => model.ProbabilityOfCount(frequency, recency, age, t, counts);

    /// <inheritdoc/>
    public double[] ProbabilityOfCount(double t, int counts) => model.ProbabilityOfCount(t, counts);

    /// <inheritdoc/>
    public double[] ProbabilityOfNoPurchase(PurchaseHistories histories, double t) => model.ProbabilityOfNoPurchase(histories, t);

    /// <inheritdoc/>
    public double[] DiscountedExpectedTransactions(PurchaseHistories histories, double t, ContinuousRate rate)
    {
        HistoryDoor.Horizon(t);
        HistoryDoor.SameUnit(rate, Unit);
        return Expected(histories, t, rate.Delta);
    }

    /// <inheritdoc/>
    public double[] Dert(PurchaseHistories histories, ContinuousRate rate)
    {
        HistoryDoor.SameUnit(rate, Unit);
        HistoryDoor.Positive(rate);
        return Expected(histories, double.PositiveInfinity, rate.Delta);
    }

    /// <summary>Gives the expected purchases of all customers together in (T, T + t], for rising t: each customer is drawn once.</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <param name="horizons">Rising times, at least 0.</param>
    public double[] ExpectedTotals(PurchaseHistories histories, double[] horizons)
    {
        Func<int, DrawnCustomer> customer = Customers(histories);
        return horizons.Length == 0 ? [] : Blocks.Sum(histories.Count, 0, SmallBlock, horizons.Length, (start, end, sums) =>
        {
            for (int i = start; i < end; i++)
            {
                customer(i).AddExpected(horizons, sums);
            }
        });
    }

    /// <summary>Gives the customers of histories, to be made one by one.</summary>
    public Func<int, DrawnCustomer> Customers(PurchaseHistories histories, int paths = DrawnCustomer.Many)
    {
        double[] gaps = ParetoGggRows.Gaps(histories);
        HistoryDoor.SameUnit(histories, Unit);
        return row => new(model.Named, histories.Frequency[row], histories.Recency[row], histories.T[row], gaps[row], paths);
    }

    private double[] Expected(PurchaseHistories histories, double t, double delta)
    {
        double[] values = new double[histories.Count];
        if (t > 0)
        {
            new OwnCustomers(histories, Customers(histories)).ForEach(0, (customer, rows) =>
            {
                double expected = customer.Alive * customer.Moments(t, delta).First;
                Array.ForEach(rows, row => values[row] = expected);
            });
        }

        return values;
    }
}
