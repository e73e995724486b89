using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Models.Learning.Explaining;

namespace Perennial.Training.Learned;

/// <summary>Money to come from each customer of the as-of day, and for the largest what each family of signals adds to it, in money.</summary>
/// <param name="HorizonDays">Days.</param>
/// <param name="CustomerKey">Keys.</param>
/// <param name="Forecasts">Forecasts, in the same order.</param>
/// <param name="Shares">Customer, family, money: exact Shapley values of chance times amount; they sum to the customer's chance times amount less that of knowing nothing.</param>
internal sealed record LearnedValue(int HorizonDays, int[] CustomerKey, ValueForecast[] Forecasts, IReadOnlyList<(int Customer, string Family, double Money)> Shares)
{
    private const int MostExplained = 100;

    /// <summary>Scores customers and explains the largest.</summary>
    public static LearnedValue Of(ValueModel model, LearnedRows today, IReadOnlyList<string> families, int horizon)
    {
        ValueForecast[] forecasts = model.Forecast(today);
        List<(int, string, double)> shares = [];
        string[] groups = [.. families.Distinct(StringComparer.Ordinal)];
        if (model.Trees is { } trees && groups.Length <= GroupedShapley.Most)
        {
            foreach (int i in Enumerable.Range(0, today.Count).OrderByDescending(i => forecasts[i].Expected).ThenBy(i => today.Customer[i]).Take(MostExplained))
            {
                Models.Learning.FeatureTable row = today.Table.Rows([i]);
                double[] money = GroupedShapley.Of(groups.Length, coalition =>
                {
                    bool[] known = [.. families.Select(family => (coalition & (1u << Array.IndexOf(groups, family))) != 0)];
                    return trees.Chance.FromMargin(trees.Chance.MarginGiven(row, 0, known)) * trees.Amount.FromMargin(trees.Amount.MarginGiven(row, 0, known));
                });
                shares.AddRange(money.Select((share, g) => (today.Customer[i], groups[g], share)));
            }
        }

        return new(horizon, today.Customer, forecasts, shares);
    }

    /// <summary>Keeps them as <c>training_value</c> and <c>training_value_shares</c>.</summary>
    public void Keep(DuckDbConnection engine)
    {
        SqlFile.Of("Training", "12_value").Execute(engine);
        using (DuckDbAppender appender = engine.Appender("training_value"))
        {
            int[] days = new int[CustomerKey.Length];
            Array.Fill(days, HorizonDays);
            appender.Append(
                CustomerKey, days, Forecasts.Select(one => one.Chance).ToArray(), Forecasts.Select(one => one.Amount).ToArray(), Forecasts.Select(one => one.Expected).ToArray(),
                Forecasts.Select(one => one.Low).ToArray(), Forecasts.Select(one => one.High).ToArray());
            appender.Flush();
        }

        SqlFile.Of("Training", "13_value_shares").Execute(engine);
        using DuckDbAppender shares = engine.Appender("training_value_shares");
        shares.Append(Shares.Select(one => one.Customer).ToArray(), Shares.Select(one => (string?)one.Family).ToArray(), Shares.Select(one => one.Money).ToArray());
        shares.Flush();
    }
}
