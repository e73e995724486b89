using System.Globalization;
using Perennial.Features;
using Perennial.Models;
using Perennial.Models.Assessing;
using Perennial.Models.GammaGamma;

namespace Perennial.Training;

/// <summary>How much a segment spends on a purchase, in the mean of its customers.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Customers">Customers with a repeat purchase it rests on.</param>
/// <param name="Level">The level; 1 for the segment the others are compared with.</param>
/// <param name="StandardError">Standard error of the level's logarithm; null for that segment, or where there is none.</param>
public sealed record SegmentLevel(string Segment, int Customers, double Level, double? StandardError);

/// <summary>What was found of levels of spend by segment.</summary>
/// <param name="Used">Whether the model of spend reads money over its segment's level.</param>
/// <param name="Why">The reason, in a sentence.</param>
/// <param name="Segments">The levels on the as-of day; empty where they are not used.</param>
public sealed record SegmentSpendRecord(bool Used, string Why, IReadOnlyList<SegmentLevel> Segments)
{
    /// <summary>Makes the levels again; null where they are not used.</summary>
    /// <param name="segments">Who is in which segment.</param>
    public SpendLevels? Levels(CustomerSegments? segments) =>
        Used && segments is not null ? new(segments, Segments.ToDictionary(level => level.Segment, level => level.Level, StringComparer.Ordinal)) : null;
}

/// <summary>Whether segments have levels of spend of their own, decided on what was known before the hidden months.</summary>
/// <remarks>
/// One Gamma-Gamma for a whole company takes a newcomer to spend what everybody does: a sole trader what an enterprise pays. With levels, a customer's money is a level of the segment
/// times what follows one Gamma-Gamma for all, so that those of whom little is known are drawn to their own kind. Segments with too few who came back share the level of the largest.
/// </remarks>
/// <source paper="FaderHardie2013GammaGamma"/>
public sealed class SegmentSpend
{
    /// <summary>The fewest customers with a repeat purchase from whom a level of one's own is learned.</summary>
    public const int FewestCustomers = 10;

    // With many customers any difference is beyond chance; levels are worth having where one model for all is out of the question.
    private const double MostChance = 0.001;

    private readonly CustomerSegments? _segments;
    private readonly string _why;

    private SegmentSpend(CustomerSegments? segments, string why) => (_segments, _why) = (segments, why);

    /// <summary>Gives the plan of one level for all.</summary>
    public static SegmentSpend None { get; } = new(null, "No segments are known.");

    /// <summary>Decides.</summary>
    /// <param name="segments">Who is in which segment; null where none are known.</param>
    /// <param name="known">Gives the histories known before the hidden months.</param>
    public static SegmentSpend Of(CustomerSegments? segments, Func<CustomerHistories> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (segments is null)
        {
            return None;
        }

        CustomerHistories histories = known();
        int[] rows = [.. Enumerable.Range(0, histories.Count).Where(i => histories.Frequency[i] > 0 && histories.MeanSpend[i] > 0)];
        var spend = new SpendHistories([.. rows.Select(i => histories.Frequency[i])], [.. rows.Select(i => histories.MeanSpend[i])]);
        string?[] own = segments.Of([.. rows.Select(i => histories.CustomerKey[i])]);
        if (Dummies(own) is not { } dummies)
        {
            return new(null, Text($"Not looked for: fewer than two segments have {FewestCustomers} customers with a repeat purchase."));
        }

        FitReport<GammaGammaModel> one = GammaGammaFitter.Fit(spend, new GammaGammaOptions());
        FitReport<SpendCovariateModel> each = SpendCovariateFitter.Fit(spend, dummies.Columns);
        if (!one.IsUsable || !each.IsUsable)
        {
            return new(null, $"Not used: {(one.IsUsable ? each.Explanation : one.Explanation)}");
        }

        ChiSquareTest test = ChiSquareTest.LikelihoodRatio(one.LogLikelihood, each.LogLikelihood, dummies.Columns.Names.Count);
        string figures = Text($"twice the gain in log-likelihood over one level for all is {test.Statistic:N1}, with {test.Degrees} more to learn");
        return test.PValue < MostChance ? new(segments, $"Segments spend at levels of their own: {figures}.") : new(null, $"Segments spend alike, as far as chance can tell: {figures}.");
    }

    /// <summary>Says what was found.</summary>
    /// <param name="fit">The fit on the full history.</param>
    public SegmentSpendRecord Record(SpendFit? fit) => fit?.Levels is null
        ? new(false, _segments is null ? _why : "Not used: the fit with levels on the full history may not be scored.", [])
        : new(true, _why, fit.Segments);

    /// <summary>Fits with levels; null where they are not used, or the fit may not be scored.</summary>
    internal SpendFit? Fit(SpendHistories histories, int[] keys, string currency)
    {
        if (_segments is null || Dummies(_segments.Of(keys)) is not { } dummies || SpendCovariateFitter.Fit(histories, dummies.Columns) is not { IsUsable: true } report)
        {
            return null;
        }

        IReadOnlyList<SpendEffect> effects = report.Model.Effects;
        var factors = effects.ToDictionary(effect => effect.Covariate, effect => Math.Exp(effect.Coefficient), StringComparer.Ordinal);
        IReadOnlyList<SegmentLevel> levels =
        [
            .. dummies.Counted.Select(segment => effects.Index().FirstOrDefault(e => e.Item.Covariate == segment.Segment) is { Item: not null } own
                ? new SegmentLevel(segment.Segment, segment.Customers, factors[segment.Segment], report.Parameters[3 + own.Index].StandardError)
                : new SegmentLevel(segment.Segment, segment.Customers, 1, null)),
        ];
        FittedModel all = TransactionFits.Figures(report, currency);
        string[] own = [.. report.Parameters.Take(3).Select(p => p.Name)];
        return new(
            all with
            {
                Parameters = own.ToDictionary(name => name, name => all.Parameters[name], StringComparer.Ordinal),
                StandardErrors = own.ToDictionary(name => name, name => all.StandardErrors[name], StringComparer.Ordinal),
            },
            report.Model.AtZero,
            Corner(report.LogParameterCovariance, report.Parameters.Count),
            new SpendLevels(_segments, factors),
            levels);
    }

    // One column for each segment with enough customers but the largest, which the others are compared with, together with those too few or unknown.
    private static (Models.CovariateColumns Columns, (string Segment, int Customers)[] Counted)? Dummies(string?[] segments)
    {
        (string Segment, int Customers)[] counted =
        [
            .. segments.OfType<string>().GroupBy(s => s, StringComparer.Ordinal).Select(g => (Segment: g.Key, Customers: g.Count())).Where(g => g.Customers >= FewestCustomers)
                .OrderByDescending(g => g.Customers).ThenBy(g => g.Segment, StringComparer.Ordinal),
        ];
        string[] names = [.. counted.Skip(1).Select(g => g.Segment)];
        return names.Length == 0 ? null : (new(names, [.. names.Select(name => (double[])[.. segments.Select(s => s == name ? 1.0 : 0.0)])]), counted);
    }

    private static double[]? Corner(double[]? covariance, int n) =>
        covariance is null ? null : [.. Enumerable.Range(0, 9).Select(i => covariance[(i / 3 * n) + (i % 3)])];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
