namespace Perennial.Kernel;

/// <summary>Definitions of what customers cost to win, and of what that brings.</summary>
internal static class DefinitionsOfAcquisition
{
    private const string Spent = "the months with spend, up to the as-of day";
    private const string Money = "the run's currency, a customer";
    private const string WonBy = "customers who bought at least once and signed up (else first bought) in these months";
    private static readonly DefinitionFamily Family = new("spend, sales and costs dated up to the as-of day");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Family.Of("cac.v1", "Cost of acquisition, fully loaded", "everything spent on marketing and sales by customers won",
            Spent, Money, numerator: "marketing spend of every kind (media, creative, tools, salaries) and pools of costs that are acquisition", denominator: WonBy,
            note: "Pools are shared out to channels as their spend is. No lag: a customer is set against the spend of their own month."),
        Family.Of("cac.paid.v1", "Cost of acquisition, paid", "what was spent on bought reach by customers won through it",
            Spent, Money, numerator: "spend marked as paid", denominator: WonBy + ", through channels with paid spend",
            note: "Customers who came by themselves are not in it, which makes it dearer than the blended one."),
        Family.Of("acquisition.value.v1", "Value of customers won", "mean of what each has left so far and of their net value for the rest of the life, where one is predicted",
            "from the first sale on", Money,
            note: "Contribution to date is not discounted; the rest is, to the as-of day. The interval draws customers anew, 1,000 times. A prospect is worth this less the cost of acquisition (cac-in); to a customer it is spent."),
        Family.Of("clv-cac.v1", "CLV to CAC", "value of customers won by what one cost to win, fully loaded",
            Spent, "ratio", numerator: "acquisition.value.v1", denominator: "cac.v1",
            note: "Net value, not revenue. Customary marks are 1 and 3. It goes with a channel; it does not say what more spend would bring."),
        Family.Of("cac-payback.v1", "Payback, observed", "first age in months at which cumulative contribution a customer reaches what one cost to win",
            "as far as at least ten of the customers, or a fifth of few, are old enough", "months, 0 being the month of sign-up",
            note: "As billed: a year paid in advance counts when it is billed. Customers who left count as 0 from then on. Not reached is said, not extrapolated."),
        Family.Of("cac-payback.simple.v1", "Payback, simple", "spend by new revenue a month times margin",
            "constant", "months", numerator: "spend", denominator: "new revenue a month times margin",
            note: "As if nobody left. For comparison."),
        Family.Of("cac.affordable.v1", "Affordable cost of acquisition", "the 10 % end of acquisition.value.v1, 0 where that is negative",
            Spent, Money,
            note: "At this cost, customers like those won so far pay for themselves nine times in ten."),
    ];
}
