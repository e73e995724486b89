namespace Perennial.Valuation;

/// <summary>The value of all customers together, simulated jointly.</summary>
/// <param name="Mean">Mean of the sum.</param>
/// <param name="P10">10 % quantile of the simulated sum.</param>
/// <param name="P90">90 % quantile of the simulated sum.</param>
/// <param name="CalendarRisk">Standard deviation of the common log shock, or null with the label "no calendar risk included".</param>
/// <param name="CalendarOrigins">How many rolling origins the shock rests on.</param>
/// <param name="Label">What the interval includes, in words.</param>
public sealed record EquityRecord(double Mean, double P10, double P90, double? CalendarRisk, int CalendarOrigins, string Label);

/// <summary>How a value is defined: every choice explicit, and so part of the definition id.</summary>
public sealed record ValuationOptions
{
    /// <summary>Gives how far ahead the value looks.</summary>
    /// <value>Default: 365d.</value>
    public Kernel.Horizon Horizon { get; init; } = Kernel.Horizon.OfDays(365);

    /// <summary>Gives the effective annual discount rate.</summary>
    /// <value>Default: 0.10.</value>
    public double Discount { get; init; } = 0.10;

    /// <summary>Gives the margin as a share of revenue; without it values are revenue and labelled so.</summary>
    /// <value>Default: none.</value>
    public double? Margin { get; init; }

    /// <summary>Gives the definition id, such as <c>clv.revenue.365d.mid.d10.v1</c>.</summary>
    public string DefinitionId => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"clv.{(Margin is { } m ? $"margin{m * 100:0.####}" : "revenue")}.{Horizon}.mid.d{Discount * 100:0.####}.v1");
}
