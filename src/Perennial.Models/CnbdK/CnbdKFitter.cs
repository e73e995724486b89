using Perennial.Models.BgNbd;
using Perennial.Models.Fitting;
using Perennial.Models.MbgNbd;
using Perennial.Models.Uncertainty;

namespace Perennial.Models.CnbdK;

/// <summary>Fits BG/CNBD-k and MBG/CNBD-k: as BG/NBD and MBG/NBD, but buying is regular, the more so the larger k.</summary>
/// <remarks>
/// Assumes: the time between purchases is Erlang with k phases while alive, phase rates gamma over customers, one drop-out chance a customer
/// after each purchase (MBG: the first one too), chances beta over customers, rates and chances independent, everybody equally regular. For
/// groceries and other goods that run out. Needs the sum of the logarithms of the gaps between purchases
/// (<see cref="PurchaseHistories.LogGaps"/>). Not for contracts or seasonal goods.
/// </remarks>
/// <source paper="PlatzerReutterer2016"/>
/// <source paper="ReuttererPlatzerSchroder2021"/>
public static class CnbdKFitter
{
    /// <summary>Fits by maximum likelihood; unless <see cref="CnbdKOptions.K"/> is given, k is the likeliest of 1 to 12.</summary>
    /// <param name="histories">n customers with their log gaps; equal rows are grouped here, so they need not be before.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <returns>A report, k among its <see cref="FitReport{TModel}.WholeParameters"/>.</returns>
    /// <exception cref="ArgumentException">The histories have no log gaps, and k is not fixed at 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">k is not from 1 to 12.</exception>
    public static FitReport<CnbdKModel> Fit(PurchaseHistories histories, CnbdKOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        options ??= new CnbdKOptions();
        if (options.K is < 1 or > CnbdKParameters.LargestK)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.K, $"The regularity k is a whole number from 1 to {CnbdKParameters.LargestK}.");
        }

        if (histories.LogGaps is null && options.K != 1)
        {
            throw new ArgumentException(
                "The histories have no log gaps, without which regular buying cannot be told from random buying. Give the sum of ln of the times "
                + "between purchases, or fit BG/NBD or MBG/NBD.",
                nameof(histories));
        }

        double gaps = LogGaps(histories);
        if (options.K is { } fixedK)
        {
            return Fit(histories, options, fixedK, gaps, null);
        }

        FitReport<CnbdKModel> best = Fit(histories, options, 1, gaps, null), last = best;
        for (int k = 2; k <= CnbdKParameters.LargestK && last.Parameters.Count > 0; k++)
        {
            last = Fit(histories, options, k, gaps, [.. last.Parameters.Select(p => p.Name == "alpha" ? p.Value * (k - 1) / k : p.Value)]);
            best = last.IsUsable && (!best.IsUsable || last.LogLikelihood > best.LogLikelihood) ? last : best;
        }

        return best;
    }

    /// <summary>Gives what is the model's own in a fit with a given k.</summary>
    internal static TransactionFitPlan<CnbdKModel> Plan(TimeUnit unit, CnbdKOptions options, int k, double logGaps, double[]? start) => new()
    {
        Name = options.Variant.Name(),
        Parameters = BgNbdFitter.Fitted,
        Starts = rate =>
        [
            [0.5, 0.18 / (k * rate), 0.9, 1.6],
            [1.0, 0.6 / (k * rate), 1.0, 4.0],
            [5.0, 4.5 / (k * rate), 0.1, 5.0],
            [0.5, 0.05 / (k * rate), 2.0, 2.0],
            [20.0, 8.0 / (k * rate), 0.5, 0.5],
        ],
        Start = start,
        Objective = (groups, threads) => CnbdKLikelihood.Objective(groups, options.Variant, k, logGaps, threads),
        Make = p => new CnbdKModel(options.Variant, new(k, p[0], p[1], p[2], p[3]), unit),
        Threads = options.Threads,
        NoDropout = new("a", [null, null, NoDropout.Never, 1.0], p => p[2] / (p[2] + p[3]) < 1e-3),
        Edges = options.Variant == CnbdKVariant.MbgCnbdK ? MbgNbdFitter.Edges : BgNbdFitter.Edges,
    };

    /// <summary>Fits again from a fitted model, with its k, on one thread.</summary>
    internal static FitReport<CnbdKModel> Refit(PurchaseHistories histories, CnbdKModel near)
    {
        int k = near.Named.K;
        CnbdKOptions options = new() { Variant = near.Variant, K = k };
        return TransactionFit.Refit(histories, Plan(histories.Unit, options, k, LogGaps(histories), null), near.Parameters).With([new ParameterEstimate("k", k, null)], string.Empty);
    }

    /// <summary>Gives the likelihood at a fitted model's k.</summary>
    internal static LikelihoodSurface Surface(PurchaseHistories histories, CnbdKModel model) =>
        LikelihoodSurface.Of(histories, Plan(histories.Unit, new() { Variant = model.Variant, K = model.Named.K }, model.Named.K, LogGaps(histories), null));

    private static FitReport<CnbdKModel> Fit(PurchaseHistories histories, CnbdKOptions options, int k, double logGaps, double[]? start) =>
        TransactionFit.Run(histories, Plan(histories.Unit, options, k, logGaps, start)).With(
            [new ParameterEstimate("k", k, null)],
            k == CnbdKParameters.LargestK && options.K is null ? " Buying is as regular as is looked for (k = 12), or more." : string.Empty);

    // Sorted and compensated, so that neither the order of the rows nor their grouping reaches the likelihood.
    private static double LogGaps(PurchaseHistories histories)
    {
        if (histories.LogGaps is not { } column)
        {
            return 0.0;
        }

        double[] parts = [.. column.Select((value, i) => histories.Weight is null ? value : histories.Weight[i] * value)];
        Array.Sort(parts);
        double sum = 0.0, lost = 0.0;
        foreach (double value in parts)
        {
            double next = sum + value;
            lost += Math.Abs(sum) >= Math.Abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }

        return Math.Round(sum + lost, 9);
    }
}
