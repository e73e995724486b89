using System.Globalization;
using Perennial.Kernel;

namespace Perennial.Ingest.Tables;

/// <summary>Reads the part <c>stances</c> of company.yaml: what the rules of stances are held against.</summary>
internal static class StanceRulesReader
{
    /// <summary>Reads it.</summary>
    /// <param name="path">The file, for what is said when it cannot be used.</param>
    /// <param name="root">The file's root.</param>
    /// <returns>Numbers by name, and the segments that are enterprise; none where nothing is stated.</returns>
    /// <exception cref="PerennialException">A name is not known, or a number out of its range.</exception>
    public static (Dictionary<string, double> Thresholds, string[] Enterprise) Read(string path, ContractNode root)
    {
        var stated = new Dictionary<string, double>(StringComparer.Ordinal);
        if (!root.Has("stances"))
        {
            return (stated, []);
        }

        ContractNode stances = root.Part("stances");
        foreach ((string name, ContractNode node) in stances.Parts().Where(part => part.Name != "enterprise"))
        {
            string word = node.IsSingle ? node.Scalar() : "a list";
            stated[name] = StanceThresholds.Find(name) is { } known && double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= known.Least && value <= known.Most
                ? value
                : throw Refused(path, StanceThresholds.Refusal(name, $"'{word}'"));
        }

        var all = new StanceThresholds(stated);
        if (all.LowValue >= all.HighValue || all.CostPercentile > all.HighCostPercentile)
        {
            throw Refused(path, "of 'stances', low_value must be below high_value, and cost_percentile at most high_cost_percentile.");
        }

        return (stated, [.. stances.Items("enterprise").Select(segment => segment.Scalar())]);
    }

    private static PerennialException Refused(string path, string what) => new("ingest/company-mapping", Fault.Usage, $"The mapping '{path}' cannot be used: {what}");
}
