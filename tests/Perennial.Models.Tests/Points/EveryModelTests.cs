using Perennial.Models.CnbdK;
using Perennial.Models.Tests.Contract;

namespace Perennial.Models.Tests.Points;

/// <summary>Likelihood and predictions of every model, on any machine: committed numbers from outside the library's own forms.</summary>
public sealed class EveryModelTests
{
    private static readonly string[] Likelihoods = ["loglik", "left", "stayed"];

    // Of single customers to rounding; Pareto/GGG to six digits of its integrals; what is the end of a search, to its last step.
    private static double Tolerance(OraclePoint point) => point.Model switch
    {
        "pareto-ggg" => 1e-6,
        "cox" or "accelerated-failure-time" or "discrete-time-hazard" => point.Quantity == "loglik" ? 1e-12 : 1e-7,
        "pareto-nbd with covariates that change" => 1e-8,
        _ => 1e-9,
    };

    public static TheoryData<string> Names => [.. OraclePoints.All.Select(point => point.Model).Distinct()];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_model_says_agrees_with_arithmetic_that_shares_nothing_with_it(string name)
    {
        List<string> wrong = [];
        foreach (OraclePoint point in OraclePoints.All.Where(point => point.Model == name))
        {
            foreach ((Type model, double found) in Answers(point))
            {
                if (!(Math.Abs(found - point.Value) <= Tolerance(point) * Math.Max(1e-3, Math.Abs(point.Value))))
                {
                    wrong.Add($"{model.Name} {point.Parameters} [{string.Join(' ', point.Customer)}] {point.Quantity} {string.Join(' ', point.At)}: found {found:R}, expected {point.Value:R}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>A model joins with lines in points.csv; those of BG/CNBD-k and MBG/CNBD-k stand in cnbd_k.csv, with log-likelihood, P(alive), expectation and DERT.</summary>
    [Fact]
    public void Every_model_class_has_numbers_for_its_likelihood_and_for_its_predictions()
    {
        var asked = OraclePoints.All.SelectMany(point => Answers(point).Select(answer => (answer.Model, IsLikelihood: Likelihoods.Contains(point.Quantity)))).ToHashSet();
        Assert.All(((string[])["bg-cnbd-k", "mbg-cnbd-k"]), name => Assert.Contains(OraclePoints.Lines("cnbd_k.csv"), line => line.StartsWith(name + ",", StringComparison.Ordinal)));
        Assert.All(LibraryModels.All.Where(model => model != typeof(CnbdKModel)), model =>
        {
            Assert.True(asked.Contains((model, true)), $"{model.Name} has no log-likelihood in points.csv.");
            Assert.True(asked.Contains((model, false)), $"{model.Name} has no prediction in points.csv.");
        });
    }

    private static IEnumerable<(Type Model, double Answer)> Answers(OraclePoint point) => point.Model switch
    {
        "cox" or "accelerated-failure-time" or "discrete-time-hazard" or "shifted-beta-geometric" or "beta-discrete-weibull" => [OtherAnswers.Of(point)],
        _ when point.Model.StartsWith("gamma-gamma", StringComparison.Ordinal) => [OtherAnswers.Of(point)],
        _ => PurchaseAnswers.Of(point),
    };
}
