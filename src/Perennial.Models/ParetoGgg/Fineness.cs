namespace Perennial.Models.ParetoGgg;

/// <summary>How fine the two integrals of Pareto/GGG are taken: over regularity and over the length of the silence.</summary>
/// <param name="Spacing">Distance of two regularities in standard deviations of what is narrowest.</param>
/// <param name="Keep">ln of the share below which a regularity is left out.</param>
/// <param name="Panel">Longest panel of the silence in its logarithm, the largest power of two times 3.</param>
/// <param name="PanelWidths">Longest panel in widths of the time to the next purchase.</param>
/// <param name="Head">Below which share of a purchase the silence is taken by its series.</param>
/// <param name="Check">Below which chance of silence the incomplete beta function is taken instead of one minus the integral.</param>
internal sealed record Fineness(double Spacing, double Keep, int Panel, double PanelWidths, double Head, double Check)
{
    /// <summary>For draws: the log-likelihood of a customer to about 1e-6.</summary>
    public static Fineness Draws { get; } = new(1.15, 16.0, 0, 9.5, 0.02, 1e-3);

    /// <summary>For numbers that leave the library: to about 1e-11.</summary>
    public static Fineness Numbers { get; } = new(0.7, 36.0, 1, 6.0, 1e-4, 1.1);
}
