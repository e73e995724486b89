namespace Perennial.Models.Learning;

/// <summary>Checks of tables and outcomes at the door of learners.</summary>
internal static class Outcomes
{
    public static void Check(FeatureTable table, double[] outcome, double[]? weight)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(outcome);
        if (table.Count != outcome.Length || (weight is not null && weight.Length != outcome.Length))
        {
            throw new ArgumentException($"There are {table.Count} rows of features, {outcome.Length} outcomes and {weight?.Length ?? outcome.Length} weights. Give one of each a customer.", nameof(outcome));
        }

        if (outcome.Length == 0)
        {
            throw new ArgumentException("There is no row to learn from. Give at least one.", nameof(outcome));
        }

        for (int i = 0; i < outcome.Length; i++)
        {
            if (!double.IsFinite(outcome[i]) || (weight is not null && !(weight[i] >= 0 && double.IsFinite(weight[i]))))
            {
                throw new ArgumentException($"Row {i} has outcome {outcome[i]} and weight {weight?[i] ?? 1}. Outcomes are finite, weights finite and at least 0.", nameof(outcome));
            }
        }

        if (weight is not null && !Array.Exists(weight, w => w > 0))
        {
            throw new ArgumentException("All weights are 0. Give at least one row a weight.", nameof(weight));
        }
    }

    public static void Within(double[] outcome, double low, bool included, double high, string what)
    {
        int bad = Array.FindIndex(outcome, y => !(included ? y >= low : y > low) || y > high);
        if (bad >= 0)
        {
            throw new ArgumentException($"Row {bad} has outcome {outcome[bad]}. {what}", nameof(outcome));
        }
    }
}
