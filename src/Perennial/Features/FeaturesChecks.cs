using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Features;

/// <summary>What must hold after Features: no history contradicts itself.</summary>
internal static class FeaturesChecks
{
    public static void Run(DuckDbConnection connection)
    {
        long wrong = connection.Scalar<long>(
            "SELECT count(*) FROM features_histories WHERE frequency < 0 OR recency_days < 0 OR recency_days > t_days OR (frequency = 0) <> (recency_days = 0) OR mean_spend < 0");
        if (wrong > 0)
        {
            throw new PerennialException("features/impossible-history", Fault.Data, $"{wrong} customers have an impossible history. Recency lies between 0 and T, and is 0 exactly where frequency is. This is a defect of Perennial: please report it.");
        }
    }
}
