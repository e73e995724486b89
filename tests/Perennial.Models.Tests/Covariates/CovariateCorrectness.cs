using Perennial.Models.Assessing;
using Perennial.Models.BgNbd;
using Perennial.Models.Covariates;
using Perennial.Models.GgomNbd;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.Tests.Covariates;

/// <summary>Apparel with gender and channel, against CLVTools 0.12.1.</summary>
public sealed class CovariateCorrectness
{
    private const double Theirs = -5821.06270909339;
    private const double TheirsConstrained = -5827.2982416785;

    private static readonly CovariateModel<ParetoNbdModel> AtTheirs = new(
        new(new(1.83784323598919, 92.9123488510353, 0.591998511046307, 49.6227266657918), TimeUnit.Week),
        [
            new("Gender", CovariateProcess.Purchase, 0.285873972674382), new("Channel", CovariateProcess.Purchase, 0.62412410018189),
            new("Gender", CovariateProcess.Dropout, -0.642993394210979), new("Channel", CovariateProcess.Dropout, 0.790678947794695),
        ]);

    [Fact]
    public void Pareto_nbd_on_apparel_reaches_CLVTools_and_its_standard_errors()
    {
        (PurchaseHistories histories, CovariateColumns covariates) = Apparel.Read();
        FitReport<CovariateModel<ParetoNbdModel>> fit = CovariateFitter.ParetoNbd(histories, covariates);
        Assert.Equal(FitExit.Converged, fit.Exit);
        Assert.InRange(fit.LogLikelihood, Theirs - 1e-6, Theirs + 1e-4);
        Assert.Equal(-5821.0626858689, fit.LogLikelihood, 1e-9 * 5821);
        Agrees(fit, "r", 1.838966664, 0.345466879071015);
        Agrees(fit, "alpha", 92.962961601, 16.9669814515517);
        Agrees(fit, "s", 0.591304144, 0.260901698906384);
        Agrees(fit, "beta", 49.513083276, 36.2509389538919);
        Agrees(fit, "purchase:Gender", 0.286135435, 0.104147793597328);
        Agrees(fit, "purchase:Channel", 0.623929987, 0.10495809943877);
        Agrees(fit, "dropout:Gender", -0.641867994, 0.295526015261069);
        Agrees(fit, "dropout:Channel", 0.789758813, 0.305859132108268);

        // Their search stops a little early, a fiftieth of a standard error away.
        foreach ((CovariateEffect ours, CovariateEffect theirs) in fit.Model.Effects.Zip(AtTheirs.Effects))
        {
            Assert.Equal(theirs.Name, ours.Name);
            Assert.Equal(theirs.Coefficient, ours.Coefficient, 2e-3);
        }
    }

    [Fact]
    public void One_coefficient_for_both_on_apparel_reaches_CLVTools_and_is_rejected()
    {
        (PurchaseHistories histories, CovariateColumns covariates) = Apparel.Read();
        FitReport<CovariateModel<ParetoNbdModel>> one = CovariateFitter.ParetoNbd(histories, covariates, new() { Common = ["Gender", "Channel"] });
        Assert.Equal(FitExit.Converged, one.Exit);
        Assert.InRange(one.LogLikelihood, TheirsConstrained - 1e-6, TheirsConstrained + 1e-4);
        Agrees(one, "r", 1.830851602, 0.344741334508674);
        Agrees(one, "alpha", 94.579463417, 17.4749170717047);
        Agrees(one, "s", 0.452492112, 0.160030011029067);
        Agrees(one, "beta", 50.781829381, 31.2175761763133);
        Agrees(one, "both:Gender", 0.316821794, 0.107120925864965);
        Agrees(one, "both:Channel", 0.626860594, 0.105159165317367);
        Assert.Equal(0.316929645078981, one.Model.Effects[0].Coefficient, 1e-3);
        Assert.Equal(0.627035745093241, one.Model.Effects[1].Coefficient, 1e-3);

        double free = CovariateFitter.ParetoNbd(histories, covariates).LogLikelihood;
        ChiSquareTest test = ChiSquareTest.LikelihoodRatio(one.LogLikelihood, free, 2);
        Assert.Equal(12.471098, test.Statistic, 1e-5);
        Assert.Equal(Math.Exp(-0.5 * 12.471098), test.PValue, 1e-7);
        Assert.Equal(54.070282, ChiSquareTest.LikelihoodRatio(ParetoNbdFitter.Fit(histories).LogLikelihood, free, 4).Statistic, 1e-5);
    }

    [Fact]
    public void The_log_likelihood_at_CLVTools_parameters_is_theirs()
    {
        (PurchaseHistories histories, CovariateColumns covariates) = Apparel.Read();
        Assert.Equal(Theirs, LogLikelihood(AtTheirs, histories, covariates), 1e-6);
    }

    /// <summary>Of customers in all four cells; purchases in 1450 days, discounting with ln 1.15 / 52 a week.</summary>
    [Theory]
    [InlineData(0, 0, 6, 653, 0.947864208003415, 5.91937203775434, 8.13206368814269)]
    [InlineData(0, 0, 2, 121, 0.272090532355895, 0.832019683810564, 1.14303291217065)]
    [InlineData(0, 0, 0, 0, 0.303052559938191, 0.443771452088376, 0.609655498648354)]
    [InlineData(1, 0, 4, 614, 0.934228430393798, 5.16794826543707, 7.26606567507454)]
    [InlineData(1, 0, 5, 721, 0.996953370427434, 6.45961501094258, 9.0821317270359)]
    [InlineData(1, 0, 2, 182, 0.420884825441695, 1.53060507283304, 2.15201012289284)]
    [InlineData(1, 0, 0, 0, 0.402749870214884, 0.70138507893296, 0.986137976869476)]
    [InlineData(0, 1, 0, 0, 0.116018002371988, 0.208683592928405, 0.28189589243107)]
    [InlineData(1, 1, 10, 688, 0.97022585626274, 12.6253942467191, 17.2755410433137)]
    [InlineData(1, 1, 18, 664, 0.924859430290398, 20.1683190482539, 27.5966529586431)]
    [InlineData(1, 1, 0, 0, 0.162069948882357, 0.327423976891234, 0.44801977988287)]
    public void Predictions_at_CLVTools_parameters_are_theirs(int gender, int channel, int x, int lastDay, double alive, double expected, double dert)
    {
        PurchaseHistories one = new([x], [lastDay / 7.0], [104], TimeUnit.Week);
        CovariateColumns covariates = new(["Channel", "Gender"], [[channel], [gender]]);
        Assert.Equal(alive, AtTheirs.ProbabilityAlive(one, covariates)[0], 1e-6 * alive);
        Assert.Equal(expected, AtTheirs.ConditionalExpectedTransactions(one, covariates, 1450 / 7.0)[0], 1e-6 * expected);
        Assert.Equal(dert, AtTheirs.Dert(one, covariates, ContinuousRate.PerUnit(Math.Log(1.15) / 52, TimeUnit.Week))[0], 1e-6 * dert);
    }

    [Fact]
    public void Bg_nbd_on_apparel_is_a_ridge_and_said_to_be_one()
    {
        (PurchaseHistories histories, CovariateColumns covariates) = Apparel.Read();
        FitReport<CovariateModel<BgNbdModel>> fit = CovariateFitter.BgNbd(histories, covariates);
        Assert.Equal(FitExit.NotIdentified, fit.Exit);
        Assert.Contains("a and b grow together", fit.Explanation, StringComparison.Ordinal);
        Assert.InRange(fit.LogLikelihood, -5839.865, -5839.8620);
        Assert.All(fit.Parameters, p => Assert.Null(p.StandardError));
        Assert.All(fit.Model.ConditionalExpectedTransactions(histories, covariates, 52), expected => Assert.InRange(expected, 0, 100));

        // On purchases alone there is no ridge.
        FitReport<CovariateModel<BgNbdModel>> purchases = CovariateFitter.BgNbd(histories, covariates, new() { Dropout = [] });
        Assert.Equal(FitExit.Converged, purchases.Exit);
        Assert.Equal(-5841.1745874, purchases.LogLikelihood, 1e-6);
    }

    [Fact]
    public void Ggompertz_nbd_on_apparel_collapses_onto_pareto_nbd_with_covariates_too()
    {
        (PurchaseHistories histories, CovariateColumns covariates) = Apparel.Read();
        FitReport<CovariateModel<GgomNbdModel>> fit = CovariateFitter.GgomNbd(histories, covariates);
        Assert.Equal(FitExit.NotIdentified, fit.Exit);
        Assert.Equal(-5821.0626858689, fit.LogLikelihood, 1e-4);
    }

    [Fact]
    public void A_penalty_is_half_of_it_times_the_squared_coefficients_on_standard_covariates_and_not_in_the_log_likelihood()
    {
        (PurchaseHistories histories, CovariateColumns covariates) = Apparel.Read();
        FitReport<CovariateModel<ParetoNbdModel>> fit = CovariateFitter.ParetoNbd(histories, covariates, new() { Penalty = 10 });
        Assert.Equal(FitExit.Converged, fit.Exit);
        Assert.Equal(LogLikelihood(fit.Model, histories, covariates), fit.LogLikelihood, 1e-8);
        Assert.InRange(fit.LogLikelihood, -5822, -5821.07);
        double[] deviation = [.. covariates.Columns.Select(column => Math.Sqrt(column.Average(v => v * v) - Math.Pow(column.Average(), 2)))];
        double best = Penalised(fit.Model.Effects);
        for (int k = 0; k < 4; k++)
        {
            double below = best - Penalised(Moved(k, -1e-3)), above = best - Penalised(Moved(k, 1e-3));
            Assert.InRange(above, 1e-6, 1e-3);

            // At the top: to both sides the same is lost, up to the third derivative. Another penalty would have a slope of 1e-3 here.
            Assert.Equal(below, above, 1e-6);
        }

        CovariateEffect[] Moved(int k, double step)
        {
            CovariateEffect[] moved = [.. fit.Model.Effects];
            moved[k] = moved[k] with { Coefficient = moved[k].Coefficient + step };
            return moved;
        }

        double Penalised(IReadOnlyList<CovariateEffect> effects) => LogLikelihood(new(fit.Model.AtZero, effects), histories, covariates)
            - (5 * effects.Sum(effect => Math.Pow(effect.Coefficient * deviation[effect.Covariate == "Gender" ? 0 : 1], 2)));
    }

    private static double LogLikelihood(CovariateModel<ParetoNbdModel> model, PurchaseHistories histories, CovariateColumns covariates) =>
        Enumerable.Range(0, histories.Count).Sum(i =>
            ParetoNbdLikelihood.LogLikelihood(model.Customer(covariates, i).Named, histories.Frequency[i], histories.Recency[i], histories.T[i]));

    private static void Agrees<TModel>(FitReport<TModel> fit, string name, double value, double theirError)
        where TModel : class
    {
        ParameterEstimate found = fit.Parameters.Single(p => p.Name == name);
        Assert.Equal(value, found.Value, 1e-6 * Math.Abs(value));
        Assert.Equal(1, found.StandardError!.Value / theirError, 4e-3);
    }
}
