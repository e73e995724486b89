using Perennial.Models.BgBb;
using Perennial.Models.BgNbd;
using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.Covariates;
using Perennial.Models.GgomNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.ParetoGgg;
using Perennial.Models.ParetoNbd;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.Tests.Points;

/// <summary>What the models of purchases say at a point.</summary>
internal static class PurchaseAnswers
{
    /// <summary>Gives every model that answers: one, or the same once more under another door.</summary>
    public static IEnumerable<(Type Model, double Answer)> Of(OraclePoint point) => point.Model switch
    {
        // In time an opportunity is discounted from the middle of its period: the rate has another meaning there.
        "bg-bb" => point.Quantity == "dert" ? [Opportunities(point)] : [Opportunities(point), InTime(point)],
        "pareto-ggg" => OwnRhythm(point),
        "pareto-nbd with covariates that change" => [Varying(point)],
        "bg-nbd with covariates" => [Static(point, p => new BgNbdModel(new(p[0], p[1], p[2], p[3]), TimeUnit.Week))],
        "mbg-nbd with covariates" => [Static(point, p => new MbgNbdModel(new(p[0], p[1], p[2], p[3]), TimeUnit.Week))],
        "pareto-nbd with covariates" => [Static(point, p => new ParetoNbdModel(new(p[0], p[1], p[2], p[3]), TimeUnit.Week))],
        "ggom-nbd with covariates" => [Static(point, p => new GgomNbdModel(new(p[0], p[1], p[2], p[3], p[4]), TimeUnit.Week))],
        _ => [Plain(point)],
    };

    private static (Type, double) Plain(OraclePoint point)
    {
        double[] p = point.P;
        ITransactionModel model = point.Model switch
        {
            "bg-nbd" => new BgNbdModel(new(p[0], p[1], p[2], p[3]), TimeUnit.Week),
            "mbg-nbd" => new MbgNbdModel(new(p[0], p[1], p[2], p[3]), TimeUnit.Week),
            "pareto-nbd" => new ParetoNbdModel(new(p[0], p[1], p[2], p[3]), TimeUnit.Week),
            "ggom-nbd" => new GgomNbdModel(new(p[0], p[1], p[2], p[3], p[4]), TimeUnit.Week),
            "correlated-pareto-nbd" => new CorrelatedParetoNbdModel(new(p[0], p[1], p[2], p[3]), p[4], TimeUnit.Week, 10),
            _ => throw new InvalidOperationException($"Nobody knows how to ask '{point.Model}'."),
        };
        return (model.GetType(), Asked(model, point));
    }

    private static double Asked(ITransactionModel model, OraclePoint point)
    {
        (int x, double tx, double age) = ((int)point.Customer[0], point.Customer[1], point.Customer[2]);
        PurchaseHistories one = new([x], [tx], [age], TimeUnit.Week);
        return point.Quantity switch
        {
            "loglik" => LogLikelihood(model, x, tx, age),
            "alive" => model.ProbabilityAlive(one)[0],
            "cet" => model.ConditionalExpectedTransactions(one, point.At[0])[0],
            "dert" => model.Dert(one, ContinuousRate.PerUnit(point.At[0], TimeUnit.Week))[0],
            "count" => model.ProbabilityOfCount(x, tx, age, point.At[0], (int)point.At[1] + 1)[^1],
            _ => throw Unknown(point),
        };
    }

    private static double LogLikelihood(ITransactionModel model, int x, double tx, double age) => model switch
    {
        BgNbdModel bg => BgNbdLikelihood.LogLikelihood(bg.Named, x, tx, age),
        MbgNbdModel mbg => MbgNbdLikelihood.LogLikelihood(mbg.Named, x, tx, age),
        ParetoNbdModel pareto => ParetoNbdLikelihood.LogLikelihood(pareto.Named, x, tx, age),
        GgomNbdModel ggom => GgomNbdLikelihood.LogLikelihood(ggom.Named, x, tx, age),
        _ => ((CorrelatedParetoNbdModel)model).LogLikelihood(new([x], [tx], [age], TimeUnit.Week))[0],
    };

    // The last three parameters are the effects on purchase and drop-out and the customer's covariate.
    private static (Type, double) Static<TModel>(OraclePoint point, Func<double[], TModel> make)
        where TModel : class, ITransactionModel
    {
        double[] p = point.P;
        CovariateModel<TModel> model = new(make(p), [new("age", CovariateProcess.Purchase, p[^3]), new("age", CovariateProcess.Dropout, p[^2])]);
        CovariateColumns columns = new(["age"], [[p[^1]]]);
        (int x, double tx, double age) = ((int)point.Customer[0], point.Customer[1], point.Customer[2]);
        PurchaseHistories one = new([x], [tx], [age], TimeUnit.Week);
        return (typeof(CovariateModel<>), point.Quantity switch
        {
            "loglik" => LogLikelihood(model.Customer(columns, 0), x, tx, age),
            "alive" => model.ProbabilityAlive(one, columns)[0],
            "cet" => model.ConditionalExpectedTransactions(one, columns, point.At[0])[0],
            "dert" => model.Dert(one, columns, ContinuousRate.PerUnit(point.At[0], TimeUnit.Week))[0],
            "count" => model.ProbabilityOfCount(one, columns, point.At[0], (int)point.At[1] + 1)[0][^1],
            _ => throw Unknown(point),
        });
    }

    private static (Type, double) Varying(OraclePoint point)
    {
        double[] p = point.P;
        VaryingCovariateModel model = new(new(new(p[0], p[1], p[2], p[3]), TimeUnit.Week), [new("on", CovariateProcess.Purchase, p[4]), new("on", CovariateProcess.Dropout, p[5])]);
        CovariatePaths paths = new([CovariatePath.Calendar("on", [.. Enumerable.Range(0, 60).Select(k => k % 20 is >= 4 and < 10 ? 1.0 : 0.0)])], [0.0], 60, 1, TimeUnit.Week);
        PurchaseTimes one = new([point.Customer[..^1]], [point.Customer[^1]], TimeUnit.Week);
        return (typeof(VaryingCovariateModel), point.Quantity switch
        {
            "loglik" => model.LogLikelihood(one, paths)[0],
            "alive" => model.ProbabilityAlive(one, paths)[0],
            "cet" => model.ConditionalExpectedTransactions(one, paths, point.At[0])[0],
            "count" => model.ProbabilityOfCount(one, paths, point.At[0], (int)point.At[1] + 1)[0][^1],
            _ => throw Unknown(point),
        });
    }

    private static (Type, double) Opportunities(OraclePoint point)
    {
        BgBbModel model = BgBbModel.Of(point.P);
        (int x, int tx, int n) = ((int)point.Customer[0], (int)point.Customer[1], (int)point.Customer[2]);
        DiscreteHistories one = new([x], [tx], [n]);
        return (typeof(BgBbModel), point.Quantity switch
        {
            "loglik" => BgBbLikelihood.LogLikelihood(model.Named, x, tx, n),
            "alive" => model.ProbabilityAlive(one)[0],
            "cet" => model.ConditionalExpectedTransactions(one, (int)point.At[0])[0],
            "dert" => model.Dert(one, PeriodicRate.PerOpportunity(point.At[0]))[0],
            "count" => model.ProbabilityOfCount(x, tx, n, (int)point.At[0], (int)point.At[1] + 1)[^1],
            _ => throw Unknown(point),
        });
    }

    // The same with a week for each opportunity.
    private static (Type, double) InTime(OraclePoint point)
    {
        BgBbInTime model = new(BgBbModel.Of(point.P), new OpportunitySchedule(1), TimeUnit.Week);
        (int x, double tx, double age) = ((int)point.Customer[0], point.Customer[1], point.Customer[2]);
        PurchaseHistories one = new([x], [tx], [age], TimeUnit.Week, opportunities: new(1));
        return (typeof(BgBbInTime), point.Quantity switch
        {
            "loglik" => BgBbLikelihood.LogLikelihood(model.Named, x, (int)tx, (int)age),
            "alive" => model.ProbabilityAlive(one)[0],
            "cet" => model.ConditionalExpectedTransactions(one, point.At[0])[0],
            "count" => model.ProbabilityOfCount(x, tx, age, point.At[0], (int)point.At[1] + 1)[^1],
            _ => throw Unknown(point),
        });
    }

    private static (Type, double)[] OwnRhythm(OraclePoint point)
    {
        ParetoGggModel model = new(ParetoGggParameters.Of(point.P), TimeUnit.Week);
        ParetoGggByDraws drawn = new(model);
        (int x, double tx, double age, double gaps) = ((int)point.Customer[0], point.Customer[1], point.Customer[2], point.Customer[3]);
        PurchaseHistories one = new([x], [tx], [age], TimeUnit.Week, null, [gaps]);
        return point.Quantity switch
        {
            "loglik" => [(typeof(ParetoGggModel), ParetoGggLikelihood.LogLikelihood(model.Named, x, tx, age, gaps)), (typeof(ParetoGggByDraws), ParetoGggLikelihood.LogLikelihood(drawn.Named, x, tx, age, gaps))],
            "alive" => [(typeof(ParetoGggModel), model.ProbabilityAlive(one)[0]), (typeof(ParetoGggByDraws), drawn.ProbabilityAlive(one)[0])],
            "none" => [(typeof(ParetoGggModel), model.ProbabilityOfNoPurchase(one, point.At[0])[0]), (typeof(ParetoGggByDraws), drawn.ProbabilityOfNoPurchase(one, point.At[0])[0])],
            _ => throw Unknown(point),
        };
    }

    internal static InvalidOperationException Unknown(OraclePoint point) => new($"Nobody knows how to ask '{point.Model}' for '{point.Quantity}'.");
}
