namespace Perennial.Kernel;

/// <summary>Definitions of what is so before any model.</summary>
internal static class DefinitionsOfFacts
{
    private const string ToDate = "first row to as-of day";
    private const string Known = "rows dated up to the as-of day";
    private const string Money = "the run's currency";

    public static IReadOnlyList<Definition> All { get; } =
    [
        new()
        {
            Id = "customers.v1", Name = "Customers", Formula = "number of customers with at least one used row",
            Period = ToDate, Unit = "customers", AsOf = Known, Note = "Customers who only returned things count.",
        },
        new()
        {
            Id = "buyers.v1", Name = "Buyers", Formula = "number of customers with at least one purchase day",
            Period = ToDate, Unit = "customers", AsOf = Known,
            Note = "A purchase day is a business day with a sale that the same day's returns did not take back whole. Free things count as a purchase.",
        },
        new()
        {
            Id = "orders.v1", Name = "Orders", Formula = "distinct order ids with a sale, by customer and business day",
            Period = ToDate, Unit = "orders", AsOf = Known, Note = "A row that names no order counts one. Orders later returned still count.",
        },
        new()
        {
            Id = "orders.month.v1", Name = "Orders by month", Formula = "orders.v1 by calendar month",
            Period = "calendar month", Unit = "orders", AsOf = Known, Note = "A month that has not ended on the as-of day is marked.",
        },
        new()
        {
            Id = "revenue.gross.v1", Name = "Gross revenue", Formula = "sum of sale amounts",
            Period = ToDate, Unit = Money, AsOf = Known,
        },
        new()
        {
            Id = "revenue.refunds.v1", Name = "Refunds", Formula = "sum of return amounts, as a positive number",
            Period = ToDate, Unit = Money, AsOf = Known, Note = "By the day of the return.",
        },
        new()
        {
            Id = "revenue.net.v1", Name = "Net revenue", Formula = "gross revenue less refunds",
            Period = ToDate, Unit = Money, AsOf = Known, Note = "May be negative for a customer or a month.",
        },
        new()
        {
            Id = "revenue.net.month.v1", Name = "Net revenue by month", Formula = "revenue.net.v1 by calendar month",
            Period = "calendar month", Unit = Money, AsOf = Known, Note = "Returns count in the month they are dated. A month that has not ended on the as-of day is marked.",
        },
        new()
        {
            Id = "repeat-rate.v1", Name = "Repeat rate", Formula = "share of buyers who bought on a second day",
            Numerator = "buyers with at least two purchase days", Denominator = "buyers",
            Period = ToDate, Unit = "share", AsOf = Known, Note = "Two orders on one business day are one purchase.",
        },
        new()
        {
            Id = "cohort.triangle.v1", Name = "Cohort triangle",
            Formula = "for customers of one acquisition month, by age in calendar months: customers with a purchase day, net revenue, and cumulative net revenue per acquired customer",
            Numerator = "cumulative net revenue of the cohort (for the last of the three)", Denominator = "customers acquired in the month",
            Period = "calendar month", Unit = "customers; " + Money, AsOf = Known,
            Note = "Acquired in the month of the first purchase day. Observed, never extrapolated. A month that has not ended on the as-of day is marked.",
        },
        new()
        {
            Id = "retention.month.v1", Name = "Retention by month", Formula = "share of acquired customers with a purchase day in their k-th calendar month after acquisition",
            Numerator = "active customers, summed over the cohorts whose month k has ended", Denominator = "acquired customers of the same cohorts",
            Period = "calendar month", Unit = "share", AsOf = Known, Note = "Weighted by size, not the mean of the cohorts' rates: 20 % of 10 and 0 % of 100 are 1.8 %.",
        },
        new()
        {
            Id = "concentration.top-share.v1", Name = "Share of the top 1, 5, 10, 20 %", Formula = "net revenue of the largest customers by total net revenue",
            Numerator = "net revenue of the largest p % of customers, rounded up to whole customers", Denominator = "net revenue of all customers",
            Period = ToDate, Unit = "share", AsOf = Known, Note = "Customers below zero count as zero.",
        },
        new()
        {
            Id = "concentration.gini.v1", Name = "Gini coefficient", Formula = "2 times the sum of rank times revenue, by n times the sum of revenue, less (n + 1) / n, ranked from the smallest",
            Period = ToDate, Unit = "0 (all equal) to 1", AsOf = Known, Note = "Over all customers; those below zero count as zero.",
        },
        new()
        {
            Id = "hhi.revenue.v1", Name = "HHI", Formula = "10,000 times the sum of squared shares of net revenue",
            Period = ToDate, Unit = "0 to 10,000", AsOf = Known, Note = "Cut-offs such as 1,000, 1,800 and 2,500 are heuristics. Customers below zero count as zero.",
        },
        new()
        {
            Id = "concentration.effective-number.v1", Name = "Effective number of customers", Formula = "10,000 / HHI",
            Period = ToDate, Unit = "customers", AsOf = Known, Note = "So many equal customers would be as concentrated.",
        },
        new()
        {
            Id = "concentration.lorenz.v1", Name = "Lorenz curve", Formula = "cumulative share of net revenue by cumulative share of customers, smallest first",
            Period = ToDate, Unit = "shares", AsOf = Known, Note = "Customers below zero count as zero.",
        },
        new()
        {
            Id = "inter-purchase-days.v1", Name = "Days between purchases", Formula = "quantiles of the days from one purchase day to the customer's next, linear between order statistics",
            Period = ToDate, Unit = "days", AsOf = Known, Note = "Only finished intervals: the time since the last purchase is not one, so the true times are longer.",
        },
        new()
        {
            Id = "setting.v1", Name = "Contractual or not",
            Formula = "contractual where at least 60 % of customers with four purchases keep an even rhythm (mean gap six days or more, coefficient of variation at most 0.2) and at least 60 % of following purchases have equal amounts; non-contractual where at most 20 % keep a rhythm and fewer than 60 % have equal amounts",
            Period = ToDate, Unit = "one of three answers", AsOf = Known, Note = "Everything else is undetermined, as are logs with fewer than 20 such customers. No model switches because of it.",
        },
        new()
        {
            Id = "frequency-spend-correlation.v1", Name = "Correlation of frequency and spend", Formula = "Spearman's rank correlation of repeat purchases and mean spend, mid-ranks on ties",
            Period = ToDate, Unit = "-1 to 1", AsOf = Known, Note = "Over customers with a repeat purchase; 95 % interval on Fisher's scale with variance (1 + rho²/2) / (n - 3).",
        },
        new()
        {
            Id = "left-censored.v1", Name = "Left-censored customers", Formula = "buyers first seen in the burn-in: the four-week periods at the start with over 1.5 times the median arrivals of the six periods that follow, beyond three standard deviations of chance",
            Period = "burn-in, at most a third of the log", Unit = "customers", AsOf = Known,
            Note = "They may have been customers before the data begin. A log whose last third brings under 1 % of the customers is a cohort by design and has no burn-in.",
        },
    ];
}
