namespace Perennial.Models.GammaGamma;

/// <summary>What the level of spend may depend on, and how freely.</summary>
public sealed record SpendCovariateOptions
{
    /// <summary>Gives the names of the covariates that act on spend.</summary>
    /// <value>Null: all.</value>
    public IReadOnlyList<string>? Spend { get; init; }

    /// <summary>Gives whether the level also depends on the number of purchases.</summary>
    /// <value>None.</value>
    public FrequencyDependence Frequency { get; init; }

    /// <summary>Gives the penalty: half of it times the squared coefficients is taken from the total log-likelihood, on covariates of standard deviation 1.</summary>
    /// <remarks>
    /// The same as in <see cref="Covariates.CovariateOptions.Penalty"/>: a coefficient's prior is normal with variance 1 / penalty whatever the number of
    /// customers. The power of frequency counts as the coefficient of ln(1 + x). The log-likelihood reported is without the penalty.
    /// </remarks>
    /// <value>0: none.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Penalty
    {
        get;
        init => field = double.IsFinite(value) && value >= 0.0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A penalty is a finite number of at least 0.");
    }

    /// <summary>Gives the number of threads; it never changes a bit of the result.</summary>
    /// <value>0: all processors.</value>
    public int Threads { get; init; }
}
