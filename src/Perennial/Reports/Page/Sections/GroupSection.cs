using Perennial.Portfolio.Groups;

namespace Perennial.Reports.Page.Sections;

/// <summary>What groups of customers are worth, and accounts that belong together.</summary>
internal static class GroupSection
{
    private const int MostGroups = 24, MostFamilies = 15;

    public static Section Draw(RunRecord run, MoneyFormat money)
    {
        if (!run.Groups.Any(group => group.Value is not null))
        {
            return Section.Nothing;
        }

        bool net = run.Groups.Any(group => group.Net is not null);
        return new("groups", "What groups of customers are worth", Markup.Of($"""
            <p>The groups of each table <a href="#def-value.group.v1">add up to the whole</a>, {Words.Horizon(run.Horizon)}. A value goes with a group; it does not say what belonging to it does.</p>
            {Markup.Join(run.Groups.GroupBy(group => group.Dimension).Where(dimension => dimension.Count() > 1).Select(dimension => Groups(dimension.Key, [.. dimension], net, money)))}
            {Families(run, net, money)}
            <p class="note">All groups are in <code>groups.csv</code>{(run.Families is { Count: > 0 } ? Markup.Of($", all accounts that belong together in <code>families.csv</code>") : Markup.Empty)}.</p>
            """));
    }

    private static Markup Groups(string dimension, ValueGroup[] groups, bool net, MoneyFormat money)
    {
        bool lines = dimension == "product line";
        ValueGroup[] shown = groups.Length <= MostGroups ? groups : [.. groups.OrderByDescending(group => group.Value ?? 0).Take(MostGroups)];
        string head = dimension switch { "cohort" => "First bought", "band" => "Brings", "segment" => "Segment", "channel" => "Channel", _ => "Product line" };
        return Tables.Draw(
            dimension switch
            {
                "cohort" => "By when customers first bought",
                "band" => "By what customers bring a month, in quarters of them",
                "product line" => "By product line; a customer of several counts in each, their money once",
                _ => "By " + dimension,
            }
            + (shown.Length < groups.Length ? $": the {shown.Length} most valuable of {groups.Length}" : string.Empty),
            [head, "#Customers", "#Revenue to date", $"#Value|{(lines ? "value.line.v1" : "value.group.v1")}", "#80 % interval", "#A customer", .. net ? (string[])["#Net"] : []],
            shown.Select(group => (IReadOnlyList<Markup>)
            [
                group.Name.Length == 0 ? Tables.Text("not known") : Tables.Data(group.Name), Tables.Text(Figure.Count(group.Customers)), Tables.Text(money.Of(group.RevenueToDate)), Tables.Text(money.Of(group.Value)),
                Tables.Text(Interval(group.Low, group.High, money)), Tables.Text(money.Of(group.Mean)), .. net ? (Markup[])[Tables.Text(money.Of(group.Net))] : [],
            ]));
    }

    private static Markup Families(RunRecord run, bool net, MoneyFormat money) => run.Families is not { Count: > 0 } families ? Markup.Empty : Tables.Draw(
        $"Accounts that belong together{(families.Count > MostFamilies ? $": the {MostFamilies} most valuable of {Figure.Count(families.Count)}" : string.Empty)}",
        ["Account at the top", "#Customers", "#Recurring revenue", "#Value|account.family.v1", "#80 % interval", .. net ? (string[])["#Net"] : [], "#People known", "#Longest term, months", "#First renewal, days", "#Expanded", "#Contracted", "#At risk|account.at-risk.v1"],
        families.Take(MostFamilies).Select(family => (IReadOnlyList<Markup>)
        [
            Tables.Data(family.Top), Tables.Text(Figure.Count(family.Customers)), Tables.Text(money.Of(family.Mrr)), Tables.Text(money.Of(family.Value)), Tables.Text(Interval(family.Low, family.High, money)),
            .. net ? (Markup[])[Tables.Text(money.Of(family.Net))] : [], Whole(family.Contacts), Whole(family.ContractMonths), Whole(family.DaysToRenewal),
            Tables.Text(Figure.Count(family.Expansions)), Tables.Text(Figure.Count(family.Contractions)), Tables.Text(family.AtRisk is { } risk ? Figure.Percent(risk) : "–"),
        ]));

    private static string Interval(double? low, double? high, MoneyFormat money) => low is null || high is null ? "–" : $"{money.Of(low)} – {money.Of(high)}";

    private static Markup Whole(int? value) => Tables.Text(value is { } v ? Figure.Count(v) : "–");
}
