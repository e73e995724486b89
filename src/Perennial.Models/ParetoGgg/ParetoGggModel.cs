using Perennial.Models.Fitting;
using Perennial.Models.Histories;
using Perennial.Models.Numerics;

namespace Perennial.Models.ParetoGgg;

/// <summary>Pareto/GGG at given population parameters: one draw of a posterior, or a company told by its parameters.</summary>
/// <remarks>
/// The questions and their meaning are those of <see cref="ITransactionModel"/>, with one difference: what a customer will do depends on the log gaps
/// too, so that they go along wherever a history does. Histories without them are refused. For predictions that know how uncertain the parameters
/// are take <see cref="ParetoGggPosterior"/>.
/// <para>
/// Data: repeat purchases, recency, age and the sum of the logarithms of the gaps per customer. Assumptions: gaps are gamma with a regularity
/// and a rate of the customer's own, lifetimes exponential, all independent. When not: histories in which hardly anybody bought three times;
/// strong seasons; contracts. Accuracy: 1e-7 aimed; at regularity 1 it is Pareto/NBD to it or better. Neighbours:
/// <see cref="ParetoNbd.ParetoNbdModel"/>; <see cref="CnbdK.CnbdKModel"/>, where all are equally regular.
/// </para>
/// </remarks>
/// <source paper="PlatzerReutterer2016"/>
public sealed class ParetoGggModel
{
    private const int SmallBlock = 4;
    private const int MostSteps = 5_000_000;
    private const double LeastPower = 1e-5;
    private const double AllNodes = 1500.0;
    private const double LeastLog = -150.0;
    private const double LeastLogCapped = -600.0;
    private const double Endless = 1e-8;
    private const int Regularities = 96;
    private const double LeastTail = 1e-9;

    // Below it the chance of a silence is known to fewer digits.
    private const double LeastAfterSilence = -20.0;
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

    /// <summary>Gives E[X(t)] of a customer just acquired: expected repeat purchases in (0, t].</summary>
    /// <param name="t">Horizon, at least 0.</param>
    /// <exception cref="InvalidOperationException">The number is infinite: t + x is not above 1 and a customer has T = t_x.</exception>
    public double ExpectedTransactions(double t)
    {
        HistoryDoor.Horizon(t);
        return Expected(new Row(0, 0.0, 0.0, 0.0), t, 0.0);
    }

    /// <summary>Gives each customer's expected purchases in (T, T + t].</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <param name="t">Horizon, at least 0.</param>
    /// <exception cref="InvalidOperationException">The number is infinite: t + x is not above 1 and a customer has T = t_x.</exception>
    public double[] ConditionalExpectedTransactions(PurchaseHistories histories, double t)
    {
        HistoryDoor.Horizon(t);
        return Each(histories, row => Expected(row, t, 0.0));
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
        double[] reached = new double[counts];
        foreach (ParetoGggState state in Known(new Row(frequency, recency, age, logGaps)).States.Where(state => state.Chance > 1e-9))
        {
            FuturePurchases.Add(state, _p.S, _p.Beta + age, age - recency, t, state.Chance * state.Alive, reached);
        }

        return [.. Enumerable.Range(0, counts).Select(n => Math.Clamp((n == 0 ? 1.0 : reached[n - 1]) - reached[n], 0.0, 1.0))];
    }

    /// <summary>Gives the same of a customer whose gaps are not known: over all that x purchases until t_x leave possible.</summary>
    /// <param name="frequency">x.</param>
    /// <param name="recency">t_x.</param>
    /// <param name="age">T.</param>
    /// <param name="t">Horizon, at least 0.</param>
    /// <param name="counts">How many counts.</param>
    /// <remarks>Given the regularity k the time of x purchases is gamma (k x, k lambda), so that the gaps drop out; over k by the trapezoid rule in ln k, to about 1e-6.</remarks>
    public double[] ProbabilityOfCount(int frequency, double recency, double age, double t, int counts)
    {
        HistoryDoor.Customer(frequency, recency, age, counts);
        HistoryDoor.Horizon(t);
        if (frequency <= 1)
        {
            return ProbabilityOfCount(frequency, recency, age, frequency == 0 ? 0.0 : Math.Log(recency), t, counts);
        }

        double even = frequency * Math.Log(recency / frequency);
        double low = Math.Log(Math.Max(IncompleteFunctions.GammaQuantile(_p.T, LeastTail), 1e-8)), high = Math.Log(IncompleteFunctions.GammaQuantile(_p.T, 1.0 - LeastTail));
        double[] heights = new double[Regularities];
        ParetoGggState[] states = new ParetoGggState[Regularities];
        for (int j = 0; j < Regularities; j++)
        {
            double ln = low + ((high - low) * j / (Regularities - 1)) - Math.Log(_p.Gamma), k = Math.Exp(ln), x = frequency;
            ParetoGggCustomer customer = ParetoGggCustomer.GivenRegularity(k, _p, frequency, recency, age, even);
            states[j] = customer.States[0];

            // The density of t_x in place of that of the gaps.
            heights[j] = (_p.T * ln) - (_p.Gamma * k) + customer.LogLikelihood - ((k - 1.0) * even)
                + (x * SpecialFunctions.LogGamma(k)) - SpecialFunctions.LogGamma(k * x) + (((k * x) - 1.0) * Math.Log(recency));
        }

        double top = heights.Max(), sum = heights.Sum(height => Math.Exp(height - top));
        double[] reached = new double[counts];
        for (int j = 0; j < Regularities; j++)
        {
            double chance = Math.Exp(heights[j] - top) / sum;
            if (chance > 1e-8)
            {
                FuturePurchases.Add(states[j], _p.S, _p.Beta + age, age - recency, t, chance * states[j].Alive, reached);
            }
        }

        return [.. Enumerable.Range(0, counts).Select(n => Math.Clamp((n == 0 ? 1.0 : reached[n - 1]) - reached[n], 0.0, 1.0))];
    }

    /// <summary>Gives P(X(t) = n) of a customer just acquired, n = 0 … counts - 1 repeat purchases in (0, t]; the rest of the mass lies beyond.</summary>
    /// <param name="t">Horizon, at least 0.</param>
    /// <param name="counts">How many counts.</param>
    public double[] ProbabilityOfCount(double t, int counts) => ProbabilityOfCount(0, 0.0, 0.0, 0.0, t, counts);

    /// <summary>Gives each customer's chance of no purchase in (T, T + t]: the likelihood of a silence that goes on against that of the silence so far.</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <param name="t">Horizon, at least 0.</param>
    public double[] ProbabilityOfNoPurchase(PurchaseHistories histories, double t)
    {
        HistoryDoor.Horizon(t);
        return Each(histories, row => Math.Clamp(Math.Exp(Fine(row with { Age = row.Age + t }).LogLikelihood - Fine(row).LogLikelihood), 0.0, 1.0));
    }

    /// <summary>Gives each customer's expected discounted purchases in (T, T + t].</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <param name="t">Horizon, at least 0.</param>
    /// <param name="rate">The discount rate.</param>
    /// <exception cref="InvalidOperationException">The number is infinite: t + x is not above 1 and a customer has T = t_x.</exception>
    public double[] DiscountedExpectedTransactions(PurchaseHistories histories, double t, ContinuousRate rate)
    {
        HistoryDoor.Horizon(t);
        HistoryDoor.SameUnit(rate, Unit);

        // What is left to come is worth less than the smallest number.
        return rate.Delta * t > 800.0 ? Dert(histories, rate) : Each(histories, row => Expected(row, t, rate.Delta));
    }

    /// <summary>Gives each customer's expected discounted purchases in (T, infinity). Needs a positive rate.</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <param name="rate">The discount rate, positive.</param>
    /// <exception cref="InvalidOperationException">The number is infinite: t + x is not above 1 and a customer has T = t_x.</exception>
    public double[] Dert(PurchaseHistories histories, ContinuousRate rate)
    {
        HistoryDoor.SameUnit(rate, Unit);
        HistoryDoor.Positive(rate);
        return Each(histories, row => Over(
            row, double.PositiveInfinity, state => FuturePurchases.Forever(state, _p.S, _p.Beta + row.Age, row.Age - row.Recency, rate.Delta)));
    }

    /// <summary>Gives each customer's mean regularity: 1 is random, more is regular, less comes in bursts.</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    public double[] ExpectedRegularity(PurchaseHistories histories) => Each(histories, row => Fine(row).States.Sum(state => state.Chance * state.K));

    /// <summary>Gives the expected repeat purchases in (0, t] of a customer just acquired, no more than so many counted of any.</summary>
    internal double ExpectedTransactions(double t, double most) => Expected(new Row(0, 0.0, 0.0, 0.0), t, 0.0, most);

    // Purchases to come are dear: they are summed over fewer regularities, to about 1e-6.
    private ParetoGggCustomer Known(Row row, double? factors = null, double? least = null)
    {
        (int x, double tx, double age, double gaps) = row;
        Fineness fineness = Fineness.Draws with { Keep = AllNodes, Check = Fineness.Numbers.Check };
        double uneven = ParetoGggRows.Uneven(x, tx, gaps);
        RegularityLattice lattice = RegularityLattice.Of(
            _p, x, uneven, fineness, factors ?? (age > tx ? Math.Max(x, 1) : x), least ?? (age > tx ? LeastAfterSilence : LeastLog));
        return ParetoGggCustomer.Of(_p, lattice, tx, age, gaps, fineness);
    }

    private double Expected(Row row, double t, double delta, double most = double.PositiveInfinity) => t == 0.0 ? 0.0 : Over(
        row, most, state => FuturePurchases.Sum(state, _p.S, _p.Beta + row.Age, row.Age - row.Recency, t, delta, most));

    // The sum over regularities of what a customer who is alive buys. As k falls that grows like 1 / (k (a - ln k)): a burst lasts until a gap is long.
    private double Over(Row row, double most, Func<ParetoGggState, double> buys)
    {
        bool silent = row.Age > row.Recency, capped = double.IsFinite(most);
        double power = _p.T + row.Frequency - (silent || capped ? 0.0 : 1.0);
        if (power < LeastPower)
        {
            throw new InvalidOperationException(
                $"The expected number of purchases of a customer with x = {row.Frequency}, t_x = T = {row.Age:R} is infinite: at t = {_p.T:R}, which is not above 1, bursts of very "
                + "many purchases (regularity near 0) are too likely. Ask for ProbabilityOfCount or ProbabilityOfNoPurchase, which exist; for customers with T above t_x; or the posterior, which counts "
                + $"at most {ParetoGggPosterior.MostPurchases:N0} purchases of a customer.");
        }

        List<ParetoGggState> states = Known(row, power - _p.T, capped ? LeastLogCapped : null).States;
        double sum = 0.0, first = 0.0, second = 0.0;
        for (int i = 0; i < states.Count; i++)
        {
            ParetoGggState state = states[i];
            double weight = state.Chance * state.Alive;
            double part = weight * Math.Min(most, Math.Max(1.0, 1.0 / state.K)) <= 1e-9 ? 0.0
                : capped && state.K * most < Endless ? weight * most
                : weight * buys(state);
            (first, second) = (i == 0 ? part : first, i == 1 ? part : second);
            sum += part;
        }

        if (capped || first <= 1e-9 * sum || states.Count < 2)
        {
            return sum;
        }

        // Below the least regularity looked at, the law itself, which two of them give.
        double step = Math.Log(states[1].K / states[0].K), rise = second / first * Math.Exp(-power * step), place = step * rise / Math.Max(rise - 1.0, 1e-3);
        double rest = 0.0, fall = 1.0;
        for (int j = 1; j < MostSteps && fall > 1e-9; j++)
        {
            fall = Math.Exp(-power * step * j);
            rest += first * fall * place / (place + (j * step));
        }

        return sum + rest;
    }

    private ParetoGggCustomer Fine(Row row) => ParetoGggCustomer.Of(_p, row.Frequency, row.Recency, row.Age, row.LogGaps);

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
