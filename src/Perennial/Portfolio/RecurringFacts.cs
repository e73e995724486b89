using Perennial.Ledger;

namespace Perennial.Portfolio;

/// <summary>Recurring revenue as it is and as it moved.</summary>
/// <param name="Preset">The conventions by which it is counted.</param>
/// <param name="AsOf">The day up to when.</param>
/// <param name="Months">Calendar months from the first movement to the as-of day, which may be in the last.</param>
/// <param name="Retention">What was kept over the twelve months to the as-of day; null where there are not twelve.</param>
public sealed record RecurringFacts(RecurringPreset Preset, DateOnly AsOf, IReadOnlyList<RecurringMonth> Months, RecurringRetention? Retention)
{
    /// <summary>Gives stretches left out because no exchange rate is known on their days.</summary>
    public long WithoutRate { get; init; }

    /// <summary>Gives the twelve months to the as-of day by segment, channel and cohort; none where there are not twelve.</summary>
    public IReadOnlyList<RecurringGroup> Groups { get; init; } = [];

    /// <summary>Gives customers by the quarter in which they began, and what they pay later.</summary>
    public IReadOnlyList<RecurringCohort> Cohorts { get; init; } = [];

    /// <summary>Gives the same counted by every preset; null where that was not asked for.</summary>
    public RecurringPresets? Presets { get; init; }

    /// <summary>Gives recurring revenue on the as-of day.</summary>
    public decimal Mrr => Months.Count == 0 ? 0 : Months[^1].Closing;

    /// <summary>Gives customers with recurring revenue on the as-of day.</summary>
    public long Customers => Months.Count == 0 ? 0 : Months[^1].Customers;
}

/// <summary>One calendar month. <c>Opening + New + Reactivation + Expansion + Contraction + Churn + Currency = Closing</c>, to the last digit; what is lost is negative.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Opening">Recurring revenue at its beginning.</param>
/// <param name="New">Of customers never seen before.</param>
/// <param name="Reactivation">Of customers who had left.</param>
/// <param name="Seats">Expansion by seats.</param>
/// <param name="Upgrade">Expansion by a better plan or product.</param>
/// <param name="AddOn">Expansion by a further product.</param>
/// <param name="Price">Expansion by price.</param>
/// <param name="Contraction">By fewer seats, lower plans, products given up, lower prices.</param>
/// <param name="Churn">Of customers who left or paused.</param>
/// <param name="ChurnByPayment">Of customers whose payment failed.</param>
/// <param name="Currency">By exchange rates.</param>
/// <param name="Closing">Recurring revenue at its end.</param>
/// <param name="CustomersWon">Customers new or come back.</param>
/// <param name="CustomersLost">Customers who left.</param>
/// <param name="Customers">Customers with recurring revenue at its end.</param>
public sealed record RecurringMonth(
    DateOnly Month, decimal Opening, decimal New, decimal Reactivation, decimal Seats, decimal Upgrade, decimal AddOn, decimal Price, decimal Contraction, decimal Churn, decimal ChurnByPayment,
    decimal Currency, decimal Closing, long CustomersWon, long CustomersLost, long Customers)
{
    /// <summary>Gives expansion of all four kinds.</summary>
    public decimal Expansion => Seats + Upgrade + AddOn + Price;

    /// <summary>Gives churn of all kinds, negative.</summary>
    public decimal AllChurn => Churn + ChurnByPayment;

    /// <summary>Gives gross revenue churn (churn.mrr.gross.v1).</summary>
    public double? GrossChurn => RecurringMeasures.GrossChurn(Opening, -Contraction, -AllChurn);

    /// <summary>Gives net revenue churn (churn.mrr.net.v1).</summary>
    public double? NetChurn => RecurringMeasures.NetChurn(Opening, Expansion, -Contraction, -AllChurn, Reactivation);

    /// <summary>Gives the quick ratio (quick-ratio.v1).</summary>
    public double? QuickRatio => RecurringMeasures.QuickRatio(New + Reactivation, Expansion, -Contraction, -AllChurn);
}

/// <summary>What was kept over a period.</summary>
/// <param name="From">Its first day.</param>
/// <param name="To">Its last day.</param>
/// <param name="Opening">Recurring revenue at the opening.</param>
/// <param name="Customers">Customers at the opening.</param>
/// <param name="Lost">Those of them without recurring revenue at the closing, or who left and may not come back into the cohort.</param>
/// <param name="Nrr">Net revenue retention (nrr.v1).</param>
/// <param name="Grr">Gross revenue retention (grr.v1).</param>
/// <param name="LogoChurn">Customer churn (churn.logo.v1).</param>
/// <param name="Due">Terms that were due.</param>
/// <param name="RenewalRate">Of them, those that went on (renewal-rate.v1).</param>
public sealed record RecurringRetention(DateOnly From, DateOnly To, decimal Opening, long Customers, long Lost, double? Nrr, double? Grr, double? LogoChurn, long Due, double? RenewalRate);
