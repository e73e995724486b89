using Perennial.Models.Fitting;
using Perennial.Models.Histories;

namespace Perennial.Models.ParetoGgg;

/// <summary>Pareto/GGG at given population parameters: one draw of a posterior, or a company told by its parameters.</summary>
/// <remarks>
/// The questions and their meaning are those of <see cref="ITransactionModel"/>, with one difference: what a customer will do depends on the log gaps
/// too, so that they go along wherever a history does. Histories without them are refused. For predictions that know how uncertain the parameters
/// are take <see cref="ParetoGggPosterior"/>.
/// </remarks>
/// <source paper="PlatzerReutterer2016"/>
public sealed class ParetoGggModel
{
    private const int SmallBlock = 4;
    private readonly ParetoGggParameters _p;

    /// <summary>Takes parameters and the unit of Alpha and Beta.</summary>
    /// <param name="parameters">Positive, finite numbers.</param>
    /// <param name="unit">The unit of Alpha and Beta.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not a positive, finite number.</exception>
    public ParetoGggModel(ParetoGggParameters parameters, TimeUnit unit)
    {
        HistoryDoor.Parameter(parameters.T, "t");
        HistoryDoor.Parameter(parameters.Gamma, "gamma");
        HistoryDoor.Parameter(parameters.R, "r");
        HistoryDoor.Parameter(parameters.Alpha, "alpha");
        HistoryDoor.Parameter(parameters.S, "s");
        HistoryDoor.Parameter(parameters.Beta, "beta");
        _p = parameters;
        Unit = unit;
    }

    /// <summary>Gives the time unit of Alpha, Beta and the histories.</summary>
    public TimeUnit Unit { get; }

    /// <summary>Gives (t, gamma, r, alpha, s, beta).</summary>
    public double[] Parameters => _p.ToArray();

    /// <summary>Gives the parameters by name.</summary>
    public ParetoGggParameters Named => _p;

    /// <summary>Gives each customer's P(alive): the chance of not having dropped out by T.</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <returns>n chances in the order given.</returns>
    public double[] ProbabilityAlive(PurchaseHistories histories) => Each(histories, row => Fine(row).Alive);

    /// <summary>Gives each customer's chance of still being active at T + t, as far as is known at T: whoever is alive at T has drop-out rate gamma (s, beta + T).</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <param name="t">Horizon, at least 0; at 0 it is P(alive).</param>
    /// <returns>n chances in the order given.</returns>
    public double[] ProbabilityAlive(PurchaseHistories histories, double t)
    {
        HistoryDoor.Horizon(t);
        return Each(histories, row => Fine(row).Alive * _p.Stays(row.Age, t));
    }

    /// <summary>Gives each customer's mean regularity: 1 is random, more is regular, less comes in bursts.</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    public double[] ExpectedRegularity(PurchaseHistories histories) => Each(histories, row => Fine(row).States.Sum(state => state.Chance * state.K));

    /// <summary>Gives each customer's chance of no purchase in (T, T + t]: the likelihood of a silence that goes on against that of the silence so far.</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <param name="t">Horizon, at least 0.</param>
    public double[] ProbabilityOfNoPurchase(PurchaseHistories histories, double t)
    {
        HistoryDoor.Horizon(t);
        return Each(histories, row => Math.Clamp(Math.Exp(Fine(row with { Age = row.Age + t }).LogLikelihood - Fine(row).LogLikelihood), 0.0, 1.0));
    }

    /// <summary>Gives E[X(t)] of a customer just acquired: expected repeat purchases in (0, t].</summary>
    /// <param name="t">Horizon, at least 0.</param>
    public double ExpectedTransactions(double t)
    {
        HistoryDoor.Horizon(t);
        return Reached(new Row(0, 0.0, 0.0, 0.0), t, 0.0).Sum();
    }

    /// <summary>Gives each customer's expected purchases in (T, T + t].</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <param name="t">Horizon, at least 0.</param>
    public double[] ConditionalExpectedTransactions(PurchaseHistories histories, double t)
    {
        HistoryDoor.Horizon(t);
        return Each(histories, row => Reached(row, t, 0.0).Sum());
    }

    /// <summary>Gives one customer's P(n purchases in (T, T + t]) for n = 0 … counts - 1; the rest of the mass lies beyond.</summary>
    /// <param name="frequency">x.</param>
    /// <param name="recency">t_x.</param>
    /// <param name="age">T.</param>
    /// <param name="logGaps">The sum of ln of the times between purchases.</param>
    /// <param name="t">Horizon, at least 0.</param>
    /// <param name="counts">How many counts.</param>
    public double[] ProbabilityOfCount(int frequency, double recency, double age, double logGaps, double t, int counts)
    {
        HistoryDoor.Customer(frequency, recency, age, counts);
        HistoryDoor.Horizon(t);
        _ = new PurchaseHistories([frequency], [recency], [age], Unit, null, [logGaps]);
        List<double> reached = Reached(new Row(frequency, recency, age, logGaps), t, 0.0);
        double At(int n) => n == 0 ? 1.0 : n <= reached.Count ? reached[n - 1] : 0.0;
        return [.. Enumerable.Range(0, counts).Select(n => Math.Clamp(At(n) - At(n + 1), 0.0, 1.0))];
    }

    /// <summary>Gives each customer's expected discounted purchases in (T, T + t].</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <param name="t">Horizon, at least 0.</param>
    /// <param name="rate">The discount rate.</param>
    public double[] DiscountedExpectedTransactions(PurchaseHistories histories, double t, ContinuousRate rate)
    {
        HistoryDoor.Horizon(t);
        HistoryDoor.SameUnit(rate, Unit);
        return Each(histories, row => Reached(row, t, rate.Delta).Sum());
    }

    /// <summary>Gives each customer's expected discounted purchases in (T, infinity). Needs a positive rate.</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <param name="rate">The discount rate, positive.</param>
    public double[] Dert(PurchaseHistories histories, ContinuousRate rate)
    {
        HistoryDoor.SameUnit(rate, Unit);
        HistoryDoor.Positive(rate);
        return Each(histories, row => Some(Coarse(row))
            .Sum(state => state.Chance * state.Alive * FuturePurchases.Forever(state, _p.S, _p.Beta + row.Age, row.Age - row.Recency, rate.Delta)));
    }

    // Purchases to come are dear: they are summed over fewer regularities, to about 1e-6.
    private ParetoGggCustomer Coarse(Row row)
    {
        (int x, double tx, double age, double gaps) = row;
        RegularityLattice lattice = RegularityLattice.Of(_p, x, ParetoGggRows.Uneven(x, tx, gaps), Fineness.Draws);
        return ParetoGggCustomer.Of(_p, lattice, tx, age, gaps, Fineness.Draws);
    }


    private static IEnumerable<ParetoGggState> Some(ParetoGggCustomer customer) => customer.States.Where(state => state.Chance > 1e-8);

    private ParetoGggCustomer Fine(Row row) => ParetoGggCustomer.Of(_p, row.Frequency, row.Recency, row.Age, row.LogGaps);

    private List<double> Reached(Row row, double t, double delta)
    {
        List<double> reached = [];
        foreach (ParetoGggState state in Some(Coarse(row)))
        {
            FuturePurchases.Add(state, _p.S, _p.Beta + row.Age, row.Age - row.Recency, t, delta, state.Chance * state.Alive, reached);
        }

        return reached;
    }

    // Equal histories are looked at once.
    private double[] Each(PurchaseHistories histories, Func<Row, double> predict)
    {
        double[] gaps = ParetoGggRows.Gaps(histories);
        HistoryDoor.SameUnit(histories, Unit);
        Dictionary<Row, int> places = [];
        List<Row> rows = [];
        int[] place = new int[histories.Count];
        for (int i = 0; i < place.Length; i++)
        {
            Row row = new(histories.Frequency[i], histories.Recency[i], histories.T[i], gaps[i]);
            if (!places.TryGetValue(row, out place[i]))
            {
                places[row] = place[i] = rows.Count;
                rows.Add(row);
            }
        }

        double[] values = new double[rows.Count];
        Blocks.Run(rows.Count, 0, SmallBlock, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                values[i] = predict(rows[i]);
            }
        });
        return Array.ConvertAll(place, i => values[i]);
    }

    private readonly record struct Row(int Frequency, double Recency, double Age, double LogGaps);
}
