using System.Text.RegularExpressions;
using Perennial.Ingest;
using Perennial.Portfolio;
using Perennial.Reports;
using Perennial.Reports.Charts;
using Perennial.Reports.Page;
using Perennial.Reports.Pictures;

namespace Perennial.Tests.Reports;

public sealed partial class ReportPageTests
{
    [Fact]
    public void First_lines_give_the_value_its_interval_the_verdict_and_the_use()
    {
        string text = Text(ReportPage.Draw(SampleRun.Record(), SampleRun.Scores()));
        string first = text[text.IndexOf("Customer value report", StringComparison.Ordinal)..text.IndexOf("Read this first\n", text.IndexOf("Customer value report", StringComparison.Ordinal), StringComparison.Ordinal)];
        Assert.Contains("€48,216", first, StringComparison.Ordinal);
        Assert.Contains("€41,900", first, StringComparison.Ordinal);
        Assert.Contains("Pareto/NBD beats the best naive baseline", first, StringComparison.Ordinal);
        Assert.Contains("Values of single customers rank well", first, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_definition_named_is_defined_on_the_page()
    {
        string page = ReportPage.Draw(SampleRun.Record(), SampleRun.Scores());
        var named = Link().Matches(page).Select(m => m.Groups["id"].Value).Distinct().ToList();
        Assert.True(named.Count > 15);
        Assert.All(named, id => Assert.Contains($"id=\"def-{id}\"", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Rows_are_a_sum_that_adds_up()
    {
        string text = Text(ReportPage.Draw(SampleRun.Record(), SampleRun.Scores()));
        Assert.Matches(@"Rows used\s+3,980\s+Set aside: after as of\s+\+\s+45\s+Set aside: exact duplicate\s+\+\s+155\s+Set aside: test order\s+\+\s+20\s+Quarantined[^+]+\+\s+12\s+Rows in\s+=\s+4,212", text);
        Assert.DoesNotContain("not accounted for", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_do_not_add_up_are_said_so()
    {
        RunRecord run = SampleRun.Record();
        string text = Text(ReportPage.Draw(run with { Rows = run.Rows with { In = 5_000 } }, SampleRun.Scores()));
        Assert.Contains("788 rows are not accounted for", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Best_of_each_measure_is_marked_even_where_a_baseline_is_best()
    {
        string page = ReportPage.Draw(SampleRun.Record(), SampleRun.Scores());
        string zero = page[page.IndexOf("Zero <span", StringComparison.Ordinal)..];
        Assert.Contains("best: </span>0.7480", zero[..zero.IndexOf("</tr>", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_fetched_and_no_value_becomes_markup()
    {
        string page = ReportPage.Draw(SampleRun.Record() with { Warnings = ["<img src=https://example.org/x>"] }, SampleRun.Scores());
        string own = ScriptElement().Replace(page, string.Empty);
        Assert.DoesNotMatch("<[^>]+ (src|href)=[\"']?(https?:)?//", own);
        Assert.DoesNotContain("<img", own, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.True(page.Length < 5_000_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(40)]
    public void Few_customers_give_facts_and_honest_sentences(int customers)
    {
        string text = Text(ReportPage.Draw(Small(customers), SampleRun.Scores(customers, amounts: false)));
        Assert.Contains("Too few customers for a model.", text, StringComparison.Ordinal);
        Assert.Contains("No holdout: the history is too short.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_without_amounts_gets_orders_and_no_money()
    {
        RunRecord run = SampleRun.Record();
        run = run with { Currency = null, Equity = null, Facts = run.Facts with { RevenueGross = 0, RevenueNet = 0, Refunds = 0 }, Holdout = run.Holdout! with { Spend = null } };
        string page = ReportPage.Draw(run, SampleRun.Scores(amounts: false));
        string text = Text(page);
        Assert.Contains("The log has no amounts", text, StringComparison.Ordinal);
        Assert.Contains("more orders over the next 365", text, StringComparison.Ordinal);
        Assert.DoesNotContain("€", text, StringComparison.Ordinal);
        Assert.DoesNotContain("chart-lorenz", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_fit_is_shown_as_one_and_its_parameters_are_not_read()
    {
        RunRecord run = SampleRun.Record();
        run = run with { Models = [run.Models[0] with { Exit = "failed", Explanation = "No start reached an optimum.", LogLikelihood = double.NaN }], Chosen = "none" };
        string text = Text(ReportPage.Draw(run, SampleRun.Scores()));
        Assert.Contains("failed: cannot be scored", text, StringComparison.Ordinal);
        Assert.Contains("No start reached an optimum.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("While active", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cohort_picture_ends_with_a_mean_over_the_cohorts_that_reached_an_age()
    {
        RunRecord record = SampleRun.Record();
        Chart chart = CohortPicture.Draw(record, new MoneyFormat("EUR"))!;
        ChartTable share = chart.Views[0].Table;
        Assert.Equal("Weighted mean", share.Rows[^1][0].Text);
        RetentionPoint[] curve = [.. RetentionCurve.Weighted(record.Facts.Cohorts).Where(point => point.AgeMonths > 0)];
        Assert.Equal(curve.Select(point => Math.Round(point.Share, 12)), share.Rows[^1].Skip(2).Where(cell => cell.Value is not null).Select(cell => Math.Round(cell.Value!.Value, 12)));
        Assert.All(chart.Views, view => Assert.Contains(view.Table.Rows[^1][0].Text, new[] { "Weighted mean", "Mean of cohorts" }));
    }

    [Fact]
    public void Text_of_a_small_report_is_the_golden_one()
    {
        string golden = Path.Combine(AppContext.BaseDirectory, "Reference", "Reports", "small-report.txt");
        string text = Text(ReportPage.Draw(Small(3), SampleRun.Scores(3, amounts: false)));
        if (Environment.GetEnvironmentVariable("PERENNIAL_WRITE_GOLDEN") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, "small-report.txt"), text);
        }

        Assert.Equal(File.ReadAllText(golden).ReplaceLineEndings("\n"), text);
    }

    private static RunRecord Small(int customers)
    {
        RunRecord run = SampleRun.Record();
        return run with
        {
            Rows = new RowAccount(customers, customers, 0, new Dictionary<string, long>()),
            Inputs = [run.Inputs[0] with { Rows = customers }],
            Quality = [],
            ControlTotal = [],
            Models = [],
            Chosen = "none",
            Usability = "Too few customers for a model.",
            Holdout = null,
            NoHoldout = "No holdout: the history is too short.",
            Equity = null,
            Warnings = [],
            Facts = run.Facts with
            {
                Customers = customers,
                Orders = customers,
                RevenueGross = 60,
                RevenueNet = 60,
                Refunds = 0,
                RepeatRate = customers == 0 ? double.NaN : 0,
                Cohorts = [],
                Retention = [],
                Concentration = new Concentration(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, []),
                InterPurchaseDays = [],
                FrequencyHistogram = [customers, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
                Months = [],
                Setting = "undetermined",
                SettingEvidence = ["Nobody has bought twice."],
                FrequencySpendCorrelation = null,
            },
        };
    }

    // What a reader reads: no style, no script, tags gone, one line a block.
    private static string Text(string page)
    {
        string body = ScriptElement().Replace(page, string.Empty);
        string lines = Tag().Replace(Block().Replace(body.ReplaceLineEndings(" "), "\n"), string.Empty);
        return string.Join('\n', System.Net.WebUtility.HtmlDecode(lines).Split('\n').Select(l => Spaces().Replace(l, " ").Trim(' ')).Where(l => l.Length > 0)) + "\n";
    }

    [GeneratedRegex("href=\"#def-(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Link();

    [GeneratedRegex("<(?<e>script|style)[^>]*>.*?</\\k<e>>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex ScriptElement();

    [GeneratedRegex("</?(p|div|h1|h2|h3|tr|li|dt|dd|summary|caption|section|title|legend|option|figcaption|header|footer|td|th)[^>]*>", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Block();

    [GeneratedRegex("<[^>]+>", RegexOptions.None, 5000)]
    private static partial Regex Tag();

    [GeneratedRegex(" +", RegexOptions.None, 5000)]
    private static partial Regex Spaces();
}
