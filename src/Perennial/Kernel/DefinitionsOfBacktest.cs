namespace Perennial.Kernel;

/// <summary>Definitions of how a model did on days it had not seen.</summary>
internal static class DefinitionsOfBacktest
{
    private const string Hidden = "the day after the origin to the last hidden day";
    private const string Known = "the model knows rows dated up to the origin; what happened is as known on the last hidden day";

    public static IReadOnlyList<Definition> All { get; } =
    [
        new()
        {
            Id = "holdout.purchases.v1", Name = "Purchases in the holdout", Formula = "purchase days of customers known at the origin",
            Period = Hidden, Unit = "purchases", AsOf = Known, Note = "Merged by business day like training. Customers first seen in the holdout are left out and counted.",
        },
        new()
        {
            Id = "holdout.spend.v1", Name = "Spend in the holdout", Formula = "value of the purchase days of the holdout after returns",
            Period = Hidden, Unit = "the run's currency", AsOf = Known, Note = "Returns lower values by the rules of mean-spend.v1.",
        },
        new()
        {
            Id = "holdout.tracking.v1", Name = "Tracking", Formula = "repeat purchase days by week, and cumulative, beside the model's expectation",
            Period = "weeks counted from the origin, both ways", Unit = "purchases a week", AsOf = Known, Note = "By customers known at the origin. The last week may be cut short by the last hidden day.",
        },
        new()
        {
            Id = "holdout.mae.v1", Name = "MAE", Formula = "mean absolute difference of predicted and actual by customer",
            Period = Hidden, Unit = "purchases or currency", AsOf = Known, Note = "Judges medians: where most customers buy nothing, predicting nothing is hard to beat.",
        },
        new()
        {
            Id = "holdout.rmse.v1", Name = "RMSE", Formula = "root of the mean squared difference of predicted and actual by customer",
            Period = Hidden, Unit = "purchases or currency", AsOf = Known, Note = "Judges means.",
        },
        new()
        {
            Id = "holdout.poisson-deviance.v1", Name = "Poisson deviance", Formula = "mean over customers of 2 (y ln(y / prediction) - y + prediction)",
            Period = Hidden, Unit = "none", AsOf = Known, Note = "Judges means of counts.",
        },
        new()
        {
            Id = "holdout.crps.v1", Name = "CRPS", Formula = "mean over customers of the integral of (F(v) - 1 where y <= v)²",
            Period = Hidden, Unit = "purchases or currency", AsOf = Known, Note = "Judges whole distributions; models are chosen by it, on earlier origins.",
        },
        new()
        {
            Id = "holdout.spearman.v1", Name = "Spearman", Formula = "rank correlation of predicted and actual, mid-ranks on ties",
            Period = Hidden, Unit = "-1 to 1", AsOf = Known,
        },
        new()
        {
            Id = "holdout.deciles.v1", Name = "Deciles and lift", Formula = "mean predicted and actual in each tenth of customers by prediction; lift is the top tenth's actual mean by that of all",
            Numerator = "mean actual of the top predicted decile", Denominator = "mean actual of all",
            Period = Hidden, Unit = "purchases; ratio", AsOf = Known, Note = "Tied customers at a border count by fractions.",
        },
        new()
        {
            Id = "holdout.top20-found.v1", Name = "Share of the true top 20 % found", Formula = "customers in the top 20 % by prediction and by outcome, by customers in the true top 20 %",
            Numerator = "customers in both", Denominator = "20 % of customers",
            Period = Hidden, Unit = "share", AsOf = Known, Note = "Ties at a cut get fractional credit. Reference: about 55 % of the future top 20 % were missed in four published sets.",
        },
        new()
        {
            Id = "holdout.calibration.v1", Name = "Calibration of P(no purchase)", Formula = "share of customers who bought nothing, by bins of the predicted chance",
            Period = Hidden, Unit = "share", AsOf = Known,
        },
        new()
        {
            Id = "holdout.coverage80.v1", Name = "Coverage of 80 % intervals", Formula = "mean over customers of the share of [F(y-), F(y)] that lies within [.1, .9]",
            Period = Hidden, Unit = "share", AsOf = Known, Note = "The randomised PIT: a right model reaches 80 % also where most outcomes are zero, which a closed interval exceeds. 95 % likewise with [.025, .975].",
        },
    ];
}
