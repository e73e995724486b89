namespace Perennial.Models;

/// <summary>Times to an event, censored or not, of n customers or of n stretches (start, stop] of customers, as columns.</summary>
/// <remarks>
/// A row is at risk at t when entry &lt; t and t is at most its time. Rows of one customer that follow each other, with other covariates, make
/// covariates that vary with time; a customer first seen late (left truncation) is a row that enters late.
/// </remarks>
public sealed class SurvivalHistories
{
    /// <summary>Takes the columns after checking every row.</summary>
    /// <param name="time">n times at which observation ended, in <paramref name="unit"/>; at least 0.</param>
    /// <param name="observed">n answers: was it the event that ended it (true), or was the row censored (false)?</param>
    /// <param name="unit">The unit of all times.</param>
    /// <param name="entry">n times at which the row came under observation, each before its time; from the very start where absent.</param>
    /// <param name="weight">n numbers of customers who share the row; one each where absent. Positive.</param>
    /// <param name="stratum">n strata, each with a baseline of its own; one where absent.</param>
    /// <param name="subject">n customer numbers, for errors that are robust to several rows of one customer; each row its own where absent.</param>
    /// <param name="covariates">What else is known of the n rows, or null.</param>
    /// <exception cref="ArgumentException">Columns differ in length, or a row breaks a rule; the message names the row, the value and the rule.</exception>
    public SurvivalHistories(
        double[] time,
        bool[] observed,
        TimeUnit unit,
        double[]? entry = null,
        double[]? weight = null,
        int[]? stratum = null,
        int[]? subject = null,
        CovariateColumns? covariates = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(observed);
        int n = time.Length;
        if (observed.Length != n || (entry?.Length ?? n) != n || (weight?.Length ?? n) != n || (stratum?.Length ?? n) != n
            || (subject?.Length ?? n) != n || (covariates?.Count ?? n) != n)
        {
            throw new ArgumentException(
                $"The columns differ in length: time {n}, observed {observed.Length}, entry {entry?.Length ?? n}, weight {weight?.Length ?? n}, "
                + $"stratum {stratum?.Length ?? n}, subject {subject?.Length ?? n}, covariates {covariates?.Count ?? n}. They must be equal.");
        }

        for (int i = 0; i < n; i++)
        {
            Check(i, time[i], entry?[i], weight is null ? 1.0 : weight[i]);
        }

        Time = time;
        Observed = observed;
        Unit = unit;
        Entry = entry;
        Weight = weight;
        Stratum = stratum;
        Subject = subject;
        Covariates = covariates;
    }

    /// <summary>Gives the n times at which observation ended.</summary>
    public double[] Time { get; }

    /// <summary>Gives, for each row, whether the event ended it.</summary>
    public bool[] Observed { get; }

    /// <summary>Gives the unit of all times.</summary>
    public TimeUnit Unit { get; }

    /// <summary>Gives the n times of coming under observation, or null where all rows were seen from the start.</summary>
    public double[]? Entry { get; }

    /// <summary>Gives the n numbers of customers a row stands for, or null where each row is one.</summary>
    public double[]? Weight { get; }

    /// <summary>Gives the n strata, or null where there is one.</summary>
    public int[]? Stratum { get; }

    /// <summary>Gives the n customer numbers, or null where each row is its own customer.</summary>
    public int[]? Subject { get; }

    /// <summary>Gives what else is known of the rows, or null.</summary>
    public CovariateColumns? Covariates { get; }

    /// <summary>Gives the number of rows n.</summary>
    public int Count => Time.Length;

    /// <summary>Gives the histories of some rows.</summary>
    /// <param name="rows">The rows, in the order wanted.</param>
    public SurvivalHistories Select(int[] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Histories.HistoryDoor.Rows(rows, Count);
        CovariateColumns? some = Covariates is null
            ? null
            : new CovariateColumns([.. Covariates.Names], [.. Covariates.Columns.Select(c => Array.ConvertAll(rows, i => c[i]))]);
        return new SurvivalHistories(
            Array.ConvertAll(rows, i => Time[i]),
            Array.ConvertAll(rows, i => Observed[i]),
            Unit,
            Entry is null ? null : Array.ConvertAll(rows, i => Entry[i]),
            Weight is null ? null : Array.ConvertAll(rows, i => Weight[i]),
            Stratum is null ? null : Array.ConvertAll(rows, i => Stratum[i]),
            Subject is null ? null : Array.ConvertAll(rows, i => Subject[i]),
            some);
    }

    /// <summary>Gives the sum of the weights.</summary>
    internal double Customers => Weight?.Sum() ?? Count;

    /// <summary>Gives the weight of a row.</summary>
    internal double WeightOf(int row) => Weight?[row] ?? 1.0;

    /// <summary>Gives the entry of a row, before every time where it was seen from the start.</summary>
    internal double EntryOf(int row) => Entry?[row] ?? -1.0;

    private static void Check(int row, double time, double? entry, double weight)
    {
        if (!double.IsFinite(time) || time < 0.0)
        {
            throw new ArgumentException($"Row {row} has time {time}. A time is a finite number of at least 0.");
        }

        if (entry is { } start && (!double.IsFinite(start) || start < 0.0 || start >= time))
        {
            throw new ArgumentException($"Row {row} has entry {start} but time {time}. Entry is at least 0 and before the time; leave out rows without time at risk.");
        }

        if (!double.IsFinite(weight) || weight <= 0.0)
        {
            throw new ArgumentException($"Row {row} has weight {weight}. A weight is a positive number of customers.");
        }
    }
}
