namespace Perennial.Portfolio.Groups;

/// <summary>What a group of customers is worth over the run's own horizon. The groups of a dimension add up to the whole.</summary>
/// <param name="Dimension">cohort, band, segment, channel, or product line.</param>
/// <param name="Name">Which; empty where it is not known.</param>
/// <param name="Customers">Customers in it; one of several product lines counts in each.</param>
/// <param name="Valued">Of them, those with a value.</param>
/// <param name="RevenueToDate">Revenue to date, net of returns.</param>
/// <param name="Value">Sum of their values.</param>
/// <param name="Low">10 % end of that sum; null where the total has no interval.</param>
/// <param name="High">90 % end.</param>
/// <param name="Net">Sum of their net values; null where nothing is said of costs.</param>
public sealed record ValueGroup(string Dimension, string Name, int Customers, int Valued, double RevenueToDate, double? Value, double? Low, double? High, double? Net)
{
    /// <summary>Gives the mean value of a customer with one.</summary>
    public double? Mean => Value / Valued;
}

/// <summary>Customers that belong to one account at the top, all together (account.family.v1).</summary>
/// <param name="Top">The id of the account at the top; it need not be a customer itself.</param>
/// <param name="Customers">Customers in it.</param>
/// <param name="Paying">Of them, those with recurring revenue.</param>
/// <param name="Mrr">Recurring revenue a month, after every discount.</param>
/// <param name="RevenueToDate">Revenue to date, net of returns.</param>
/// <param name="Value">Sum of their values; null where none has one.</param>
/// <param name="Low">10 % end of that sum; null where the total has no interval.</param>
/// <param name="High">90 % end.</param>
/// <param name="Net">Sum of their net values; null where nothing is said of costs.</param>
/// <param name="Contacts">People known of them; null where contacts did not come in.</param>
/// <param name="ContractMonths">The longest running term; null where none runs.</param>
/// <param name="DaysToRenewal">Days to the first renewal; null where none comes.</param>
/// <param name="Expansions">How often they expanded.</param>
/// <param name="Contractions">How often they contracted.</param>
/// <param name="AtRisk">Recurring revenue of those expected to have left within 365 days, by all of it; null without.</param>
public sealed record AccountFamily(
    string Top, int Customers, int Paying, double Mrr, double RevenueToDate, double? Value, double? Low, double? High, double? Net, int? Contacts, int? ContractMonths, int? DaysToRenewal,
    int Expansions, int Contractions, double? AtRisk);
