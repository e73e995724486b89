namespace Perennial.Models.Assessing;

/// <summary>Checks at the door of the measures: equal lengths, no NaN, at least one row.</summary>
internal static class Columns
{
    public static void SameLength(int first, int second, string what)
    {
        if (first != second)
        {
            throw new ArgumentException($"The columns of {what} differ in length: {first} and {second}. They must be equal.");
        }
    }

    public static void NotEmpty(int count, string what)
    {
        if (count == 0)
        {
            throw new ArgumentException($"There is no row to compute {what} on. Give at least one.");
        }
    }

    public static void Finite(ReadOnlySpan<double> column, string name)
    {
        for (int i = 0; i < column.Length; i++)
        {
            if (!double.IsFinite(column[i]))
            {
                throw new ArgumentException($"Row {i} of {name} is {column[i]}. A measure needs finite numbers: leave abstained customers out.");
            }
        }
    }

    /// <summary>Gives a measure back, or refuses columns so large that it is beyond what a number holds.</summary>
    public static double Fits(double measure, string what) => Histories.HistoryDoor.Finite(measure, what);

    public static void Pair(ReadOnlySpan<double> first, string firstName, ReadOnlySpan<double> second, string secondName, string what)
    {
        SameLength(first.Length, second.Length, what);
        NotEmpty(first.Length, what);
        Finite(first, firstName);
        Finite(second, secondName);
    }
}
