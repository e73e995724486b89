using System.Text.RegularExpressions;

namespace Perennial.Kernel;

/// <summary>The definition of the values a run computes: its conventions are written in its id, so every choice is explicit.</summary>
internal static partial class ClvDefinition
{
    /// <summary>The id's form; a run fills in margin, horizon and rate.</summary>
    public const string Pattern = "clv.BASIS.HORIZON.mid.dRATE.v1";

    /// <summary>Gives the definition of an id such as <c>clv.margin35.365d.mid.d10.v1</c>, or null where it has not that form.</summary>
    public static Definition? Find(string id, Definition general)
    {
        Match match = Form().Match(id);
        if (!match.Success)
        {
            return null;
        }

        string basis = match.Groups["margin"] is { Success: true } margin ? $"margin of {margin.Value} % of revenue" : "revenue";
        string horizon = match.Groups["horizon"].Value is "lifetime" ? "the whole remaining lifetime" : $"{match.Groups["horizon"].Value[..^1]} days";
        return general with
        {
            Id = id,
            Name = $"CLV: {basis}, {horizon}",
            Formula = $"expected discounted {basis} from the as-of day over {horizon}",
            Period = $"from the as-of day, {horizon}",
            Note = $"Effective discount {match.Groups["rate"].Value} % a year. {general.Note}",
        };
    }

    [GeneratedRegex(@"^clv\.(revenue|margin(?<margin>\d+(\.\d+)?))\.(?<horizon>\d+d|lifetime)\.mid\.d(?<rate>\d+(\.\d+)?)\.v1$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
