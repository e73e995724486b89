using System.Globalization;

namespace Perennial.Portfolio.Plausibility;

/// <summary>Challenges what is said of customer value: figures that imply something nobody has seen, or that lack what they need to mean anything.</summary>
/// <remarks>A finding is a question, not a verdict: a word-of-mouth business can have a ratio of 100.</remarks>
public static class PlausibilityChecks
{
    /// <summary>From this ratio of value to cost of acquisition on, one of the two is probably not what it seems.</summary>
    public const double HighRatio = 20;

    private const double Most = 0.5;

    /// <summary>Gives the findings, in a fixed order.</summary>
    /// <param name="claims">What is said.</param>
    /// <param name="of">Of what, in words, where it is not everything.</param>
    public static IReadOnlyList<PlausibilityFinding> Of(Claims claims, string? of = null)
    {
        ArgumentNullException.ThrowIfNull(claims);
        string whose = of is null ? string.Empty : $" of {of}";
        return [.. Ratios(claims, whose), .. Lifetimes(claims, whose), .. Bounds(claims, whose)];
    }

    private static IEnumerable<PlausibilityFinding> Ratios(Claims claims, string whose)
    {
        double? cac = claims.Cac ?? (claims is { Clv: { } value, Ratio: > 0 and { } by } ? value / by : null);
        double? ratio = claims.Ratio ?? (claims is { Clv: { } clv, Cac: > 0 and { } cost } ? clv / cost : null);
        if (ratio > HighRatio)
        {
            string implied = cac is { } c ? $", which means that a customer cost {Money(c)} to win" : string.Empty;
            yield return new("ratio-high", string.Create(CultureInfo.InvariantCulture, $"CLV to CAC{whose} is {ratio:0.#} to 1{implied}: the cost of acquisition is probably not fully loaded, or the value is revenue and not margin."));
        }

        if (claims is { Cac: > 0 and { } stated, Clv: { } said, Ratio: { } told } && Math.Abs((said / stated / told) - 1) > 0.05)
        {
            yield return new("ratio-differs", string.Create(CultureInfo.InvariantCulture, $"CLV by CAC{whose} is {said / stated:0.#}, not {told:0.#} as stated: the three figures do not go together."));
        }

        if (claims.Ratio is { } positive && claims.Cac is null && claims.Clv is not null && positive is > 0 and <= HighRatio && cac is { } one)
        {
            yield return new("cac-implied", string.Create(CultureInfo.InvariantCulture, $"The cost of acquisition{whose} is not stated; the ratio means that a customer cost {Money(one)} to win. Is that everything spent on marketing and sales?"));
        }
    }

    private static IEnumerable<PlausibilityFinding> Lifetimes(Claims claims, string whose)
    {
        if (claims.AnnualChurn is > 0 and <= 1 and { } churn && claims.HistoryYears is { } seen && 1 / churn > seen)
        {
            yield return new("lifetime-beyond-history", string.Create(
                CultureInfo.InvariantCulture, $"Of customers{whose} {(1 - churn) * 100:0.#} % stay a year, which means a lifetime of {1 / churn:0.#} years; they have been observed for {seen:0.#}. What lies beyond is carried forward, not seen."));
        }

        if (claims.AnnualChurn is 0)
        {
            yield return new("no-churn", $"Nobody{whose} leaves, so a lifetime has no end; a longer history or a finite horizon says more.");
        }

        if (claims.BeyondHistory is > Most and { } beyond)
        {
            yield return new("value-beyond-history", string.Create(
                CultureInfo.InvariantCulture, $"{beyond * 100:0} % of the lifetime value{whose} lies further ahead than {(claims.HistoryYears is { } years ? $"the {years.ToString("0.#", CultureInfo.InvariantCulture)} years that" : "the time in which")} customers have been observed: use a finite horizon where it decides anything."));
        }

        if (claims is { AnnualChurn: { } leaves, BestCohortRetention: { } best } && 1 - leaves > best)
        {
            yield return new("retention-above-cohorts", string.Create(CultureInfo.InvariantCulture, $"A retention of {(1 - leaves) * 100:0.#} % a year{whose} is above that of every cohort, the best of which kept {best * 100:0.#} %."));
        }
    }

    private static IEnumerable<PlausibilityFinding> Bounds(Claims claims, string whose)
    {
        if (claims.Discount is < 0 or > 0.5 || (claims.Discount is { } rate && !double.IsFinite(rate)))
        {
            yield return new("discount", string.Create(CultureInfo.InvariantCulture, $"A discount rate of {claims.Discount * 100:0.#} % a year{whose} is out of 0 to 50 %: is it a rate of a month, or a percentage written as a number?"));
        }

        if (claims.Margin is > 1 or < 0)
        {
            yield return new("margin", string.Create(CultureInfo.InvariantCulture, $"A gross margin of {claims.Margin * 100:0.#} %{whose} is {(claims.Margin > 1 ? "above 100 %: costs are missing or negative" : "negative: every sale loses money, or costs are counted twice")}."));
        }

        foreach ((string name, _) in claims.Percentages.Where(p => string.IsNullOrWhiteSpace(p.Denominator)))
        {
            yield return new("denominator", $"'{name}'{whose} is a percentage of what? It names no denominator.");
        }
    }

    private static string Money(double amount) => "about " + amount.ToString(Math.Abs(amount) >= 10 ? "N0" : "0.00", CultureInfo.InvariantCulture);
}
