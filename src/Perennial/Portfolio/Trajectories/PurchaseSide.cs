using Perennial.DuckDb;
using Perennial.Features;
using Perennial.Kernel;
using Perennial.Models;
using Perennial.Training;

namespace Perennial.Portfolio.Trajectories;

/// <summary>What is known of customers without a subscription, and the model that tells what they will buy.</summary>
/// <param name="Features">The door to what was known on a day.</param>
/// <param name="Known">Their histories of the as-of day.</param>
/// <param name="Training">The model, and what testing it showed.</param>
public sealed record PurchaseSide(FeaturesStage Features, CustomerHistories Known, TrainingResult Training)
{
    /// <summary>Gives the most customers whose chances are asked for on earlier days too.</summary>
    public const int MostEarlier = 100_000;

    // Half a year of them: further back a model fitted today has little to say.
    private const int EarlierDays = 7;

    private ITransactionModel Model => Training.Chosen!;

    /// <summary>Gives the chances over a year and the months to leaving, in the order of the histories; null where nothing is predicted.</summary>
    /// <param name="connection">The engine session.</param>
    /// <param name="band">Share by which as many purchases may be more or fewer.</param>
    internal (TrajectoryChances[] Chances, double[] Months)? Ahead(DuckDbConnection connection, double band)
    {
        if (Training.Chosen is null || Known.Count == 0)
        {
            return null;
        }

        PurchaseHistories histories = Known.Purchases(Model);
        double length = Known.Time.Ahead(TrajectoryTable.HorizonDays, Model.Unit);
        double[] before = Usual(connection, Known.AsOf, TrajectoryTable.HorizonDays, Known.CustomerKey, Known.Frequency, Known.TDays);
        return (PurchasePaths.Of(Model, histories, length, before, band), PurchasePaths.MonthsToLeaving(Model, histories, length));
    }

    /// <summary>Gives, by customer, the chances to buy nothing within a year as told on days 28 days apart, the last first; empty where there are too many customers.</summary>
    internal Dictionary<int, double[]> Leaving()
    {
        Dictionary<int, double[]> told = [];
        if (Training.Chosen is null || Known.Count is 0 or > MostEarlier)
        {
            return told;
        }

        HistoryDetail detail = Candidates.Detail([Model.Name], Training.Opportunity);
        HashSet<int> mine = [.. Known.CustomerKey];
        for (int k = 0; k < EarlierDays; k++)
        {
            CustomerHistories then = (k == 0 ? Known : Features.Histories(Known.AsOf.AddDays(-k * SeenSlopes.PeriodDays), detail)).With(Training.Seasons);
            if (then.Count == 0)
            {
                break;
            }

            double[] none = Model.ProbabilityOfNoPurchase(then.Purchases(Model), then.Time.Ahead(TrajectoryTable.HorizonDays, Model.Unit));
            foreach ((int i, int key) in then.CustomerKey.Index())
            {
                if (k == 0)
                {
                    told[key] = [none[i]];
                }
                else if (mine.Contains(key) && told.TryGetValue(key, out double[]? own) && own.Length == k)
                {
                    told[key] = [.. own, none[i]];
                }
            }
        }

        return told;
    }

    /// <summary>Gives the purchase days that a span of time would have of some customers by what was seen up to a day.</summary>
    internal static double[] Usual(DuckDbConnection connection, DateOnly day, int window, int[] keys, int[] repeats, int[] ageDays)
    {
        Dictionary<int, int> counts = [];
        using DuckDbResult result = SqlFile.Of("Portfolio/Trajectories", "20_counts").Query(connection, new("day", day), new("window", window));
        while (result.Read(out DuckDbChunk chunk))
        {
            ReadOnlySpan<int> key = chunk.Int32(0), count = chunk.Int32(1);
            for (int row = 0; row < chunk.Count; row++)
            {
                counts[key[row]] = count[row];
            }
        }

        return [.. keys.Select((key, i) => PurchasePaths.Usual(counts.GetValueOrDefault(key), repeats[i], ageDays[i], window))];
    }
}
