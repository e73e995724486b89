namespace Perennial.Models.Histories;

/// <summary>The checks every model makes before it predicts.</summary>
internal static class HistoryDoor
{
    /// <summary>Throws unless histories and model share a time unit.</summary>
    public static void SameUnit(PurchaseHistories histories, TimeUnit unit)
    {
        ArgumentNullException.ThrowIfNull(histories);
        if (histories.Unit != unit)
        {
            throw new UnitMismatchException($"The histories are in units of {histories.Unit}, the model was fitted in units of {unit}. Give histories in {unit}.");
        }
    }

    /// <summary>Throws unless rate and model share a time unit.</summary>
    public static void SameUnit(ContinuousRate rate, TimeUnit unit)
    {
        if (rate.Unit != unit)
        {
            throw new UnitMismatchException($"The discount rate is per {rate.Unit}, the model was fitted in units of {unit}. Make the rate per {unit}.");
        }
    }

    /// <summary>The longest horizon: beyond it integrals over time no longer keep their digits, or end at all.</summary>
    public const double LongestHorizon = 1e12;

    /// <summary>Throws unless a horizon is a time from 0 to the longest.</summary>
    public static void Horizon(double t)
    {
        if (!(t >= 0.0 && t <= LongestHorizon))
        {
            throw new ArgumentOutOfRangeException(nameof(t), t, "A horizon is a finite time of at least 0 and at most 1e12, in the unit of the model. For all time to come ask for Dert.");
        }
    }

    /// <summary>Throws unless a time is finite and at least 0.</summary>
    public static void Time(double t)
    {
        if (!double.IsFinite(t) || t < 0.0)
        {
            throw new ArgumentOutOfRangeException(nameof(t), t, "A time is finite and at least 0, in the unit of the model.");
        }
    }

    /// <summary>Throws unless a rate discounts at all.</summary>
    public static void Positive(ContinuousRate rate)
    {
        if (rate.Delta <= 0.0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(rate), rate.Delta, "An infinite horizon needs a positive discount rate; without one the value may be infinite. Give a rate or a finite horizon.");
        }
    }

    /// <summary>Throws unless one customer's history is possible.</summary>
    public static void Customer(int frequency, double recency, double age, int counts)
    {
        _ = new PurchaseHistories([frequency], [recency], [age], TimeUnit.Day);
        ArgumentOutOfRangeException.ThrowIfNegative(counts);
    }

    /// <summary>Throws unless a likelihood's parameters are positive and one customer's history is possible.</summary>
    public static void Likelihood(ReadOnlySpan<double> parameters, int frequency, double recency, double age, double? logGaps = null)
    {
        Parameters(parameters);
        _ = new PurchaseHistories([frequency], [recency], [age], TimeUnit.Day, null, logGaps is { } gaps ? [gaps] : null);
    }

    /// <summary>Throws unless parameters are positive, finite numbers.</summary>
    public static void Parameters(ReadOnlySpan<double> parameters)
    {
        foreach (double value in parameters)
        {
            Parameter(value, nameof(parameters));
        }
    }

    /// <summary>Throws unless each row is one of so many.</summary>
    public static void Rows(ReadOnlySpan<int> rows, int count)
    {
        foreach (int row in rows)
        {
            if (row < 0 || row >= count)
            {
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"There are {count} rows, numbered from 0. Give places of rows that are there.");
            }
        }
    }

    /// <summary>Gives a number back, or refuses one that no longer fits a number.</summary>
    /// <exception cref="ArgumentException">It is infinite or none.</exception>
    public static double Finite(double value, string what) => double.IsFinite(value)
        ? value
        : throw new ArgumentException($"The {what} would be {value}: the numbers given are too large for it. Give them in a larger unit.");

    /// <summary>Throws unless a parameter is a positive, finite number.</summary>
    public static void Parameter(double value, string name)
    {
        if (!double.IsFinite(value) || value <= 0.0)
        {
            throw new ArgumentOutOfRangeException(name, value, $"The parameter {name} is a positive, finite number.");
        }
    }
}
