namespace Perennial.Portfolio;

/// <summary>The share of customers who bought at each age, over all cohorts together.</summary>
public static class RetentionCurve
{
    /// <summary>Gives the size-weighted share at each age in months over the cohorts whose cell at that age is complete: active customers by acquired customers, never the mean of the cohorts' shares.</summary>
    public static IReadOnlyList<RetentionPoint> Weighted(IReadOnlyList<Cohort> cohorts)
    {
        ArgumentNullException.ThrowIfNull(cohorts);
        int ages = cohorts.Count == 0 ? 0 : cohorts.Max(static cohort => cohort.Cells.Count);
        List<RetentionPoint> points = [];
        for (int age = 0; age < ages; age++)
        {
            Cohort[] reached = [.. cohorts.Where(cohort => cohort.Cells.Count > age && cohort.Cells[age].Complete)];
            long customers = reached.Sum(static cohort => cohort.Size);
            if (customers > 0)
            {
                points.Add(new(age, (double)reached.Sum(cohort => cohort.Cells[age].Active) / customers, customers));
            }
        }

        return points;
    }
}
