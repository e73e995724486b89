using System.Globalization;
using System.Text.RegularExpressions;

namespace Perennial.Kernel;

/// <summary>The definition of the values a run computes: its conventions are written in its id, so every choice is explicit.</summary>
internal static partial class ClvDefinition
{
    /// <summary>The id's form; a run fills in margin, horizon and rate.</summary>
    public const string Pattern = "clv.BASIS.HORIZON.mid.dRATE.v1";

    /// <summary>The form of a net value's id: whether the cost of acquisition (only a prospect's) and of retention are in it is part of it.</summary>
    public const string NetPattern = "clv.net.HORIZON.mid.dRATE.cac-CAC.retention-RETENTION.v1";

    /// <summary>Gives the id of the net values of a run: customers, so acquisition is sunk and out; no future intervention is assumed, so retention is out.</summary>
    /// <param name="horizon">How far ahead.</param>
    /// <param name="rate">The effective annual rate, or null where segments have their own.</param>
    public static string NetId(Horizon horizon, double? rate) =>
        $"clv.net.{horizon}.mid.d{(rate is { } r ? (r * 100).ToString("0.####", CultureInfo.InvariantCulture) : "segment")}.cac-out.retention-out.v1";

    /// <summary>Gives the definition of a net value's id, or null where it has not that form.</summary>
    public static Definition? FindNet(string id, Definition general)
    {
        Match match = NetForm().Match(id);
        if (!match.Success)
        {
            return null;
        }

        string horizon = match.Groups["horizon"].Value is "lifetime" ? "the whole remaining lifetime" : $"{match.Groups["horizon"].Value[..^1]} days";
        string rate = match.Groups["rate"].Value is "segment" ? "the rate of the customer's segment" : $"{match.Groups["rate"].Value} % a year";
        bool cac = match.Groups["cac"].Value == "in", retention = match.Groups["retention"].Value == "in";
        return general with
        {
            Id = id,
            Name = $"Net CLV: {horizon}",
            Period = $"from the as-of day, {horizon}",
            Note = $"Effective discount: {rate}. The cost of acquisition is {(cac ? "taken off, as of a prospect" : "not in it, being spent")}. The cost of retention is {(retention ? "taken off" : "not in it: no future intervention is assumed")}. {general.Note}",
        };
    }

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

    [GeneratedRegex(@"^clv\.net\.(?<horizon>\d+d|lifetime)\.mid\.d(?<rate>\d+(\.\d+)?|segment)\.cac-(?<cac>in|out)\.retention-(?<retention>in|out)\.v1$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NetForm();

    [GeneratedRegex(@"^clv\.(revenue|margin(?<margin>\d+(\.\d+)?))\.(?<horizon>\d+d|lifetime)\.mid\.d(?<rate>\d+(\.\d+)?)\.v1$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
