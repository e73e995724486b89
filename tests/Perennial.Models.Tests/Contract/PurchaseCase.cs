using Perennial.Models.Covariates;

namespace Perennial.Models.Tests.Contract;

/// <summary>A purchase model as the contract sees it: typical parameters, times in weeks, and its doors.</summary>
internal sealed record PurchaseCase(string Name, double[] Parameters)
{
    /// <summary>Gives the model of parameters in a unit of time.</summary>
    public required Func<double[], TimeUnit, ITransactionModel> Make { get; init; }

    /// <summary>Gives how each parameter scales with the unit of time: 1 for a time, -1 for a rate of growth, 0 for a number.</summary>
    public required int[] TimePowers { get; init; }

    /// <summary>Gives parameters with drop-out all but impossible and the given r and alpha.</summary>
    public required Func<double, double, double[]> NobodyDropsOut { get; init; }

    /// <summary>Gives the fit on a number of threads.</summary>
    public required Func<PurchaseHistories, int, FitReport<ITransactionModel>> Fit { get; init; }

    /// <summary>Gives customers by parameters, ages in weeks and seed.</summary>
    public required Func<double[], double[], ulong, PurchaseHistories> Simulate { get; init; }

    /// <summary>Gives the log-likelihood of one row of histories.</summary>
    public required Func<ITransactionModel, PurchaseHistories, int, double> LogLikelihood { get; init; }

    /// <summary>Gives P(alive) of a customer of age 0; below 1 where the first purchase may be the last.</summary>
    public double AliveWhenJustAcquired { get; init; } = 1.0;

    /// <summary>Gives the phases of which a purchase is the last: 1 where buying is random.</summary>
    public int Phases { get; init; } = 1;

    /// <summary>Gives the age in weeks of the youngest customer simulated.</summary>
    public double Youngest { get; init; } = 27;

    /// <summary>Gives x = 0, T = 0, a purchase on the last day, the x's at which others overflow, one long gone.</summary>
    public static PurchaseHistories Everybody { get; } = new(
        [0, 0, 0, 2, 1, 7, 29, 200, 200, 2000, 20000, 500],
        [0, 0, 0, 30.43, 1.714, 29.43, 37.7, 38.5, 10, 38.7, 38.85, 1],
        [0, 1, 38.857, 38.857, 38.857, 29.43, 38.857, 38.857, 38.857, 38.857, 38.857, 1000],
        TimeUnit.Week);

    /// <summary>Gives the hard histories, as the model reads them.</summary>
    public PurchaseHistories Hard { get; init; } = Everybody;

    /// <summary>Gives customers whose counts are looked at, with a horizon and how many counts hold their mass.</summary>
    public (int X, double Tx, double Age, double T, int Counts)[] Counted { get; init; } =
    [
        (0, 0, 0, 39, 4000),
        (0, 0, 38.857, 39, 1200),
        (2, 30.43, 38.857, 39, 400),
        (1, 1.714, 38.857, 520, 6000),
        (29, 37.7, 38.857, 39, 400),
        (200, 38.5, 38.857, 39, 1200),
        (2000, 38.7, 38.857, 39, 4000),
    ];

    /// <summary>Makes histories as the model reads them.</summary>
    public Func<int[], double[], double[], TimeUnit, double[]?, PurchaseHistories> Read { get; init; } = Rows;

    /// <summary>Tells whether the likelihood is a density of times, which changes with their unit.</summary>
    public bool IsDensity { get; init; } = true;

    /// <summary>Gives how far two ways to the chance of silence may lie apart.</summary>
    public double Rounding { get; init; } = 1e-12;

    /// <summary>Gives how far, relative to it, the mean of counts may lie from the expectation.</summary>
    public double MeanTolerance { get; init; } = 1e-7;

    /// <summary>Gives how far, relative to it, an expectation may lie from itself where it is drawn anew; 0 where nothing is drawn.</summary>
    public double Noise { get; init; }

    /// <summary>Tells whether its answers take too long for the fast tests.</summary>
    public bool Slow { get; init; }

    /// <summary>Gives the clauses that cannot be asked of it, and why not.</summary>
    public IReadOnlyDictionary<string, string> Excuses { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gives customers just acquired, as the model sees them: all alike, or one for each value of a covariate.</summary>
    public IReadOnlyList<Newcomer> Newcomers => Differing ?? [new(Name, Typical.ExpectedTransactions, Typical.ProbabilityOfCount, (ages, seed) => Simulate(Parameters, ages, seed))];

    /// <summary>Gives the model of the typical parameters.</summary>
    public ITransactionModel Typical => Make(Parameters, TimeUnit.Week);

    /// <summary>Gives a number of customers of twelve weeks of arrivals, at day resolution so that histories coincide, with log gaps.</summary>
    public PurchaseHistories Customers(int count, ulong seed)
    {
        double[] ages = [.. Enumerable.Range(0, count).Select(i => Youngest + (i % 84 / 7.0))];
        PurchaseHistories drawn = Simulate(Parameters, ages, seed);
        return Read(drawn.Frequency, [.. drawn.Recency.Select(tx => Math.Ceiling(tx * 7) / 7)], [.. drawn.T.Select(t => Math.Ceiling(t * 7) / 7)], TimeUnit.Week, null);
    }

    /// <summary>Makes histories with log gaps some way from equal: what they are moves no parameter.</summary>
    public static PurchaseHistories Rows(int[] frequency, double[] recency, double[] t, TimeUnit unit, double[]? weight = null) =>
        new(frequency, recency, t, unit, weight, [.. frequency.Select((x, i) => x == 0 ? 0 : (x * Math.Log(recency[i] / x)) - (0.3 * (x - 1)))]);

    /// <summary>Gives the typical parameters with times in another unit, so many of the new one in the old.</summary>
    public double[] Rescaled(double[] parameters, double factor) => [.. parameters.Select((p, i) => p * Math.Pow(factor, TimePowers[i]))];

    /// <summary>Gives the model with covariates, which are read off each customer's age so that one model answers for all.</summary>
    public PurchaseCase WithCovariates<TModel>(
        Func<PurchaseHistories, CovariateColumns, CovariateOptions?, FitReport<CovariateModel<TModel>>> fit, double onPurchases, double onDropout)
        where TModel : class, ITransactionModel
    {
        CovariateEffect[] effects = [new("day", CovariateProcess.Purchase, onPurchases), new("day", CovariateProcess.Dropout, onDropout)];
        return new(Name + " with covariates", [.. Parameters, onPurchases, onDropout])
        {
            Make = At,
            TimePowers = [.. TimePowers, 0, 0],
            NobodyDropsOut = (r, alpha) => [.. NobodyDropsOut(r, alpha), 0, 0],
            Fit = (histories, threads) => BoundCovariates<TModel>.Of(fit(histories, BoundCovariates<TModel>.Columns(histories.T, histories.Unit), new() { Threads = threads })),
            Simulate = (p, ages, seed) => CovariateSimulator.Histories(At(p, TimeUnit.Week).Model, BoundCovariates<TModel>.Columns(ages, TimeUnit.Week), ages, seed),
            LogLikelihood = (model, rows, i) =>
                LogLikelihood(((BoundCovariates<TModel>)model).Model.Customer(BoundCovariates<TModel>.Columns([rows.T[i]], rows.Unit), 0), rows, i),
            AliveWhenJustAcquired = AliveWhenJustAcquired,
            Youngest = Youngest,
            Differing = [.. ((double[])[0, 1, 2]).Select(Born)],
        };

        Newcomer Born(double day)
        {
            CovariateModel<TModel> model = At([.. Parameters, onPurchases, onDropout], TimeUnit.Week).Model;
            return new(
                $"{Name}, day {day}",
                t => model.ExpectedTransactions(Same(1), t)[0],
                (t, counts) => model.ProbabilityOfCount(Same(1), t, counts)[0],
                (ages, seed) => CovariateSimulator.Histories(model, Same(ages.Length), ages, seed));

            CovariateColumns Same(int customers) => new(["day"], [[.. Enumerable.Repeat(day, customers)]]);
        }

        BoundCovariates<TModel> At(double[] p, TimeUnit unit) =>
            new(new((TModel)Make(p[..^2], unit), [effects[0] with { Coefficient = p[^2] }, effects[1] with { Coefficient = p[^1] }]));
    }

    public override string ToString() => Name;

    private IReadOnlyList<Newcomer>? Differing { get; init; }
}

/// <summary>A customer just acquired: expected repeat purchases in (0, t], the chances of their counts, and histories of such customers by ages in weeks and seed.</summary>
internal sealed record Newcomer(string Name, Func<double, double> Expected, Func<double, int, double[]> Counts, Func<double[], ulong, PurchaseHistories> Simulate);
