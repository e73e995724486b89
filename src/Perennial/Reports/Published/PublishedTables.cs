using System.Text;
using Perennial.Features.Signals;

namespace Perennial.Reports.Published;

/// <summary>Every Parquet table of a run. docs/tables.md is written from it.</summary>
public static class PublishedTables
{
    private const string Text = "VARCHAR", Number = "DOUBLE", Whole = "INTEGER", Long = "BIGINT", Day = "DATE", Yes = "BOOLEAN", Money = "DECIMAL(18,4)";
    private const string Always = "every run", Company = "a company's run", Net = "margins or costs are known", Contracts = "some customers have subscriptions", Valued = "something is said of values";

    private static readonly PublishedColumn Id = new("customer_id", Text, "the customer, as in the data"), Key = new("customer_key", Whole, "the customer's surrogate key; the vault has the id");

    private static readonly PublishedColumn[] Scores =
    [
        new("first_purchase", Day, "first purchase day; empty without a sale"), new("last_purchase", Day, "last purchase day"), new("orders", Whole, "orders placed"),
        new("revenue_to_date", Money, "currency, net of returns", "revenue-to-date.v1"), new("frequency", Whole, "purchase days after the first", "frequency.v1"),
        new("recency", Number, "first to last purchase, in the run's unit of time", "recency.v1"), new("t", Number, "first purchase to the as-of day, in the run's unit of time", "t.v1"),
        new("mean_spend", Number, "currency a repeat purchase day", "mean-spend.v1"), new("p_alive", Number, "chance, 0 to 1", "p-alive.v1"), new("p_zero", Number, "chance of no revenue to the horizon, 0 to 1", "p-zero.v1"),
        new("expected_orders", Number, "purchase days to the horizon", "expected-orders.v1"), new("expected_spend", Number, "currency a purchase day", "expected-spend.v1"),
        new("clv", Number, "currency: the mean of the value; its definition stands in definition_id", "clv.BASIS.HORIZON.mid.dRATE.v1"), new("clv_p50", Number, "currency: 50 % quantile of it"), new("clv_p10", Number, "currency: 10 % quantile"),
        new("clv_p90", Number, "currency: 90 % quantile"), new("clv_p025", Number, "currency: 2.5 % quantile"), new("clv_p975", Number, "currency: 97.5 % quantile"),
        new("percentile", Number, "0 to 100, of clv", "percentile.v1"), new("quality", Text, "ok, low_data, abstain", "quality.v1"),
    ];

    private static readonly PublishedColumn[] NetValues =
    [
        new("clv_gross", Number, "currency, discounted: after cost of revenue"), new("cost_to_serve", Number, "currency, discounted: what serving will cost"),
        new("clv_net", Number, "currency, discounted: the difference", "clv.net.HORIZON.mid.dRATE.cac-CAC.retention-RETENTION.v1"),
    ];

    private static IEnumerable<PublishedColumn> Trajectories(string ending, string id) =>
        ((string[])["expansion", "stable", "contraction", "churn"]).Select(one => new PublishedColumn($"p_{one}{ending}", Number, "chance, 0 to 1; the four add up to 1", id, ending.Length > 0 ? Contracts : null));

    private static PublishedColumn[] Slopes(string name, string of, string id) =>
    [
        new(name, Number, $"change a year, {of}; empty where too little is known", id), new(name + "_low", Number, "lower end of its 95 % interval", id), new(name + "_high", Number, "upper end", id),
        new(name + "_p", Number, "p-value, two-sided", id),
    ];

    private static readonly PublishedColumn[] Stances =
    [
        new("stance", Text, "invest, protect, improve, deprioritize, undecided", "stance.v1"), new("status", Text, "recommended, proposed, note needed, overridden, undecided"),
        new("confidence", Number, "share of draws that agree, 0 to 1", "stance.confidence.v1"), new("rules_say", Text, "the stance of the deciding rule, before confidence and people"), new("deciding_rule", Text, "its id; empty where none holds"),
        new("fired", Text, "ids of the rules that hold, in order, apart by blanks"), new("not_known", Text, "ids of the rules that cannot be told"), new("priority", Text, "High, Medium, Low", "priority.segment.v1"),
        new("net_value", Number, "currency: clv_net, or clv where nothing is known of costs"), new("leaving", Number, "chance to leave within a year (without a subscription: of no revenue to the horizon), 0 to 1"),
        new("strategic_score", Number, "the highest score people entered that counts, 0 to 10; empty where none does"),
    ];

    private static readonly PublishedColumn[] StancesEnd =
        [new("override_until", Day, "first day a person's decision does not hold any more"), new("floor_minutes", Number, "minutes of support a month kept; of customers proposed to be deprioritized")];

    private static readonly PublishedColumn[] StanceTests =
    [
        new("rule", Text, "the rule's id"), new("place", Whole, "1 for its first quantity"), new("quantity", Text, "what is looked at"), new("unit", Text, "its unit"), new("comparison", Text, "at least, at most, above, below"),
        new("value", Number, "the customer's; empty where not known, or beyond every limit"), new("threshold", Number, "what it is held against"), new("outcome", Text, "fired, no, not known: of the quantity"), new("rule_outcome", Text, "the same of the rule"),
    ];

    /// <summary>Gives them: first those beside the report, then those in the folder of the run.</summary>
    public static IReadOnlyList<PublishedTable> All { get; } =
    [
        new("scores", "What each customer is worth, and how sure that is.", "customer", "customer_id", Always,
        [
            Id, .. Scores, new("model", Text, "the model that values the customer"), new("as_of", Day, "the day everything is known up to"), new("horizon", Text, "how far ahead: 365d, lifetime"),
            new("definition_id", Text, "the definition of clv"), new("currency", Text, "ISO 4217; empty where none was stated"),
            new("margin_to_date", Money, "currency: gross margin to date", "margin.gross.v1", Net), new("net_to_date", Money, "currency: contribution to date", "contribution.v1", Net),
            .. NetValues.Select(column => column with { Only = Net }), new("clv_net_p50", Number, "currency: 50 % quantile of clv_net", null, Net), new("clv_net_p10", Number, "currency: 10 % quantile", null, Net),
            new("clv_net_p90", Number, "currency: 90 % quantile", null, Net), new("net_definition_id", Text, "the definition of clv_net", null, Net),
            new("p_churn_30d", Number, "chance to have left within 30 days, 0 to 1", "churn.probability.v1", Contracts), new("p_churn_90d", Number, "within 90 days", "churn.probability.v1", Contracts),
            new("p_churn_365d", Number, "within 365 days", "churn.probability.v1", Contracts), new("expected_lifetime_months", Number, "months, cut at twenty years", "lifetime.contract.v1", Contracts),
            new("mrr", Number, "currency a month, after every discount", "mrr.v1", Contracts), new("tier", Text, "the tier of value", "tier.v1", Valued),
        ]),
        new("values", "Gross and net value at every horizon.", "customer and horizon", "customer_id, horizon", Net,
            [Id, new("horizon", Text, "30d, 90d, 365d, 1096d, lifetime"), new("net_to_date", Money, "currency: contribution to date; with it a lifetime is whole", "contribution.v1"), .. NetValues]),
        new("presets", "Customers whom Stripe, ChartMogul and a board count differently.", "customer", "customer_id", "a company with subscriptions",
        [
            Id, .. new[] { ("mrr", "recurring revenue on the as-of day"), ("opening", "recurring revenue at the opening of the twelve months"), ("counted", "of the closing, what counts in net retention") }
                .SelectMany(m => new[] { "stripe", "chartmogul", "board" }.Select(preset => new PublishedColumn($"{m.Item1}_{preset}", Money, $"currency a month: {m.Item2}, as {preset} counts", m.Item1 == "counted" ? "nrr.v1" : "mrr.v1"))),
            new("differs_by", Text, "discount (one that ends), return (left and came back)"),
        ]),
        new("bridge", "What moved the value of each customer since the run before.", "customer and step", "customer_id, step", "there is an earlier run in the workspace that can be compared",
            [Id, new("step", Text, "gained, lost, data, time, currency, behaviour, untold, model, horizon, discount, margin", "clv.bridge.v1"), new("amount", Money, "currency; a customer's amounts add up to the move of their clv", "clv.bridge.v1")]),
        new("tiers", "The tier of each customer by value, how sure it is, and what it was in the run before.", "customer", "customer_id", Valued,
        [
            Id, new("tier", Text, "the tier; empty where nothing is said of the value", "tier.v1"), new("tier_no", Whole, "1 for the highest"), new("ranked_by", Number, "currency: the value that ranks, clv_net, clv_gross or clv; run.json says which"),
            new("held", Yes, "keeps the tier of the run before by the margin", "tier.held.v1"), new("tier_before", Text, "the tier in the run before; empty where there was none or it is not compared with", "tier.migration.v1"),
            new("straddles", Yes, "the 80 % interval of the value reaches another tier", "tier.chance.v1"), new("tier_highest", Text, "the highest tier it reaches"), new("tier_lowest", Text, "the lowest"),
            new("chance", Number, "chance of the tier, 0 to 1; empty where the run has no quantiles", "tier.chance.v1"),
        ]),
        new("concentration", "How much rests on how few customers.", "measure and day", "measure, day", "revenue or value is above zero",
        [
            new("measure", Text, "revenue, margin (of twelve months), value (ahead; net where costs are known), revenue_trend (twelve months to the end of a quarter)", "concentration.measure.v1"),
            new("day", Day, "the as-of day, or the end of the quarter"), new("customers", Long, "customers with an amount"), new("total", Number, "currency: sum of those above zero"),
            .. new[] { 1, 5, 10 }.Select(n => new PublishedColumn($"top_{n}", Number, n == 1 ? "share of the largest customer, 0 to 1" : $"share of the {n} largest")),
            .. new[] { 1, 5, 10, 20 }.Select(p => new PublishedColumn($"top_{p}_percent", Number, $"share of the largest {p} %; empty in the trend")),
            new("gini", Number, "0 to 1; empty in the trend"), new("hhi", Number, "0 to 10,000"), new("effective_number", Number, "customers: 10,000 / HHI"),
        ]),
        new("scorecard", "Five dimensions of each customer, and what each adds to the score; an explanation, no value.", "customer", "customer_id", Company,
        [
            Id, new("score", Number, "0 to 100; empty where nothing is said of the value", "scorecard.v1"), new("rank", Whole, "1 for the highest score"),
            .. Portfolio.Scorecards.ScorecardPortfolio.Dimensions.Select(d => new PublishedColumn(d.Name, Number, "0 to 100; empty where not known", "scorecard.v1")),
            .. Portfolio.Scorecards.ScorecardPortfolio.Dimensions.Select(d => new PublishedColumn("adds_" + d.Name, Number, "points of the score; they add up to it", "scorecard.v1")),
        ]),
        new("trajectories", "Where each customer goes over a year, how soon, and the slopes seen so far.", "customer", "customer_id", Always,
        [
            Id, new("basis", Text, "what the chances come from: contract, use, purchases; none where nothing is said"),
            .. Trajectories(string.Empty, "trajectory.v1"),
            new("trajectory", Text, "the likeliest of the four: expansion, stable, contraction, churn", "trajectory.v1"), new("direction", Text, "strong positive, positive, stable, declining, strong negative, undecided", "trajectory.direction.v1"),
            new("change", Text, "the likeliest change: expansion, contraction, churn", "trajectory.lead.v1"), new("lead_months", Number, "median months until it, where it comes; empty where that cannot be told", "trajectory.lead.v1"),
            .. Trajectories("_90d", "trajectory.v1"),
            .. Slopes("revenue_slope", "of its mean", "trajectory.slope.v1"), .. Slopes("use_slope", "of its mean", "trajectory.slope.v1"), .. Slopes("leaving_slope", "in log odds of the chance to leave", "trajectory.slope-of-leaving.v1"),
        ]),
        new("segments", "Which segment of value and direction each customer is in.", "customer", "customer_id", "something is said of values",
        [
            Id, new("value_level", Text, "high, moderate, low; empty where nothing is said of the value", "segment.v1"), new("direction", Text, "as in trajectories", "trajectory.direction.v1"),
            new("segment", Text, "Stars, Cash Cows, Safeguard, Nurture, Maintain, Question Marks, Low Touch, Undecided, At-Risk; empty where value or direction is not known", "segment.v1"),
            new("sure", Yes, "whether the 80 % interval of the value stays within the level", "segment.v1"),
        ]),
        new("factors", "Six weighted factors of each customer, and what each adds to the score; an explanation, no value.", "customer", "customer_id", Company,
        [
            Id, new("score", Number, "0 to 10; empty where no factor is known", "factors.v1"),
            .. Portfolio.Scorecards.FactorScorecard.Factors.Select(f => new PublishedColumn(f.Name, Number, "0 to 10; empty where not known", "factors.v1")),
            .. Portfolio.Scorecards.FactorScorecard.Factors.Select(f => new PublishedColumn("adds_" + f.Name, Number, "points of the score; they add up to it", "factors.v1")),
        ]),
        new("stances", "What to do with each customer, and why; people decide.", "customer with a value who has not left", "customer_id", Company,
            [Id, .. Stances, new("override_reason", Text, "why a person decided otherwise; empty where nobody did"), new("override_owner", Text, "who decided"), .. StancesEnd]),
        new("stance_tests", "Every quantity that every rule of stances looked at.", "customer, rule and place", "customer_id, rule, place", Company, [Id, .. StanceTests]),
        new("runs/scores", "The scores under surrogate keys.", "customer", "customer_key", Always, [Key, .. Scores]),
        new("runs/scores_net", "Gross and net value over the run's own horizon.", "customer", "customer_key", Net, [Key, .. NetValues]),
        new("runs/scores_tiers", "Tiers, which the next run compares with.", "customer with a tier", "customer_key", Valued,
        [
            Key, new("tier", Text, "the tier", "tier.v1"), new("tier_no", Whole, "1 for the highest"), new("ranked_by", Number, "currency: the value that ranks"),
            new("held", Yes, "as in tiers", "tier.held.v1"), new("straddles", Yes, "as in tiers", "tier.chance.v1"),
        ]),
        new("runs/valuation_bridge", "The bridge under surrogate keys.", "customer and step", "customer_key, step", "as bridge",
            [Key, new("step", Text, "as in bridge", "clv.bridge.v1"), new("amount", Money, "currency", "clv.bridge.v1")]),
        new("runs/portfolio_stances", "The stances under surrogate keys, without what people wrote.", "customer with a value who has not left", "customer_key", Company, [Key, .. Stances, .. StancesEnd]),
        new("runs/portfolio_stance_tests", "The same as stance_tests under surrogate keys.", "customer, rule and place", "customer_key, rule, place", Company, [Key, .. StanceTests]),
        new("runs/ledger_days", "What each customer bought and sent back, by day.", "customer and day", "customer_key, day", Always,
        [
            Key, new("day", Day, "business day"), new("orders", Whole, "orders"), new("gross", Money, "currency sold"), new("refunds", Money, "currency taken back, positive"), new("net", Money, "currency: gross less refunds"),
            new("value", Money, "currency: what the day is worth, returns named by its orders taken off"), new("is_purchase", Yes, "whether the day counts as a purchase"), new("excess", Money, "currency taken back beyond what was bought by then"),
        ]),
        new("runs/features_histories", "Purchase histories as known on the as-of day.", "customer", "customer_key", Always,
        [
            Key, new("frequency", Whole, "purchase days after the first", "frequency.v1"), new("recency_days", Whole, "days from first to last purchase", "recency.v1"), new("t_days", Whole, "days from first purchase to the as-of day", "t.v1"),
            new("mean_spend", Number, "currency a repeat purchase day", "mean-spend.v1"), new("first_day", Day, "first purchase day"), new("last_day", Day, "last purchase day"), new("orders", Whole, "orders"),
            new("revenue_to_date", Money, "currency, net of returns", "revenue-to-date.v1"),
        ]),
        new("runs/features_contract_accounts", "Accounts with a subscription as known on the as-of day.", "customer", "customer_key", Contracts,
        [
            Key, new("segment", Text, "as known at sign-up; empty where none is"), new("channel", Text, "likewise"), new("state", Text, "active, paused, churned"), new("mrr", "DECIMAL(38,4)", "currency a month, after every discount", "mrr.v1"),
            new("listed", "DECIMAL(38,4)", "currency a month, before discounts that end"), new("last", Money, "currency a month before a pause or leaving"), new("seats", "DECIMAL(38,4)", "seats or units"), new("plan", Text, "the plan; of several the dearest"),
            new("begin_day", Day, "first day of the spell"), new("end_day", Day, "first day after it; empty while it runs"), new("age", Whole, "whole months of the spell"), new("term", Whole, "months of the term"),
            new("renewals", Whole, "renewals that came up in the spell"), new("to_month_end", Long, "days to the end of the running month"), new("next_due", Whole, "further whole months to the next renewal"),
            new("discount_until", Day, "first day without the discount that ends"), new("metered", Yes, "billed by use"), new("used", Number, "currency a month over the last twelve"), new("expansions", Long, "times it expanded"),
            new("contractions", Long, "times it contracted"), new("spell_no", Whole, "spells so far"),
        ]),
        new("runs/features_signals", "What is known of each customer on the as-of day; docs/signals.md has every signal.", "customer", "customer_key", Company,
            [Key, new("day", Day, "the as-of day"), new("active", Yes, "whether a subscription runs; empty for customers who never had one"), new("segment", Text, "the segment compared within"), .. SignalCatalogue.All.Select(s => new PublishedColumn(s.Id, Number, "see docs/signals.md"))]),
        new("runs/features_signals_relative", "The same beside the customer's own segment.", "customer", "customer_key", Company,
        [
            Key, .. SignalCatalogue.All.SelectMany(s => new PublishedColumn[] { new(s.Id + "_z", Number, "standard deviations from the segment's mean"), new(s.Id + "_percentile", Number, "share of the segment below, 0 to 1") }),
            .. SignalCatalogue.ByPlan.SelectMany(id => new PublishedColumn[] { new(id + "_plan_z", Number, "the same among those of the segment on the same plan"), new(id + "_plan_percentile", Number, "the same") }),
        ]),
        new("runs/training_leaving", "Learned chances to leave.", "customer and horizon", "customer_key, horizon_days", "leaving was learned", [Key, new("horizon_days", Whole, "days"), new("chance", Number, "chance, 0 to 1", "churn.chance.v1")]),
        new("runs/training_drivers", "The signals that go most with each customer's chance.", "customer and place", "customer_key, place", "leaving was learned",
            [Key, new("place", Whole, "1 for the largest"), new("feature", Text, "the signal"), new("value", Number, "its value"), new("contribution", Number, "in the model's unit; positive goes with leaving", "churn.driver.v1")]),
        new("runs/training_value", "Learned money to come.", "customer", "customer_key", "a value model was learned",
        [
            Key, new("horizon_days", Whole, "days"), new("chance", Number, "chance of any revenue, 0 to 1"), new("amount", Number, "currency where there is any"), new("expected", Number, "currency: chance times amount", "value.two-part.v1"),
            new("low", Number, "currency: lower end of the interval"), new("high", Number, "currency: upper end"),
        ]),
        new("runs/training_value_shares", "What families of signals add to learned money.", "customer and family", "customer_key, family", "a value model was learned",
            [Key, new("family", Text, "the family of signals"), new("money", Number, "currency", "value.two-part.v1")]),
    ];

    /// <summary>Writes the catalogue as the page docs/tables.md.</summary>
    public static string ToMarkdown()
    {
        StringBuilder page = new();
        page.Append("# Tables of a run\n\nEvery Parquet table a run leaves, written from the catalogue in the code; a test holds the files of runs against it. Any tool that reads Parquet reads them.\n");
        page.Append("`runs/NAME` lies in the workspace, in the folder of the run, and is never changed; the others lie beside the report. Runs of models that count opportunities to buy keep\n");
        page.Append("`runs/features_opportunities` too, which only they read. An empty cell is NULL: not known, or not said.\n");
        foreach (PublishedTable table in All)
        {
            page.Append($"\n## `{table.Name}`\n\n{table.What} One row a {table.Grain}; key: {table.Key}. There is one where: {table.When}.\n\n");
            if (table.Columns.Count > 60)
            {
                page.Append($"{table.Columns.Count} columns: {string.Join(", ", table.Columns.Take(4).Select(c => $"`{c.Name}` {c.Type}"))} and so on, by the list of [signals](signals.md).\n");
                continue;
            }

            page.Append("| column | type | what | definition | only where |\n|---|---|---|---|---|\n");
            foreach (PublishedColumn column in table.Columns)
            {
                page.Append($"| `{column.Name}` | {column.Type} | {column.Meaning} | {(column.DefinitionId is { } id ? $"`{id}`" : string.Empty)} | {column.Only} |\n");
            }
        }

        return page.ToString();
    }
}
