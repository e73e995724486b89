using System.Collections.Concurrent;
using Perennial.Models.BgNbd;
using Perennial.Models.GammaGamma;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Predicting;
using Perennial.Models.Tests.Predicting;
using Perennial.Models.Uncertainty;

namespace Perennial.Models.Tests;

/// <summary>Is every model of the list whole: fitted, named alike everywhere, and with predictive distributions?</summary>
public sealed class TransactionModelsTests
{
    private static readonly ConcurrentDictionary<string, FitReport<ITransactionModel>> Fits = new();

    public static TheoryData<string> Names => [.. TransactionModels.All.Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_listed_model_fits_and_carries_its_names(string name)
    {
        TransactionModelEntry entry = TransactionModels.Named(name);
        FitReport<ITransactionModel> report = Fitted(name);
        Assert.Equal(FitExit.Converged, report.Exit);
        Assert.Equal(name, report.Name);
        Assert.Equal(name, report.Model.Name);
        Assert.Equal(entry.Parameters, report.Parameters.Select(p => p.Name));
        Assert.Equal(report.Parameters.Select(p => p.Value), report.Model.Parameters);
        Assert.Equal(entry.WholeParameters, report.WholeParameters.Select(p => p.Name));
        Assert.All([entry.Title, entry.Story, entry.UseWhen, entry.NotFor], Assert.NotEmpty);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_predictive_law_has_its_name_and_its_chance_of_silence(string name)
    {
        PurchaseHistories company = Company(name);
        ITransactionModel model = Fitted(name).Model;
        TransactionLaw law = TransactionLaw.Of(model, company);
        Assert.Equal(name, law.Name);
        double[] own = model.ProbabilityOfNoPurchase(company, 26);
        double[] found = CountDistribution.Create(law, 26).PZero(company.Frequency, company.Recency, company.T, model.ProbabilityAlive(company));
        for (int i = 0; i < own.Length; i++)
        {
            Assert.Equal(own[i], found[i], 1e-10);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_refit_from_the_fit_finds_it_again_and_its_surface_is_flat_there(string name)
    {
        TransactionModelEntry entry = TransactionModels.Named(name);
        FitReport<ITransactionModel> fit = Fitted(name);
        FitReport<ITransactionModel> again = entry.Refit(fit.Model, Company(name));
        Assert.Equal(fit.LogLikelihood, again.LogLikelihood, 1e-6);
        Assert.Equal(fit.WholeParameters.Select(p => p.Value), again.WholeParameters.Select(p => p.Value));
        foreach ((double first, double second) in fit.Model.Parameters.Zip(again.Model.Parameters))
        {
            Assert.Equal(1, second / first, 1e-4);
        }

        if (entry.Surface is not { } make)
        {
            Assert.Equal(entry.IsDrawn, entry.Coefficients.Count == 0);
            Assert.Contains(entry.IsDrawn ? "may have no highest point" : "bounds that move", Assert.Throws<ArgumentException>("model", () => ProfileLikelihood.Of(name, Company(name))).Message, StringComparison.Ordinal);
            return;
        }

        LikelihoodSurface surface = make(fit.Model, Company(name));
        double[] point = [.. fit.Model.Parameters.Select((value, i) => Math.Log(value / surface.Units[i]))], gradient = new double[point.Length];
        _ = surface.Mean(point, gradient, new double[point.Length * point.Length]);
        Assert.All(gradient, slope => Assert.Equal(0, slope, 1e-6));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_simulated_is_what_the_model_expects(string name)
    {
        // The mean number of repeat purchases in a year of new customers, within four standard errors.
        ITransactionModel model = Typical.Model(name);
        int[] x = TransactionModels.Named(name).Simulate(model, [.. Enumerable.Repeat(52.0, 20_000)], 3).Frequency;
        double mean = x.Average(), error = Math.Sqrt(x.Sum(count => (count - mean) * (count - mean)) / x.Length / x.Length);
        Assert.Equal(model.ExpectedTransactions(52), mean, 4 * error);
    }

    [Fact]
    public void Names_and_titles_are_told_apart()
    {
        Assert.Distinct(TransactionModels.All.Select(model => model.Name));
        Assert.Distinct(TransactionModels.All.Select(model => model.Title));
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones()
    {
        Assert.Null(TransactionModels.Find("nbd"));
        Assert.Contains("bg-nbd, mbg-nbd", Assert.Throws<ArgumentOutOfRangeException>(() => TransactionModels.Named("nbd")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_listed_models_have_is_refused_at_the_door_of_another_one()
    {
        var other = new Unlisted();
        var spend = new GammaGammaModel(new(6.25, 3.74, 15.44));
        PurchaseHistories company = Company("pareto-nbd");
        Refused("model", "predictive distribution", () => TransactionLaw.Of(other));
        Refused("purchases", "distribution of the total spend", () => TotalSpend.Of(other, spend, 52));
        Refused("model", "parametric bootstrap", () => ParametricBootstrap.Of(other, company, 2));
        Refused("model", "profile likelihood", () => ProfileLikelihood.Of(other.Name, company));
        Refused("model", "distribution of the total of all customers", () => new EquityPortfolio(other, null, company, [], 52, ContinuousRate.PerUnit(0, TimeUnit.Week)));

        static void Refused(string argument, string what, Func<object> ask)
        {
            ArgumentException refusal = Assert.Throws<ArgumentException>(argument, ask);
            Assert.StartsWith(
                $"There is no {what} for the model 'somebody-elses'. There is one for bg-nbd, mbg-nbd, pareto-nbd, ggom-nbd, bg-cnbd-k, mbg-cnbd-k, correlated-pareto-nbd, pareto-ggg, bg-bb: fit one of these",
                refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_report_of_a_base_type_says_the_same()
    {
        FitReport<ParetoNbdModel> own = ParetoNbdFitter.Fit(Company("pareto-nbd"));
        FitReport<ITransactionModel> general = own.As<ITransactionModel>();
        Assert.Same(own.Model, general.Model);
        Assert.Equal((own.LogLikelihood, own.Exit, own.Explanation, own.Customers), (general.LogLikelihood, general.Exit, general.Explanation, general.Customers));
        Assert.Equal((own.Groups, own.Evaluations, own.GradientNorm, own.ConditionNumber), (general.Groups, general.Evaluations, general.GradientNorm, general.ConditionNumber));
        Assert.Same(own.Parameters, general.Parameters);
        Assert.Same(own.LogParameterCovariance, general.LogParameterCovariance);
        Assert.Throws<InvalidCastException>(() => own.As<BgNbdModel>());
    }

    private static FitReport<ITransactionModel> Fitted(string name) => Fits.GetOrAdd(name, one => TransactionModels.Named(one).Fit(Company(one)));

    private static PurchaseHistories Company(string name) => TransactionModels.Named(name)
        .Simulate(Typical.Model(name), [.. Enumerable.Range(0, TransactionModels.Named(name).IsDrawn ? 500 : 1500).Select(i => 52 + (i % 200 / 7.0))], 12);

    private sealed class Unlisted : ITransactionModel
    {
        private static readonly BgNbdModel Inner = new(new(0.2426, 4.4136, 0.7929, 2.4259), TimeUnit.Week);

        public string Name => "somebody-elses";

        public TimeUnit Unit => Inner.Unit;

        public double[] Parameters => Inner.Parameters;

        public ITransactionModel With(double[] parameters) => this;

        public double[] ProbabilityAlive(PurchaseHistories histories) => Inner.ProbabilityAlive(histories);

        public double[] ProbabilityAlive(PurchaseHistories histories, double t) => Inner.ProbabilityAlive(histories, t);

        public double[] ProbabilityOfNoPurchase(PurchaseHistories histories, double t) => Inner.ProbabilityOfNoPurchase(histories, t);

        public double ExpectedTransactions(double t) => Inner.ExpectedTransactions(t);

        public double[] ConditionalExpectedTransactions(PurchaseHistories histories, double t) => Inner.ConditionalExpectedTransactions(histories, t);

        public double[] ProbabilityOfCount(int frequency, double recency, double age, double t, int counts) => Inner.ProbabilityOfCount(frequency, recency, age, t, counts);

        public double[] ProbabilityOfCount(double t, int counts) => Inner.ProbabilityOfCount(t, counts);

        public double[] DiscountedExpectedTransactions(PurchaseHistories histories, double t, ContinuousRate rate) => Inner.DiscountedExpectedTransactions(histories, t, rate);

        public double[] Dert(PurchaseHistories histories, ContinuousRate rate) => Inner.Dert(histories, rate);
    }
}
