using System.Globalization;

namespace Perennial.Kernel;

/// <summary>What counts as about as much, and when it is clear where a customer goes.</summary>
/// <param name="Band">Share by which revenue that is agreed may be above or below what it is now and still be about as much; 0 to 1.</param>
/// <param name="BoughtBand">The same for what is billed by use, and for numbers of purchases; 0 to 1.</param>
/// <param name="Strong">Chance from which on up, or down, is strong; from 0.5 to 1.</param>
/// <param name="Margin">By how much the chances of up and down must differ for one of them to be said; 0 to 1.</param>
public sealed record TrajectoryRules(double Band, double BoughtBand, double Strong, double Margin)
{
    /// <summary>Gives the rules of a company that states none.</summary>
    public static TrajectoryRules Default { get; } = new(0.05, 0.25, 0.5, 0.1);

    /// <summary>Gives the rules as text: equal rules give the same.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"trajectories band = {Band:R}, bought = {BoughtBand:R}, strong = {Strong:R}, margin = {Margin:R}");
}
