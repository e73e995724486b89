using Perennial.Models.BgNbd;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Predicting;
using Perennial.Models.Tests.Predicting;

namespace Perennial.Models.Tests;

/// <summary>Is every model of the list whole: fitted, named alike everywhere, and with predictive distributions?</summary>
public sealed class TransactionModelsTests
{
    public static TheoryData<string> Names => [.. TransactionModels.All.Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_listed_model_fits_and_carries_its_names(string name)
    {
        TransactionModelEntry entry = TransactionModels.Named(name);
        FitReport<ITransactionModel> report = entry.Fit(Company(name));
        Assert.Equal(FitExit.Converged, report.Exit);
        Assert.Equal(name, report.Name);
        Assert.Equal(name, report.Model.Name);
        Assert.Equal(entry.Parameters, report.Parameters.Select(p => p.Name));
        Assert.Equal(report.Parameters.Select(p => p.Value), report.Model.Parameters);
        Assert.All([entry.Title, entry.Story, entry.NotFor], Assert.NotEmpty);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_predictive_law_has_its_name_and_its_chance_of_silence(string name)
    {
        PurchaseHistories company = Company(name);
        ITransactionModel model = TransactionModels.Named(name).Fit(company).Model;
        TransactionLaw law = TransactionLaw.Of(model);
        Assert.Equal(name, law.Name);
        double[] own = model.ProbabilityOfNoPurchase(company, 26);
        double[] found = CountDistribution.Create(law, 26).PZero(company.Frequency, company.Recency, company.T, model.ProbabilityAlive(company));
        for (int i = 0; i < own.Length; i++)
        {
            Assert.Equal(own[i], found[i], 1e-10);
        }
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

    private static PurchaseHistories Company(string name) => TransactionModels.Named(name)
        .Simulate(Typical.Model(name), [.. Enumerable.Range(0, 1500).Select(i => 52 + (i % 200 / 7.0))], 12);
}
