using Perennial.Models.Fitting;
using Perennial.Models.Uncertainty;

namespace Perennial.Models.Survival.DiscreteTime;

/// <summary>Fits the chance of leaving in each period a customer is up for renewal, given what was known when the period began.</summary>
/// <remarks>
/// The workhorse for subscriptions with covariates that change: usage, tickets, price. Wants one row for each customer and renewal due, no
/// other; rows of one customer need not be independent given the covariates, only the periods must be true risk sets. Covariates must be known
/// before the decision, or the future leaks. Differences between customers that no covariate holds make hazards fall with age: for those use
/// the shifted beta-geometric.
/// </remarks>
/// <source paper="SingerWillett1993"/>
/// <source paper="PrenticeGloeckler1978"/>
public static class DiscreteHazardFitter
{
    /// <summary>The model's name.</summary>
    public const string Name = "discrete-time-hazard";

    private const double Largest = 30.0;
    private const double Diverging = 12.0;

    /// <summary>Fits by maximum likelihood.</summary>
    /// <param name="panel">n rows of customers up for renewal.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <returns>A report: the baseline ("period 1", … or "intercept", "period^1", …), then one coefficient a covariate, on the scale of the link.</returns>
    public static FitReport<DiscreteHazardModel> Fit(RenewalPanel panel, DiscreteHazardOptions? options = null)
    {
        options ??= new DiscreteHazardOptions();
        (Problem? ready, string refusal) = Problem.Of(panel, options);
        if (ready is not { } problem)
        {
            return new FitReport<DiscreteHazardModel>(Name, null, FitExit.Failed, refusal) { Customers = panel.Weight?.Sum() ?? panel.Count };
        }

        PanelGroups groups = problem.Groups;
        int levels = problem.Levels, n = levels + groups.Width;
        string[] names = [.. panel.Covariates?.Names ?? []];
        double[] upper = new double[n];
        Array.Fill(upper, Largest);
        double[] lower = Array.ConvertAll(upper, u => -u);
        double[] start = new double[n];
        Array.Fill(start, Math.Log(groups.Left.Sum() / groups.Stayed.Sum()), 0, levels);
        Minimum best = TrustRegionNewton.Minimise(problem.Objective, start, lower, upper);
        Diagnosis diagnosis = Diagnosis.Of(best, groups.Rows, lower, upper);
        (FitExit exit, string explanation) = Judge(best, diagnosis, problem.Columns, levels, problem.Seen, problem.Fitted);
        bool readable = exit == FitExit.Converged || (exit == FitExit.Boundary && diagnosis.Identified);
        (double[] point, double[]? covariance) = LinearMap.Apply(Unscale(groups, levels, n), best.Point, readable ? diagnosis.Covariance : null);
        covariance = SurvivalParameters.Held(covariance, n);
        DiscreteHazardModel? model = exit == FitExit.Failed ? null : new DiscreteHazardModel(problem.Parameters(options, names, point, covariance));
        double squares = best.Point[(n - names.Length)..].Sum(b => b * b);
        return new FitReport<DiscreteHazardModel>(Name, model, exit, explanation)
        {
            Parameters = [.. point.Select((value, i) => new ParameterEstimate(
                problem.Labels[i],
                value,
                covariance is null ? null : Math.Sqrt(covariance[(i * n) + i])) { IsCoefficient = true })],
            LogParameterCovariance = covariance,
            LogLikelihood = (-best.Value * groups.Rows) + (0.5 * options.Penalty * squares),
            Customers = panel.Weight?.Sum() ?? panel.Count,
            Groups = groups.Count,
            Evaluations = best.Evaluations,
            GradientNorm = best.FreeGradient,
            ConditionNumber = diagnosis.Condition,
        };
    }

    /// <summary>Gives the likelihood in the order of the report: baselines where covariates are 0, then coefficients.</summary>
    /// <exception cref="ConvergenceException">Nothing can be learned from the panel.</exception>
    internal static LikelihoodSurface Surface(RenewalPanel panel, DiscreteHazardOptions options)
    {
        (Problem? ready, string refusal) = Problem.Of(panel, options);
        Problem problem = ready ?? throw new ConvergenceException(refusal);
        return LikelihoodSurface.Of(
            problem.Objective,
            [.. problem.Labels.Select((name, i) => i < problem.Levels ? LikelihoodSurface.Level(name, 0.0, -Largest, Largest) : FittedParameter.Coefficient(name))],
            problem.Levels,
            problem.Groups.Scale,
            problem.Groups.Rows);
    }

    private static (FitExit Exit, string Explanation) Judge(
        Minimum best, Diagnosis diagnosis, string[] columns, int levels, SortedDictionary<int, (bool Left, bool Stayed)> seen, int[] fitted)
    {
        if (!double.IsFinite(best.Value))
        {
            return (FitExit.Failed, FailedSentence);
        }

        if (!diagnosis.Identified)
        {
            int far = Array.FindIndex(best.Point[levels..], b => Math.Abs(b) > Diverging);
            return far >= 0
                ? (FitExit.Boundary, $"The effect of '{columns[far]}' has no finite estimate: it separates those who left from those who stayed. "
                    + "Predictions may be used, this coefficient may not be read. Give a penalty, or leave the covariate out.")
                : (FitExit.NotIdentified, "A ridge: columns say the same thing, so that very different coefficients explain these renewals equally well. "
                    + "Leave out covariates, lower the degree, or give a penalty.");
        }

        if (!diagnosis.Stationary)
        {
            return (FitExit.Failed, FailedSentence);
        }

        int[] fixedOnes = [.. seen.Keys.Except(fitted)];
        return fixedOnes.Length == 0
            ? (FitExit.Converged, TransactionFit.ConvergedSentence)
            : (FitExit.Boundary, $"In the periods {string.Join(", ", fixedOnes)} nobody or everybody left: their hazards are exactly 0 or 1 and have no standard error. "
                + "All other parameters may be read. A polynomial baseline has no such edge.");
    }

    private const string FailedSentence = "No optimum was found: the gradient does not vanish at the best point. Check the covariates for extreme values.";

    private static double[] Unscale(PanelGroups groups, int levels, int n)
    {
        double[] turn = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            turn[(i * n) + i] = 1.0;
        }

        for (int j = 0; j < groups.Width; j++)
        {
            int at = levels + j;
            turn[(at * n) + at] = 1.0 / groups.Scale.Deviation[j];
            for (int i = 0; i < levels; i++)
            {
                turn[(i * n) + at] = -groups.Scale.Mean[j] / groups.Scale.Deviation[j];
            }
        }

        return turn;
    }

    // What is minimised, and what its parameters are.
    private sealed record Problem(PanelGroups Groups, SortedDictionary<int, (bool Left, bool Stayed)> Seen, int[] Fitted, int Levels, string[] Columns, SmoothFunction Objective)
    {
        private bool Each { get; init; }

        public string[] Labels => [.. Enumerable.Range(0, Levels).Select(i => Each ? $"period {Fitted[i]}" : "intercept"), .. Columns];

        public DiscreteHazardParameters Parameters(DiscreteHazardOptions options, string[] names, double[] point, double[]? covariance)
        {
            DiscreteHazardParameters some = new()
            {
                Link = options.Link, Baseline = options.Baseline, Levels = point[..^names.Length], Names = names, Coefficients = point[^names.Length..], Covariance = covariance,
            };
            return Each
                ? some with { Periods = Fitted, NobodyLeft = [.. Seen.Where(so => !so.Value.Left).Select(so => so.Key)], EverybodyLeft = [.. Seen.Where(so => !so.Value.Stayed).Select(so => so.Key)] }
                : some;
        }

        // The problem, or why there is none.
        public static (Problem? Problem, string Why) Of(RenewalPanel panel, DiscreteHazardOptions options)
        {
            ArgumentNullException.ThrowIfNull(panel);
            if (!double.IsFinite(options.Penalty) || options.Penalty < 0.0 || options.Degree is < 0 or > 4)
            {
                throw new ArgumentOutOfRangeException(nameof(options), (options.Penalty, options.Degree), "A penalty is at least 0 and finite, a degree from 0 to 4.");
            }

            if (!Array.Exists(panel.Left, l => l) || !Array.Exists(panel.Left, l => !l))
            {
                return (null, panel.Count == 0 ? "There are no rows. Give customers up for renewal."
                    : panel.Left[0] ? "Everybody left at every renewal, so there is nothing to compare. Check whether contracts are meant to be renewed at all."
                    : "Nobody left, so no hazard can be learned. Wait for customers to leave, or choose a later as-of day.");
            }

            bool each = options.Baseline == HazardBaseline.EachPeriod;
            int powers = each ? 0 : options.Degree;
            SortedDictionary<int, (bool Left, bool Stayed)> seen = [];
            for (int i = 0; i < panel.Count; i++)
            {
                seen.TryGetValue(panel.Period[i], out (bool Left, bool Stayed) so);
                seen[panel.Period[i]] = (so.Left || panel.Left[i], so.Stayed || !panel.Left[i]);
            }

            // A period in which nobody, or everybody, left has its hazard at 0 or 1 whatever the covariates: exactly so at the maximum.
            int[] fitted = [.. seen.Where(p => !each || (p.Value.Left && p.Value.Stayed)).Select(p => p.Key)];
            PanelGroups groups = PanelGroups.Of(panel, powers, period => Array.BinarySearch(fitted, period) >= 0);
            string[] columns = [.. Enumerable.Range(1, powers).Select(k => $"period^{k}"), .. panel.Covariates?.Names ?? []];
            if (groups.Count == 0)
            {
                return (null, "In every period either everybody or nobody left, so covariates have nothing to explain. Take a polynomial baseline, or wait.");
            }

            if (groups.Scale.Constant(columns) is { } constant)
            {
                return (null, $"The column '{constant}' has the same value in every row, so its effect cannot be learned. Leave it out, or lower the degree.");
            }

            int levels = each ? fitted.Length : 1;
            int[] level = Array.ConvertAll(groups.Period, p => each ? Array.BinarySearch(fitted, p) : 0);
            SmoothFunction objective = DiscreteHazardLikelihood.Objective(
                groups, level, levels, options.Link, panel.Covariates?.Width ?? 0, options.Penalty, options.Threads);
            return (new(groups, seen, fitted, levels, columns, objective) { Each = each }, string.Empty);
        }
    }
}
