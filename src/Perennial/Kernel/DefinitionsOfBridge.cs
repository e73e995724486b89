namespace Perennial.Kernel;

/// <summary>Definitions of why values moved from one run to the next.</summary>
internal static class DefinitionsOfBridge
{
    private const string Between = "from the as-of day of the run before to that of this run";
    private const string Money = "the run's currency";
    private static readonly DefinitionFamily Family = new("what the run before knew, and what this run knows, each up to its as-of day");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Family.Of("clv.bridge.v1", "Bridge of value", "value of all customers in this run less that in the run before, shared out over what changed",
            Between, Money,
            note: "Customers are valued again by what was known then and now, by the old models and the new, under the old definition and the new. Shapley's value over all orders in which revision of the data comes before time, rates of exchange and behaviour, these in this order. The steps add up to the last digit."),
        Family.Of("clv.bridge.gained.v1", "New customers", "value of customers first seen after the as-of day of the run before",
            Between, Money),
        Family.Of("clv.bridge.lost.v1", "Customers who left", "behaviour of accounts whose last subscription ended between the runs",
            Between, Money,
            note: "Beside what was expected: that some would leave is in the time that passed. Customers without a contract do not say that they leave; what their silence says is behaviour."),
        Family.Of("clv.bridge.data.v1", "Data known since", "value of what is known now of the as-of day of the run before, less value of what was known then",
            "the as-of day of the run before", Money,
            note: "Late, corrected, removed and re-mapped rows dated up to that day; customers who are gone from the data, or known to have been there only now."),
        Family.Of("clv.bridge.time.v1", "Time passing, as expected", "value from the new day on as the model expected it on the old day, less value from the old day on",
            Between, Money,
            note: "What was to be earned meanwhile is over, what lies ahead is nearer, and some were expected to leave or to grow."),
        Family.Of("clv.bridge.currency.v1", "Rates of exchange", "expected value of subscriptions in other currencies at the rates of the new day, less that at those of the old day",
            Between, Money,
            note: "Orders and invoices keep the rate of their own day."),
        Family.Of("clv.bridge.behaviour.v1", "Unexpected behaviour", "value of what customers have done up to the new day, less the value that was expected of them",
            Between, Money,
            note: "0 in the mean where the model is right. Customers who left have a step of their own where contracts tell that they did."),
        Family.Of("clv.bridge.untold.v1", "Not told apart", "value now less value then of customers who cannot be valued again",
            Between, Money,
            note: "Customers who began or gave up their first subscription, and those of models that read more than how often, how recently and for how long a customer bought."),
        Family.Of("clv.bridge.model.v1", "Model", "value by the models of this run less value by those of the run before, of the same customers",
            Between, Money,
            note: "Fitted anew on more data, or another model chosen; a newer version of the program too."),
        Family.Of("clv.bridge.horizon.v1", "Definition: horizon", "value over the new horizon less value over the old one", Between, Money),
        Family.Of("clv.bridge.discount.v1", "Definition: discount rate", "value at the new rate less value at the old one", Between, Money),
        Family.Of("clv.bridge.margin.v1", "Definition: margin", "value at the new stated margin less value at the old one; revenue where none is stated", Between, Money),
        Family.Of("clv.bridge.net.v1", "What is taken off", "change of net value less change of value", Between, Money,
            note: "What goods, delivery and serving cost: what is known of it, what is stated of it in company.yaml, and how it goes with the value."),
    ];
}
