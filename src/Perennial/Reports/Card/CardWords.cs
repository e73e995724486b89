using Perennial.Models;

namespace Perennial.Reports.Card;

/// <summary>What each model takes for granted and when it goes wrong, in short words.</summary>
internal static class CardWords
{
    /// <summary>Gives what a model assumes, a sentence or two a point.</summary>
    public static IEnumerable<string> Assumes(string model)
    {
        if (model == "gamma-gamma")
        {
            return ["Each customer has a usual spend. Single orders lie around it.", "How much a customer spends has nothing to do with how often.", "What a customer usually spends does not drift."];
        }

        if (TransactionModels.Find(model) is not { } entry)
        {
            return OfContracts(model);
        }

        return
        [
            entry.Needs switch
            {
                ModelNeeds.RegularBuying => "While a customer is active, orders come at even gaps.",
                ModelNeeds.OwnRegularity => "While a customer is active, orders come in a beat of their own. Some keep it well, some do not.",
                ModelNeeds.Opportunities => "There are fixed dates on which a customer can buy. On each, a customer buys or does not.",
                _ => "While a customer is active, orders come by chance, at a pace of the customer's own.",
            },
            entry.Name switch
            {
                "bg-nbd" or "bg-cnbd-k" => "After any order but the first, a customer may leave for good, and does not say so.",
                "mbg-nbd" or "mbg-cnbd-k" => "After any order, the first one too, a customer may leave for good, and does not say so.",
                "bg-bb" => "Before any of these dates a customer may leave for good, and does not say so.",
                _ => "At any time a customer may leave for good, and does not say so.",
            },
            entry.Needs switch
            {
                ModelNeeds.Ageing => "The longer a customer has been with you, the more likely they are to leave.",
                ModelNeeds.Correlation => "Those who buy often may leave sooner or later than the rest.",
                _ => "Whether the next chance to leave is taken has nothing to do with how often one buys.",
            },
            "Customers differ in pace and in how long they stay. The model learns by how much.",
            "The months to come are like the months gone by: same prices, same offers, same rivals.",
        ];
    }

    /// <summary>Gives when a model fails, a sentence or two a point.</summary>
    public static IEnumerable<string> Fails(string model)
    {
        if (model == "gamma-gamma")
        {
            return ["If those who buy often also spend more each time, it puts the best too low.", "One huge order can pull up what it thinks of a customer."];
        }

        if (TransactionModels.Find(model) is not { } entry)
        {
            return
            [
                "If prices or plans change, what it learned of old contracts no longer holds.",
                "If a few large accounts make most of the money, the total hangs on them. No model knows what one account will do.",
                "If contracts are young, it has not yet seen who leaves late.",
            ];
        }

        return
        [
            "If sales have a strong season, it is too high in one month and too low in the next. Over a whole year that evens out.",
            "If you start a big sale or stop your ads, it does not know.",
            entry.Needs switch
            {
                ModelNeeds.RegularBuying or ModelNeeds.OwnRegularity => "If customers buy by chance after all, it takes a short break for a farewell.",
                ModelNeeds.Opportunities => "If customers can buy at any time, it does not count all orders.",
                _ => "If customers buy at even gaps, it is slow to see that one has left.",
            },
            "If customers come back after a long break, it counts them as gone too soon.",
            entry.Name is "bg-nbd" or "bg-cnbd-k"
                ? "It takes all who bought just once as still there, be it years ago. It only thinks that they buy less and less often."
                : "If most have bought just once, it can tell them apart only by how long ago that was.",
        ];
    }

    private static IEnumerable<string> OfContracts(string model) =>
    [
        "Each month, or each time a contract ends, a customer stays or leaves. All of that is seen.",
        model switch
        {
            "shifted-beta-geometric" => "Each customer has a chance to leave that never changes. Customers differ in it, so those who stay long are those who stay.",
            "beta-discrete-weibull" => "Each customer has a chance to leave that may rise or fall with time. Customers differ in it.",
            "discrete-time-hazard" => "The chance to leave hangs on how long a customer has been there and on what is known of them.",
            _ => "All customers, or all of a group, have the same chance to leave in a month.",
        },
        "What a customer pays moves as it moved in the past: up, down, or not at all.",
        "The months to come are like the months gone by: same prices, same plans, same rivals.",
    ];
}
