using Perennial.Features;
using Perennial.Kernel;
using Perennial.Models;
using Perennial.Models.Assessing;
using Perennial.Training.Seasons;

namespace Perennial.Training;

/// <summary>
/// Features become fitted and tested models. Every model is fitted on the full history; earlier origins choose between them and recalibrate
/// their intervals; the last origin is scored once. Promotes nothing.
/// </summary>
public sealed class TrainingStage(FeaturesStage features, TrainingOptions options, IRunLog log)
{
    /// <summary>Fits, tests and chooses.</summary>
    /// <param name="known">The histories of the as-of day.</param>
    /// <param name="firstDay">The first day with a purchase.</param>
    /// <param name="money">Whether the log has amounts.</param>
    /// <param name="currency">Currency of the amounts, or null where the data name none.</param>
    /// <param name="cancellation">Asks the stage to stop.</param>
    public TrainingResult Run(CustomerHistories known, DateOnly firstDay, bool money, string? currency, CancellationToken cancellation)
    {
        log.Stage("Training", "fits and tests models");
        Candidates.Affordable(options.Model, known.Count);
        var warnings = new List<string>();
        // What the choice is made on is all that may show what the data are like: what was known before the hidden months.
        Origins origins = Origins.Plan(firstDay, known.AsOf, options.HoldoutDays);
        DateOnly before = origins.Last?.Origin ?? known.AsOf;
        var opportunities = OpportunityPlan.Of(options, () => features.Opportunities, before);
        IReadOnlyList<CandidateModel> plan = Candidates.Plan(options.Model, () => features.Regularity(before), opportunities);
        string[] tried = [.. plan.Where(model => model.Tried).Select(model => model.Model)];
        DateOnly? burnInEnds = features.LeftCensoring(known.AsOf).BurnInEnds;
        SeasonPlan seasons = SeasonPlan.Of(features, firstDay, before, tried);
        SegmentSpend levels = money ? SegmentSpend.Of(features.Segments(), () => features.Histories(before)) : SegmentSpend.None;
        known = known.With(seasons.On(known.AsOf));
        Task<SpendFit?> spendFit = Task.Run(
            () => money ? SpendFits.Fit(known.CustomerKey, known.Frequency, known.MeanSpend, known.FirstSeenBy(burnInEnds), levels, currency ?? "currency") : null, cancellation);
        IReadOnlyDictionary<string, TransactionFits.Candidate> fits = FitAll(tried, known, burnInEnds, opportunities.Period);
        var asked = AskedModel.Resolve(options.Model, tried, fits);
        IReadOnlyList<string> candidates = asked.Candidates;
        SpendFit? spend = spendFit.GetAwaiter().GetResult();
        log.Progress(0.35);
        cancellation.ThrowIfCancellationRequested();

        List<OriginTest> earlier = RunEarlier(origins, candidates, opportunities.Period, seasons, money ? levels : null, cancellation);
        (plan, candidates) = WithoutUnfitted(plan, candidates, earlier);
        (string chosen, string because) = Choose(candidates, earlier, fits);
        Recalibration recalibration = Recalibrate(earlier, chosen);
        OriginTest? last = null;
        string? noHoldout = origins.NoHoldout;
        if (origins.Last is { } window)
        {
            // Without earlier origins the choice is made on this window, so every candidate is tested before any is chosen.
            var sample = OriginTest.Read(features, window, Candidates.Detail(tried, opportunities.Period), Candidates.MostTested(tried, TestSample.MostCustomers), seasons.On(window.Origin));
            last = OriginTest.Run(window, sample, tried, options.Unit, money ? levels : null, new Dictionary<string, Recalibration>(StringComparer.Ordinal) { [chosen] = recalibration });
            if (earlier.Count == 0)
            {
                (chosen, because) = ChooseHere(candidates, last, fits, chosen);
            }

            noHoldout = last.Models.ContainsKey(chosen) ? null : AskedModel.Untested(chosen, [.. last.Models.Keys], window.Origin);
        }

        log.Progress(0.95);
        string valued = fits[chosen].Model is null ? candidates.FirstOrDefault(name => fits[name].Model is not null) ?? chosen : chosen;
        Recalibration valuedRecalibration = valued == chosen ? recalibration : Recalibrate(earlier, valued);
        if (valued != chosen)
        {
            warnings.Add($"{chosen} was chosen, but its fit on the full history may not be used; values are those of {valued}.");
        }

        if (asked.IsReplaced)
        {
            warnings.Add(asked.Warning(valued));
        }

        TransactionFits.Candidate fit = fits[valued];
        Warn(warnings, fit, spend, money);
        return new()
        {
            Models = [.. fits.Values.Select(candidate => candidate.Figures), .. spend is null ? [] : new[] { spend.Report }],
            Candidates = asked.Told(plan, valued),
            Unit = options.Unit,
            Chosen = fit.Model,
            ReadsGaps = Candidates.ReadsGaps(valued),
            Opportunity = Candidates.CountsOpportunities(valued) ? opportunities.Period : null,
            ChosenCovariance = fit.Covariance,
            Seasons = known.Seasons,
            SeasonsFound = seasons.Record(known.AsOf),
            Spend = spend?.Model,
            SpendCovariance = spend?.Covariance,
            SpendLevels = spend?.Levels,
            SegmentSpend = money ? levels.Record(spend) : null,
            Holdout = last is not null && noHoldout is null ? Holdouts.Assemble(last, chosen, asked.Selection(chosen, because), earlier, !recalibration.IsNone, options.Seed) : null,
            Hidden = last?.Models.ContainsKey(valued) == true ? last : null,
            NoHoldout = noHoldout,
            CountRecalibration = valuedRecalibration.Purchases,
            SpendRecalibration = valuedRecalibration.Money,
            TotalErrors = [.. earlier.Append(last).OfType<OriginTest>().Select(test => test.ErrorOf(valued)).OfType<TotalError>()],
            Warnings = warnings,
        };
    }

    private Dictionary<string, TransactionFits.Candidate> FitAll(IReadOnlyList<string> tried, CustomerHistories known, DateOnly? burnInEnds, OpportunityPeriod? period)
    {
        DateOnly asOf = known.AsOf;
        PurchaseHistories histories = features.Groups(asOf, burnInEnds, Candidates.Detail(tried, period)).Purchases(options.Unit, known.Time);
        PurchaseHistories[] learned =
        [
            .. tried.Select(name => Candidates.CountsOpportunities(name) ? features.Opportunities.Groups(asOf, period!, burnInEnds).Purchases(options.Unit)
                : Candidates.ReadsGaps(name) ? known.With(features.LogGapsInDays(asOf)).Learned(burnInEnds, options.Unit)
                : histories),
        ];
        TransactionFits.Candidate[] fits = SideBySide.Each([.. tried.Index()], model => TransactionFits.Fit(model.Item, learned[model.Index]));
        return tried.Index().ToDictionary(model => model.Item, model => fits[model.Index], StringComparer.Ordinal);
    }

    private List<OriginTest> RunEarlier(Origins origins, IReadOnlyList<string> candidates, OpportunityPeriod? period, SeasonPlan seasons, SegmentSpend? levels, CancellationToken cancellation)
    {
        HistoryDetail detail = Candidates.Detail(candidates, period);
        var samples = new List<(BacktestWindow Window, TestSample Sample)>();
        foreach (BacktestWindow window in origins.Earlier)
        {
            cancellation.ThrowIfCancellationRequested();
            samples.Add((window, OriginTest.Read(features, window, detail, Candidates.MostTested(candidates, TestSample.MostCustomersEarlier), seasons.On(window.Origin))));
        }

        log.Progress(0.4);
        OriginTest[] tests = SideBySide.Each(
            samples, origin => OriginTest.Run(origin.Window, origin.Sample, candidates, options.Unit, levels, new Dictionary<string, Recalibration>(StringComparer.Ordinal)));
        log.Progress(0.75);
        cancellation.ThrowIfCancellationRequested();
        return [.. tests.Where(test => (candidates.Count == 1 ? candidates : Candidates.Always.Intersect(candidates)).All(test.Models.ContainsKey))];
    }

    // A model that needs more of the data than the others, and found it not at every origin, is compared at none: origins count alike for all.
    private static (IReadOnlyList<CandidateModel> Plan, IReadOnlyList<string> Candidates) WithoutUnfitted(
        IReadOnlyList<CandidateModel> plan, IReadOnlyList<string> candidates, List<OriginTest> earlier)
    {
        string[] unfitted = [.. candidates.Where(name => !earlier.All(test => test.Models.ContainsKey(name)))];
        return (
            [.. plan.Select(model => unfitted.Contains(model.Model)
                ? model with { Why = $"{model.Why} It had no usable fit at {earlier.Count(test => !test.Models.ContainsKey(model.Model))} of {earlier.Count} earlier origins, so it took no part in the choice." }
                : model)],
            [.. candidates.Except(unfitted)]);
    }

    private static (string Chosen, string Because) Choose(
        IReadOnlyList<string> candidates, List<OriginTest> earlier, IReadOnlyDictionary<string, TransactionFits.Candidate> fits)
    {
        if (candidates.Count == 1)
        {
            return (candidates[0], $"{candidates[0]} is the only candidate.");
        }

        // Fits on the full history have seen the hidden months: where earlier origins exist, not even whether such a fit is usable may reach the choice.
        if (earlier.Count > 0)
        {
            (string chosen, string because) = Selection.Choose(candidates.ToDictionary(
                name => name, name => earlier.SelectMany(test => test.Models[name].Purchases.Crps).ToArray(), StringComparer.Ordinal));
            return (chosen, $"Chosen on {earlier.Count} earlier origin{(earlier.Count == 1 ? string.Empty : "s")}: {because}");
        }

        string[] usable = [.. candidates.Where(name => fits[name].Model is not null)];
        if (usable.Length <= 1)
        {
            return (usable.FirstOrDefault() ?? candidates[0], usable.Length == 1 ? $"Only {usable[0]} has a usable fit." : "No model has a usable fit.");
        }

        string likeliest = usable.MaxBy(name => fits[name].Figures.LogLikelihood)!;
        return (likeliest, $"{likeliest} has the highest likelihood; no earlier months were left to choose on.");
    }

    private static (string Chosen, string Because) ChooseHere(
        IReadOnlyList<string> candidates, OriginTest last, IReadOnlyDictionary<string, TransactionFits.Candidate> fits, string fallback)
    {
        Dictionary<string, double[]> crps = candidates.Where(name => fits[name].Model is not null && last.Models.ContainsKey(name))
            .ToDictionary(name => name, name => last.Models[name].Purchases.Crps, StringComparer.Ordinal);
        if (crps.Count == 0)
        {
            return (fallback, "No model has a usable fit.");
        }

        (string chosen, string because) = Selection.Choose(crps);
        return (chosen, $"Selected on this window, as no earlier one is possible: {because}");
    }

    private static Recalibration Recalibrate(List<OriginTest> earlier, string chosen)
    {
        OriginTest.ModelForecast[] tests = [.. earlier.Select(test => test.Models[chosen])];
        if (tests.Length == 0)
        {
            return Recalibration.None;
        }

        Task<PitRecalibration> purchases = Task.Run(() => Fit(tests.Select(test => test.Purchases)));
        PitRecalibration money = Fit(SideBySide.Each(tests, test => test.Money).OfType<Forecast>());
        return new(purchases.GetAwaiter().GetResult(), money);
    }

    private static PitRecalibration Fit(IEnumerable<Forecast> forecasts)
    {
        PredictiveColumns[] columns = [.. forecasts.Select(forecast => forecast.Distribution).OfType<PredictiveColumns>()];
        return columns.Length == 0
            ? PitRecalibration.Identity
            : PitRecalibration.Fit([.. columns.SelectMany(c => c.Below)], [.. columns.SelectMany(c => c.AtMost)]);
    }

    private static void Warn(List<string> warnings, TransactionFits.Candidate fit, SpendFit? spend, bool money)
    {
        // What hinders the models that were not taken stands with their parameters.
        if (fit.Figures.Exit != "converged")
        {
            warnings.Add($"{fit.Figures.Name}: {fit.Figures.Explanation}");
        }

        if (spend is { Report.Exit: not "converged" })
        {
            warnings.Add($"gamma-gamma: {spend.Report.Explanation}");
        }

        if (money && spend is null)
        {
            warnings.Add("Nobody bought twice with a positive amount, so no spend model can be learned and no customer gets a value in money.");
        }
    }
}
