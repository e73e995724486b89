using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Portfolio.Stances;
using Perennial.Store;

namespace Perennial;

/// <summary>The latest run of the workspace that is at least a quarter older and in which people had decided: what became of its customers since.</summary>
internal static class StancesBefore
{
    /// <summary>The option of a run that names the run decisions are followed from.</summary>
    public const string Option = "stances-from";

    private const int Days = 90;
    private const string Table = "portfolio_stances";

    /// <summary>Follows them; nothing where there is no such run, or none that can be read.</summary>
    /// <param name="engine">The engine session, past Valuation.</param>
    /// <param name="store">The workspace.</param>
    /// <param name="asOf">The as-of day.</param>
    /// <param name="here">Keys of the customers who are there now.</param>
    public static (string? Run, IReadOnlyList<OverrideAccuracy> Accuracy) Follow(DuckDbConnection engine, Workspace store, DateOnly asOf, IReadOnlySet<int> here)
    {
        foreach (Manifest run in store.Runs().Where(run => run.AsOf is { } day && day <= asOf.AddDays(-Days) && run.Tables.Any(table => table.Name == Table)).OrderByDescending(run => run.AsOf).ThenByDescending(run => run.Sequence))
        {
            try
            {
                using RunReader reader = store.Read(run.RunId);
                reader.Verify();
                IReadOnlyList<OverrideAccuracy> accuracy = OverrideAccuracy.Follow(engine, reader.Table(Table), run.AsOf!.Value, asOf, here);
                if (accuracy.Count > 0)
                {
                    return (run.RunId, accuracy);
                }
            }
            catch (PerennialException)
            {
                // A damaged run tells nothing; 'runs' says so. An older one may.
            }
        }

        return (null, []);
    }
}
