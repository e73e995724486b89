using Perennial.Models.Fitting;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoGgg;
using Perennial.Models.Uncertainty;

namespace Perennial.Models.Posterior;

/// <summary>The posterior of a model's parameters given histories and priors: what draws are made from.</summary>
/// <remarks>
/// Works on the logarithms of the parameters. Priors not stated are weakly informative: the logarithm of a shape is normal around 0 with standard
/// deviation 2, that of a parameter with a unit around the logarithm of the mean age (or the mean spend) with standard deviation 3; they make no
/// difference one would see where customers are many, and keep a ridge within reason where they are few.
/// </remarks>
public sealed partial class PosteriorTarget
{
    private const double ShapeSpread = 2.0;
    private const double UnitSpread = 3.0;

    // A standard error of so much of the prior's: the data have hardly moved it.
    private const double PriorShare = 0.75;
    private const double NearMode = 0.05;
    private readonly LikelihoodSurface _surface;
    private readonly double[] _centre;
    private readonly double[] _spread;
    private readonly Lazy<Minimum> _mode;

    private PosteriorTarget(
        string name,
        LikelihoodSurface surface,
        double[][] starts,
        IReadOnlyList<LogNormalPrior>? priors,
        IReadOnlyList<NormalPrior>? onCoefficients = null)
    {
        if (!(surface.Customers > 0.0))
        {
            throw new ArgumentException("No customer says anything about the parameters. Give histories with time or purchases in them.", nameof(surface));
        }

        (Name, _surface) = (name, surface);
        FittedParameter[] parameters = [.. surface.Parameters];
        Parameters = [.. parameters.Select(p => p.Name)];
        Priors = Complete([.. parameters.Select((p, i) => (p, surface.Units[i])).Where(own => !own.p.IsCoefficient)], priors);
        CoefficientPriors = Complete([.. parameters.Select((p, i) => (p, surface.Units[i])).Where(own => own.p is { IsCoefficient: true, IsBounded: false })], onCoefficients);
        (_centre, _spread) = (new double[parameters.Length], new double[parameters.Length]);
        for (int i = 0, own = 0, coefficient = 0; i < parameters.Length; i++)
        {
            double unit = surface.Units[i];
            (_centre[i], _spread[i]) = parameters[i] switch
            {
                { IsBounded: true } => (0.0, double.PositiveInfinity),
                { IsCoefficient: true } => (CoefficientPriors[coefficient].Mean / unit, CoefficientPriors[coefficient++].StandardDeviation / unit),
                _ => (Math.Log(Priors[own].Median / unit), Priors[own++].LogStandardDeviation),
            };
        }

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
    public double[] Mode => _surface.Natural(_mode.Value.Point);

    /// <summary>Gives the number of customers who say something about the parameters.</summary>
    public double Customers => _surface.Customers;

    // Makes the coordinates to draw in from the mode and the covariance there; null where logarithms will do.
    private Func<double[], double[], DropoutCoordinates>? Straighten { get; init; }

    // How far the end of the search is from the mode, in standard errors: quadrature to six digits has no gradient of ten.
    private double Distance(Minimum end, double[] covariance)
    {
        double sum = 0.0;
        for (int i = 0; i < Dimension; i++)
        {
            for (int j = 0; j < Dimension; j++)
            {
                sum += end.Gradient[i] * covariance[(i * Dimension) + j] * end.Gradient[j];
            }
        }

        return Customers * Math.Sqrt(Math.Max(0.0, sum));
    }

    // ln of the density of the purchase times in the internal unit over that in the unit of the histories.
    private double LogScale { get; init; }

    private int Groups { get; init; }

    /// <summary>Gives the number of parameters.</summary>
    internal int Dimension => _spread.Length;

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
                point => _surface.Natural(coordinates.Logs(point)), options).With(Priors, CoefficientPriors);
        }

        Whitening scale = Scale(covariance);
        return HamiltonianSampler.Sample(LogDensity, Parameters, random => Around(mode, scale, random), scale, _surface.Natural, options).With(Priors, CoefficientPriors);
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
            : LaplaceDraws.Of(LogDensity, Parameters, _mode.Value.Point, scale, _surface.Natural, Priors, CoefficientPriors, draws, seed);
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
        double value = -_surface.Mean(point, gradient, default) * Customers;
        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] *= -Customers;
        }

        return value;
    }

    /// <summary>Gives the negative log-likelihood in the logarithms of the parameters in their own units, with gradient and Hessian.</summary>
    internal double NegativeLogLikelihood(ReadOnlySpan<double> logs, Span<double> gradient, Span<double> hessian)
    {
        double[] point = new double[logs.Length];
        for (int i = 0; i < point.Length; i++)
        {
            point[i] = logs[i] - Math.Log(_surface.Units[i]);
        }

        double value = _surface.Mean(point, gradient, hessian) * Customers;
        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] *= Customers;
        }

        for (int i = 0; i < hessian.Length; i++)
        {
            hessian[i] *= Customers;
        }

        return value;
    }

    /// <summary>Reports the mode as a fit, where only posteriors are known to have an optimum.</summary>
    /// <param name="make">Makes the model.</param>
    internal FitReport<TModel> AtMode<TModel>(Func<double[], TModel> make)
        where TModel : class
    {
        Minimum mode = _mode.Value;
        double[] far = [.. _centre.Select(_ => double.PositiveInfinity)];
        Diagnosis diagnosis = Diagnosis.Of(mode, Customers, Array.ConvertAll(far, v => -v), far);
        string[] loose = diagnosis.Covariance is { } covariance
            ? [.. Parameters.Where((_, i) => Math.Sqrt(covariance[(i * Dimension) + i]) > PriorShare * _spread[i])]
            : [];
        (FitExit exit, string explanation) = !double.IsFinite(mode.Value) || diagnosis.Covariance is null || !(Distance(mode, diagnosis.Covariance) < NearMode) ? (FitExit.Failed, TransactionFit.FailedSentence)
            : loose.Length > 0 ? (FitExit.NotIdentified, $"The data say little of {string.Join(", ", loose)}: there the weak priors decide, and the parameters may not be read. Predictions may be used with care.")
            : (FitExit.Converged, "The mode of the posterior under the weak priors: the gradient vanishes and the curvature is positive definite.");
        double[] values = _surface.Natural(mode.Point);
        return new(Name, exit == FitExit.Failed ? null : make(values), exit, explanation)
        {
            Parameters = diagnosis.Estimates([.. Parameters], values, exit),
            LogParameterCovariance = diagnosis.Covariance,
            LogLikelihood = LogLikelihood(mode.Point, new double[Dimension]) - LogScale,
            Customers = Customers,
            Groups = Groups,
            Evaluations = mode.Evaluations,
            GradientNorm = mode.FreeGradient,
            ConditionNumber = diagnosis.Condition,
        };
    }

    private static LogNormalPrior[] Complete((FittedParameter Own, double Unit)[] parameters, IReadOnlyList<LogNormalPrior>? given)
    {
        foreach (LogNormalPrior prior in given ?? [])
        {
            if (!Array.Exists(parameters, p => p.Own.Name == prior.Parameter))
            {
                throw new ArgumentException(
                    $"There is a prior for {prior.Parameter}. The parameters are {string.Join(", ", parameters.Select(p => p.Own.Name))}.", nameof(given));
            }

            Histories.HistoryDoor.Parameter(prior.Median, "median");
            Histories.HistoryDoor.Parameter(prior.LogStandardDeviation, "log standard deviation");
        }

        return
        [
            .. parameters.Select(p => (given ?? []).LastOrDefault(prior => prior.Parameter == p.Own.Name)
                ?? new LogNormalPrior(p.Own.Name, p.Unit, p.Own.TimePower == 0 ? ShapeSpread : UnitSpread)),
        ];
    }

    private static NormalPrior[] Complete((FittedParameter Own, double Unit)[] coefficients, IReadOnlyList<NormalPrior>? given)
    {
        foreach (NormalPrior prior in given ?? [])
        {
            if (!Array.Exists(coefficients, p => p.Own.Name == prior.Coefficient))
            {
                throw new ArgumentException(
                    $"There is a prior for {prior.Coefficient}. The coefficients are {string.Join(", ", coefficients.Select(p => p.Own.Name))}.", nameof(given));
            }

            if (!double.IsPositiveInfinity(prior.StandardDeviation))
            {
                Histories.HistoryDoor.Parameter(prior.StandardDeviation, "standard deviation");
            }

            if (!double.IsFinite(prior.Mean))
            {
                throw new ArgumentOutOfRangeException(nameof(given), prior.Mean, $"The prior of {prior.Coefficient} has a mean that is no finite number.");
            }
        }

        return
        [
            .. coefficients.Select(p => (given ?? []).LastOrDefault(prior => prior.Coefficient == p.Own.Name)
                ?? new NormalPrior(p.Own.Name, p.Own.Centre * p.Unit, (p.Own.Spread ?? ShapeSpread) * p.Unit)),
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
        double value = _surface.Mean(point, gradient, hessian);
        for (int i = 0; i < n; i++)
        {
            double precision = 1.0 / (_spread[i] * _spread[i] * Customers);
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
        return Diagnosis.Of(_mode.Value, Customers, Array.ConvertAll(far, v => -v), far).Covariance;
    }

    private double[] PriorCovariance()
    {
        int n = Dimension;
        double[] covariance = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            double spread = double.IsFinite(_spread[i]) ? _spread[i] : ShapeSpread;
            covariance[(i * n) + i] = spread * spread;
        }

        return covariance;
    }
}
