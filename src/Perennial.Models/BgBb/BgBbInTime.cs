using Perennial.Models.Fitting;
using Perennial.Models.Histories;
using Perennial.Models.Predicting;

namespace Perennial.Models.BgBb;

/// <summary>A fitted BG/BB whose opportunities come at known times, so that it answers what every model of purchases is asked.</summary>
/// <remarks>Histories count opportunities: frequency those with a purchase, and recency and T are whole numbers of the schedule's periods.</remarks>
internal sealed class BgBbInTime : ITransactionModel
{
    private readonly BgBbModel _model;
    private readonly OpportunitySchedule _schedule;
    private readonly TransactionLaw _law;

    public BgBbInTime(BgBbModel model, OpportunitySchedule schedule, TimeUnit unit)
    {
        _model = model;
        _schedule = schedule;
        Unit = unit;
        _law = TransactionLaw.BgBb(model.Named, schedule, unit);
    }

    /// <inheritdoc/>
    public string Name => BgBbFitter.Name;

    /// <inheritdoc/>
    public TimeUnit Unit { get; }

    /// <inheritdoc/>
    public double[] Parameters => _model.Parameters;

    /// <summary>Gives the parameters by name.</summary>
    public BgBbParameters Named => _model.Named;

    /// <summary>Gives the law of a customer who is alive.</summary>
    public TransactionLaw Law => _law;

    /// <summary>Fits histories that count opportunities; where they do not say when these come, one is a whole unit of time.</summary>
    public static FitReport<ITransactionModel> Fit(PurchaseHistories histories, BgBbOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        OpportunitySchedule schedule = Schedule(histories);
        return BgBbFitter.Fit(schedule.Count(histories), options).Map<ITransactionModel>(model => new BgBbInTime(model, schedule, histories.Unit));
    }

    /// <summary>Gives when the opportunities of histories come.</summary>
    public static OpportunitySchedule Schedule(PurchaseHistories histories) => histories.Opportunities ?? new(1);

    /// <summary>Simulates histories of so many whole periods as ages hold.</summary>
    public PurchaseHistories Simulate(double[] ages, ulong seed)
    {
        int[] opportunities = [.. ages.Select(age => (int)Math.Floor((age / _schedule.Period) + 1e-9))];
        DiscreteHistories drawn = BgBbSimulator.Histories(Named, opportunities, seed);
        return new(
            drawn.Frequency, [.. drawn.Recency.Select(k => k * _schedule.Period)], [.. opportunities.Select(n => n * _schedule.Period)], Unit, opportunities: _schedule);
    }

    /// <inheritdoc/>
    public ITransactionModel With(double[] parameters) => new BgBbInTime(BgBbModel.Of(parameters), _schedule, Unit);

    /// <inheritdoc/>
    public double[] ProbabilityAlive(PurchaseHistories histories) => _model.ProbabilityAlive(Count(histories));

    /// <inheritdoc/>
    public double[] ProbabilityAlive(PurchaseHistories histories, double t)
    {
        HistoryDoor.Horizon(t);
        return GivenAlive(histories, buyer => buyer.AliveWithin(t));
    }

    /// <inheritdoc/>
    public double ExpectedTransactions(double t)
    {
        // The opportunities of a new customer follow on the first purchase, whenever that was.
        HistoryDoor.Horizon(t);
        return new OpportunityBuyer(Named, new OpportunitySchedule(_schedule.Period)).First(t, 0);
    }

    /// <inheritdoc/>
    public double[] ConditionalExpectedTransactions(PurchaseHistories histories, double t)
    {
        HistoryDoor.Horizon(t);
        return GivenAlive(histories, buyer => buyer.First(t, 0));
    }

    /// <inheritdoc/>
    public double[] ProbabilityOfCount(int frequency, double recency, double age, double t, int counts)
    {
        HistoryDoor.Horizon(t);
        ArgumentOutOfRangeException.ThrowIfNegative(counts);
        PurchaseHistories one = new([frequency], [recency], [age], Unit, opportunities: _schedule);
        double alive = ProbabilityAlive(one)[0];
        double[] mass = new double[counts];
        _law.AliveAt(frequency, age, 0).AddCounts(t, mass);
        return [.. mass.Select((chance, n) => Math.Clamp((alive * chance) + (n == 0 ? 1 - alive : 0), 0, 1))];
    }

    /// <inheritdoc/>
    public double[] ProbabilityOfCount(double t, int counts) => new BgBbInTime(_model, new(_schedule.Period), Unit).ProbabilityOfCount(0, 0.0, 0.0, t, counts);

    /// <inheritdoc/>
    public double[] ProbabilityOfNoPurchase(PurchaseHistories histories, double t)
    {
        HistoryDoor.Horizon(t);
        return [.. GivenAlive(histories, buyer => 1 - buyer.Zero(t)).Select(some => 1 - some)];
    }

    /// <inheritdoc/>
    public double[] DiscountedExpectedTransactions(PurchaseHistories histories, double t, ContinuousRate rate)
    {
        HistoryDoor.Horizon(t);
        HistoryDoor.SameUnit(rate, Unit);
        return GivenAlive(histories, buyer => buyer.First(t, rate.Delta));
    }

    /// <inheritdoc/>
    public double[] Dert(PurchaseHistories histories, ContinuousRate rate)
    {
        HistoryDoor.SameUnit(rate, Unit);
        HistoryDoor.Positive(rate);
        return GivenAlive(histories, buyer => buyer.First(double.PositiveInfinity, rate.Delta));
    }

    private DiscreteHistories Count(PurchaseHistories histories)
    {
        HistoryDoor.SameUnit(histories, Unit);
        return _schedule.Count(histories);
    }

    // P(alive) times what holds of a customer who is; customers share few distinct numbers of purchases and opportunities.
    private double[] GivenAlive(PurchaseHistories histories, Func<OpportunityBuyer, double> one)
    {
        DiscreteHistories counted = Count(histories);
        double[] alive = _model.ProbabilityAlive(counted);
        Dictionary<(int, int), int> places = [];
        List<int> rows = [];
        int[] place = new int[alive.Length];
        for (int i = 0; i < place.Length; i++)
        {
            (int, int) key = (counted.Frequency[i], counted.Opportunities[i]);
            if (!places.TryGetValue(key, out place[i]))
            {
                places.Add(key, place[i] = rows.Count);
                rows.Add(i);
            }
        }

        double[] found = new double[rows.Count];
        Blocks.Run(found.Length, 0, 16, (start, end) =>
        {
            for (int k = start; k < end; k++)
            {
                found[k] = one((OpportunityBuyer)_law.AliveAt(counted.Frequency[rows[k]], histories.T[rows[k]], 0));
            }
        });
        return [.. place.Select((k, i) => alive[i] * found[k])];
    }
}
