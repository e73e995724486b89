namespace Perennial.Models.Covariates;

/// <summary>What a covariate acts on.</summary>
public enum CovariateProcess
{
    /// <summary>The purchase rate.</summary>
    Purchase,

    /// <summary>The drop-out.</summary>
    Dropout,

    /// <summary>Both, with one coefficient.</summary>
    Both,
}
