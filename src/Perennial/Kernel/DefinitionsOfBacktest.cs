namespace Perennial.Kernel;

/// <summary>Definitions of how a model did on days it had not seen.</summary>
internal static class DefinitionsOfBacktest
{
    private const string Hidden = "the day after the origin to the last hidden day";
    private static readonly DefinitionFamily Family = new("the model knows rows dated up to the origin; what happened is as known on the last hidden day");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Family.Of("holdout.purchases.v1", "Purchases in the holdout", "purchase days of customers known at the origin",
            Hidden, "purchases",
            note: "Merged by business day like training. Customers first seen in the holdout are left out and counted."),
        Family.Of("holdout.spend.v1", "Spend in the holdout", "value of the purchase days of the holdout after returns",
            Hidden, "the run's currency",
            note: "Returns lower values by the rules of mean-spend.v1."),
        Family.Of("holdout.tracking.v1", "Tracking", "repeat purchase days by week, and cumulative, beside the model's expectation",
            "weeks counted from the origin, both ways", "purchases a week",
            note: "By customers known at the origin. The last week may be cut short by the last hidden day."),
        Family.Of("holdout.mae.v1", "MAE", "mean absolute difference of predicted and actual by customer",
            Hidden, "purchases or currency",
            note: "Judges medians: where most customers buy nothing, predicting nothing is hard to beat."),
        Family.Of("holdout.rmse.v1", "RMSE", "root of the mean squared difference of predicted and actual by customer",
            Hidden, "purchases or currency",
            note: "Judges means."),
        Family.Of("holdout.poisson-deviance.v1", "Poisson deviance", "mean over customers of 2 (y ln(y / prediction) - y + prediction)",
            Hidden, "none",
            note: "Judges means of counts."),
        Family.Of("holdout.crps.v1", "CRPS", "mean over customers of the integral of (F(v) - 1 where y <= v)²",
            Hidden, "purchases or currency",
            note: "Judges whole distributions; models are chosen by it, on earlier origins."),
        Family.Of("holdout.spearman.v1", "Spearman", "rank correlation of predicted and actual, mid-ranks on ties",
            Hidden, "-1 to 1"),
        Family.Of("holdout.deciles.v1", "Deciles and lift", "mean predicted and actual in each tenth of customers by prediction; lift is the top tenth's actual mean by that of all",
            Hidden, "purchases; ratio", numerator: "mean actual of the top predicted decile", denominator: "mean actual of all",
            note: "Tied customers at a border count by fractions."),
        Family.Of("holdout.top20-found.v1", "Share of the true top 20 % found", "customers in the top 20 % by prediction and by outcome, by customers in the true top 20 %",
            Hidden, "share", numerator: "customers in both", denominator: "20 % of customers",
            note: "Ties at a cut get fractional credit. Reference: about 55 % of the future top 20 % were missed in four published sets."),
        Family.Of("holdout.calibration.v1", "Calibration of P(no purchase)", "share of customers who bought nothing, by bins of the predicted chance",
            Hidden, "share"),
        Family.Of("holdout.coverage80.v1", "Coverage of 80 % intervals", "mean over customers of the share of [F(y-), F(y)] that lies within [.1, .9]",
            Hidden, "share",
            note: "The randomised PIT: a right model reaches 80 % also where most outcomes are zero, which a closed interval exceeds. 95 % likewise with [.025, .975]."),
    ];
}
