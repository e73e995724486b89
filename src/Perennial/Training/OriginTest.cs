using Perennial.Features;
using Perennial.Kernel;
using Perennial.Models;
using Perennial.Models.Assessing;
using Perennial.Models.Seasons;

namespace Perennial.Training;

/// <summary>How far a model's probabilities were off on earlier origins, for purchases and for money.</summary>
public sealed record Recalibration(PitRecalibration Purchases, PitRecalibration Money)
{
    /// <summary>Gives the map that changes nothing.</summary>
    public static Recalibration None { get; } = new(PitRecalibration.Identity, PitRecalibration.Identity);

    /// <summary>Tells whether anything is changed.</summary>
    public bool IsNone => Purchases.IsIdentity && Money.IsIdentity;
}

/// <summary>One origin: models fitted on what was known, forecasts of the hidden window, and what happened.</summary>
public sealed class OriginTest
{
    private OriginTest(BacktestWindow window, TestSample sample, IReadOnlyDictionary<string, ModelForecast> models, SpendFit? spend)
    {
        Window = window;
        Sample = sample;
        Models = models;
        Spend = spend;
    }

    /// <summary>One model at this origin with its forecasts of purchases and, where the log has amounts, of money.</summary>
    public sealed class ModelForecast(ITransactionModel model, Forecast purchases, Func<Forecast>? money)
    {
        private Forecast? _money;

        public ITransactionModel Model => model;

        public Forecast Purchases => purchases;

        /// <summary>Gives the forecast of money, made when first asked for: models compete on purchases, and only the chosen one needs its money tested.</summary>
        public Forecast? Money => _money ??= money?.Invoke();
    }

    /// <summary>Gives the origin and the last hidden day.</summary>
    public BacktestWindow Window { get; }

    /// <summary>Gives the customers tested.</summary>
    public TestSample Sample { get; }

    /// <summary>Gives the usable models by name.</summary>
    public IReadOnlyDictionary<string, ModelForecast> Models { get; }

    /// <summary>Gives the spend model as known at the origin, or null.</summary>
    public SpendFit? Spend { get; }

    /// <summary>Reads what an origin is tested on.</summary>
    /// <param name="features">The door to what was known on a day.</param>
    /// <param name="window">The origin and the last hidden day.</param>
    /// <param name="detail">What the models to test need to know of each customer's past.</param>
    /// <param name="mostCustomers">The most customers to test on; every k-th is taken where there are more.</param>
    /// <param name="seasons">The clock of the seasons as known at the origin; null where all days are alike.</param>
    public static TestSample Read(FeaturesStage features, BacktestWindow window, HistoryDetail detail, int mostCustomers, SeasonalClock? seasons = null)
    {
        // The burn-in is judged from the origin too: what came later must not reach back.
        DateOnly? burnInEnds = features.LeftCensoring(window.Origin).BurnInEnds;
        return TestSample.Of(features, window, burnInEnds, mostCustomers, detail, seasons);
    }

    /// <summary>Fits and forecasts one origin; needs no session, so that origins can be run side by side.</summary>
    /// <param name="window">The origin and the last hidden day.</param>
    /// <param name="sample">What <see cref="Read"/> gave for it.</param>
    /// <param name="candidates">Names of the models to test.</param>
    /// <param name="unit">Time unit of the models.</param>
    /// <param name="levels">Whether segments have levels of spend of their own; null where the log has no amounts.</param>
    /// <param name="recalibration">What earlier origins taught about each model.</param>
    public static OriginTest Run(
        BacktestWindow window,
        TestSample sample,
        IReadOnlyList<string> candidates,
        TimeUnit unit,
        SegmentSpend? levels,
        IReadOnlyDictionary<string, Recalibration> recalibration)
    {
        SpendFit? spend = levels is not null && SpendFits.Fit(sample.CustomerKey, sample.Frequency, sample.MeanSpend, sample.BurnIn, levels) is { Model: not null } fit ? fit : null;
        ModelForecast?[] forecasts = SideBySide.Each(candidates, name =>
        {
            if (sample.Learned(name, unit) is not { Count: > 0 } learned || TransactionFits.Fit(name, learned).Model is not { } model)
            {
                return null;
            }

            var forecaster = new Forecaster(model, sample, sample.Time.Ahead(window.Days, unit));
            Recalibration map = recalibration.GetValueOrDefault(name, Recalibration.None);
            return new ModelForecast(model, forecaster.Purchases(map.Purchases), spend is null ? null : () => forecaster.Money(spend, map.Money));
        });
        var models = new Dictionary<string, ModelForecast>(StringComparer.Ordinal);
        foreach ((int i, string name) in candidates.Index())
        {
            if (forecasts[i] is { } forecast)
            {
                models[name] = forecast;
            }
        }

        return new(window, sample, models, spend);
    }

    /// <summary>Gives ln(actual / predicted) of a model's total, in money where there is any, with the variance chance alone explains; null where a total is zero.</summary>
    public TotalError? ErrorOf(string model)
    {
        if (!Models.TryGetValue(model, out ModelForecast? forecast))
        {
            return null;
        }

        Forecast total = forecast.Money ?? forecast.Purchases;
        double actual = forecast.Money is null ? Sample.Purchases.Sum(count => (double)count) : Sample.Spend.Sum();
        double predicted = total.Mean.Sum();
        return actual > 0 && predicted > 0
            ? new TotalError(Math.Log(actual / predicted), total.Variance / (predicted * predicted))
            : null;
    }
}
