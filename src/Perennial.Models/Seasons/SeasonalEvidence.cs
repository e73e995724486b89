namespace Perennial.Models.Seasons;

/// <summary>Whether seasons found in earlier purchases tell on which days later ones fall.</summary>
/// <remarks>
/// Later purchases are held against two spreads over the days: customers known times the pace at their age, and that times the indices. What is told is the difference of the log chances
/// of each purchase, summed by customer, whose purchases go together; a level that moves as a whole favours neither. A season that came once and not again is none.
/// </remarks>
/// <param name="Gain">The sum of ln(chance with seasons / chance without) over the later repeat purchases.</param>
/// <param name="StandardError">Its standard error over customers, 0 where there are no later purchases.</param>
/// <param name="Purchases">How many later repeat purchases there were.</param>
public sealed record SeasonalEvidence(double Gain, double StandardError, int Purchases)
{
    /// <summary>From so many standard errors on seasons are no chance.</summary>
    public const double FewestErrors = 3;

    /// <summary>Tells whether seasons come again.</summary>
    public bool Holds => Gain > FewestErrors * StandardError && Gain > 0;

    /// <summary>Finds indices up to a day and holds them against what follows.</summary>
    /// <param name="histories">n customers up to the origin.</param>
    /// <param name="until">The last day from which indices are found; before the last known day.</param>
    /// <param name="options">How indices are found, or null for the defaults.</param>
    /// <exception cref="ArgumentException">No indices can be found up to that day.</exception>
    public static SeasonalEvidence Of(CalendarHistories histories, int until, SeasonalOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        int[] early = [.. Enumerable.Range(0, histories.Count).Where(i => histories.First[i] <= until)];
        var before = new CalendarHistories(
            Array.ConvertAll(early, i => histories.First[i]),
            Array.ConvertAll(early, i => Array.FindAll(histories.Repeats[i], day => day <= until)),
            Array.ConvertAll(early, i => Math.Min(until, histories.Known[i])));
        var clock = new SeasonalClock(SeasonalIndices.Estimate(before, options));
        double[] plain = SeasonalIndices.ExpectedByDay(histories, out int start);
        double without = 0.0, with = 0.0;
        for (int day = Math.Max(0, until + 1 - start); day < plain.Length; day++)
        {
            without += plain[day];
            with += plain[day] * clock.Time(start + day - 1, start + day);
        }

        double sum = 0.0, squares = 0.0;
        int purchases = 0;
        for (int i = 0; i < histories.Count && with > 0.0; i++)
        {
            double own = 0.0;
            foreach (int day in histories.Repeats[i])
            {
                if (day > until)
                {
                    own += Math.Log(clock.Time(day - 1, day) * without / with);
                    purchases++;
                }
            }

            sum += own;
            squares += own * own;
        }

        return new(sum, Math.Sqrt(squares), purchases);
    }
}
