using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Perennial.Models.Covariates;
using Perennial.Models.Uncertainty;

namespace Perennial.Models.Tests.Contract;

/// <summary>What every fit promises, of purchases, spend, contracts or lifetimes.</summary>
public sealed class FitContract
{
    /// <summary>Gives the fits.</summary>
    public static TheoryData<string> Names => FitCases.Names(fit => !fit.Name.EndsWith("penalty", StringComparison.Ordinal));

    /// <summary>Gives those that take a penalty on coefficients.</summary>
    public static TheoryData<string> Penalised => FitCases.Names(fit => fit.Penalised is not null);

    [Theory]
    [MemberData(nameof(Names))]
    public void Neither_order_nor_threads_nor_repetition_nor_culture_nor_weights_for_rows_change_a_fit(string name)
    {
        FitCase fit = FitCases.Named(name);
        int[] rows = [.. Enumerable.Range(0, fit.Count)];
        FitReport<object> first = fit.Fit(rows, null, 1);
        Assert.Equal(FitExit.Converged, first.Exit);
        Assert.IsType(FitCases.Models.GetValueOrDefault(name, first.Model.GetType()), first.Model);
        CultureInfo culture = CultureInfo.CurrentCulture;
        CultureInfo foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (foreign.NumberFormat.NumberDecimalSeparator, foreign.NumberFormat.NumberGroupSeparator, foreign.NumberFormat.NegativeSign) = (",", ".", "−");
        try
        {
            CultureInfo.CurrentCulture = foreign;
            FitReport<object> again = fit.Fit(rows, null, 2);
            Assert.Equal(first.Explanation, again.Explanation);
            Same(first, again, 0.0);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        Same(first, fit.Fit([.. rows.Reverse()], null, 0), fit.Tolerance);
        if (fit.Weighted)
        {
            // Every third customer twice more, as rows and as weights.
            int[] repeated = [.. rows.SelectMany(i => Enumerable.Repeat(i, i % 3 == 0 ? 3 : 1))];
            Same(fit.Fit(repeated, null, 0), fit.Fit(rows, [.. rows.Select(i => i % 3 == 0 ? 3.0 : 1.0)], 0), fit.Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_predictions_of_some_are_some_of_the_predictions_and_finite(string name)
    {
        FitCase fit = FitCases.Named(name);
        int[] rows = [.. Enumerable.Range(0, fit.Count)];
        FitReport<object> report = fit.Fit(rows, null, 0);
        double[] all = fit.Predict(report.Model, rows);
        int[] some = [.. rows.Where(i => i % 7 == 2).Reverse()];
        Assert.All(all, value => Assert.True(double.IsFinite(value) && value >= 0.0));
        Assert.Equal(some.Select(i => all[i]), fit.Predict(report.Model, some));
        Assert.All(
            (double[])[report.LogLikelihood, report.GradientNorm, report.ConditionNumber, .. report.Parameters.Select(p => p.StandardError!.Value), .. report.LogParameterCovariance!],
            value => Assert.True(double.IsFinite(value)));

        // The fit written as JSON and read again, for as long as it is at hand.
        FitReport<object> read = JsonSerializer.Deserialize<WrittenFit>(JsonSerializer.Serialize(WrittenFit.Of(report)))!.Read(fit.Restore);
        Assert.Equal(WaldIntervals.Of(report), WaldIntervals.Of(read));
        Assert.Equal(report.Parameters, read.Parameters);
        Assert.Equal(report.LogParameterCovariance!, read.LogParameterCovariance!);
        Assert.Equal(
            (report.Name, report.Exit, report.Explanation, report.LogLikelihood, report.Customers, report.GradientNorm, report.ConditionNumber),
            (read.Name, read.Exit, read.Explanation, read.LogLikelihood, read.Customers, read.GradientNorm, read.ConditionNumber));
        Assert.Equal(all, fit.Predict(fit.Again?.Invoke(report.Model) ?? read.Model, rows));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Standard_errors_stand_in_the_covariance_and_wald_intervals_around_the_estimates(string name)
    {
        FitCase fit = FitCases.Named(name);
        FitReport<object> report = fit.Fit([.. Enumerable.Range(0, fit.Count)], null, 0);
        int n = report.Parameters.Count;
        IReadOnlyList<ParameterInterval> intervals = WaldIntervals.Of(report, 0.6826894921370859);
        for (int i = 0; i < n; i++)
        {
            ParameterEstimate p = report.Parameters[i];
            double deviation = Math.Sqrt(report.LogParameterCovariance![(i * n) + i]);
            Close(p.StandardError!.Value, p.IsCoefficient ? deviation : p.Value * deviation, 1e-12);
            Close(p.IsCoefficient ? p.Value + deviation : p.Value * Math.Exp(deviation), intervals[i].Upper!.Value, 1e-6);
            Assert.True(intervals[i].Lower < p.Value && p.Value < intervals[i].Upper);
        }
    }

    [Theory]
    [MemberData(nameof(Penalised))]
    public void A_penalty_is_half_of_it_times_the_squared_coefficients_of_standard_covariates_and_not_in_the_log_likelihood(string name)
    {
        FitCase fit = FitCases.Named(name);
        double mean = fit.Covariate.Average(), variance = fit.Covariate.Average(v => (v - mean) * (v - mean));

        // At the top the log-likelihood falls by what the penalty rises: dL = -penalty variance g dg, over a small change of the penalty.
        FitReport<object> weak = fit.Penalised!(20.0, 1.0), strong = fit.Penalised(20.2, 1.0);
        Assert.Equal(FitExit.Converged, weak.Exit);
        double squares = variance * weak.Parameters.Zip(strong.Parameters).Where(Moves).Sum(p => (p.First.Value * p.First.Value) - (p.Second.Value * p.Second.Value));
        Assert.Equal(1.0, (weak.LogLikelihood - strong.LogLikelihood) / (0.5 * 20.1 * squares), 1e-3);

        // The unit of the covariate is none of the penalty's business.
        FitReport<object> other = fit.Penalised(20.0, 1000.0);
        Assert.Equal(weak.LogLikelihood, other.LogLikelihood, 1e-7 * Math.Abs(weak.LogLikelihood));
        Assert.All(weak.Parameters.Zip(other.Parameters).Where(Moves), p => Assert.Equal(1000.0 * p.First.Value, p.Second.Value, 1e-3));
    }

    [Fact]
    public void Every_fitter_of_the_library_is_under_contract()
    {
        string[] held = [.. FitCases.All.Select(fit => fit.Name)];
        IEnumerable<string> names = typeof(FitExit).Assembly.GetExportedTypes()
            .Where(type => type.GetMethods().Any(method => method.ReturnType is { IsGenericType: true } report && report.GetGenericTypeDefinition() == typeof(FitReport<>)))
            .Select(type => type.GetField("Name", BindingFlags.Public | BindingFlags.Static))
            .Where(field => field is { IsLiteral: true })
            .Select(field => (string)field!.GetRawConstantValue()!);
        Assert.All(names, name => Assert.Contains(name, held));
    }

    [Fact]
    public void Every_model_of_the_library_is_in_a_suite()
    {
        HashSet<Type> held =
        [
            .. PurchaseCases.All.Concat(PurchaseCases.Excused).Select(model => model.Typical.GetType()).SelectMany(type => type.IsGenericType ? [type, typeof(CovariateModel<>)] : (Type[])[type]),
            .. FitCases.Models.Values,
        ];
        Assert.True(LibraryModels.All.Count >= 18, string.Join(", ", LibraryModels.All.Select(model => model.Name)));
        Assert.All(LibraryModels.All, model => Assert.True(held.Contains(model), $"{model.FullName} is under no contract. Give it a case in PurchaseCases or FitCases."));
    }

    private static void Same(FitReport<object> expected, FitReport<object> found, double relative)
    {
        Assert.Equal(expected.Exit, found.Exit);
        Close(expected.LogLikelihood, found.LogLikelihood, relative);
        Assert.Equal(expected.Customers, found.Customers);
        for (int i = 0; i < expected.Parameters.Count; i++)
        {
            Assert.Equal(expected.Parameters[i].Name, found.Parameters[i].Name);
            Close(expected.Parameters[i].Value, found.Parameters[i].Value, relative);
            Close(expected.Parameters[i].StandardError!.Value, found.Parameters[i].StandardError!.Value, relative);
        }

        for (int i = 0; i < expected.LogParameterCovariance!.Length; i++)
        {
            Assert.Equal(expected.LogParameterCovariance[i], found.LogParameterCovariance![i], relative);
        }
    }

    private static bool Moves((ParameterEstimate First, ParameterEstimate Second) pair) =>
        pair.First.Name.EndsWith("age", StringComparison.Ordinal) || pair.First.Name.EndsWith("day", StringComparison.Ordinal);

    private static void Close(double expected, double found, double relative) =>
        Assert.True(Math.Abs(found - expected) <= relative * Math.Abs(expected), $"Found {found:R}, expected {expected:R}.");
}
