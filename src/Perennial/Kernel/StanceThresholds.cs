using System.Globalization;

namespace Perennial.Kernel;

/// <summary>A number the rules of stances are held against.</summary>
/// <param name="Name">Its name in company.yaml, under <c>stances</c>.</param>
/// <param name="Default">What it is unless stated.</param>
/// <param name="Least">The least it may be.</param>
/// <param name="Most">The most it may be.</param>
/// <param name="Meaning">What it is, with its unit.</param>
public sealed record StanceThreshold(string Name, double Default, double Least, double Most, string Meaning);

/// <summary>The numbers the rules of stances are held against: those a company states in company.yaml, and the defaults of the rest.</summary>
public sealed class StanceThresholds
{
    private readonly double[] _values;

    /// <summary>Takes what is stated.</summary>
    /// <param name="stated">Numbers by name.</param>
    /// <param name="enterprise">Segments that are enterprise, in any case; "enterprise" unless stated.</param>
    /// <exception cref="ArgumentException">A name is not known, or a number out of its range.</exception>
    public StanceThresholds(IReadOnlyDictionary<string, double>? stated = null, IReadOnlyList<string>? enterprise = null)
    {
        foreach ((string name, double value) in stated ?? new Dictionary<string, double>())
        {
            if (Find(name) is not { } known || !(value >= known.Least) || !(value <= known.Most))
            {
                throw new ArgumentException(Refusal(name, value.ToString(CultureInfo.InvariantCulture)), nameof(stated));
            }
        }

        _values = [.. All.Select(one => stated is not null && stated.TryGetValue(one.Name, out double value) ? value : one.Default)];
        Enterprise = enterprise is { Count: > 0 } ? enterprise : ["enterprise"];
    }

    /// <summary>Gives every number with its default and range, in order.</summary>
    public static IReadOnlyList<StanceThreshold> All { get; } =
    [
        new("high_value", 0.8, 0.5, 1, "share of customers worth less, net, from which on value is high"),
        new("low_value", 0.2, 0, 0.5, "share of customers worth less, net, up to which value is low"),
        new("low_risk", 0.2, 0, 1, "chance to leave within a year (without a subscription: of no revenue within the horizon) up to which risk is low"),
        new("rising", 0.1, 0, 1, "share of wrong findings accepted among customers whose chance to leave is said to rise"),
        new("strategic_score", 7, 0, 10, "score that people entered, of any kind, from which on a customer is strategic"),
        new("brand_score", 8, 0, 10, "score of brand value from which on a customer is brand-critical"),
        new("expansion_ready", 0.75, 0, 100, "expansions a year and customer from which on a segment is ready to expand"),
        new("sla_sensitivity", 0.2, 0, 10, "fall of use (logarithm) after a missed agreement from which on a customer is sensitive to it"),
        new("upside", 0.5, 0, 1, "chance to expand within a year from which on there is upside"),
        new("cost_percentile", 0.75, 0, 1, "share of the segment with a lower cost to serve by gross value, above which serving is inefficient"),
        new("high_cost_percentile", 0.9, 0, 1, "the same, above which cost to serve is high"),
        new("adoption_percentile", 0.25, 0, 1, "share of the segment with a shallower adoption, below which there is a gap"),
        new("drain_percentile", 0.95, 0, 1, "share of customers with fewer requests for support by margin, above which support drains"),
        new("drain_periods", 3, 1, 20, "quarters in a row, up to the last whole month, for which it has to"),
        new("custom_hours", 2.5, 0, 1000, "hours of engineering for the customer alone by thousand of gross margin, above which demands do not scale"),
        new("hour_cost", 100, 0.01, 100000, "what an hour of engineering costs, in the run's currency"),
        new("confidence", 0.5, 0, 1, "share of draws with the same stance below which a customer is undecided"),
        new("least_peers", 20, 2, 100000, "fewest customers of a segment for percentiles of its own; below, all customers count"),
        new("floor_minutes", 15, 0, 100000, "minutes of support a month that every customer keeps"),
        new("floor_reply_hours", 48, 0, 10000, "hours to a first reply that every customer keeps"),
        new("expansion_lead", 1.1, 0, 100, "expansions of a segment by those of all customers, from which on it stands out"),
    ];

    /// <summary>Gives the segments that are enterprise, in small letters or not.</summary>
    public IReadOnlyList<string> Enterprise { get; }

    /// <summary>Gives <c>high_value</c>.</summary>
    public double HighValue => _values[0];

    /// <summary>Gives <c>low_value</c>.</summary>
    public double LowValue => _values[1];

    /// <summary>Gives <c>low_risk</c>.</summary>
    public double LowRisk => _values[2];

    /// <summary>Gives <c>rising</c>.</summary>
    public double Rising => _values[3];

    /// <summary>Gives <c>strategic_score</c>.</summary>
    public double StrategicScore => _values[4];

    /// <summary>Gives <c>brand_score</c>.</summary>
    public double BrandScore => _values[5];

    /// <summary>Gives <c>expansion_ready</c>.</summary>
    public double ExpansionReady => _values[6];

    /// <summary>Gives <c>sla_sensitivity</c>.</summary>
    public double SlaSensitivity => _values[7];

    /// <summary>Gives <c>upside</c>.</summary>
    public double Upside => _values[8];

    /// <summary>Gives <c>cost_percentile</c>.</summary>
    public double CostPercentile => _values[9];

    /// <summary>Gives <c>high_cost_percentile</c>.</summary>
    public double HighCostPercentile => _values[10];

    /// <summary>Gives <c>adoption_percentile</c>.</summary>
    public double AdoptionPercentile => _values[11];

    /// <summary>Gives <c>drain_percentile</c>.</summary>
    public double DrainPercentile => _values[12];

    /// <summary>Gives <c>drain_periods</c>.</summary>
    public int DrainPeriods => (int)_values[13];

    /// <summary>Gives <c>custom_hours</c>.</summary>
    public double CustomHours => _values[14];

    /// <summary>Gives <c>hour_cost</c>.</summary>
    public double HourCost => _values[15];

    /// <summary>Gives <c>confidence</c>.</summary>
    public double Confidence => _values[16];

    /// <summary>Gives <c>least_peers</c>.</summary>
    public int LeastPeers => (int)_values[17];

    /// <summary>Gives <c>floor_minutes</c>.</summary>
    public double FloorMinutes => _values[18];

    /// <summary>Gives <c>floor_reply_hours</c>.</summary>
    public double FloorReplyHours => _values[19];

    /// <summary>Gives <c>expansion_lead</c>.</summary>
    public double ExpansionLead => _values[20];

    /// <summary>Finds a number by its name; null where there is none.</summary>
    public static StanceThreshold? Find(string name) => All.FirstOrDefault(one => one.Name == name);

    /// <summary>Tells whether a segment is enterprise; null where no segment is known.</summary>
    /// <param name="segment">The segment, or null.</param>
    public bool? IsEnterprise(string? segment) => string.IsNullOrEmpty(segment) ? null : Enterprise.Contains(segment, StringComparer.OrdinalIgnoreCase);

    /// <summary>Says why a number is refused, with what is allowed.</summary>
    /// <param name="name">The name stated.</param>
    /// <param name="value">The value stated.</param>
    public static string Refusal(string name, string value) => Find(name) is not { } known
        ? $"'stances' speaks of '{name}'; it has {string.Join(", ", All.Select(one => one.Name))} and enterprise."
        : string.Create(CultureInfo.InvariantCulture, $"'{name}' of 'stances' is {value}; it is a number from {known.Least} to {known.Most}: {known.Meaning}.");
}
