namespace Perennial.Portfolio;

/// <summary>The same subscriptions counted as Stripe, ChartMogul and a board would, and who makes the difference.</summary>
/// <param name="From">First day of the twelve months that ratios cover.</param>
/// <param name="To">Their last day.</param>
/// <param name="Figures">By preset; the run's own among them.</param>
/// <param name="Customers">Customers whom two of them count differently.</param>
/// <param name="ByDiscount">Of them, those with a discount that ends.</param>
/// <param name="Examples">The customers who differ most, largest first.</param>
public sealed record RecurringPresets(DateOnly From, DateOnly To, IReadOnlyList<PresetFigures> Figures, long Customers, long ByDiscount, IReadOnlyList<PresetDifference> Examples);

/// <summary>What one preset says.</summary>
/// <param name="Preset">Its name.</param>
/// <param name="Mrr">Recurring revenue on the as-of day (mrr.v1).</param>
/// <param name="Customers">Customers with some.</param>
/// <param name="Opening">Recurring revenue at the opening of the twelve months; null where there are not twelve.</param>
/// <param name="Nrr">Net revenue retention over them (nrr.v1).</param>
/// <param name="Grr">Gross revenue retention (grr.v1).</param>
/// <param name="LogoChurn">Customer churn (churn.logo.v1).</param>
/// <param name="GrossChurn">Gross revenue churn of the last month (churn.mrr.gross.v1).</param>
/// <param name="NetChurn">Net revenue churn of the last month (churn.mrr.net.v1).</param>
/// <param name="QuickRatio">Quick ratio of the last month (quick-ratio.v1).</param>
public sealed record PresetFigures(
    string Preset, decimal Mrr, long Customers, decimal? Opening, double? Nrr, double? Grr, double? LogoChurn, double? GrossChurn, double? NetChurn, double? QuickRatio)
{
    /// <summary>Gives revenue per account (arpa.v1).</summary>
    public double? RevenuePerAccount => RecurringMeasures.RevenuePerAccount(Mrr, Customers);
}

/// <summary>A customer whom two presets count differently. Amounts are of the run's currency a month, in the order Stripe, ChartMogul, board.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="DiffersBy">discount or return.</param>
/// <param name="Mrr">Recurring revenue.</param>
/// <param name="Counted">Of the closing, what counts in net retention.</param>
public sealed record PresetDifference(string CustomerId, string DiffersBy, IReadOnlyList<decimal> Mrr, IReadOnlyList<decimal> Counted);
