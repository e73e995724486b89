using System.Reflection;
using Perennial.Models.Covariates;
using Perennial.Models.ParetoGgg;
using Perennial.Models.Seasons;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.Tests.Contract;

/// <summary>Whoever has read one model has read all: the same questions in the same order.</summary>
public sealed class OrderOfQuestions
{
    private static readonly string[] Order =
    [
        "ProbabilityAlive", "ExpectedTransactions", "ConditionalExpectedTransactions", "ProbabilityOfCount", "ProbabilityOfNoPurchase", "DiscountedExpectedTransactions", "Dert",
    ];

    [Fact]
    public void Every_model_answers_every_question_in_one_order()
    {
        // Members have tokens in the order of the source.
        Type[] models = [.. typeof(ITransactionModel).Assembly.GetTypes().Where(type => type.GetMethods(Own).Count(m => Order.Contains(m.Name)) >= Order.Length)];
        Type[] known = [typeof(ITransactionModel), typeof(VaryingCovariateModel), typeof(CovariateModel<>), typeof(ParetoGggModel), typeof(ParetoGggPosterior), typeof(SeasonalForecast)];
        Assert.Empty(known.Except(models));
        Assert.True(models.Length >= 11, string.Join(", ", models.Select(m => m.Name)));
        foreach (Type model in models)
        {
            string[] asked = [.. model.GetMethods(Own).Where(m => Order.Contains(m.Name)).OrderBy(m => m.MetadataToken).Select(m => m.Name)];
            Assert.Equal((model.Name, string.Join(' ', asked.OrderBy(name => Array.IndexOf(Order, name)))), (model.Name, string.Join(' ', asked)));
            Assert.True(asked.Distinct().Count() == Order.Length, model.Name);

            // Of a customer known and of one just acquired.
            Assert.True(asked.Count(name => name == "ProbabilityOfCount") >= 2, model.Name);
        }
    }

    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
}
