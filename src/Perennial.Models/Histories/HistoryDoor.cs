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

    /// <summary>Throws unless a horizon is a finite time of at least 0.</summary>
    public static void Horizon(double t)
    {
        if (!double.IsFinite(t) || t < 0.0)
        {
            throw new ArgumentOutOfRangeException(nameof(t), t, "A horizon is a finite time of at least 0, in the unit of the model.");
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

    /// <summary>Throws unless a parameter is a positive, finite number.</summary>
    public static void Parameter(double value, string name)
    {
        if (!double.IsFinite(value) || value <= 0.0)
        {
            throw new ArgumentOutOfRangeException(name, value, $"The parameter {name} is a positive, finite number.");
        }
    }
}
