using System.Globalization;
using Perennial.DuckDb;

namespace Perennial.Portfolio;

/// <summary>How regular purchases are: the evidence for a contract.</summary>
/// <param name="Eligible">Customers with at least four purchase days.</param>
/// <param name="Regular">Those whose purchases keep an even rhythm of six days or more (coefficient of variation at most 0.2).</param>
/// <param name="Pairs">Pairs of following purchases with an amount.</param>
/// <param name="Same">Those of equal amount.</param>
/// <param name="Period">Median days between purchases of the regular customers; 0 where there are none.</param>
public sealed record Regularity(long Eligible, long Regular, long Pairs, long Same, double Period)
{
    internal static Regularity Read(DuckDbRow row) => new(row.Int64(0), row.Int64(1), row.Int64(2), row.Int64(3), row.Double(4));
}

/// <summary>Contractual, non-contractual or undetermined, with the evidence. It informs; no model switches because of it.</summary>
/// <param name="Setting">contractual, non-contractual or undetermined.</param>
/// <param name="Evidence">One sentence each.</param>
public sealed record SettingVerdict(string Setting, IReadOnlyList<string> Evidence)
{
    private const long CustomersNeeded = 20;
    private const double Most = 0.6;
    private const double Few = 0.2;

    /// <summary>Judges by a stated rule.</summary>
    /// <remarks>
    /// With fewer than 20 customers of at least four purchases: undetermined. Contractual: at least 60 % of them buy in an even rhythm and at
    /// least 60 % of following purchases have the same amount. Non-contractual: at most 20 % keep a rhythm, and fewer than 60 % of following
    /// purchases have the same amount (or there are no amounts). Everything else is undetermined.
    /// </remarks>
    public static SettingVerdict Judge(Regularity found)
    {
        ArgumentNullException.ThrowIfNull(found);
        if (found.Eligible < CustomersNeeded)
        {
            return new("undetermined", [$"{found.Eligible} customers have the four purchases it takes to see a rhythm; {CustomersNeeded} are needed."]);
        }

        double regular = (double)found.Regular / found.Eligible;
        double? same = found.Pairs == 0 ? null : (double)found.Same / found.Pairs;
        string setting = (regular, same) switch
        {
            ( >= Most, >= Most) => "contractual",
            ( <= Few, null or < Most) => "non-contractual",
            _ => "undetermined",
        };
        List<string> evidence =
        [
            found.Regular == 0
                ? $"None of {found.Eligible} customers with at least four purchases buys in an even rhythm."
                : string.Create(CultureInfo.InvariantCulture, $"{Percent(regular)} of {found.Eligible} customers with at least four purchases buy in an even rhythm, typically every {found.Period:0.#} days."),
            same is { } share
                ? $"{Percent(share)} of purchases have the same amount as the customer's purchase before."
                : "There are no amounts to compare.",
        ];
        if (setting == "undetermined")
        {
            evidence.Add("An even rhythm and equal amounts together would speak for contracts, neither of them against: the signs do not agree.");
        }

        return new(setting, evidence);
    }

    private static string Percent(double share) => $"{share * 100:0.#} %";
}
