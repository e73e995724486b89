namespace Perennial.Models.Predicting;

/// <summary>Checks of the columns that the predictive distributions share.</summary>
internal static class PredictiveDoor
{
    public static void SameLength(int rows, int length, string name)
    {
        if (length != rows)
        {
            throw new ArgumentException($"The column {name} has {length} rows where frequency has {rows}. They must be equal.", name);
        }
    }

    public static void Histories(ReadOnlySpan<int> frequency, ReadOnlySpan<double> recency, ReadOnlySpan<double> t)
    {
        SameLength(frequency.Length, recency.Length, "recency");
        SameLength(frequency.Length, t.Length, "t");
        for (int i = 0; i < frequency.Length; i++)
        {
            if (frequency[i] < 0 || !(t[i] >= 0) || !double.IsFinite(t[i]))
            {
                throw new ArgumentException($"Row {i} has frequency {frequency[i]} and T {t[i]}. Frequency is 0, 1, 2, … and T a finite time of at least 0.");
            }

            if (!(recency[i] >= 0 && recency[i] <= t[i]) || (frequency[i] == 0 && recency[i] != 0))
            {
                throw new ArgumentException($"Row {i} has frequency {frequency[i]}, recency {recency[i]} and T {t[i]}. Recency lies between 0 and T, and is 0 without a repeat purchase.");
            }
        }
    }

    public static void Chances(ReadOnlySpan<double> values, string name)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= 0 && values[i] <= 1))
            {
                throw new ArgumentException($"Row {i} of {name} is {values[i]}. It is a number from 0 to 1.", name);
            }
        }
    }
}
