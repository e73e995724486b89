namespace Perennial.Models.BetaDiscreteWeibull;

/// <summary>How the beta-discrete-Weibull is fitted. The defaults suit every data set met so far.</summary>
public sealed record BetaDiscreteWeibullOptions
{
    /// <summary>Gives the number of threads; it never changes a bit of the result.</summary>
    /// <value>0: all processors.</value>
    public int Threads { get; init; }

    /// <summary>Gives a start to try before the built-in ones.</summary>
    /// <value>None.</value>
    public BetaDiscreteWeibullParameters? Start { get; init; }

    /// <summary>Gives the ridge penalty: half of it times the squared coefficients of standardised covariates is taken from the log-likelihood.</summary>
    /// <value>0: none.</value>
    public double Penalty { get; init; }
}
