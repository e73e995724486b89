namespace Perennial.Models.Survival.DiscreteTime;

/// <summary>The scale on which covariates add.</summary>
public enum HazardLink
{
    /// <summary>The log odds of leaving: right where decisions fall at renewals.</summary>
    Logit,

    /// <summary>The complementary log-log: proportional hazards of a continuous time that is seen in periods only.</summary>
    Cloglog,
}

/// <summary>How the hazard depends on the period where covariates are 0.</summary>
public enum HazardBaseline
{
    /// <summary>Each period has a hazard of its own; nothing is said of periods not seen.</summary>
    EachPeriod,

    /// <summary>A polynomial in the period, which can be carried beyond those seen.</summary>
    Polynomial,
}

/// <summary>How a discrete-time hazard is fitted.</summary>
public sealed record DiscreteHazardOptions
{
    /// <summary>Gives the link.</summary>
    /// <value>Logit.</value>
    public HazardLink Link { get; init; } = HazardLink.Logit;

    /// <summary>Gives the shape of the baseline.</summary>
    /// <value>EachPeriod.</value>
    public HazardBaseline Baseline { get; init; } = HazardBaseline.EachPeriod;

    /// <summary>Gives the degree of a polynomial baseline, 0 (constant) to 4.</summary>
    /// <value>2.</value>
    public int Degree { get; init; } = 2;

    /// <summary>Gives the ridge penalty: half of it times the squared coefficients of standardised covariates is taken from the log-likelihood.</summary>
    /// <value>0: none.</value>
    public double Penalty { get; init; }

    /// <summary>Gives the number of threads; it never changes a bit of the result.</summary>
    /// <value>0: all processors.</value>
    public int Threads { get; init; }
}
