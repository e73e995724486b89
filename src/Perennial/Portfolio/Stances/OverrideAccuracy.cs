using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Portfolio.Stances;

/// <summary>What became of customers of one stance by the rules at an earlier run, by what people decided then.</summary>
/// <param name="Since">The day of that run.</param>
/// <param name="RulesSaid">What the rules said then.</param>
/// <param name="Decided">What people decided then; null where they left it to the rules.</param>
/// <param name="Customers">How many.</param>
/// <param name="Left">Of them, those who left since.</param>
/// <param name="Contribution">What one of them left since, in the mean, in whole months, in the run's currency.</param>
public sealed record OverrideAccuracy(DateOnly Since, Stance RulesSaid, Stance? Decided, int Customers, int Left, double Contribution)
{
    /// <summary>Follows customers from an earlier run; nothing where people had not decided of any.</summary>
    /// <param name="connection">The engine session, past the Ledger.</param>
    /// <param name="stances">The Parquet file of <c>portfolio_stances</c> of that run.</param>
    /// <param name="since">Its as-of day.</param>
    /// <param name="asOf">The as-of day.</param>
    /// <param name="here">Keys of the customers who are there now.</param>
    public static IReadOnlyList<OverrideAccuracy> Follow(DuckDbConnection connection, string stances, DateOnly since, DateOnly asOf, IReadOnlySet<int> here)
    {
        ArgumentNullException.ThrowIfNull(here);
        var then = connection.List(
            $"SELECT customer_key, rules_say, CASE WHEN override_until IS NOT NULL THEN stance END FROM read_parquet({DuckDbSql.Literal(stances)}) ORDER BY customer_key",
            row => (Key: row.Int32(0), Said: Parse(row.String(1)!), Decided: row.String(2) is { } word ? Parse(word) : (Stance?)null));
        if (then.All(one => one.Decided is null))
        {
            return [];
        }

        Dictionary<int, double> left = SqlFile.Of("Portfolio/Stances", "60_since").List(
            connection, row => (Key: row.Int32(0), Contribution: row.Double(1)), new DuckDbParameter("since", since), new DuckDbParameter("as_of", asOf)).ToDictionary(one => one.Key, one => one.Contribution);
        return
        [
            .. then.GroupBy(one => (one.Said, one.Decided)).OrderBy(group => group.Key.Said).ThenBy(group => group.Key.Decided ?? Stance.Undecided)
                .Select(group => new OverrideAccuracy(since, group.Key.Said, group.Key.Decided, group.Count(), group.Count(one => !here.Contains(one.Key)), group.Average(one => left.GetValueOrDefault(one.Key)))),
        ];

        static Stance Parse(string word) => Enum.Parse<Stance>(word, ignoreCase: true);
    }
}
