namespace Perennial.Models.Uncertainty;

/// <summary>Where a parameter may lie, at a stated confidence: an interval of a parameter, not of an outcome.</summary>
/// <param name="Name">The paper's name in lower case.</param>
/// <param name="Estimate">The maximum-likelihood estimate.</param>
/// <param name="Lower">The lower end, or null where nothing in the data keeps the parameter above zero.</param>
/// <param name="Upper">The upper end, or null where nothing in the data keeps it below any size.</param>
public sealed record ParameterInterval(string Name, double Estimate, double? Lower, double? Upper);
