namespace Perennial.Models.Survival.Accelerated;

/// <summary>The law of the standardised log lifetime.</summary>
public enum AftDistribution
{
    /// <summary>Constant hazard: Weibull with sigma 1.</summary>
    Exponential,

    /// <summary>Hazard a power of time, rising where sigma is below 1, falling where it is above; also a proportional-hazards model.</summary>
    Weibull,

    /// <summary>Hazard rises, then falls.</summary>
    LogNormal,

    /// <summary>Hazard rises, then falls (sigma below 1), or falls throughout; odds are proportional. Its tail is a power of time.</summary>
    LogLogistic,
}
