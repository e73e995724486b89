namespace Perennial.Models;

/// <summary>Covariates of n customers that change with time: constant within each period of a calendar that all share.</summary>
/// <remarks>
/// Period k is [k, k + 1) times its length, so that a moment on a boundary belongs to the period that starts there; a moment within a billionth of
/// one is on it. A customer's own clock starts at the first purchase, which lies on the calendar where the customer's start says.
/// </remarks>
public sealed class CovariatePaths
{
    private const double OnBoundary = 1e-9;

    /// <summary>Takes the covariates after checking every value.</summary>
    /// <param name="paths">q covariates with different names.</param>
    /// <param name="start">n times of the first purchase, counted from the start of period 0, in <paramref name="unit"/>; at least 0.</param>
    /// <param name="periods">The number P of periods, those to be predicted for included.</param>
    /// <param name="period">The length of a period in <paramref name="unit"/>; 1 for weeks in a model of weeks.</param>
    /// <param name="unit">The unit of times.</param>
    /// <exception cref="ArgumentException">Names repeat, a covariate has too few or too many values, or a start lies outside the periods.</exception>
    public CovariatePaths(IReadOnlyList<CovariatePath> paths, double[] start, int periods, double period, TimeUnit unit)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(start);
        if (periods < 1 || !double.IsFinite(period) || period <= 0.0)
        {
            throw new ArgumentException($"There are {periods} periods of length {period}. Give at least one, of a positive length.");
        }

        string[] names = [.. paths.Select(path => path.Name)];
        if (names.Length == 0 || names.Distinct(StringComparer.Ordinal).Count() < names.Length)
        {
            throw new ArgumentException($"The covariates are called: {string.Join(", ", names)}. Give at least one, and no name twice.");
        }

        int wrong = Array.FindIndex(start, time => !(time >= 0.0 && time <= periods * period));
        if (wrong >= 0)
        {
            throw new ArgumentException($"Row {wrong} starts at {start[wrong]}. The periods reach from 0 to {periods * period}; a customer starts within them.");
        }

        foreach (CovariatePath path in paths)
        {
            path.Check(start.Length, periods);
        }

        (Paths, Names, Start, Periods, Period, Unit) = (paths, names, start, periods, period, unit);
    }

    /// <summary>Gives the q covariates.</summary>
    public IReadOnlyList<CovariatePath> Paths { get; }

    /// <summary>Gives the q names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Gives the n times of the first purchase on the calendar.</summary>
    public IReadOnlyList<double> Start { get; }

    /// <summary>Gives the number P of periods.</summary>
    public int Periods { get; }

    /// <summary>Gives the length of a period.</summary>
    public double Period { get; }

    /// <summary>Gives the unit of times.</summary>
    public TimeUnit Unit { get; }

    /// <summary>Gives whether it is stated that covariates stay for ever what they are in the last period.</summary>
    /// <remarks>Then no horizon is too long, and an endless one can be asked for. It is a claim about the future: without it, horizons end with the periods.</remarks>
    /// <value>False.</value>
    public bool LastPeriodGoesOn { get; init; }

    /// <summary>Gives the number of customers n.</summary>
    public int Count => Start.Count;

    /// <summary>Picks covariates by name, in the order of the names.</summary>
    /// <exception cref="ArgumentException">One is missing.</exception>
    internal CovariatePath[] Named(IReadOnlyList<string> names) =>
    [
        .. names.Select(name => Paths.FirstOrDefault(path => string.Equals(path.Name, name, StringComparison.Ordinal))
            ?? throw new ArgumentException($"The covariate '{name}' is missing. There are: {string.Join(", ", Names)}. Give every covariate of the fit.")),
    ];

    /// <summary>Gives the covariates of some customers, in the order of the rows.</summary>
    internal CovariatePaths Take(int[] rows) => new([.. Paths.Select(path => path.Take(rows, Periods))], Array.ConvertAll(rows, row => Start[row]), Periods, Period, Unit)
    {
        LastPeriodGoesOn = LastPeriodGoesOn,
    };

    /// <summary>Throws unless the covariates are those of so many customers, in a unit.</summary>
    internal void Check(int customers, TimeUnit unit)
    {
        if (Count != customers)
        {
            throw new ArgumentException($"There are {customers} customers but covariates of {Count}. Give those of each customer, in the same order.");
        }

        if (Unit != unit)
        {
            throw new UnitMismatchException($"The periods of the covariates are in units of {Unit}, the histories or the model in units of {unit}. Give both in {unit}.");
        }
    }

    /// <summary>Throws unless a customer's covariates reach a time on the customer's own clock.</summary>
    internal void Reach(int customer, double until)
    {
        double end = (Periods * Period) - Start[customer];
        if (!LastPeriodGoesOn && until > end + (OnBoundary * Period))
        {
            int more = (int)Math.Ceiling(Math.Min((until - end) / Period, int.MaxValue));
            throw new ArgumentException(
                $"Customer {customer} needs covariates up to {until} {Unit}s after the first purchase, but they reach {end} only. Give {more} more periods, a shorter horizon, or state that the last period goes on.");
        }
    }

    /// <summary>Gives the period of a moment on a customer's own clock.</summary>
    internal int At(int customer, double time) => (int)Math.Floor(((Start[customer] + time) / Period) + OnBoundary);

    /// <summary>Gives the period in which a purchase on a customer's own clock is made.</summary>
    /// <exception cref="ArgumentException">It is made on the last boundary, where the period that starts there is missing.</exception>
    internal int PurchasePeriod(int customer, double time)
    {
        int period = Met(At(customer, time));
        return period < Periods
            ? period
            : throw new ArgumentException(
                $"Customer {customer} buys {time} {Unit}s after the first purchase, where period {period} starts; the last is {Periods - 1}. Give one more period.");
    }

    /// <summary>Gives the periods between two moments on a customer's own clock, and how long each is met.</summary>
    internal IEnumerable<(int Period, double Length)> Between(int customer, double from, double to)
    {
        double at = from;
        for (int k = At(customer, from); to - at > OnBoundary * Period; k++)
        {
            double end = LastPeriodGoesOn && k >= Periods - 1 ? to : Math.Min(to, ((k + 1) * Period) - Start[customer]);
            if (to - end <= OnBoundary * Period)
            {
                end = to;
            }

            yield return (Met(k), end - at);
            at = end;
        }
    }

    private int Met(int period) => LastPeriodGoesOn ? Math.Min(period, Periods - 1) : period;
}
