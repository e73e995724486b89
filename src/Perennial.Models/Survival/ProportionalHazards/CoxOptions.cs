namespace Perennial.Models.Survival.ProportionalHazards;

/// <summary>How events at one time share their risk set.</summary>
public enum CoxTies
{
    /// <summary>Efron's approximation: close to exact, the default of R.</summary>
    Efron,

    /// <summary>Breslow's: simpler, drawn to 0 where ties are many; the default of SAS and Stata.</summary>
    Breslow,
}

/// <summary>How Cox regression is fitted.</summary>
public sealed record CoxOptions
{
    /// <summary>Gives the treatment of ties.</summary>
    /// <value>Efron.</value>
    public CoxTies Ties { get; init; } = CoxTies.Efron;

    /// <summary>Gives the ridge penalty: half of it times the squared coefficients of standardised covariates is taken from the log-likelihood.</summary>
    /// <value>0: none.</value>
    public double Penalty { get; init; }
}
