namespace Perennial.Kernel;

/// <summary>Definitions of how much rests on how few, and what their leaving would take.</summary>
internal static class DefinitionsOfConcentration
{
    private const string Money = "the run's currency";
    private static readonly DefinitionFamily Family = new("rows dated up to the as-of day, and values of it");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Family.Of("concentration.measure.v1", "Concentration", "shares of the largest customers, HHI, effective number and Gini as of revenue to date, of net revenue of the last twelve months, of gross margin of the last twelve calendar months that are over, and of value ahead (net where costs are known)",
            "twelve months up to the as-of day; the run's horizon ahead", "shares, 0 to 1",
            note: "Shares are of the sum of customers above zero; customers below zero count as zero in them, and their number and sum are said beside."),
        Family.Of("concentration.trend.v1", "Trend of concentration", "share of the ten largest customers and effective number of net revenue of twelve months, at the end of each quarter",
            "twelve months up to the end of a quarter", "share; customers",
            note: "Only quarters that are over and have a whole year of the ledger behind them; at most twelve."),
        Family.Of("concentration.protection.v1", "Contract protection", "recurring revenue of accounts with a running term of three months or more, by recurring revenue; months left are the mean to its end, weighted by recurring revenue",
            "from the as-of day to the end of the term", "share; months", numerator: "recurring revenue under such a term", denominator: "recurring revenue",
            note: "The largest accounts are those with the highest value. A term protects until it ends, not beyond, and not from failed payments."),
        Family.Of("concentration.loss.v1", "Value at risk", "least loss of value from the leaving of the largest accounts within a year that is not exceeded in 95 or 99 of 100 drawn years; expected shortfall is the mean loss of the 5 or 1 worst",
            "a year from the as-of day", Money,
            note: "Of the 100 most valuable accounts, each with its own chance to leave: that of its contract, else to buy nothing within the horizon where that is a year, else to have gone already. Who leaves takes the whole value. The mean loss is in values already. Accounts that share an industry, a channel, a reseller or a hierarchy leave together: on a normal scale, by a stated correlation that no data have shown (0.2 unless company.yaml says otherwise), split over the traits known."),
        Family.Of("concentration.groups.v1", "Dependence on groups", "share of the most valuable segment, channel or product line, and HHI of all of them, by value (net where costs are known)",
            "the run's horizon", "share; 0 to 10,000", numerator: "value of the most valuable group", denominator: "value of groups above zero",
            note: "Customers of whom it is not known are one group."),
        Family.Of("concentration.without.v1", "What is left without a customer", "sum of values, HHI and share of the ten largest of all other customers",
            "the run's horizon", Money + "; 0 to 10,000; share",
            note: "What others would do then is not asked."),
    ];
}
