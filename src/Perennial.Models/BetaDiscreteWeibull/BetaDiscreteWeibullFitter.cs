using Perennial.Models.Contracts;
using Perennial.Models.Uncertainty;

namespace Perennial.Models.BetaDiscreteWeibull;

/// <summary>Fits the beta-discrete-Weibull: a customer's own churn chance may rise or fall with the age of the contract.</summary>
/// <remarks>
/// Survival of a customer with first churn chance p is (1 - p)^(n^c); p is beta over customers. c = 1 is the shifted beta-geometric.
/// Separates, as far as a curve can, sorting of customers (alpha, beta) from true duration dependence (c); three parameters need at least
/// three renewals seen and rather seven. Not for purchases without a contract. Covariates act log-linearly on alpha and beta.
/// </remarks>
/// <source paper="FaderHardieLiuDavinSteenburgh2018"/>
/// <source paper="FaderHardie2007Covariates"/>
public static class BetaDiscreteWeibullFitter
{
    /// <summary>The model's name.</summary>
    public const string Name = "beta-discrete-weibull";

    private static readonly ContractFit<BetaDiscreteWeibullModel> Fitter = new()
    {
        Name = Name,
        Row = BetaDiscreteWeibullLikelihood.Row,
        Shapes = 3,
        Starts = [[0.7, 2.0, 1.0], [0.2, 1.5, 1.7], [2.0, 10.0, 0.7], [0.2, 0.3, 1.0], [20.0, 100.0, 0.5], [0.5, 20.0, 2.0]],
        Make = (alpha, beta, c, names, a, b) => new BetaDiscreteWeibullModel(new(alpha, beta, c), names, a, b),
    };

    /// <summary>Fits by maximum likelihood.</summary>
    /// <param name="histories">n contracts; equal rows are grouped here, so they need not be before. Cohorts are pooled.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <returns>
    /// A report: alpha, beta, c, then a coefficient of each covariate on ln alpha and on ln beta. <see cref="FitReport{TModel}.Model"/> throws
    /// unless the fit may be scored. The covariance is that of (ln alpha, its coefficients, ln beta, its coefficients, ln c).
    /// </returns>
    public static FitReport<BetaDiscreteWeibullModel> Fit(ContractHistories histories, BetaDiscreteWeibullOptions? options = null)
    {
        options ??= new BetaDiscreteWeibullOptions();
        return Fitter.Fit(histories, options.Start is { } s ? [s.Alpha, s.Beta, s.C] : null, options.Penalty, options.Threads);
    }

    /// <summary>Gives the likelihood in the order of the report.</summary>
    internal static LikelihoodSurface Surface(ContractHistories histories, BetaDiscreteWeibullOptions options) =>
        Fitter.Surface(histories, options.Penalty, options.Threads);

    /// <summary>Fits all cohorts together and each alone, and tests whether one fit is enough.</summary>
    /// <param name="histories">n contracts with their cohorts.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    public static CohortFits<BetaDiscreteWeibullModel> FitCohorts(ContractHistories histories, BetaDiscreteWeibullOptions? options = null) =>
        CohortFits<BetaDiscreteWeibullModel>.Of(histories, 3, some => Fit(some, options));
}
