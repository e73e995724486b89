using Perennial.Models.BetaDiscreteWeibull;
using Perennial.Models.BgBb;
using Perennial.Models.BgNbd;
using Perennial.Models.CnbdK;
using Perennial.Models.Contracts;
using Perennial.Models.Covariates;
using Perennial.Models.Fitting;
using Perennial.Models.GammaGamma;
using Perennial.Models.GgomNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoGgg;
using Perennial.Models.ParetoNbd;
using Perennial.Models.ShiftedBetaGeometric;
using Perennial.Models.Uncertainty;

namespace Perennial.Models.Posterior;

/// <summary>The posterior of a model's parameters given histories and priors: what draws are made from.</summary>
/// <remarks>
/// Works on the logarithms of the parameters. Priors not stated are weakly informative: the logarithm of a shape is normal around 0 with standard
/// deviation 2, that of a parameter with a unit around the logarithm of the mean age (or the mean spend) with standard deviation 3; they make no
/// difference one would see where customers are many, and keep a ridge within reason where they are few.
/// </remarks>
public sealed class PosteriorTarget
{
    private const double ShapeSpread = 2.0;
    private const double UnitSpread = 3.0;
    private readonly SmoothFunction _likelihood;
    private readonly double _customers;
    private readonly double[] _scale;
    private readonly double[] _centre;
    private readonly double[] _spread;
    private readonly int _coefficients;
    private readonly Lazy<Minimum> _mode;

    private PosteriorTarget(
        string name,
        FittedParameter[] parameters,
        double[] scale,
        SmoothFunction likelihood,
        double customers,
        double[][] starts,
        IReadOnlyList<LogNormalPrior>? priors,
        IReadOnlyList<NormalPrior>? onCoefficients = null)
    {
        if (!(customers > 0.0))
        {
            throw new ArgumentException("No customer says anything about the parameters. Give histories with time or purchases in them.", nameof(customers));
        }

        Name = name;
        Parameters = [.. parameters.Select(p => p.Name)];
        _coefficients = parameters.Count(p => p.IsCoefficient);
        Priors = Complete(parameters[..^_coefficients], scale, priors);
        CoefficientPriors = Complete(parameters[^_coefficients..], scale[^_coefficients..], onCoefficients);
        _likelihood = likelihood;
        _customers = customers;
        _scale = scale;
        _centre = [.. Priors.Select((p, i) => Math.Log(p.Median / scale[i])), .. CoefficientPriors.Select((p, k) => p.Mean / scale[Priors.Count + k])];
        _spread = [.. Priors.Select(p => p.LogStandardDeviation), .. CoefficientPriors.Select((p, k) => p.StandardDeviation / scale[Priors.Count + k])];
        double[] lower = [.. parameters.Select(p => p.Lower)], upper = [.. parameters.Select(p => p.Upper)];
        _mode = new(() => MultiStart.Minimise(Mean, [_centre, .. starts], lower, upper));
    }

    /// <summary>Gives the model's name.</summary>
    public string Name { get; }

    /// <summary>Gives the names of the parameters in the paper's order.</summary>
    public IReadOnlyList<string> Parameters { get; }

    /// <summary>Gives the prior of each parameter.</summary>
    public IReadOnlyList<LogNormalPrior> Priors { get; }

    /// <summary>Gives the prior of each coefficient of a covariate; empty where there is none.</summary>
    public IReadOnlyList<NormalPrior> CoefficientPriors { get; }

    /// <summary>Gives the parameters at which the density of their logarithms is highest.</summary>
    public double[] Mode => Natural(_mode.Value.Point);

    /// <summary>Gives the number of customers who say something about the parameters.</summary>
    public double Customers => _customers;

    // Makes the coordinates to draw in from the mode and the covariance there; null where logarithms will do.
    private Func<double[], double[], DropoutCoordinates>? Straighten { get; init; }

    /// <summary>Gives the number of parameters.</summary>
    internal int Dimension => _scale.Length;

    /// <summary>Makes the posterior of a BG/NBD.</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    public static PosteriorTarget OfBgNbd(PurchaseHistories histories, IReadOnlyList<LogNormalPrior>? priors = null) =>
        Of(histories, BgNbdFitter.Plan(Unit(histories), new()), priors);

    /// <summary>Makes the posterior of an MBG/NBD.</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    public static PosteriorTarget OfMbgNbd(PurchaseHistories histories, IReadOnlyList<LogNormalPrior>? priors = null) =>
        Of(histories, MbgNbdFitter.Plan(Unit(histories), new()), priors);

    /// <summary>Makes the posterior of a BG/CNBD-k or MBG/CNBD-k of a given k, as its fit chose.</summary>
    /// <param name="histories">n customers. Their log gaps only tell one k from another, so they are not asked for.</param>
    /// <param name="variant">After which purchases customers may drop out.</param>
    /// <param name="k">The regularity, from 1 to 12.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    public static PosteriorTarget OfCnbdK(PurchaseHistories histories, CnbdKVariant variant, int k, IReadOnlyList<LogNormalPrior>? priors = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, CnbdKParameters.LargestK);
        return Of(histories, CnbdKFitter.Plan(Unit(histories), new() { Variant = variant }, k, 0.0, null), priors);
    }

    /// <summary>Makes the posterior of a Pareto/NBD.</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    public static PosteriorTarget OfParetoNbd(PurchaseHistories histories, IReadOnlyList<LogNormalPrior>? priors = null) =>
        Of(histories, ParetoNbdFitter.Plan(Unit(histories), new()), priors);

    /// <summary>Makes the posterior of a Pareto/GGG; starts are the Pareto/NBD of the same histories with regularities around 1 and 3.</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    public static PosteriorTarget OfParetoGgg(PurchaseHistories histories, IReadOnlyList<LogNormalPrior>? priors = null)
    {
        ParetoGggRows rows = ParetoGggRows.Of(histories);
        FittedParameter[] parameters =
        [
            FittedParameter.Number("t"), FittedParameter.Number("gamma"), FittedParameter.Number("r"), FittedParameter.Alpha,
            FittedParameter.Number("s"), FittedParameter.Time("beta"),
        ];
        double[] random = rows.Customers > 0.0 ? OfParetoNbd(histories)._mode.Value.Point : new double[4];
        return new(
            ParetoGggFitter.Name,
            parameters,
            [.. parameters.Select(p => p.Unit(rows.TimeScale))],
            ParetoGggLikelihood.Objective(rows, Fineness.Draws, 1),
            rows.Customers,
            [[1.0, 1.0, .. random], [1.0, 0.0, .. random]],
            priors)
        {
            Straighten = (mode, covariance) => new DropoutCoordinates(mode, covariance),
        };
    }

    /// <summary>Makes the posterior of a GGompertz/NBD.</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    public static PosteriorTarget OfGgomNbd(PurchaseHistories histories, IReadOnlyList<LogNormalPrior>? priors = null) =>
        Of(histories, GgomNbdFitter.Plan(Unit(histories), new()), priors);

    /// <summary>Makes the posterior of a purchase model with covariates: of the parameters of a customer whose covariates are all 0, then of the coefficients.</summary>
    /// <param name="model">The name of the model: pareto-nbd, bg-nbd, mbg-nbd or ggom-nbd.</param>
    /// <param name="histories">n customers.</param>
    /// <param name="covariates">n rows, in the same order.</param>
    /// <param name="options">Which covariate acts on what, or null: all on both, freely. A penalty is a prior of its own and is not taken here.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    /// <param name="onCoefficients">
    /// Priors by the names of their coefficients (purchase:web); the others are normal around 0, with standard deviation 2 for a covariate that varies by 1.
    /// </param>
    /// <exception cref="ArgumentException">A prior has no parameter, there is a penalty, or rows differ in number.</exception>
    public static PosteriorTarget OfCovariates(
        string model,
        PurchaseHistories histories,
        CovariateColumns covariates,
        CovariateOptions? options = null,
        IReadOnlyList<LogNormalPrior>? priors = null,
        IReadOnlyList<NormalPrior>? onCoefficients = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(covariates);
        options ??= new CovariateOptions();
        if (options.Penalty > 0.0)
        {
            throw new ArgumentException($"The options have a penalty of {options.Penalty}. Draws have priors instead: state those of the coefficients.", nameof(options));
        }

        (FitReport<object> report, Func<LikelihoodSurface> make) = CovariateFitter.Named(model, histories, covariates, options with { Threads = 1 });
        LikelihoodSurface surface = make();
        double[] fitted = [.. report.Parameters.Select((p, i) => p.IsCoefficient ? p.Value / surface.Units[i] : Math.Log(p.Value / surface.Units[i]))];
        return Of(model, surface, fitted.Length == 0 ? [] : [fitted], priors, onCoefficients);
    }

    /// <summary>Makes the posterior of a BG/BB.</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    public static PosteriorTarget OfBgBb(DiscreteHistories histories, IReadOnlyList<LogNormalPrior>? priors = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        OpportunityGroups groups = OpportunityGroups.Of(histories);
        return new(
            BgBbFitter.Name,
            [.. ((string[])["alpha", "beta", "gamma", "delta"]).Select(FittedParameter.Number)],
            [1.0, 1.0, 1.0, 1.0],
            BgBbLikelihood.Objective(groups, 1),
            groups.Customers,
            [[0.0, 0.0, -0.4, 1.0]],
            priors);
    }

    /// <summary>Makes the posterior of a shifted beta-geometric.</summary>
    /// <param name="histories">n contracts.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    /// <param name="onCoefficients">Priors by the names of their coefficients (alpha:web, beta:web); the others are as in <see cref="OfCovariates"/>.</param>
    public static PosteriorTarget OfShiftedBetaGeometric(
        ContractHistories histories, IReadOnlyList<LogNormalPrior>? priors = null, IReadOnlyList<NormalPrior>? onCoefficients = null) => histories is { Covariates.Width: > 0 }
            ? Of(ShiftedBetaGeometricFitter.Name, ShiftedBetaGeometricFitter.Surface(histories, new() { Threads = 1 }), [], priors, onCoefficients)
            : OfContracts(ShiftedBetaGeometricFitter.Name, ["alpha", "beta"], histories, ShiftedBetaGeometricLikelihood.Row, priors);

    /// <summary>Makes the posterior of a beta-discrete-Weibull.</summary>
    /// <param name="histories">n contracts.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    /// <param name="onCoefficients">Priors by the names of their coefficients (alpha:web, beta:web); the others are as in <see cref="OfCovariates"/>.</param>
    public static PosteriorTarget OfBetaDiscreteWeibull(
        ContractHistories histories, IReadOnlyList<LogNormalPrior>? priors = null, IReadOnlyList<NormalPrior>? onCoefficients = null) => histories is { Covariates.Width: > 0 }
            ? Of(BetaDiscreteWeibullFitter.Name, BetaDiscreteWeibullFitter.Surface(histories, new() { Threads = 1 }), [], priors, onCoefficients)
            : OfContracts(BetaDiscreteWeibullFitter.Name, ["alpha", "beta", "c"], histories, BetaDiscreteWeibullLikelihood.Row, priors);

    /// <summary>Makes the posterior of a Gamma-Gamma.</summary>
    /// <param name="histories">n customers; those without a repeat purchase of positive value say nothing.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    public static PosteriorTarget OfGammaGamma(SpendHistories histories, IReadOnlyList<LogNormalPrior>? priors = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        SpendGroups groups = SpendGroups.Of(histories);
        return new(
            GammaGammaFitter.Name,
            [FittedParameter.Number("p"), FittedParameter.Number("q"), FittedParameter.Time("gamma")],
            [1.0, 1.0, groups.Count == 0 ? 1.0 : groups.Scale],
            GammaGammaLikelihood.Objective(groups, 1),
            groups.Count,
            [[1.8, 1.4, -0.7], [0.0, 0.7, 0.0]],
            priors);
    }

    /// <summary>Makes the posterior of any purchase model from the plan of its fit.</summary>
    internal static PosteriorTarget Of<TModel>(PurchaseHistories histories, TransactionFitPlan<TModel> plan, IReadOnlyList<LogNormalPrior>? priors)
        where TModel : class
    {
        HistoryGroups groups = HistoryGroups.Of(histories);
        double rate = Math.Max(groups.Purchases, 0.5) / Math.Max(groups.Customers, 1.0);
        return new(
            plan.Name,
            [.. plan.Parameters],
            [.. plan.Parameters.Select(p => p.Unit(groups.TimeScale))],
            plan.Objective(groups, 1),
            groups.Customers,
            Array.ConvertAll(plan.Starts(rate), s => Array.ConvertAll(s, Math.Log)),
            priors);
    }

    // Where covariates are 0, then the coefficients.
    private static PosteriorTarget Of(
        string name, LikelihoodSurface surface, double[][] starts, IReadOnlyList<LogNormalPrior>? priors, IReadOnlyList<NormalPrior>? onCoefficients) =>
        new(name, [.. surface.Parameters], surface.Units, surface.Mean, surface.Customers, starts, priors, onCoefficients);

    /// <summary>Draws by Hamiltonian Monte Carlo, started and scaled by the normal approximation at the mode.</summary>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <returns>Draws in the units of the parameters: each is what the model's <c>With</c> takes.</returns>
    public PosteriorDraws Sample(PosteriorOptions? options = null)
    {
        double[] mode = _mode.Value.Point;
        double[]? curvature = LaplaceCovariance();
        options ??= new PosteriorOptions();
        if (curvature is null && options.MassMatrix == MassMatrix.Curvature)
        {
            // There is none to go by: learn it.
            options = options with { MassMatrix = MassMatrix.Dense, WarmUp = Math.Max(options.WarmUp, 500) };
        }

        double[] covariance = curvature ?? PriorCovariance();
        if (Straighten is { } straighten)
        {
            DropoutCoordinates coordinates = straighten(mode, covariance);
            double[] centre = coordinates.Of(mode);
            Whitening straight = Scale(DropoutCoordinates.Covariance(covariance, mode));
            return HamiltonianSampler.Sample(
                coordinates.Of(LogDensity), Parameters, random => Around(centre, straight, random), straight,
                point => Natural(coordinates.Logs(point)), options).With(Priors);
        }

        Whitening scale = Scale(covariance);
        return HamiltonianSampler.Sample(LogDensity, Parameters, random => Around(mode, scale, random), scale, Natural, options).With(Priors);
    }

    private Whitening Scale(double[] covariance) => Whitening.Of(covariance, Dimension) ?? Whitening.Identity(Dimension);

    /// <summary>Draws from the normal approximation at the mode, with importance weights and a check of whether it will do.</summary>
    /// <param name="draws">How many, at least 100.</param>
    /// <param name="seed">Any number.</param>
    /// <exception cref="ConvergenceException">The density has no curved mode to approximate.</exception>
    public LaplaceDraws Laplace(int draws = 4000, ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 100);
        Whitening? scale = LaplaceCovariance() is { } covariance ? Whitening.Of(covariance, Dimension) : null;
        return scale is null
            ? throw new ConvergenceException($"The posterior of {Name} has no curved mode to approximate. Draw from it instead, or state tighter priors.")
            : LaplaceDraws.Of(LogDensity, Parameters, _mode.Value.Point, scale, Natural, Priors, draws, seed);
    }

    /// <summary>Gives the log-density of the logarithms of the parameters, in the internal unit.</summary>
    internal double LogDensity(ReadOnlySpan<double> point, Span<double> gradient)
    {
        double value = LogLikelihood(point, gradient);
        for (int i = 0; i < _spread.Length; i++)
        {
            double z = (point[i] - _centre[i]) / _spread[i];
            value -= 0.5 * z * z;
            gradient[i] -= z / _spread[i];
        }

        return value;
    }

    /// <summary>Gives the log-likelihood without the priors, in the internal unit.</summary>
    internal double LogLikelihood(ReadOnlySpan<double> point, Span<double> gradient)
    {
        double value = -_likelihood(point, gradient, default) * _customers;
        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] *= -_customers;
        }

        return value;
    }

    /// <summary>Gives the negative log-likelihood in the logarithms of the parameters in their own units, with gradient and Hessian.</summary>
    internal double NegativeLogLikelihood(ReadOnlySpan<double> logs, Span<double> gradient, Span<double> hessian)
    {
        double[] point = new double[logs.Length];
        for (int i = 0; i < point.Length; i++)
        {
            point[i] = logs[i] - Math.Log(_scale[i]);
        }

        double value = _likelihood(point, gradient, hessian) * _customers;
        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] *= _customers;
        }

        for (int i = 0; i < hessian.Length; i++)
        {
            hessian[i] *= _customers;
        }

        return value;
    }

    private static PosteriorTarget OfContracts(
        string name, string[] parameters, ContractHistories histories, ContractRow row, IReadOnlyList<LogNormalPrior>? priors)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ContractGroups groups = ContractGroups.Of(histories);
        return new(
            name,
            Array.ConvertAll(parameters, FittedParameter.Number),
            Array.ConvertAll(parameters, _ => 1.0),
            ContractRegression.Objective(groups, row, parameters.Length, 0.0, 1),
            groups.Customers,
            [new double[parameters.Length]],
            priors);
    }

    private static TimeUnit Unit(PurchaseHistories histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return histories.Unit;
    }

    private static LogNormalPrior[] Complete(FittedParameter[] parameters, double[] scale, IReadOnlyList<LogNormalPrior>? given)
    {
        foreach (LogNormalPrior prior in given ?? [])
        {
            if (!Array.Exists(parameters, p => p.Name == prior.Parameter))
            {
                throw new ArgumentException(
                    $"There is a prior for {prior.Parameter}. The parameters are {string.Join(", ", parameters.Select(p => p.Name))}.", nameof(given));
            }

            Histories.HistoryDoor.Parameter(prior.Median, "median");
            Histories.HistoryDoor.Parameter(prior.LogStandardDeviation, "log standard deviation");
        }

        return
        [
            .. parameters.Select((p, i) => (given ?? []).LastOrDefault(prior => prior.Parameter == p.Name)
                ?? new LogNormalPrior(p.Name, scale[i], p.TimePower == 0 ? ShapeSpread : UnitSpread)),
        ];
    }

    private static NormalPrior[] Complete(FittedParameter[] coefficients, double[] scale, IReadOnlyList<NormalPrior>? given)
    {
        foreach (NormalPrior prior in given ?? [])
        {
            if (!Array.Exists(coefficients, p => p.Name == prior.Coefficient))
            {
                throw new ArgumentException(
                    $"There is a prior for {prior.Coefficient}. The coefficients are {string.Join(", ", coefficients.Select(p => p.Name))}.", nameof(given));
            }

            Histories.HistoryDoor.Parameter(prior.StandardDeviation, "standard deviation");
            if (!double.IsFinite(prior.Mean))
            {
                throw new ArgumentOutOfRangeException(nameof(given), prior.Mean, $"The prior of {prior.Coefficient} has a mean that is no finite number.");
            }
        }

        return
        [
            .. coefficients.Select((p, k) => (given ?? []).LastOrDefault(prior => prior.Coefficient == p.Name) ?? new NormalPrior(p.Name, 0.0, ShapeSpread * scale[k])),
        ];
    }

    private static double[] Around(double[] mode, Whitening scale, Pcg64 random)
    {
        double[] y = [.. mode.Select(_ => 1.5 * random.NextNormal())];
        double[] point = new double[mode.Length];
        scale.Colour(y, point);
        for (int i = 0; i < mode.Length; i++)
        {
            point[i] += mode[i];
        }

        return point;
    }

    // The mean over customers of what is minimised, so that tolerances mean the same as in a fit.
    private double Mean(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
    {
        int n = point.Length;
        double value = _likelihood(point, gradient, hessian);
        for (int i = 0; i < n; i++)
        {
            double precision = 1.0 / (_spread[i] * _spread[i] * _customers);
            double from = point[i] - _centre[i];
            value += 0.5 * precision * from * from;
            gradient[i] += precision * from;
            hessian[(i * n) + i] += precision;
        }

        return value;
    }

    private double[]? LaplaceCovariance()
    {
        double[] far = [.. _centre.Select(_ => double.PositiveInfinity)];
        return Diagnosis.Of(_mode.Value, _customers, Array.ConvertAll(far, v => -v), far).Covariance;
    }

    private double[] PriorCovariance()
    {
        int n = Dimension;
        double[] covariance = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            covariance[(i * n) + i] = _spread[i] * _spread[i];
        }

        return covariance;
    }

    private double[] Natural(double[] point) => [.. point.Select((v, i) => (i < Priors.Count ? Math.Exp(v) : v) * _scale[i])];
}
