using System.Globalization;
using Perennial.Kernel;

namespace Perennial.Ingest.Tables;

/// <summary>Reads what company.yaml says of <c>trajectories</c>: what counts as about as much, and when it is clear where a customer goes.</summary>
internal static class TrajectoryRuleReader
{
    /// <summary>Reads the rules; the shipped ones where none are stated.</summary>
    /// <param name="path">The file, for what is said when it cannot be used.</param>
    /// <param name="root">The file's root.</param>
    /// <exception cref="PerennialException">A share is out of its range, or a word is not known.</exception>
    public static TrajectoryRules Read(string path, ContractNode root)
    {
        TrajectoryRules rules = TrajectoryRules.Default;
        foreach ((string name, ContractNode value) in root.Has("trajectories") ? root.Part("trajectories").Parts() : [])
        {
            rules = name switch
            {
                "band" => rules with { Band = Share(path, name, value, 0) },
                "bought_band" => rules with { BoughtBand = Share(path, name, value, 0) },
                "strong" => rules with { Strong = Share(path, name, value, 0.5) },
                "margin" => rules with { Margin = Share(path, name, value, 0) },
                _ => throw CompanyRulesReader.Refused(path, $"'trajectories' speaks of '{name}'; it has 'band', 'bought_band', 'strong' and 'margin'."),
            };
        }

        return rules;
    }

    private static double Share(string path, string name, ContractNode node, double least) => (double)node.Number() is var share && share >= least && share <= 1
        ? share
        : throw CompanyRulesReader.Refused(path, string.Create(CultureInfo.InvariantCulture, $"'{name}' of 'trajectories' is {node.Number()}; it is a share from {least} to 1."));
}
