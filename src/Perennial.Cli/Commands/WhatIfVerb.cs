using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Perennial.Cli.Terminal;
using Perennial.Reports;
using Perennial.Reports.Lineage;
using Perennial.Store;
using Spectre.Console;

namespace Perennial.Cli.Commands;

/// <summary>What is left of the published run when customers leave.</summary>
internal sealed class WhatIfVerb : Verb
{
    private readonly Option<string[]> _without = new("--without") { Description = "The id of a customer who leaves, exactly as in the data; may be given several times.", HelpName = "ID", Required = true };
    private readonly Option<string> _out = new("--out") { Description = "Folder of the run. Default: ./perennial-out.", HelpName = "DIR" };

    public WhatIfVerb()
        : base("whatif", "Show what is left when customers leave.")
    {
        Add(_without);
        Add(_out);
    }

    public override string Story => """
        Reads the published run and leaves customers out: value (net where costs are known) and revenue to
        date, their HHI and the shares of the largest, before and after. Values of the others stay as they
        are: what they would do then is not asked.
        """;

    public override IReadOnlyList<(string Line, string Meaning)> Examples =>
    [
        ("perennial whatif --without C00000042", "One customer of the last run in this folder leaves."),
        ("perennial whatif --without C00000042 --without C00000007 --json", "Two leave; as JSON."),
    ];

    public override int Run(Session session)
    {
        string workspace = Path.Combine(session.Parsed.GetValue(_out) ?? "./perennial-out", Pipeline.WorkspaceFolder);
        Workspace.Open(workspace).SettleExports("perennial whatif");
        WithoutCustomers left = WithoutCustomers.Of(workspace, session.Parsed.GetValue(_without)!);
        if (session.Json)
        {
            session.Out.WriteLine(JsonSerializer.Serialize(left, CliJson.Indented));
            return App.Done;
        }

        var money = new MoneyFormat(left.Currency);
        Screen.Facts(session,
        [
            ("Run", $"{left.RunId}, as of {left.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"),
            ("Value", $"{left.Measure}, {left.DefinitionId}"),
            .. left.Gone.Select(one => ("Leaves", $"{Screen.Plain(one.CustomerId)}: {(one.Value is null ? "nothing is said of their value" : $"{money.Of(one.Value)}, {Figure.Percent(one.Share)} of all")}{(one.Tier is null ? string.Empty : $", tier {Screen.Plain(one.Tier)}")}")),
        ]);
        Show(session, "Value", left.Before, left.After, money);
        if (left is { RevenueBefore: { } before, RevenueAfter: { } after })
        {
            Show(session, "Revenue to date", before, after, money);
        }

        return App.Done;
    }

    private static void Show(Session session, string what, ValueLeft before, ValueLeft after, MoneyFormat money)
    {
        Table table = Screen.Table(what, ">before", ">after");
        void Row(string name, Func<ValueLeft, string> of) => table.AddRow(name, Screen.Plain(of(before)), Screen.Plain(of(after)));
        Row("Customers", left => Figure.Count(left.Customers));
        Row("Sum", left => money.Of(left.Sum));
        Row("HHI", left => Figure.Number(left.Hhi));
        Row("Effective number", left => Figure.About(left.EffectiveNumber));
        Row("Largest", left => Figure.Percent(left.Top1));
        Row("5 largest", left => Figure.Percent(left.Top5));
        Row("10 largest", left => Figure.Percent(left.Top10));
        session.Results.Write(table);
    }
}
