using System.Globalization;
using Perennial.Kernel;

namespace Perennial.Ingest.Tables;

/// <summary>Reads the rule of tiers in company.yaml.</summary>
internal static class TierRuleReader
{
    private const int MostTiers = 10, LongestName = 40;
    private static readonly string[] Known = ["by", "names", "cuts", "measure", "margin", "version"];

    /// <summary>Reads it; null where none is stated.</summary>
    /// <param name="path">The file, for what is said when it cannot be used.</param>
    /// <param name="root">The file's root.</param>
    /// <exception cref="PerennialException">A word is not known, or names and cuts do not go together.</exception>
    public static TierRule? Read(string path, ContractNode root)
    {
        if (!root.Has("tiers"))
        {
            return null;
        }

        ContractNode tiers = root.Part("tiers");
        if (tiers.Parts().FirstOrDefault(part => !Known.Contains(part.Name, StringComparer.Ordinal)).Name is { } unknown)
        {
            throw Refused(path, $"'tiers' speaks of '{unknown}'; it has {string.Join(", ", Known)}.");
        }

        TierRule without = TierRule.Default;
        TierCut by = Word(path, tiers, "by", without.By);
        if (tiers.Has("names") != tiers.Has("cuts") || (by == TierCut.Threshold && !tiers.Has("cuts")))
        {
            throw Refused(path, "'tiers' has 'names' and 'cuts' together, and amounts (by: threshold) need both.");
        }

        string[] names = tiers.Has("names") ? [.. tiers.Items("names").Select(name => name.Scalar().Trim())] : [.. without.Names];
        double[] cuts = tiers.Has("cuts") ? [.. tiers.Items("cuts").Select(cut => (double)cut.Number())] : [.. without.Cuts];
        return new()
        {
            By = by,
            Names = Names(path, names),
            Cuts = Cuts(path, by, cuts, names.Length),
            Measure = Word(path, tiers, "measure", without.Measure),
            Margin = tiers.Number("margin") is not { } margin ? without.Margin
                : margin is >= 0 and <= 0.5m ? (double)margin
                : throw Refused(path, Text($"the margin of tiers is {margin}; it is a share of the cut, from 0 to 0.5.")),
            Version = tiers.TextOrNull("version")?.Trim() is not { } version ? without.Version
                : version.Length is > 0 and <= LongestName ? version
                : throw Refused(path, $"the version of tiers is '{version}'; it is a text of 1 to {LongestName} characters."),
        };
    }

    private static string[] Names(string path, string[] names) =>
        names.Length is >= 2 and <= MostTiers && names.All(name => name.Length is > 0 and <= LongestName) && names.Distinct(StringComparer.Ordinal).Count() == names.Length
            ? names
            : throw Refused(path, $"the names of tiers are {string.Join(", ", names.Select(name => $"'{name}'"))}; there are 2 to {MostTiers}, none twice, each of 1 to {LongestName} characters.");

    private static double[] Cuts(string path, TierCut by, double[] cuts, int names)
    {
        bool falling = by == TierCut.Threshold;
        bool ordered = cuts.Zip(cuts.Skip(1)).All(pair => falling ? pair.First > pair.Second : pair.First < pair.Second);
        return cuts.Length == names - 1 && ordered && (falling || cuts.All(cut => cut is > 0 and < 1))
            ? cuts
            : throw Refused(path, Text($"the cuts of {names} tiers are {string.Join(", ", cuts.Select(cut => cut.ToString("R", CultureInfo.InvariantCulture)))}; between {names} tiers there are {names - 1}, {(falling ? "amounts that fall, the highest first" : "shares of the customers from the top that rise, each above 0 and below 1")}."));
    }

    private static T Word<T>(string path, ContractNode tiers, string name, T otherwise)
        where T : struct, Enum
    {
        string[] words = [.. Enum.GetNames<T>().Select(word => word.ToLowerInvariant())];
        return tiers.TextOrNull(name) is not { } word ? otherwise
            : Array.IndexOf(words, word) is var at and >= 0 ? Enum.GetValues<T>()[at]
            : throw Refused(path, $"'{name}' of tiers is '{word}'; it is {string.Join(" or ", words)}.");
    }

    private static PerennialException Refused(string path, string what) => CompanyRulesReader.Refused(path, what);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
