namespace Perennial.Kernel;

/// <summary>Definitions that know the same: up to when what is known enters.</summary>
/// <param name="known">That, in words; a definition may say otherwise.</param>
internal sealed class DefinitionFamily(string known)
{
    /// <summary>Makes a definition.</summary>
    public Definition Of(
        string id, string name, string formula, string period, string unit, string? asOf = null, string? note = null, string? numerator = null, string? denominator = null) => new()
    {
        Id = id, Name = name, Formula = formula, Period = period, Unit = unit, AsOf = asOf ?? known, Note = note, Numerator = numerator, Denominator = denominator,
    };
}
