using Perennial.Models.Fitting;
using Perennial.Models.GammaGamma;

namespace Perennial.Models.Uncertainty;

/// <summary>A model's likelihood of given histories, as a function of the logarithms of its parameters.</summary>
internal sealed record LikelihoodSurface
{
    /// <summary>Gives the parameters as the fit sees them.</summary>
    public required IReadOnlyList<FittedParameter> Parameters { get; init; }

    /// <summary>Gives one internal unit of each parameter in the unit of the histories.</summary>
    public required double[] Units { get; init; }

    /// <summary>Gives the mean negative log-likelihood.</summary>
    public required SmoothFunction Mean { get; init; }

    /// <summary>Gives the number of customers.</summary>
    public required double Customers { get; init; }

    /// <summary>Makes the surface of a purchase model.</summary>
    public static LikelihoodSurface Of<TModel>(PurchaseHistories histories, TransactionFitPlan<TModel> plan)
        where TModel : class
    {
        HistoryGroups groups = HistoryGroups.Of(histories);
        return new()
        {
            Parameters = plan.Parameters,
            Units = [.. plan.Parameters.Select(p => p.Unit(groups.TimeScale))],
            Mean = plan.Objective(groups, plan.Threads),
            Customers = groups.Customers,
        };
    }

    /// <summary>Makes the surface of Gamma-Gamma; of no money at all there is none.</summary>
    public static LikelihoodSurface Of(SpendHistories histories)
    {
        SpendGroups groups = SpendGroups.Of(histories);
        return new() { Parameters = Spend(), Units = [1.0, 1.0, groups.Scale], Mean = GammaGammaLikelihood.Objective(groups, 0), Customers = groups.Count };
    }

    /// <summary>Makes the surface of Gamma-Gamma on covariates: gamma where they are 0, coefficients in units of 1 over their standard deviations.</summary>
    public static LikelihoodSurface Of(SpendHistories histories, CovariateColumns? covariates, SpendCovariateOptions options)
    {
        (SmoothFunction objective, SpendGroups groups, SpendTerms terms) = SpendCovariateFitter.Surface(histories, covariates, options);
        (double[] lower, double[] upper) = SpendCovariateFitter.Box(groups.Width);
        return new()
        {
            Parameters = [.. Spend(), .. terms.Labels.Select((name, k) => new FittedParameter(name, 0, lower[3 + k], upper[3 + k]) { IsCoefficient = true })],
            Units = [1.0, 1.0, groups.Scale, .. groups.Standard!.Deviation.Select(deviation => 1.0 / deviation)],
            Mean = objective,
            Customers = groups.Count,
        };
    }

    private static FittedParameter[] Spend() =>
        [.. GammaGammaFitter.ParameterNames.Select((name, i) => new FittedParameter(name, 0, GammaGammaFitter.Lower[i], GammaGammaFitter.Upper[i]))];
}
