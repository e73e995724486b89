using System.Globalization;

namespace Perennial.Kernel;

/// <summary>By what rule customers fall into tiers of value.</summary>
public sealed record TierRule
{
    /// <summary>Gives the rule of who states none: four tiers, the first tenth of the customers, the next fifth, the next three tenths, the rest.</summary>
    public static TierRule Default { get; } = new();

    /// <summary>Gives whether cuts are shares of the customers or amounts.</summary>
    /// <value>Default: Quantile.</value>
    public TierCut By { get; init; } = TierCut.Quantile;

    /// <summary>Gives the m names, the highest tier first; two to ten, none twice.</summary>
    /// <value>Default: A, B, C, D.</value>
    public IReadOnlyList<string> Names { get; init; } = ["A", "B", "C", "D"];

    /// <summary>Gives the m - 1 cuts between them: rising shares of the customers from the top, in (0, 1), or falling amounts of the run's currency.</summary>
    /// <value>Default: 0.1, 0.3, 0.6.</value>
    public IReadOnlyList<double> Cuts { get; init; } = [0.1, 0.3, 0.6];

    /// <summary>Gives the value customers are ranked by.</summary>
    /// <value>Default: Net, which is gross where nothing is known of costs.</value>
    public TierMeasure Measure { get; init; } = TierMeasure.Net;

    /// <summary>Gives how far past a cut a customer must be to change tier between runs: a share of the cut, 0 to 0.5. Of a share of customers above one half it is a share of what is left to 1.</summary>
    /// <value>Default: 0.1.</value>
    public double Margin { get; init; } = 0.1;

    /// <summary>Gives the company's own name of the rule's version.</summary>
    /// <value>Default: 1.</value>
    public string Version { get; init; } = "1";

    /// <summary>Gives the rule as one line of text: equal rules give the same, and tiers of one text alone are compared between runs.</summary>
    public string Id => string.Create(
        CultureInfo.InvariantCulture,
        $"by {By.ToString().ToLowerInvariant()} of {Measure.ToString().ToLowerInvariant()}: {string.Join(", ", Names)} at {string.Join(", ", Cuts.Select(cut => cut.ToString("R", CultureInfo.InvariantCulture)))}, margin {Margin:R}, version {Version}");
}

/// <summary>What cuts between tiers are.</summary>
public enum TierCut
{
    /// <summary>Shares of the customers with a value, from the top.</summary>
    Quantile,

    /// <summary>Amounts of the run's currency.</summary>
    Threshold,
}

/// <summary>What tiers are ranked by.</summary>
public enum TierMeasure
{
    /// <summary>Net value over the run's horizon; gross where nothing is known of costs.</summary>
    Net,

    /// <summary>Gross value over the run's horizon.</summary>
    Gross,
}
