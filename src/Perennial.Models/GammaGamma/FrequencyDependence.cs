namespace Perennial.Models.GammaGamma;

/// <summary>Whether the level of spend may depend on how often a customer buys.</summary>
public enum FrequencyDependence
{
    /// <summary>It does not: Gamma-Gamma's own assumption.</summary>
    None,

    /// <summary>The level of a customer with x repeat purchases is multiplied by (1 + x)^h: purchases counted with the first, so that h also serves customers without a repeat purchase.</summary>
    Power,
}
