namespace Perennial.Kernel;

/// <summary>Definitions of what a table with one row a customer says about how long customers stay.</summary>
internal static class DefinitionsOfStaying
{
    private static readonly DefinitionFamily Family = new("the table, as of the day it was drawn");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Family.Of("stay.km.v1", "Share that stayed", "Kaplan-Meier share of customers that stay longer than so many months, with a 95 % band (log-log)", "months since the beginning", "share",
            note: "Customers who were still there when the table was drawn count for as long as they were watched. Where the table holds only those who were customers lately, a customer counts in the months so stated."),
        Family.Of("stay.median.v1", "Median stay", "the first month by which half of the customers have left; none where fewer have, and beside it the mean within the months all groups were watched",
            "months since the beginning", "months"),
        Family.Of("stay.chance.v1", "Chance of leaving of a customer who is there", "1 less the product over the next months of 1 less the chance to leave in the month, by age then and by what is known of the customer",
            "3 and 12 months from the day of the table", "share",
            note: "The kind of model is chosen by the likelihood of whole stays of customers it was not fitted on; the simplest within one standard error of the best wins."),
        Family.Of("stay.months.v1", "Expected months of the next 36", "sum over the next 36 months of the chance to be there at the end of each", "36 months from the day of the table", "months"),
        Family.Of("stay.hazard-ratio.v1", "Hazard ratio", "what one step of a feature multiplies the rate of leaving with at any age, the other features shown alike (Cox, ties by Efron)",
            "all months watched", "ratio", note: "A step is 1 for yes or no and a standard deviation for numbers. A p-value below 0.05 under 'same at every age' speaks against the model: the ratio is a mean then. Association, not effect."),
        Family.Of("stay.log-score.v1", "Log score of a stay", "mean over customers of the sum of -ln(chance given to what happened) over their months, by a model fitted on other customers", "all months watched", "nats"),
        Family.Of("stay.brier.v1", "Brier score of leaving within a year", "mean of (chance less outcome) squared at the beginning of each year a customer came to, those not watched for a year replaced by those like them who were",
            "a year", "share", note: "Graf and others (1999): weights are 1 over the Kaplan-Meier chance of having been watched."),
    ];
}
