using System.Globalization;
using Perennial.Kernel;

namespace Perennial.Ingest.Tables;

/// <summary>Reads the weights of the six <c>factors</c> in company.yaml: per cents that add up to 100.</summary>
internal static class FactorWeightReader
{
    private static readonly string[] Factors = ["usage_patterns", "feature_adoption", "support_tickets", "payment_history", "engagement", "expansion_interest"];

    /// <summary>Reads them; none where none are stated.</summary>
    /// <param name="path">The file, for what is said when it cannot be used.</param>
    /// <param name="root">The file's root.</param>
    /// <exception cref="PerennialException">A factor is not known or missing, a weight is below 0, or they do not add up to 100.</exception>
    public static IReadOnlyDictionary<string, double> Read(string path, ContractNode root)
    {
        Dictionary<string, double> weights = new(StringComparer.Ordinal);
        if (!root.Has("factors"))
        {
            return weights;
        }

        foreach ((string name, ContractNode value) in root.Part("factors").Parts())
        {
            double weight = (double)value.Number();
            weights[name] = !Factors.Contains(name, StringComparer.Ordinal) ? throw CompanyRulesReader.Refused(path, $"'factors' speaks of '{name}'; they are {string.Join(", ", Factors)}.")
                : weight is >= 0 and <= 100 ? weight
                : throw CompanyRulesReader.Refused(path, string.Create(CultureInfo.InvariantCulture, $"the weight of the factor '{name}' is {weight}; a weight is a per cent, from 0 to 100."));
        }

        if (Factors.FirstOrDefault(factor => !weights.ContainsKey(factor)) is { } missing)
        {
            throw CompanyRulesReader.Refused(path, $"'factors' says nothing of '{missing}'; state all six, 0 where one does not count, or none.");
        }

        return Math.Abs(weights.Values.Sum() - 100) <= 0.01
            ? weights
            : throw CompanyRulesReader.Refused(path, string.Create(CultureInfo.InvariantCulture, $"the weights of the factors add up to {weights.Values.Sum():0.##} %; they must add up to 100 %."));
    }
}
