using Perennial.Models.BgBb;
using Perennial.Models.Contracts;
using Perennial.Models.Covariates;
using Perennial.Models.Fitting;
using Perennial.Models.GammaGamma;
using Perennial.Models.Histories;

namespace Perennial.Models.Uncertainty;

/// <summary>A model's likelihood of given histories, as a function of the logarithms of its parameters and of its coefficients: what profiles and posteriors go over.</summary>
internal sealed record LikelihoodSurface
{
    private const double Weak = 3.0;

    /// <summary>Gives the parameters as the fit sees them.</summary>
    public required IReadOnlyList<FittedParameter> Parameters { get; init; }

    /// <summary>Gives one internal unit of each parameter in the unit of the histories.</summary>
    public required double[] Units { get; init; }

    /// <summary>Gives the mean negative log-likelihood.</summary>
    public required SmoothFunction Mean { get; init; }

    /// <summary>Gives the number of customers, or of what else the mean is over.</summary>
    public required double Customers { get; init; }

    /// <summary>Gives the last parameter at a point where it is no coordinate by itself, and its coordinate where the point has the parameter in its place; or null.</summary>
    public (Func<double[], double> Value, Func<double[], double> Coordinate)? Last { get; init; }

    /// <summary>Gives the place of parameters.</summary>
    public double[] Point(IEnumerable<double> parameters)
    {
        double[] point = [.. parameters.Select((value, i) => Parameters[i].IsCoefficient ? value / Units[i] : Math.Log(value / Units[i]))];
        point[^1] = Last is { } last ? last.Coordinate(point) : point[^1];
        return point;
    }

    /// <summary>Gives the parameters at a place.</summary>
    public double[] Natural(double[] point)
    {
        double[] values = [.. point.Select((value, i) => (Parameters[i].IsCoefficient ? value : Math.Exp(value)) * Units[i])];
        values[^1] = Last is { } last ? last.Value(point) : values[^1];
        return values;
    }

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
    public static LikelihoodSurface Of(SpendHistories histories, int threads = 0)
    {
        SpendGroups groups = SpendGroups.Of(histories);
        double scale = groups.Count == 0 ? 1.0 : groups.Scale;
        return new() { Parameters = Spend(), Units = [1.0, 1.0, scale], Mean = GammaGammaLikelihood.Objective(groups, threads), Customers = groups.Count };
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

    /// <summary>Makes the surface of a purchase model with covariates: parameters where they are 0, coefficients in units of 1 over their standard deviations.</summary>
    public static LikelihoodSurface Of<TModel>(TransactionFitPlan<TModel> plan, CovariateProblem problem, (string Covariate, CovariateProcess Process)[] named)
        where TModel : class
    {
        int p = plan.Parameters.Count;
        double[] deviation = [.. problem.Terms.Select(term => problem.Scale.Deviation[term.Covariate])];
        return new()
        {
            Parameters = [.. plan.Parameters, .. named.Select(term => FittedParameter.Coefficient(CovariateEffect.NameOf(term.Covariate, term.Process)))],
            Units = [.. plan.Parameters.Select(parameter => parameter.Unit(problem.TimeScale)), .. deviation.Select(d => 1.0 / d)],
            Mean = LinearMap.Pull(
                Centred([.. Enumerable.Range(0, p + deviation.Length)], (i, k) => i < p && k >= p
                    ? problem.Terms[k - p].Loading[i] * problem.Scale.Mean[problem.Terms[k - p].Covariate] / deviation[k - p]
                    : 0.0),
                problem.Full),
            Customers = problem.Customers,
        };
    }

    /// <summary>Makes the surface of BG/BB.</summary>
    public static LikelihoodSurface Of(DiscreteHistories histories, int threads = 0)
    {
        OpportunityGroups groups = OpportunityGroups.Of(histories);
        return new()
        {
            Parameters = [.. BgBbFitter.ParameterNames.Select(FittedParameter.Number)],
            Units = [1.0, 1.0, 1.0, 1.0],
            Mean = BgBbLikelihood.Objective(groups, threads),
            Customers = groups.Customers,
        };
    }

    /// <summary>Makes the surface of a contract model in the order of its report: shapes where covariates are 0, then coefficients.</summary>
    /// <param name="groups">The contracts.</param>
    /// <param name="objective">The mean negative log-likelihood on standardised covariates, each shape followed by its coefficients.</param>
    /// <param name="parameters">The parameters in the order of the report.</param>
    /// <param name="order">The place of each in the point of the objective.</param>
    public static LikelihoodSurface Of(ContractGroups groups, SmoothFunction objective, IReadOnlyList<FittedParameter> parameters, int[] order)
    {
        int q = groups.Width, shapes = order.Length - (2 * q);
        double[] shift = [.. Enumerable.Range(0, q).Select(j => groups.Scale.Mean[j] / groups.Scale.Deviation[j])];
        return new()
        {
            Parameters = parameters,
            Units = [.. Enumerable.Repeat(1.0, shapes), .. Enumerable.Range(0, 2 * q).Select(k => 1.0 / groups.Scale.Deviation[k % q])],
            Mean = LinearMap.Pull(Centred(order, (i, k) => k >= shapes && i == (k < shapes + q ? 0 : q + 1) ? shift[(k - shapes) % q] : 0.0), objective),
            Customers = groups.Customers,
        };
    }

    /// <summary>Makes the surface of what was standardised: levels where covariates are 0, then coefficients, then anything else.</summary>
    /// <param name="objective">The mean negative log-likelihood on standardised covariates, in the same order.</param>
    /// <param name="parameters">All of them.</param>
    /// <param name="levels">How many come before the coefficients: each moves where covariates are taken from their means.</param>
    /// <param name="scale">How covariates were standardised.</param>
    /// <param name="count">What the mean is over.</param>
    public static LikelihoodSurface Of(SmoothFunction objective, IReadOnlyList<FittedParameter> parameters, int levels, StandardScale scale, double count)
    {
        int q = scale.Deviation.Length, n = parameters.Count;
        return new()
        {
            Parameters = parameters,
            Units = [.. Enumerable.Repeat(1.0, levels), .. scale.Deviation.Select(d => 1.0 / d), .. Enumerable.Repeat(1.0, n - levels - q)],
            Mean = LinearMap.Pull(
                Centred([.. Enumerable.Range(0, n)], (i, k) => i < levels && k >= levels && k < levels + q ? scale.Mean[k - levels] / scale.Deviation[k - levels] : 0.0), objective),
            Customers = count,
        };
    }

    /// <summary>Makes a level: a coefficient that is not of a covariate.</summary>
    public static FittedParameter Level(string name, double centre, double lower, double upper) =>
        new(name, 0, lower, upper) { IsCoefficient = true, Centre = centre, Spread = Weak };

    // The change of parameters from those of a report to the point of an objective: each goes to its place, and coefficients move what lies at 0 to the mean.
    private static double[] Centred(int[] order, Func<int, int, double> shift)
    {
        int n = order.Length;
        double[] matrix = new double[n * n];
        for (int k = 0; k < n; k++)
        {
            for (int i = 0; i < n; i++)
            {
                matrix[(i * n) + k] = i == order[k] ? 1.0 : shift(i, k);
            }
        }

        return matrix;
    }

    // Gamma has a unit, as times have: that of money.
    private static FittedParameter[] Spend() =>
        [.. GammaGammaFitter.ParameterNames.Select((name, i) => new FittedParameter(name, i == 2 ? 1 : 0, GammaGammaFitter.Lower[i], GammaGammaFitter.Upper[i]))];
}
