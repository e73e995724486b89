using Perennial.Models.Assessing;

namespace Perennial.Models.Survival.ProportionalHazards;

/// <summary>All that a fitted Cox regression is made of: plain columns, which any format can hold.</summary>
public sealed record CoxParameters
{
    /// <summary>Gives the names of p covariates.</summary>
    public required string[] Names { get; init; }

    /// <summary>Gives the unit of the times.</summary>
    public required TimeUnit Unit { get; init; }

    /// <summary>Gives how ties were treated.</summary>
    public CoxTies Ties { get; init; }

    /// <summary>Gives the p changes of the log hazard for one unit of each covariate.</summary>
    public required double[] Coefficients { get; init; }

    /// <summary>Gives the p means of the covariates in the data of the fit, at which the baselines stand.</summary>
    public required double[] Mean { get; init; }

    /// <summary>Gives the p standard deviations of the covariates in the data of the fit, above 0.</summary>
    public required double[] Deviation { get; init; }

    /// <summary>Gives the baseline of each stratum, strata rising; at least one.</summary>
    public required CoxBaseline[] Baselines { get; init; }

    /// <summary>Gives the covariance of the coefficients, row by row, or null where there is none.</summary>
    public double[]? Covariance { get; init; }

    /// <summary>Gives the sandwich covariance of the coefficients, row by row, or null where there is none.</summary>
    public double[]? RobustCovariance { get; init; }

    /// <summary>Gives the log partial likelihood at the coefficients.</summary>
    public double LogLikelihood { get; init; }

    /// <summary>Gives the log partial likelihood without covariates.</summary>
    public double NullLogLikelihood { get; init; }

    /// <summary>Gives the statistic of the score test, at least 0.</summary>
    public double ScoreStatistic { get; init; }

    /// <summary>Gives the concordance on the data of the fit.</summary>
    public ConcordanceIndex Concordance { get; init; } = new(0.0, 0.0, 0.0);

    /// <summary>Refuses what does not fit together.</summary>
    internal void Check()
    {
        SurvivalParameters.Coefficients(Names, Coefficients);
        int p = Names.Length;
        SurvivalParameters.Finite(Mean, nameof(Mean));
        SurvivalParameters.Finite(Deviation, nameof(Deviation));
        if (p == 0 || Mean.Length != p || Deviation.Length != p || Array.Exists(Deviation, deviation => deviation <= 0.0))
        {
            throw new ArgumentException($"There are {p} covariates, {Mean.Length} means and {Deviation.Length} deviations. Give one of each a covariate, deviations above 0.");
        }

        SurvivalParameters.Covariance(Covariance, p);
        SurvivalParameters.Covariance(RobustCovariance, p);
        SurvivalParameters.Finite([LogLikelihood, NullLogLikelihood, ScoreStatistic], nameof(LogLikelihood));
        ArgumentNullException.ThrowIfNull(Baselines);
        ArgumentNullException.ThrowIfNull(Concordance);
        SurvivalParameters.Finite([Concordance.Concordant, Concordance.Discordant, Concordance.TiedRisk], nameof(Concordance));
        if (Baselines.Length == 0 || Enumerable.Range(1, Baselines.Length - 1).Any(k => Baselines[k].Stratum <= Baselines[k - 1].Stratum))
        {
            throw new ArgumentException($"There are {Baselines.Length} baselines. Give one a stratum, strata rising, at least one.");
        }

        foreach (CoxBaseline baseline in Baselines)
        {
            baseline.Check(p);
        }
    }

    /// <summary>Gives the test of two log-likelihoods of one fit.</summary>
    internal ChiSquareTest LikelihoodRatio() => new(2.0 * (LogLikelihood - NullLogLikelihood), Names.Length);
}
