namespace Perennial.Models.Learning.Explaining;

/// <summary>What a family of features is worth: how much worse a model trained without it is.</summary>
/// <param name="Family">The family.</param>
/// <param name="Features">Features in it.</param>
/// <param name="Rise">Mean rise of the loss without it, on rows nobody was fitted on.</param>
/// <param name="StandardError">Standard error of the rise over the rows.</param>
public sealed record AblatedFamily(string Family, int Features, double Rise, double StandardError)
{
    /// <summary>Tells whether the rise is more than twice its standard error.</summary>
    public bool Matters => Rise > 2 * StandardError;
}

/// <summary>Trains again without each family of features.</summary>
/// <source paper="LeiGSellRinaldoTibshiraniWasserman2018"/>
public static class Ablation
{
    /// <summary>Leaves each family out in turn.</summary>
    /// <param name="families">Family of each feature, in the order of the features.</param>
    /// <param name="features">Names of the features.</param>
    /// <param name="losses">Trains on the features named and gives the loss of each test row.</param>
    /// <returns>Families by falling rise; a family that holds every feature is left out.</returns>
    public static IReadOnlyList<AblatedFamily> Of(IReadOnlyList<string> families, IReadOnlyList<string> features, Func<IReadOnlyList<string>, double[]> losses)
    {
        ArgumentNullException.ThrowIfNull(families);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(losses);
        if (families.Count != features.Count)
        {
            throw new ArgumentException($"There are {families.Count} families and {features.Count} features. Give each feature its family.", nameof(families));
        }

        double[] whole = losses(features);
        List<AblatedFamily> found = [];
        foreach (string family in families.Distinct(StringComparer.Ordinal))
        {
            string[] rest = [.. features.Where((_, j) => families[j] != family)];
            if (rest.Length == 0)
            {
                continue;
            }

            double[] rise = [.. losses(rest).Zip(whole, (without, with) => without - with)];
            double mean = rise.Average(), deviation = Math.Sqrt(rise.Sum(r => (r - mean) * (r - mean)) / Math.Max(1, rise.Length - 1));
            found.Add(new(family, features.Count - rest.Length, mean, deviation / Math.Sqrt(rise.Length)));
        }

        return [.. found.OrderByDescending(one => one.Rise).ThenBy(one => one.Family, StringComparer.Ordinal)];
    }
}
