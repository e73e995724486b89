using Perennial.Decisions.Plans;
using Perennial.Kernel;
using Perennial.Portfolio.Acquiring;
using Perennial.Portfolio.Areas;
using Perennial.Reports;
using Perennial.Store;
using Perennial.Valuation.Net;

namespace Perennial;

/// <summary>The way of a plan: what runs measured goes in, where the plan stands comes out.</summary>
public static class PlanPath
{
    /// <summary>The option of a run that names the plan it was told against.</summary>
    public const string Option = "plan";

    /// <summary>Finds the plan beside the tables of a company; null where there is none.</summary>
    /// <param name="inputs">What a run reads: of a company, its folder or its mapping.</param>
    /// <exception cref="PerennialException">There is a file of that name that is no plan (<c>decisions/plan</c>).</exception>
    public static PlanFile? Find(IReadOnlyList<string> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        string path = inputs is [var place] ? Path.Combine(Directory.Exists(place) ? place : Path.GetDirectoryName(Path.GetFullPath(place)) ?? ".", PlanFile.Name) : string.Empty;
        return File.Exists(path) ? PlanFile.Load(path) : null;
    }

    /// <summary>Reads the runs a folder keeps, in the order of their days; of equal days the later one counts.</summary>
    /// <param name="folder">The folder of results.</param>
    /// <exception cref="PerennialException">Nothing is published there.</exception>
    public static IReadOnlyList<RunRecord> Runs(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        Workspace workspace = Workspace.Open(Path.Combine(folder, Pipeline.WorkspaceFolder));
        SortedDictionary<DateOnly, RunRecord> records = [];
        foreach (Manifest manifest in workspace.Runs())
        {
            using RunReader run = workspace.Read(manifest.RunId);
            if (run.Document("run.json") is { } json)
            {
                using var stream = new MemoryStream(json);
                RunRecord record = RunJson.Read(stream);
                records[record.AsOf] = record;
            }
        }

        return records.Count > 0
            ? [.. records.Values]
            : throw new PerennialException("reports/nothing-published", Fault.Usage, $"Nothing is published in '{folder}'. 'perennial run COMPANY' publishes; name its folder.");
    }

    /// <summary>Holds a plan against runs: the last one tells where it stands, earlier ones of the same definition how values moved.</summary>
    /// <param name="file">The plan.</param>
    /// <param name="runs">Runs in the order of their days, at least one.</param>
    public static PlanRecord Track(PlanFile file, IReadOnlyList<RunRecord> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        PlanActuals[] actuals = [.. runs.Select(Actuals)];
        PlanActuals last = actuals[^1];
        PlanActuals[] same = [.. actuals.Where(one => one.DefinitionId == last.DefinitionId && one.Currency == last.Currency && one.AsOf < last.AsOf), last];
        return PlanTrack.Of(file, last with { Metrics = [.. last.Metrics.Select(metric => metric.History.Count > 0 ? metric : metric with { History = Over(same, metric) })] }, same.Length > 1 ? same[^2] : null);
    }

    /// <summary>Gives what a run measured of the metrics a plan can name.</summary>
    public static PlanActuals Actuals(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Horizon horizon = Horizon.Parse(run.Horizon);
        double years = horizon.Days is { } days ? days / 365.25 : ValueFactors.Lifetime, discount = double.Parse(run.Options["discount"], System.Globalization.CultureInfo.InvariantCulture);
        List<PlanActual> metrics = [];
        foreach (IGrouping<(string Of, string Dimension, string Name), AreaMeasure> one in (run.Areas?.Measures ?? []).GroupBy(measure => (measure.Of, measure.Dimension, measure.Name)))
        {
            AreaMeasure[] all = [.. one.OrderBy(measure => measure.Day)];
            if (all[^1].Day == run.AsOf)
            {
                metrics.Add(new(one.Key.Of, one.Key.Dimension, one.Key.Name, all[^1].Value, all[^1].Customers, all.Length > 1 ? [.. all.Select(measure => new PlanPoint(measure.Day, measure.Value))] : []));
            }
        }

        if (run.Areas is null && run.Equity is { } equity && run.Facts.Customers > 0)
        {
            metrics.Add(new(PlanMetrics.Clv, string.Empty, string.Empty, equity.Mean / run.Facts.Customers, run.Facts.Customers, []));
        }

        if (run.Acquisition is { Cac: { } cac } won)
        {
            metrics.Add(new(PlanMetrics.Cac, string.Empty, string.Empty, cac, won.Won, []));
            if (AcquisitionMeasures.Ratio(won.Channels.Sum(channel => channel.Won * (double.IsFinite(channel.Value) ? channel.Value : 0)) / won.Won, cac) is { } ratio)
            {
                metrics.Add(new(PlanMetrics.ClvCac, string.Empty, string.Empty, ratio, won.Won, []));
            }
        }

        metrics.AddRange(Costs(run));
        PlanActual? Find(string of) => metrics.FirstOrDefault(metric => metric.Metric == of && metric.Dimension.Length == 0);
        double[] channels = [.. (run.Acquisition?.Channels ?? []).Select(channel => channel.Cac).OfType<double>().Where(one => one > 0).Order()];
        return new PlanActuals
        {
            RunId = run.RunId,
            AsOf = run.AsOf,
            Currency = run.Currency,
            DefinitionId = run.Net?.DefinitionId ?? run.DefinitionId,
            Discount = discount,
            Years = years,
            Customers = Find(PlanMetrics.Clv)?.Customers ?? 0,
            Factors = (Find(AreaMeasures.Gross) ?? Find(PlanMetrics.Clv)) is { } gross && Find(PlanMetrics.Retention) is { Value: > 0 } kept ? ValueFactors.Of(gross.Value, Find(AreaMeasures.Cost)?.Value ?? 0, kept.Value, discount, years) : null,
            CacRange = channels.Length >= 4 ? (Tornado.Quantile(channels, 0.25), Tornado.Quantile(channels, 0.75), PlanNumber.Text($"middle half of {channels.Length} channels")) : null,
            Evidence = run.Areas?.Evidence ?? [],
            Metrics = metrics,
        };
    }

    // A metric without days of its own has those of the runs.
    private static PlanPoint[] Over(PlanActuals[] runs, PlanActual metric) =>
        [.. runs.Select(run => (run.AsOf, Of: run.Find(metric.Metric, metric.Dimension, metric.Name))).Where(run => run.Of is not null).Select(run => new PlanPoint(run.AsOf, run.Of!.Value))];

    // Of quarters that are over, what serving a customer with revenue or cost in them would come to in a year: of everybody and of segments.
    private static IEnumerable<PlanActual> Costs(RunRecord run)
    {
        CostQuarter[] over = [.. (run.Net?.CostTrend ?? []).Where(quarter => quarter.Quarter.AddMonths(3) <= run.AsOf.AddDays(1))];
        IEnumerable<(string Dimension, string Name)> groups = [(string.Empty, string.Empty), .. over.Select(quarter => quarter.Segment).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Select(name => ("segment", name))];
        foreach ((string dimension, string name) in groups)
        {
            var quarters = over.Where(quarter => dimension.Length == 0 || quarter.Segment == name).GroupBy(quarter => quarter.Quarter).OrderBy(quarter => quarter.Key)
                .Select(quarter => (Day: quarter.Key.AddMonths(3).AddDays(-1), Serve: quarter.Sum(one => one.Serve), Customers: quarter.Sum(one => one.Customers))).Where(quarter => quarter.Customers > 0).ToArray();
            if (quarters.Length > 0)
            {
                PlanPoint[] history = [.. quarters.Select(quarter => new PlanPoint(quarter.Day, 4 * (double)quarter.Serve / quarter.Customers))];
                yield return new(PlanMetrics.CostToServe, dimension, name, history[^1].Value, quarters[^1].Customers, history);
            }
        }
    }
}
