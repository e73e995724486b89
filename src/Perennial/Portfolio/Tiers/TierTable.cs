using System.Text.Json.Serialization;
using Perennial.Kernel;

namespace Perennial.Portfolio.Tiers;

/// <summary>The tiers of n customers, in the order of the scores. A tier is a number from 0, the highest; -1 is none: nothing is said of the customer's value.</summary>
public sealed class TierTable
{
    /// <summary>Gives the names of the m tiers, the highest first.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Gives the n tiers.</summary>
    public required int[] Tier { get; init; }

    /// <summary>Gives the n values customers are ranked by; NaN where nothing is said.</summary>
    public required double[] Value { get; init; }

    /// <summary>Gives the n tiers of the run before; -1 where it is not compared with, or had none.</summary>
    public required int[] Before { get; init; }

    /// <summary>Tells, of n customers, whether the tier is that of the run before although the value is past a cut, but not by the margin.</summary>
    public required bool[] Held { get; init; }

    /// <summary>Gives the highest of the tiers which the 80 % interval of each value reaches; the tier itself where there is no interval.</summary>
    public required int[] Highest { get; init; }

    /// <summary>Gives the lowest of them.</summary>
    public required int[] Lowest { get; init; }

    /// <summary>Gives the n chances, 0 to 1, that what comes of the customer lies within the tier as it is cut today; NaN where the run has no quantiles.</summary>
    public required double[] Chance { get; init; }

    /// <summary>Gives what all of them are together.</summary>
    public required TierRecord Record { get; init; }

    /// <summary>Gives the name of a customer's tier, or null.</summary>
    /// <param name="row">The customer's row in the scores.</param>
    public string? NameOf(int row) => Tier[row] < 0 ? null : Names[Tier[row]];

    /// <summary>Tells whether the interval of a customer's value reaches another tier.</summary>
    /// <param name="row">The customer's row in the scores.</param>
    public bool Straddles(int row) => Highest[row] < Lowest[row];
}

/// <summary>Tiers in short.</summary>
/// <param name="Rule">The rule, as one line of text.</param>
/// <param name="By">What cuts are.</param>
/// <param name="Measure">The column of the scores that is ranked: clv_net, clv_gross, or clv.</param>
/// <param name="MeasureId">The definition of it.</param>
/// <param name="Tiers">The tiers, the highest first.</param>
/// <param name="Without">Customers of whom nothing is said.</param>
/// <param name="Migration">Who moved since the run before; null where it is not compared with.</param>
/// <param name="Anew">Why it is not, in a sentence; null where it is, or where there is none.</param>
public sealed record TierRecord(string Rule, TierCut By, string Measure, string MeasureId, IReadOnlyList<Tier> Tiers, int Without, TierMigration? Migration, string? Anew);

/// <summary>One tier.</summary>
/// <param name="Name">Its name.</param>
/// <param name="From">Its lower end, in the run's currency; null for the last, and where nobody is above the cut.</param>
/// <param name="Customers">Customers in it.</param>
/// <param name="Value">Sum of their values.</param>
/// <param name="Held">Of them, those who keep it by the margin.</param>
/// <param name="Straddling">Of them, those whose interval reaches another tier.</param>
/// <param name="Chance">Mean of their chances to be in it; null without quantiles.</param>
public sealed record Tier(string Name, double? From, int Customers, double Value, int Held, int Straddling, double? Chance);

/// <summary>Who moved between the tiers of two runs.</summary>
/// <param name="FromRun">The run before.</param>
/// <param name="FromDay">Its as-of day.</param>
/// <param name="Cells">From which tier to which, in order; those with nobody in them are left out.</param>
public sealed record TierMigration(string FromRun, DateOnly FromDay, IReadOnlyList<TierMove> Cells)
{
    /// <summary>Adds up the cells that a condition picks out: Up, Down, Stayed, New, Gone.</summary>
    public TierMove Sum(Func<TierMove, bool> of) =>
        Cells.Where(of).Aggregate(new TierMove(-1, -1, 0, 0, 0, 0), (sum, cell) => sum with { Customers = sum.Customers + cell.Customers, Held = sum.Held + cell.Held, Before = sum.Before + cell.Before, Now = sum.Now + cell.Now });
}

/// <summary>Customers who were in one tier and are in another, or the same.</summary>
/// <param name="From">The tier before, from 0; -1 for those who had none.</param>
/// <param name="To">The tier now; -1 for those who have none any more.</param>
/// <param name="Customers">How many.</param>
/// <param name="Held">Of them, those who stay by the margin.</param>
/// <param name="Before">Sum of their values in the run before.</param>
/// <param name="Now">Sum of their values now.</param>
public sealed record TierMove(int From, int To, int Customers, int Held, double Before, double Now)
{
    /// <summary>Tells whether they rose.</summary>
    [JsonIgnore]
    public bool IsUp => To >= 0 && From > To;

    /// <summary>Tells whether they fell.</summary>
    [JsonIgnore]
    public bool IsDown => From >= 0 && From < To;

    /// <summary>Tells whether they had no tier before.</summary>
    [JsonIgnore]
    public bool IsNew => From < 0;

    /// <summary>Tells whether they have none any more.</summary>
    [JsonIgnore]
    public bool IsGone => To < 0;
}
