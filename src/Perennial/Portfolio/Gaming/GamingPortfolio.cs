using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Models.Learning.Explaining;

namespace Perennial.Portfolio.Gaming;

/// <summary>Finds customers who inflate what is counted: purchases that go back, use that nobody makes. Reads <c>ledger_days</c>, <c>ledger_refunds</c> and <c>identity_usage</c>.</summary>
/// <remarks>
/// Returns are tested against the share that all customers send back: the binomial chance of as many, adjusted for looking at everybody (Benjamini and Hochberg), and at least half must
/// have gone back. A script is told by fixed thresholds. Customers who buy for themselves, or share coupons, leave no trace in these tables and are not looked for.
/// </remarks>
public sealed class GamingPortfolio(DuckDbConnection connection)
{
    /// <summary>With fewer purchase days nobody is judged.</summary>
    public const int FewestPurchases = 3;

    /// <summary>Share of purchase days sent back from which on it is asked about.</summary>
    public const double LeastShare = 0.5;

    /// <summary>Share of wrong findings that is accepted.</summary>
    public const double Accepted = 0.01;

    /// <summary>Days of the last 90 on which a script runs, at least.</summary>
    public const int FewestDays = 86;

    /// <summary>Times the usual use of a person and day, at least.</summary>
    public const double Times = 10;

    /// <summary>Finds them; null where neither purchases nor use tell.</summary>
    /// <param name="asOf">The day.</param>
    /// <param name="used">Whether there is a table of use.</param>
    public GamingFacts? Run(DateOnly asOf, bool used)
    {
        DuckDbParameter day = new("as_of", asOf);
        var bought = SqlFile.Of("Portfolio", "93_sent_back").List(connection, row => (Key: row.Int32(0), Bought: row.Int32(1), Back: row.Int32(2), Sold: row.Decimal(3), Returned: row.Decimal(4)), day);
        long all = bought.Sum(c => (long)c.Bought), back = bought.Sum(c => (long)c.Back);
        double? usual = all > 0 ? (double)back / all : null;
        var tested = bought.Where(c => c.Bought >= FewestPurchases).ToArray();
        double[] adjusted = usual is > 0 and < 1 ? FalseDiscovery.Adjust([.. tested.Select(c => AtLeast(c.Back, c.Bought, usual.Value))]) : [];
        Returner[] returners =
        [
            .. tested.Zip(adjusted, (c, q) => new Returner(c.Key, c.Bought, c.Back, c.Sold, c.Returned, q))
                .Where(r => r.FalseDiscovery <= Accepted && r.Back >= LeastShare * r.Bought).OrderBy(r => r.FalseDiscovery).ThenBy(r => r.CustomerKey),
        ];
        ScriptedUse[] scripts = !used
            ? []
            : [.. SqlFile.Of("Portfolio", "94_scripted_use").List(connection, row => new ScriptedUse(row.Int32(0), row.String(1)!, row.Int32(2), row.Double(3), row.Double(4)), day, new("fewest", FewestDays), new("times", Times))];
        return tested.Length == 0 && !used ? null : new(tested.Length, usual, returners, scripts);
    }

    /// <summary>Gives the chance of at least k hits in n trials.</summary>
    internal static double AtLeast(int k, int n, double p)
    {
        // From none on, in logarithms: neither few nor many trials underflow.
        double odds = Math.Log(p) - Math.Log(1 - p), log = n * Math.Log(1 - p), sum = 0;
        for (int j = 0; j <= n; j++)
        {
            sum += j >= k ? Math.Exp(log) : 0;
            log += odds + Math.Log((n - j) / (double)(j + 1));
        }

        return Math.Min(1, sum);
    }
}
