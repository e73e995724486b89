using Perennial.Models.Assessing;

namespace Perennial.Models.Survival.Comparing;

/// <summary>How much a time counts in a comparison of curves.</summary>
public abstract record LogRankWeight
{
    private LogRankWeight()
    {
    }

    /// <summary>Gives weight 1 to every time: best where one hazard is a multiple of the other.</summary>
    public static LogRankWeight LogRank { get; } = new Constant();

    /// <summary>Gives the number at risk as weight (Gehan, Breslow): early differences count most; depends on the pattern of censoring.</summary>
    public static LogRankWeight Wilcoxon { get; } = new AtRiskPower(1.0);

    /// <summary>Gives the root of the number at risk as weight.</summary>
    public static LogRankWeight TaroneWare { get; } = new AtRiskPower(0.5);

    /// <summary>Gives S(t-)^rho (1 - S(t-))^gamma, S of all groups together, as weight: (1, 0) for early, (0, 1) for late differences.</summary>
    /// <param name="rho">At least 0.</param>
    /// <param name="gamma">At least 0.</param>
    public static LogRankWeight FlemingHarrington(double rho, double gamma) =>
        double.IsFinite(rho) && double.IsFinite(gamma) && rho >= 0.0 && gamma >= 0.0
            ? new SurvivalPower(rho, gamma)
            : throw new ArgumentOutOfRangeException(nameof(rho), $"({rho}, {gamma})", "The exponents rho and gamma are finite numbers of at least 0.");

    internal abstract double At(double atRisk, double survivalBefore);

    private sealed record Constant : LogRankWeight
    {
        internal override double At(double atRisk, double survivalBefore) => 1.0;
    }

    private sealed record AtRiskPower(double Power) : LogRankWeight
    {
        internal override double At(double atRisk, double survivalBefore) => Math.Pow(atRisk, Power);
    }

    private sealed record SurvivalPower(double Rho, double Gamma) : LogRankWeight
    {
        internal override double At(double atRisk, double survivalBefore) => Math.Pow(survivalBefore, Rho) * Math.Pow(1.0 - survivalBefore, Gamma);
    }
}

/// <summary>The outcome of a log-rank test.</summary>
/// <param name="Groups">The groups, rising.</param>
/// <param name="Observed">Weighted events seen in each.</param>
/// <param name="Expected">Weighted events expected in each if all were alike.</param>
/// <param name="Test">The test of whether all groups are alike.</param>
public sealed record LogRankResult(int[] Groups, double[] Observed, double[] Expected, ChiSquareTest Test);

/// <summary>Tests whether groups share one survival curve.</summary>
/// <source paper="Mantel1966"/>
/// <source paper="HarringtonFleming1982"/>
public static class LogRank
{
    /// <summary>Tests k groups, within strata where the histories have them.</summary>
    /// <param name="histories">n rows; covariates are not used.</param>
    /// <param name="group">n group numbers; at least two groups.</param>
    /// <param name="weight">How much a time counts; every time alike where null.</param>
    /// <exception cref="ArgumentException">There is one group only, no event, or the lengths differ.</exception>
    public static LogRankResult Test(SurvivalHistories histories, int[] group, LogRankWeight? weight = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(group);
        weight ??= LogRankWeight.LogRank;
        if (group.Length != histories.Count)
        {
            throw new ArgumentException($"There are {histories.Count} histories but {group.Length} groups. They must be equal.", nameof(group));
        }

        int[] groups = [.. group.Distinct().Order()];
        if (groups.Length < 2)
        {
            throw new ArgumentException($"There are {groups.Length} groups. A comparison needs at least two.", nameof(group));
        }

        int k = groups.Length;
        double[] observed = new double[k];
        double[] expected = new double[k];
        double[] covariance = new double[k * k];
        foreach (IGrouping<int, int> stratum in Enumerable.Range(0, histories.Count).GroupBy(i => histories.Stratum?[i] ?? 0).OrderBy(s => s.Key))
        {
            Add(histories, [.. stratum], groups, group, weight, observed, expected, covariance);
        }

        if (observed.Sum() == 0.0)
        {
            throw new ArgumentException("No event was observed, so there is nothing to compare. Wait for events, or choose a later as-of day.", nameof(histories));
        }

        double[] difference = [.. observed.Zip(expected, (o, e) => o - e)];
        (double chi, int degrees) = QuadraticForm.OfPseudoInverse(difference, covariance);
        return new LogRankResult(groups, observed, expected, new ChiSquareTest(chi, degrees));
    }

    private static void Add(
        SurvivalHistories histories, int[] rows, int[] groups, int[] group, LogRankWeight weight, double[] observed, double[] expected, double[] covariance)
    {
        int k = groups.Length;
        RiskTable all = RiskTable.Of(histories, rows);
        RiskTable[] each = [.. groups.Select(g => RiskTable.Of(histories, [.. rows.Where(i => group[i] == g)]))];
        double[][] atRisk = [.. each.Select((table, g) => AtRiskOf(histories, [.. rows.Where(i => group[i] == groups[g])], all.Times))];
        int[] next = new int[k];
        double survival = 1.0;
        for (int j = 0; j < all.Times.Length; j++)
        {
            double d = all.Events[j];
            double n = all.AtRisk[j];
            double w = weight.At(n, survival);
            for (int g = 0; g < k; g++)
            {
                double events = 0.0;
                if (next[g] < each[g].Times.Length && each[g].Times[next[g]] == all.Times[j])
                {
                    events = each[g].Events[next[g]++];
                }

                double share = atRisk[g][j] / n;
                observed[g] += w * events;
                expected[g] += w * d * share;
                double factor = n > 1.0 ? w * w * d * (n - d) / (n - 1.0) : 0.0;
                for (int h = 0; h < k && d > 0.0; h++)
                {
                    covariance[(g * k) + h] += factor * share * ((g == h ? 1.0 : 0.0) - (atRisk[h][j] / n));
                }
            }

            survival *= d >= n ? 0.0 : (n - d) / n;
        }
    }

    // How many of some rows are at risk at each of the times.
    private static double[] AtRiskOf(SurvivalHistories histories, int[] rows, double[] times)
    {
        double[] change = new double[times.Length + 1];
        foreach (int i in rows.OrderBy(i => histories.WeightOf(i)))
        {
            int last = Array.BinarySearch(times, histories.Time[i]);
            int first = Array.BinarySearch(times, histories.EntryOf(i));
            first = first >= 0 ? first + 1 : ~first;
            change[first] += histories.WeightOf(i);
            change[last + 1] -= histories.WeightOf(i);
        }

        double[] atRisk = new double[times.Length];
        double running = 0.0;
        for (int j = 0; j < times.Length; j++)
        {
            running += change[j];
            atRisk[j] = Math.Max(running, 0.0);
        }

        return atRisk;
    }
}
