namespace Perennial.Models.Survival.CompetingRisks;

/// <summary>The chance of leaving for each cause by each time, where the causes compete: voluntary and involuntary churn.</summary>
/// <remarks>
/// Not one minus Kaplan-Meier with the other causes censored: that is the chance in a world without the other causes, and such chances add up
/// to more than one. Censoring must still say nothing of the hazard.
/// </remarks>
/// <source paper="AalenJohansen1978"/>
public static class AalenJohansen
{
    /// <summary>Estimates the cumulative incidence of every cause.</summary>
    /// <param name="histories">n rows; strata and covariates are not used.</param>
    /// <param name="cause">n causes: 0 where the row was censored, from 1 where an event of that cause ended it.</param>
    /// <exception cref="ArgumentException">Lengths differ, or cause and observed disagree; the message names the row.</exception>
    public static CumulativeIncidence Estimate(SurvivalHistories histories, int[] cause)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(cause);
        if (cause.Length != histories.Count || histories.Count == 0)
        {
            throw new ArgumentException($"There are {histories.Count} histories and {cause.Length} causes. Give one cause for each of at least one history.", nameof(cause));
        }

        for (int i = 0; i < cause.Length; i++)
        {
            if (cause[i] < 0 || (cause[i] > 0) != histories.Observed[i])
            {
                throw new ArgumentException(
                    $"Row {i} has cause {cause[i]} and {(histories.Observed[i] ? "an event" : "no event")}. A cause is 0 where the row is censored and from 1 where an event ended it.",
                    nameof(cause));
            }
        }

        int[] causes = [.. cause.Where(c => c > 0).Distinct().Order()];
        RiskTable all = RiskTable.Of(histories);
        double[][] events = [.. causes.Select(_ => new double[all.Times.Length])];
        foreach (int i in Enumerable.Range(0, cause.Length).Where(i => cause[i] > 0).OrderBy(histories.WeightOf))
        {
            events[Array.IndexOf(causes, cause[i])][Array.BinarySearch(all.Times, histories.Time[i])] += histories.WeightOf(i);
        }

        return new CumulativeIncidence(all, causes, events, histories.Unit);
    }
}
