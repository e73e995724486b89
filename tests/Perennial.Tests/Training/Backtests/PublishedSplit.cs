using System.Globalization;
using System.Text;
using Perennial.Models;
using Perennial.Models.Assessing;
using Perennial.Models.GammaGamma;

namespace Perennial.Tests.Training.Backtests;

/// <summary>A split that other programs have published figures for: our models, theirs, and a choice made without the hidden part.</summary>
/// <param name="Log">The log.</param>
/// <param name="Origin">The last known day.</param>
/// <param name="End">The last hidden day.</param>
/// <param name="Peers">Their figures.</param>
internal sealed record PublishedSplit(PublicLog Log, DateOnly Origin, DateOnly End, IReadOnlyList<PeerHoldout> Peers)
{
    /// <summary>The share of another program's CRPS that the chosen model may lose to it, with 95 % confidence.</summary>
    public const double Margin = 0.03;

    // A search carried to the end, of a likelihood with one highest point, ends where theirs ends but for the last digits of theirs.
    private const double SameFit = 1e-3;

    // Draws of a short chain are as far off.
    private const double ShortChain = 0.05;

    private static readonly string[] Titles = ["model", "predicted", "error", "MAE", "RMSE", "CRPS"];

    /// <summary>Gives covariates that do not change, or null.</summary>
    public CovariateColumns? Constant { get; init; }

    /// <summary>Gives covariates by week, or null.</summary>
    public CovariatePaths? Weekly { get; init; }

    /// <summary>Gives further models to test, beside those that every run tries.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    private int From => Origin.DayNumber - Log.First.DayNumber;

    private int To => End.DayNumber - Log.First.DayNumber;

    /// <summary>Writes the section and holds what it claims.</summary>
    public void Write(StringBuilder page, string title)
    {
        ArgumentNullException.ThrowIfNull(page);
        double[] start = Log.Start;
        BacktestCandidate[] candidates = [.. Candidates()];

        // As a run plans its origins: a third of the known part hidden, a quarter of that between two origins, half of it to learn from.
        double third = 7 * Math.Round(From / 21.0), step = 7 * Math.Max(1, Math.Floor(third / 28));
        RollingBacktest earlier = RollingBacktest.Run(Log.Times(From), start, RollingOrigins.Plan(From, third, 5, step, Math.Max(56, third / 2)), candidates);
        RollingBacktest last = RollingBacktest.Run(Log.Times(To), start, new([From], To - From), candidates);
        OriginSplit split = last.Splits[0];
        double[] actual = [.. split.Hidden.Select(count => (double)count)];
        OriginScore chosen = last.Scores.Single(score => score.Model == earlier.Choice.Chosen);
        page.Append(CultureInfo.InvariantCulture, $"\nThe published split: known to {Origin:yyyy-MM-dd}, hidden to {End:yyyy-MM-dd}; {actual.Length} customers bought {actual.Sum():0} times more. {earlier.Splits.Count} earlier origins within the known part chose {chosen.Model}.\n\n");
        Head(page, Titles);
        foreach (OriginScore score in last.Scores)
        {
            string said = score.Model == chosen.Model ? ", chosen" : score.Exit switch { FitExit.NotIdentified => ", not identified", FitExit.Boundary => ", at a bound", _ => "" };
            page.Append(CultureInfo.InvariantCulture, $"| {score.Model}{said} ").Append(Figures(score.Predicted, actual)).Append(CultureInfo.InvariantCulture, $"| {score.Crps.Average():0.0000} |\n");
        }

        page.Append('\n');
        Head(page, ["other program", "its model", "predicted there", "ours", "MAE there", "ours", "RMSE there", "ours", "its CRPS", "the chosen one's less its", "worst case"]);
        foreach (PeerHoldout peer in Peers)
        {
            page.Append(Beside(peer, $"{title}: {peer.Program}, {peer.Model}", split, actual, last.Scores, chosen));
        }

        if (Peers.Any(peer => peer.Spend is not null))
        {
            Spending(page, title, split, last.Scores);
        }
    }

    private static string Figures(double[] predicted, double[] actual) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {predicted.Sum():0.0} | {100 * ((predicted.Sum() / actual.Sum()) - 1):0.0} % | {PointErrors.MeanAbsolute(actual, predicted):0.0000} | {PointErrors.RootMeanSquared(actual, predicted):0.0000} ");

    private static void Head(StringBuilder page, string[] titles) => page.Append($"| {string.Join(" | ", titles)} |\n|---|{string.Concat(Enumerable.Repeat("---:|", titles.Length - 1))}\n");

    // Without the sign of a zero.
    private static string Four(double value) => (Math.Round(value, 4) + 0.0).ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Within(double mine, double theirs, double tolerance, string name)
    {
        Assert.True(Math.Abs(mine - theirs) <= tolerance * Math.Abs(theirs), $"{name}: ours {mine:R}, theirs {theirs:R}.");
        return name;
    }

    private IEnumerable<BacktestCandidate> Candidates()
    {
        string[] plain = [.. TransactionModels.All.Where(model => model.Needs == ModelNeeds.Nothing || Also.Contains(model.Name)).Select(model => model.Name)];
        IEnumerable<BacktestCandidate> all = plain.Select(name => BacktestCandidate.Of(TransactionModels.Named(name)));
        if (Constant is { } constant)
        {
            all = all.Concat(((string[])["bg-nbd", "mbg-nbd", "pareto-nbd"]).Select(model => BacktestCandidate.WithCovariates(model, constant)));
        }

        // A season moves purchases; whom it drives away cannot be told from two years.
        return Weekly is not { } weekly ? all :
        [
            .. all,
            BacktestCandidate.WithCovariates(weekly, new() { Purchase = ["High.Season"], Dropout = [] }),
            BacktestCandidate.WithCovariates(weekly, new() { Dropout = [.. weekly.Names.Where(name => name != "High.Season")] }),
            BacktestCandidate.WithCovariates(weekly),
        ];
    }

    private string Beside(PeerHoldout peer, string name, OriginSplit split, double[] actual, IReadOnlyList<OriginScore> scores, OriginScore chosen)
    {
        (double total, double mae, double rmse) = peer.Figures;
        string row = $"| {peer.Program} | {peer.Model} ";
        OriginScore? mine = scores.SingleOrDefault(score => score.Model == peer.Ours);
        (double Total, double Mae, double Rmse)? own = mine is null ? null
            : (mine.Predicted.Sum(), PointErrors.MeanAbsolute(actual, mine.Predicted), PointErrors.RootMeanSquared(actual, mine.Predicted));
        if (own is { } fit && mine!.Exit != FitExit.NotIdentified)
        {
            double tolerance = peer.Parameters is null ? ShortChain : SameFit;
            Within(fit.Total, total, tolerance, $"{name}, total");
            Within(fit.Mae, mae, tolerance, $"{name}, MAE");
            Within(fit.Rmse, rmse, tolerance, $"{name}, RMSE");
        }

        row += string.Create(CultureInfo.InvariantCulture, $"| {total:0.0} {Mine(own?.Total, "0.0")}| {mae:0.0000} {Mine(own?.Mae, "0.0000")}| {rmse:0.0000} {Mine(own?.Rmse, "0.0000")}");
        if (peer.Reproduce(split, To - From, Constant, Weekly) is not { } theirs)
        {
            double atMost = 1 + Margin;
            Assert.True(PointErrors.MeanAbsolute(actual, chosen.Predicted) <= atMost * mae && PointErrors.RootMeanSquared(actual, chosen.Predicted) <= atMost * rmse, $"{name}: the chosen model has larger errors.");
            return row + "| – | – | – |\n";
        }

        // At their parameters every customer's forecast is theirs, so that the bootstrap is between their model and ours.
        Within(theirs.Mean.Sum(), total, peer.Precision, $"{name}, total at their parameters");
        Within(PointErrors.MeanAbsolute(actual, theirs.Mean), mae, peer.Precision, $"{name}, MAE at their parameters");
        Within(PointErrors.RootMeanSquared(actual, theirs.Mean), rmse, peer.Precision, $"{name}, RMSE at their parameters");
        LossComparison difference = PairedBootstrap.Compare(chosen.Crps, theirs.Crps, seed: 1);
        double its = theirs.Crps.Average();
        Assert.True(difference.FirstIsNonInferior(Margin * its), $"{name}: the chosen {chosen.Model} may lose {difference.High} of {its}.");
        return row + string.Create(CultureInfo.InvariantCulture, $"| {its:0.0000} | {Four(difference.Difference)} ({Four(difference.Low)} to {Four(difference.High)}) | {100 * difference.High / its:0.0} % |\n");

        string Mine(double? value, string format) => value is { } number ? $"| {number.ToString(format, CultureInfo.InvariantCulture)} " : "| – ";
    }

    // Their spend model is Gamma-Gamma of mean repeat spend, and what they predict is count times mean.
    private void Spending(StringBuilder page, string title, OriginSplit split, IReadOnlyList<OriginScore> scores)
    {
        page.Append("\nIn money, Gamma-Gamma beside:\n\n");
        Head(page, ["other program", "its model", "spent", "predicted there", "ours", "MAE there", "ours", "RMSE there", "ours"]);
        (double[] mean, double[] hidden) = Log.Spend(From, To);
        SpendHistories spend = new(split.Known.Histories.Frequency, mean);
        double[] price = GammaGammaFitter.Fit(spend).Model.ExpectedSpend(spend);
        foreach (PeerHoldout peer in Peers.Where(peer => peer.Spend is not null))
        {
            (double actual, double total, double mae, double rmse) = peer.Spend!.Value;
            double[] mine = [.. scores.Single(score => score.Model == peer.Ours).Predicted.Zip(price, (count, each) => count * each)];
            Within(hidden.Sum(), actual, 1e-9, $"{title}: {peer.Program}, spent");
            Within(mine.Sum(), total, SameFit, $"{title}: {peer.Program}, {peer.Model}, total spend");
            Within(PointErrors.MeanAbsolute(hidden, mine), mae, SameFit, $"{title}: {peer.Program}, {peer.Model}, MAE of spend");
            Within(PointErrors.RootMeanSquared(hidden, mine), rmse, SameFit, $"{title}: {peer.Program}, {peer.Model}, RMSE of spend");
            page.Append(CultureInfo.InvariantCulture, $"| {peer.Program} | {peer.Model} | {actual:0.00} | {total:0.00} | {mine.Sum():0.00} | {mae:0.000} | {PointErrors.MeanAbsolute(hidden, mine):0.000} | {rmse:0.000} | {PointErrors.RootMeanSquared(hidden, mine):0.000} |\n");
        }
    }
}
