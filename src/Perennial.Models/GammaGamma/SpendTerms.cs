using Perennial.Models.Covariates;

namespace Perennial.Models.GammaGamma;

/// <summary>What moves the level of spend: covariates picked by name, then ln(1 + x) where frequency does.</summary>
/// <param name="Names">The names of the covariates.</param>
/// <param name="Columns">Their columns, and that of ln(1 + x) last where frequency acts.</param>
/// <param name="OnFrequency">Whether frequency acts.</param>
internal sealed record SpendTerms(string[] Names, double[][] Columns, bool OnFrequency)
{
    /// <summary>Calls the power of frequency in reports.</summary>
    public const string Power = "frequency-power";

    /// <summary>Gives the names in reports.</summary>
    public string[] Labels => [.. Names.Select(name => new SpendEffect(name, 0.0).Name), .. OnFrequency ? (string[])[Power] : []];

    /// <summary>Picks what the options name.</summary>
    /// <exception cref="ArgumentException">Options name no covariate or one that is not there, or rows differ in number.</exception>
    public static SpendTerms Of(SpendHistories histories, CovariateColumns? covariates, SpendCovariateOptions options)
    {
        string[] names = [];
        double[][] columns = [];
        if (covariates is not null)
        {
            IReadOnlyList<string> wanted = options.Spend ?? covariates.Names;
            names = [.. covariates.Names.Where(wanted.Contains)];
            if (wanted.FirstOrDefault(name => !covariates.Names.Contains(name)) is { } missing)
            {
                throw new ArgumentException($"There is no covariate '{missing}'. There are: {string.Join(", ", covariates.Names)}. Name one of them, or give its column.");
            }

            _ = CovariateRows.Of(covariates, names, histories.Count);
            columns = [.. covariates.Columns.Where((_, k) => wanted.Contains(covariates.Names[k]))];
        }
        else if (options.Spend is { Count: > 0 } named)
        {
            throw new ArgumentException($"There is no covariate '{named[0]}', for no columns are given. Give them.");
        }

        bool power = options.Frequency == FrequencyDependence.Power;
        return names.Length > 0 || power
            ? new(names, power ? [.. columns, Array.ConvertAll(histories.Frequency, LogPurchases)] : columns, power)
            : throw new ArgumentException("Nothing acts on spend. Name a covariate, let frequency act, or fit Gamma-Gamma itself.");
    }

    /// <summary>Gives ln of the purchases of a customer, the first included.</summary>
    public static double LogPurchases(int frequency) => Math.Log(1.0 + frequency);
}
