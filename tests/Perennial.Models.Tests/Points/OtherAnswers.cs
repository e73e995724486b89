using Perennial.Models.BetaDiscreteWeibull;
using Perennial.Models.Contracts;
using Perennial.Models.GammaGamma;
using Perennial.Models.ShiftedBetaGeometric;
using Perennial.Models.Survival.Accelerated;
using Perennial.Models.Survival.DiscreteTime;
using Perennial.Models.Survival.ProportionalHazards;

namespace Perennial.Models.Tests.Points;

/// <summary>What the models of spend, contracts and lifetimes say at a point.</summary>
internal static class OtherAnswers
{
    /// <summary>Gives the model that answers and its answer.</summary>
    public static (Type Model, double Answer) Of(OraclePoint point) => point.Model switch
    {
        "gamma-gamma" => Spend(point),
        "gamma-gamma with covariates" => SpendWithCovariates(point),
        "shifted-beta-geometric" => Contract(point, new ShiftedBetaGeometricModel(new(point.P[0], point.P[1]))),
        "beta-discrete-weibull" => Contract(point, new BetaDiscreteWeibullModel(new(point.P[0], point.P[1], point.P[2]))),
        "cox" => Fitted(point, CoxFitter.Fit(SmallSet.Lives), model => model.Survival(SmallSet.At(point.Customer), point.At[0])[0]),
        "accelerated-failure-time" => Fitted(point, AftFitter.Fit(SmallSet.Lives, Enum.Parse<AftDistribution>(point.Parameters)),
            model => model.ConditionalSurvival(SmallSet.At(point.Customer), [point.At[0]], point.At[1])[0]),
        _ => Fitted(point, DiscreteHazardFitter.Fit(SmallSet.Renewals, new() { Link = Enum.Parse<HazardLink>(point.Parameters) }),
            model => model.Hazard((int)point.At[0], point.Customer)),
    };

    private static (Type, double) Spend(OraclePoint point)
    {
        GammaGammaModel model = new(new(point.P[0], point.P[1], point.P[2]));
        (int x, double mean) = ((int)point.Customer[0], point.Customer[1]);
        return (typeof(GammaGammaModel), point.Quantity switch
        {
            "loglik" => GammaGammaLikelihood.LogLikelihood(model.Named, x, mean),
            "spend" => model.ExpectedSpend(new SpendHistories([x], [mean]))[0],
            _ => throw PurchaseAnswers.Unknown(point),
        });
    }

    // The last three parameters are the effect, the power of purchases and the customer's covariate.
    private static (Type, double) SpendWithCovariates(OraclePoint point)
    {
        double[] p = point.P;
        SpendCovariateModel model = new(new(p[0], p[1], p[2]), [new("age", p[3])], p[4]);
        CovariateColumns columns = new(["age"], [[p[5]]]);
        (int x, double mean) = ((int)point.Customer[0], point.Customer[1]);
        return (typeof(SpendCovariateModel), point.Quantity switch
        {
            "loglik" => GammaGammaLikelihood.LogLikelihood(model.Customer(x, columns).Named, x, mean),
            "spend" => model.ExpectedSpend(new SpendHistories([x], [mean]), columns)[0],
            _ => throw PurchaseAnswers.Unknown(point),
        });
    }

    private static (Type, double) Contract(OraclePoint point, ContractModel model)
    {
        int n = (int)point.Customer[0];
        ContractLifetime law = model.Base;
        ContractHistories one = new([n], [false]);
        return (model.GetType(), point.Quantity switch
        {
            "left" => BetaDiscreteWeibullLikelihood.LogLikelihood(new(law.Alpha, law.Beta, law.C), n, true),
            "stayed" => BetaDiscreteWeibullLikelihood.LogLikelihood(new(law.Alpha, law.Beta, law.C), n, false),
            "survival" => model.ConditionalSurvival(one, (int)point.At[0])[0],
            "renewals" => model.DiscountedExpectedRenewals(one, (int)point.At[0], PeriodicRate.PerOpportunity(point.At[1]), RenewalStandpoint.AfterLastPayment)[0],
            _ => throw PurchaseAnswers.Unknown(point),
        });
    }

    private static (Type, double) Fitted<TModel>(OraclePoint point, FitReport<TModel> report, Func<TModel, double> predict)
        where TModel : class
    {
        Assert.Equal(FitExit.Converged, report.Exit);
        return (typeof(TModel), point.Quantity switch
        {
            "loglik" => report.LogLikelihood,
            "coefficient" => report.Parameters[(int)point.At[0]].Value,
            "error" => report.Parameters[(int)point.At[0]].StandardError!.Value,
            _ => predict(report.Model),
        });
    }
}
