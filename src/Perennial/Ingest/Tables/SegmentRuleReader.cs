using Perennial.Kernel;

namespace Perennial.Ingest.Tables;

/// <summary>Reads what company.yaml says of <c>value_segments</c>: which tiers are of high and which of moderate value.</summary>
internal static class SegmentRuleReader
{
    /// <summary>Reads it; null where none is stated.</summary>
    /// <param name="path">The file, for what is said when it cannot be used.</param>
    /// <param name="root">The file's root.</param>
    /// <param name="tiers">The tiers there are.</param>
    /// <exception cref="PerennialException">A word is not known, there is no such tier, or one is named twice.</exception>
    public static SegmentRule? Read(string path, ContractNode root, TierRule tiers)
    {
        if (!root.Has("value_segments"))
        {
            return null;
        }

        ContractNode part = root.Part("value_segments");
        if (part.Parts().FirstOrDefault(one => one.Name is not ("high" or "moderate")).Name is { } unknown)
        {
            throw CompanyRulesReader.Refused(path, $"'value_segments' speaks of '{unknown}'; it has 'high' and 'moderate', and tiers in neither are low.");
        }

        string[] Names(string name) => part.Has(name) ? [.. part.Items(name).Select(one => one.Scalar().Trim())] : [];
        SegmentRule rule = new(Names("high"), Names("moderate"));
        string[] all = [.. rule.High, .. rule.Moderate];
        return all.FirstOrDefault(name => !tiers.Names.Contains(name, StringComparer.Ordinal)) is { } missing
            ? throw CompanyRulesReader.Refused(path, $"'value_segments' names the tier '{missing}'; there are {string.Join(", ", tiers.Names)}.")
            : all.Distinct(StringComparer.Ordinal).Count() < all.Length
            ? throw CompanyRulesReader.Refused(path, "'value_segments' names a tier twice; it is of high or of moderate value, or in neither.")
            : rule;
    }
}
