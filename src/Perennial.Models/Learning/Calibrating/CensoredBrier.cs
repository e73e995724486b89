namespace Perennial.Models.Learning.Calibrating;

/// <summary>The Brier score of chances of leaving within a horizon where some customers were not watched that long: each seen outcome counts for those like it that were not.</summary>
/// <source paper="GrafSchmoorSauerbreiSchumacher1999" equation="4"/>
public static class CensoredBrier
{
    /// <summary>Gives the score: weights are 1 over the chance of having been watched, by Kaplan and Meier.</summary>
    /// <param name="chance">n chances in [0, 1] of leaving by the horizon.</param>
    /// <param name="time">n times until leaving, or until the end of watching; at least 0.</param>
    /// <param name="left">Whether the customer left then.</param>
    /// <param name="horizon">Horizon, positive, in the unit of the times.</param>
    /// <exception cref="ArgumentException">Columns differ in length or hold impossible values, or nobody was watched to the horizon.</exception>
    public static double Of(ReadOnlySpan<double> chance, ReadOnlySpan<double> time, ReadOnlySpan<bool> left, double horizon)
    {
        int n = chance.Length;
        if (n == 0 || time.Length != n || left.Length != n || !(horizon > 0))
        {
            throw new ArgumentException($"There are {n} chances, {time.Length} times and {left.Length} outcomes at horizon {horizon}. Give one of each a customer, and a positive horizon.", nameof(chance));
        }

        for (int i = 0; i < n; i++)
        {
            if (!(chance[i] is >= 0 and <= 1) || !(time[i] >= 0))
            {
                throw new ArgumentException($"Row {i} has chance {chance[i]} and time {time[i]}. A chance lies in [0, 1], a time is at least 0.", nameof(chance));
            }
        }

        (double[] at, double[] watched) = Watched(time, left);
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            // Leaving at t counts against being watched just before t; staying, against being watched at the horizon.
            double target, weight;
            if (time[i] <= horizon && left[i])
            {
                (target, weight) = (1, Before(at, watched, time[i]));
            }
            else if (time[i] > horizon)
            {
                (target, weight) = (0, UpTo(at, watched, horizon));
            }
            else
            {
                continue;
            }

            sum += (chance[i] - target) * (chance[i] - target) / weight;
        }

        return sum / n;
    }

    // Kaplan and Meier's curve of still being watched: censoring is the event; those who leave at the same time leave first.
    private static (double[] At, double[] Watched) Watched(ReadOnlySpan<double> time, ReadOnlySpan<bool> left)
    {
        double[] times = time.ToArray();
        bool[] gone = left.ToArray();
        Array.Sort(times, gone);
        List<double> at = [], watched = [];
        double curve = 1;
        for (int start = 0, end; start < times.Length; start = end)
        {
            int leavers = 0;
            for (end = start; end < times.Length && times[end] == times[start]; end++)
            {
                leavers += gone[end] ? 1 : 0;
            }

            int censored = end - start - leavers, risk = times.Length - start - leavers;
            if (censored > 0)
            {
                curve *= 1 - ((double)censored / risk);
                at.Add(times[start]);
                watched.Add(curve);
            }
        }

        return ([.. at], [.. watched]);
    }

    private static double Before(double[] at, double[] watched, double time)
    {
        int next = Array.BinarySearch(at, time);
        int count = next >= 0 ? next : ~next;
        return count == 0 ? 1 : watched[count - 1];
    }

    private static double UpTo(double[] at, double[] watched, double time)
    {
        int next = Array.BinarySearch(at, time);
        int count = next >= 0 ? next + 1 : ~next;
        return count == 0 ? 1 : watched[count - 1];
    }
}
