namespace Perennial.Models;

/// <summary>When customers who buy at fixed opportunities can buy next, as seen from the day up to which their histories are known.</summary>
/// <remarks>
/// Opportunities on known dates come then. Where an opportunity is a whole period (a week, a month) in which a customer buys or does not, the periods
/// begin the day after, a purchase counts in the middle of its period, and a horizon that ends within one holds it with the chance of that part.
/// </remarks>
public sealed class OpportunitySchedule
{
    /// <summary>Rounding of times up to which they count as equal, in periods.</summary>
    private const double Rounding = 1e-9;
    private const double Endless = 1e12;
    private readonly double[] _next;

    /// <summary>Takes the mean time between opportunities and, where they are dates, the next of them.</summary>
    /// <param name="period">Mean time between opportunities, in the unit of the histories; positive.</param>
    /// <param name="next">Times from now of the next ones, rising and positive, at most 200; those beyond follow at the mean distance. Null where an opportunity is a whole period.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is not a positive, finite time.</exception>
    /// <exception cref="ArgumentException">The next times are none, too many, or do not rise.</exception>
    public OpportunitySchedule(double period, double[]? next = null)
    {
        if (!(period > 0) || !double.IsFinite(period))
        {
            throw new ArgumentOutOfRangeException(nameof(period), period, "A period is a positive, finite time between opportunities.");
        }

        if (next is not null && (next.Length is 0 or > MostDates || next.Where((at, i) => !double.IsFinite(at) || at <= (i == 0 ? 0 : next[i - 1])).Any()))
        {
            throw new ArgumentException($"The next opportunities are 1 to {MostDates} rising, finite times above 0; leave them out where an opportunity is a whole period.", nameof(next));
        }

        Period = period;
        _next = next is null ? [] : [.. next];
    }

    /// <summary>Gives the mean time between opportunities, in the unit of the histories.</summary>
    public double Period { get; }

    /// <summary>Gives the times from now of the next opportunities, or none where an opportunity is a whole period.</summary>
    public IReadOnlyList<double> Next => _next;

    /// <summary>The most dates that may be stated.</summary>
    public const int MostDates = 200;

    /// <summary>Gives the number of opportunities within a horizon, and the chance of one more.</summary>
    /// <param name="horizon">A time of at least 0; may be infinite.</param>
    internal (double Whole, double Part) Within(double horizon)
    {
        double periods = horizon / Period;
        if (periods >= Endless)
        {
            return (Endless, 0);
        }

        if (_next.Length == 0)
        {
            double whole = Math.Floor(periods + Rounding);
            return (whole, periods - whole > Rounding ? periods - whole : 0);
        }

        double reach = horizon + (Rounding * Period);
        return (reach < _next[^1] ? _next.Count(at => at <= reach) : _next.Length + Math.Floor((reach - _next[^1]) / Period), 0);
    }

    /// <summary>Gives the time from now of the k-th opportunity, k at least 1; whole where k is at most <see cref="MostDates"/>.</summary>
    internal double At(double k) => _next.Length == 0 ? (k - 0.5) * Period
        : k <= _next.Length ? _next[(int)Math.Round(k) - 1]
        : _next[^1] + ((k - _next.Length) * Period);

    /// <summary>Gives the sum of the discount factors of the first k opportunities; k need not be whole beyond <see cref="MostDates"/>.</summary>
    internal double DiscountSum(double k, double delta)
    {
        if (delta == 0 || k <= 0)
        {
            return Math.Max(0, k);
        }

        int dated = (int)Math.Min(_next.Length, k + Rounding);
        double sum = 0;
        for (int i = 0; i < dated; i++)
        {
            sum += Math.Exp(-delta * _next[i]);
        }

        double rest = k - dated, fall = delta * Period;
        return rest <= 0 ? sum
            : sum + (Math.Exp(-delta * At(dated + 1)) * Numerics.SpecialFunctions.Expm1(-fall * rest) / Numerics.SpecialFunctions.Expm1(-fall));
    }

    /// <summary>Counts histories whose times are whole periods in opportunities.</summary>
    /// <exception cref="ArgumentException">A time is not a whole number of periods, or a customer bought more often than there were opportunities.</exception>
    internal DiscreteHistories Count(PurchaseHistories histories)
    {
        int[] recency = new int[histories.Count], opportunities = new int[histories.Count];
        for (int i = 0; i < histories.Count; i++)
        {
            recency[i] = Whole(i, "recency", histories.Recency[i]);
            opportunities[i] = Whole(i, "T", histories.T[i]);
        }

        return new DiscreteHistories(histories.Frequency, recency, opportunities, histories.Weight);
    }

    private int Whole(int row, string name, double time)
    {
        double periods = time / Period, whole = Math.Round(periods);
        return Math.Abs(periods - whole) <= 1e-6 * Math.Max(1, whole) && whole <= int.MaxValue
            ? (int)whole
            : throw new ArgumentException(
                $"Row {row} has {name} {time}, which is not a whole number of periods of {Period}. Histories of opportunities count them: give the number of opportunities times the period.");
    }
}
