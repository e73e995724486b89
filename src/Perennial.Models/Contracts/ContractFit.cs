using Perennial.Models.Fitting;
using Perennial.Models.Uncertainty;

namespace Perennial.Models.Contracts;

/// <summary>What the fits of both contract models have in common.</summary>
/// <typeparam name="TModel">The fitted model.</typeparam>
internal sealed class ContractFit<TModel>
    where TModel : ContractModel
{
    // Limits are returned as parameters this small or large.
    private const double Tiny = 1e-9;
    private const double Edge = 1e4;
    private const double LargestLog = 14.0;
    private const double LargestCoefficient = 30.0;
    private const double LargestLogC = 5.0;

    /// <summary>Gives the model's name.</summary>
    public required string Name { get; init; }

    /// <summary>Gives the likelihood of a row.</summary>
    public required ContractRow Row { get; init; }

    /// <summary>Gives the number of shapes: 2, or 3 with c.</summary>
    public required int Shapes { get; init; }

    /// <summary>Gives the starts (alpha, beta, c).</summary>
    public required double[][] Starts { get; init; }

    /// <summary>Makes the model.</summary>
    public required Func<double, double, double, string[], double[], double[], TModel> Make { get; init; }

    /// <summary>Fits.</summary>
    public FitReport<TModel> Fit(ContractHistories histories, double[]? start, double penalty, int threads)
    {
        ArgumentNullException.ThrowIfNull(histories);
        if (!double.IsFinite(penalty) || penalty < 0.0)
        {
            throw new ArgumentOutOfRangeException(nameof(penalty), penalty, "A penalty is a finite number of at least 0.");
        }

        ContractGroups groups = ContractGroups.Of(histories);
        string[] names = [.. histories.Covariates?.Names ?? []];
        if (Refusal(histories, groups, names) is { } refusal)
        {
            return new FitReport<TModel>(Name, null, FitExit.Failed, refusal) { Customers = Customers(histories), Groups = groups.Count };
        }

        if (Limit(groups) is { } limit)
        {
            return Limiting(limit, histories, groups, names);
        }

        (double[] lower, double[] upper) = Box(groups.Width);
        Minimum best = Search(groups, start, penalty, threads, lower, upper);
        Diagnosis diagnosis = Diagnosis.Of(best, groups.Customers, lower, upper);
        (double[] point, double[]? covariance) = Unscale(best.Point, diagnosis.Covariance, groups);
        (FitExit exit, string explanation) = Judge(point, best, diagnosis, groups.Width);
        int q = groups.Width;
        double c = Shapes == 3 ? Math.Exp(point[^1]) : 1.0;
        TModel model = Make(Math.Exp(point[0]), Math.Exp(point[q + 1]), c, names, point[1..(q + 1)], point[(q + 2)..((2 * q) + 2)]);
        return new FitReport<TModel>(Name, exit == FitExit.Failed ? null : model, exit, explanation)
        {
            Parameters = Estimates(point, covariance, names, exit),
            LogParameterCovariance = exit == FitExit.Converged && covariance is not null ? Told(covariance, Order(q)) : null,
            LogLikelihood = LogLikelihood(best, groups, penalty),
            Customers = Customers(histories),
            Groups = groups.Count,
            Evaluations = best.Evaluations,
            GradientNorm = best.FreeGradient,
            ConditionNumber = diagnosis.Condition,
        };
    }

    /// <summary>Gives the likelihood of contracts in the order of the report.</summary>
    /// <exception cref="ConvergenceException">Nothing can be learned from the contracts.</exception>
    public LikelihoodSurface Surface(ContractHistories histories, double penalty, int threads)
    {
        ContractGroups groups = ContractGroups.Of(histories);
        string[] names = [.. histories.Covariates?.Names ?? []];
        if ((Refusal(histories, groups, names) ?? Limit(groups)?.Why) is { } why)
        {
            throw new ConvergenceException(why);
        }

        (double[] lower, double[] upper) = Box(groups.Width);
        int[] order = Order(groups.Width);
        FittedParameter[] parameters = [.. Labels(names).Select((name, i) =>
            new FittedParameter(name, 0, lower[order[i]], upper[order[i]]) { IsCoefficient = i >= Shapes })];
        return LikelihoodSurface.Of(groups, ContractRegression.Objective(groups, Row, Shapes, penalty, threads), parameters, order);
    }

    private Minimum Search(ContractGroups groups, double[]? start, double penalty, int threads, double[] lower, double[] upper)
    {
        int q = groups.Width;
        List<double[]> starts = [.. Starts];
        if (start is not null)
        {
            starts.Insert(0, start);
        }

        SmoothFunction[] ladder = MultiStart.Ladder(groups.Count, most => Objective(groups.Thin(most)), Objective(groups));
        return MultiStart.MinimiseSafely(ladder, [.. starts.Select(Point)], lower, upper);

        SmoothFunction Objective(ContractGroups some) => ContractRegression.Objective(some, Row, Shapes, penalty * some.Customers / groups.Customers, threads);

        double[] Point(double[] shapes)
        {
            double[] point = new double[(2 * q) + Shapes];
            point[0] = Math.Log(shapes[0]);
            point[q + 1] = Math.Log(shapes[1]);
            if (Shapes == 3)
            {
                point[^1] = Math.Log(shapes[2]);
            }

            return point;
        }
    }

    private (double[] Lower, double[] Upper) Box(int q)
    {
        double[] upper = new double[(2 * q) + Shapes];
        Array.Fill(upper, LargestCoefficient);
        upper[0] = LargestLog;
        upper[q + 1] = LargestLog;
        if (Shapes == 3)
        {
            upper[^1] = LargestLogC;
        }

        return (Array.ConvertAll(upper, u => -u), upper);
    }

    private static string? Refusal(ContractHistories histories, ContractGroups groups, string[] names)
    {
        if (histories.Count == 0)
        {
            return "There are no contracts. Give at least one history.";
        }

        if (groups.Count == 0)
        {
            return "No contract has come up for renewal yet, so nothing about retention was observed. Wait for the first renewals.";
        }

        return names.Length > 0 && groups.Scale.Constant(names) is { } constant
            ? $"The covariate '{constant}' has the same value for every contract, so its effect cannot be learned. Leave it out."
            : null;
    }

    // Data that hold one number or none: the limit is known without a search.
    private static (double Alpha, double Beta, string Why)? Limit(ContractGroups groups)
    {
        double left = 0.0;
        double stayed = 0.0;
        int first = int.MaxValue;
        int last = -1;
        for (int g = 0; g < groups.Count; g++)
        {
            left += groups.Left[g] ? groups.Weight[g] : 0.0;
            stayed += groups.Weight[g] * (groups.Renewals[g] - groups.Entry[g]);
            first = Math.Min(first, groups.Entry[g]);
            last = Math.Max(last, groups.Renewals[g] - (groups.Left[g] ? 0 : 1));
        }

        if (left == 0.0)
        {
            return (Tiny, 1.0, "Nobody left: no churn identifiable (alpha -> 0). The model returned keeps every contract for ever. Give it a longer history before valuing contracts.");
        }

        if (stayed == 0.0)
        {
            return (1.0, Tiny, "Everybody left at the first renewal seen (beta -> 0). The model returned lets nobody renew; check whether contracts are meant to be renewed at all.");
        }

        double rate = left / (left + stayed);
        return first == last
            ? (rate * Edge * Edge, (1.0 - rate) * Edge * Edge, "Only one renewal was observed, so retention can be learned there but not how it changes with age. The model returned holds "
                + $"the retention rate at {1.0 - rate:G4} for ever, which undervalues customers who stay. Wait for a second renewal.")
            : null;
    }

    private FitReport<TModel> Limiting((double Alpha, double Beta, string Why) limit, ContractHistories histories, ContractGroups groups, string[] names)
    {
        TModel model = Make(limit.Alpha, limit.Beta, 1.0, names, new double[names.Length], new double[names.Length]);
        double logLikelihood = 0.0;
        double[] d = new double[10];
        for (int g = 0; g < groups.Count; g++)
        {
            Row((limit.Alpha, limit.Beta, 1.0), groups.Entry[g], groups.Renewals[g], groups.Left[g], d);
            logLikelihood += groups.Weight[g] * d[0];
        }

        List<ParameterEstimate> estimates = [new("alpha", limit.Alpha, null), new("beta", limit.Beta, null)];
        if (Shapes == 3)
        {
            estimates.Add(new("c", 1.0, null));
        }

        return new FitReport<TModel>(Name, model, FitExit.Boundary, limit.Why)
        {
            Parameters = estimates,
            LogLikelihood = logLikelihood,
            Customers = Customers(histories),
            Groups = groups.Count,
            ConditionNumber = double.MaxValue,
        };
    }

    private (FitExit Exit, string Explanation) Judge(double[] point, Minimum best, Diagnosis diagnosis, int q)
    {
        if (!double.IsFinite(best.Value))
        {
            return (FitExit.Failed, FailedSentence);
        }

        double alpha = Math.Exp(best.Point[0]);
        double beta = Math.Exp(best.Point[q + 1]);
        if (!diagnosis.Identified)
        {
            if (Shapes == 3 && (point[^1] < -4.0 || point[^1] > 4.0))
            {
                return (FitExit.Boundary, point[^1] < 0.0
                    ? "Those who survive the first renewal seem never to leave (c -> 0). Predictions may be used within the ages seen."
                    : "Everybody seems to leave at one age (c without bound). Check whether contracts simply end there.");
            }

            if (alpha < 1.0 / Edge && beta < 1.0 / Edge)
            {
                return (FitExit.Boundary, "Churn chances collapse on 0 and 1 (alpha, beta -> 0): some leave at the first renewal, the others seem never to leave. "
                    + "Predictions may be used within the ages seen.");
            }

            if (alpha + beta > Edge)
            {
                return (FitExit.Boundary, "No spread in churn chances: the likelihood is highest where every customer has the same one (alpha and beta grow together). "
                    + "Predictions may be used; alpha and beta may not be read one by one.");
            }

            return (FitExit.NotIdentified, "A ridge: very different parameters explain these contracts equally well (a standard error above a factor of 55). "
                + "Predictions may be used within the ages seen, parameters may not be read. Use more customers, more renewals or fewer covariates.");
        }

        return diagnosis.Stationary ? (FitExit.Converged, TransactionFit.ConvergedSentence) : (FitExit.Failed, FailedSentence);
    }

    private const string FailedSentence = "No optimum was found: the gradient does not vanish at the best point. Check the histories for mixed contract periods.";

    // From standardised covariates back to the caller's: ln alpha = a - sum of g mean / sd, coefficient = g / sd. Linear, so the covariance follows.
    private static (double[] Point, double[]? Covariance) Unscale(double[] scaled, double[]? covariance, ContractGroups groups)
    {
        int n = scaled.Length;
        int q = groups.Width;
        double[] turn = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            turn[(i * n) + i] = 1.0;
        }

        for (int block = 0; block < 2 && q > 0; block++)
        {
            int first = block * (q + 1);
            for (int j = 0; j < q; j++)
            {
                int at = first + 1 + j;
                turn[(at * n) + at] = 1.0 / groups.Scale.Deviation[j];
                turn[(first * n) + at] = -groups.Scale.Mean[j] / groups.Scale.Deviation[j];
            }
        }

        return LinearMap.Apply(turn, scaled, covariance);
    }

    // The places of alpha, beta, c and the coefficients on each in a point, which holds each process with its own coefficients.
    private int[] Order(int q) =>
    [
        0, q + 1, .. Shapes == 3 ? new[] { (2 * q) + 2 } : [], .. Enumerable.Range(1, q), .. Enumerable.Range(q + 2, q),
    ];

    private static double[] Told(double[] covariance, int[] order)
    {
        int n = order.Length;
        double[] told = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                told[(i * n) + j] = covariance[(order[i] * n) + order[j]];
            }
        }

        return told;
    }

    private string[] Labels(string[] names) =>
        [.. ((string[])["alpha", "beta", "c"])[..Shapes], .. names.Select(name => "alpha:" + name), .. names.Select(name => "beta:" + name)];

    private ParameterEstimate[] Estimates(double[] point, double[]? covariance, string[] names, FitExit exit)
    {
        int n = point.Length;
        string[] told = Labels(names);
        return [.. Order(names.Length).Select((at, i) =>
        {
            bool coefficient = i >= Shapes;
            double value = coefficient ? point[at] : Math.Exp(point[at]);
            double? error = exit == FitExit.Converged && covariance is not null ? Math.Sqrt(covariance[(at * n) + at]) * (coefficient ? 1.0 : value) : null;
            return new ParameterEstimate(told[i], value, error) { IsCoefficient = coefficient };
        })];
    }

    private static double LogLikelihood(Minimum best, ContractGroups groups, double penalty)
    {
        double squares = 0.0;
        int q = groups.Width;
        for (int j = 0; j < q; j++)
        {
            squares += (best.Point[1 + j] * best.Point[1 + j]) + (best.Point[q + 2 + j] * best.Point[q + 2 + j]);
        }

        return (-best.Value * groups.Customers) + (0.5 * penalty * squares);
    }

    private static double Customers(ContractHistories histories) => histories.Weight?.Sum() ?? histories.Count;
}
