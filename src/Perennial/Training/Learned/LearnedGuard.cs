using System.Globalization;
using Perennial.Models.Assessing;

namespace Perennial.Training.Learned;

/// <summary>Whether there is enough, and good enough, to learn from; each reason with its figure and its threshold.</summary>
internal static class LearnedGuard
{
    /// <summary>Tells why nothing can be learned on a horizon; null where something can.</summary>
    public static string? Refuse(int horizon, LandmarkPlan? plan, LearnedRows train, LearnedRows calibrate, LearnedRows test, LearnedOptions options)
    {
        if (plan is null)
        {
            return Text($"Leaving within {horizon} days was not learned: a horizon needs three times itself, {3 * horizon} days of landmarks, to train, calibrate and test apart from each other.");
        }

        int customers = train.Customer.Distinct().Count(), leavers = Enumerable.Range(0, train.Count).Where(i => train.Happened[i]).Select(i => train.Customer[i]).Distinct().Count();
        if (customers < options.LeastCustomers || leavers < options.LeastLeavers)
        {
            return Text($"Leaving within {horizon} days was not learned: {customers} customers can be learned from, {leavers} of whom left. At least {options.LeastCustomers} and {options.LeastLeavers} are asked for; wait, or bring more history.");
        }

        return calibrate.Events < options.LeastTested || test.Events < options.LeastTested
            ? Text($"Leaving within {horizon} days was not learned: {calibrate.Events} customers left where models are calibrated and {test.Events} where they are tested. At least {options.LeastTested} are asked for in each.")
            : null;
    }

    /// <summary>Gives warnings of data that are poor to learn from.</summary>
    public static IEnumerable<string> Warn(LearnedRows rows, double months, double refused, LearnedOptions options)
    {
        if (months < options.AskedMonths)
        {
            yield return Text($"What goes with leaving rests on {months:0} months of history; at least {options.AskedMonths} are asked for, so that every season was seen. Take it as a first look.");
        }

        if (refused > options.MostRefused)
        {
            yield return Text($"{refused:0.0%} of the rows are in quarantine, above {options.MostRefused:0%}: what was learned may rest on the wrong customers. See the quality report.");
        }

        double unknown = Enumerable.Range(0, rows.Table.Width).Average(j => Unknown(rows.Table.Column(j)));
        if (unknown > options.MostUnknown)
        {
            yield return Text($"{unknown:0%} of the values learned from are not known, above {options.MostUnknown:0%}: bring the tables the signals come from.");
        }

        static double Unknown(ReadOnlySpan<double> column)
        {
            int count = 0;
            foreach (double value in column)
            {
                count += double.IsNaN(value) ? 1 : 0;
            }

            return (double)count / column.Length;
        }
    }

    /// <summary>Names features that alone tell nearly surely who leaves: the mark of one that knows the future.</summary>
    public static IReadOnlyList<string> Suspects(LearnedRows rows, LearnedOptions options)
    {
        LearnedRows sample = rows.Sample(options.MostTreeRows, options.Seed);
        double[] outcome = sample.Outcome;
        List<string> suspects = [];
        for (int j = 0; j < sample.Table.Width; j++)
        {
            double[] column = sample.Table.Column(j).ToArray();
            double lowest = column.Where(value => !double.IsNaN(value)).DefaultIfEmpty(0).Min();

            // Not being known can tell the future as well: it stands below everything, then above.
            double below = Ranking.Concordance(Array.ConvertAll(column, value => double.IsNaN(value) ? lowest - 1 : value), outcome);
            if (Math.Max(below, 1 - below) > options.SuspectConcordance)
            {
                suspects.Add(sample.Table.Names[j]);
            }
        }

        return suspects;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
