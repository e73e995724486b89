using Perennial.Models.Numerics;

namespace Perennial.Models.Survival.DiscreteTime;

/// <summary>A fitted discrete-time hazard.</summary>
/// <remarks>
/// <para>
/// Data: a panel of contracts by period, with renewals as the risk set. Assumptions: the chance of leaving in a period follows tenure and
/// covariates by a logit or complementary log-log. When not: periods in which nobody can leave; leaving that is not seen. Accuracy: 1e-6 aimed
/// against R's glm and found. Neighbours: <see cref="ShiftedBetaGeometric.ShiftedBetaGeometricModel"/>;
/// <see cref="Survival.ProportionalHazards.CoxModel"/>.
/// </para>
/// </remarks>
/// <source paper="SingerWillett1993"/>
public sealed class DiscreteHazardModel
{
    private readonly DiscreteHazardParameters _p;

    /// <summary>Takes parameters: of a fit just made, or of one written down and read again.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <exception cref="ArgumentException">They do not fit together; the message says which.</exception>
    public DiscreteHazardModel(DiscreteHazardParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Check();
        _p = parameters;
    }

    /// <summary>Gives all that the model is made of.</summary>
    public DiscreteHazardParameters Named => _p;

    /// <summary>Gives the link.</summary>
    public HazardLink Link => _p.Link;

    /// <summary>Gives the shape of the baseline.</summary>
    public HazardBaseline Baseline => _p.Baseline;

    /// <summary>Gives the names of the covariates.</summary>
    public IReadOnlyList<string> Names => _p.Names;

    /// <summary>Gives the change of the linked hazard for one unit of each covariate.</summary>
    public double[] Coefficients => _p.Coefficients;

    /// <summary>Gives the covariance of the parameters in the order of the report, row by row, or null where the fit has none.</summary>
    public double[]? Covariance => _p.Covariance;

    /// <summary>Gives the chance of leaving in a period, given being up for renewal in it.</summary>
    /// <param name="period">The period, from 1; one that was seen unless the baseline is a polynomial.</param>
    /// <param name="x">The covariates known when it begins, in the order of <see cref="Names"/>.</param>
    public double Hazard(int period, params double[] x)
    {
        Check(x);
        return Fixed(period) ?? DiscreteHazardLikelihood.Hazard(Link, Eta(period, x));
    }

    /// <summary>Gives each row's chance of leaving.</summary>
    /// <param name="panel">n rows with the model's covariates; whether they left is not looked at.</param>
    public double[] Hazard(RenewalPanel panel)
    {
        ArgumentNullException.ThrowIfNull(panel);
        string[] found = [.. panel.Covariates?.Names ?? []];
        if (!found.SequenceEqual(Names))
        {
            throw new ArgumentException(
                $"The rows have the covariates [{string.Join(", ", found)}], the model was fitted with [{string.Join(", ", Names)}]. Give the same in the same order.",
                nameof(panel));
        }

        double[] hazard = new double[panel.Count];
        for (int i = 0; i < hazard.Length; i++)
        {
            hazard[i] = Hazard(panel.Period[i], panel.Covariates?.Row(i) ?? []);
        }

        return hazard;
    }

    /// <summary>Gives the chance of surviving the next renewals one by one: 1, 2, … of them, covariates unchanged.</summary>
    /// <param name="renewals">Renewals survived, at least 0.</param>
    /// <param name="periods">How many to look ahead.</param>
    /// <param name="x">The covariates.</param>
    public double[] Survival(int renewals, int periods, params double[] x)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(periods);
        double[][] path = new double[periods][];
        Array.Fill(path, x);
        return SurvivalAlong(renewals, path);
    }

    /// <summary>Gives the chance of surviving the next renewals one by one along a path of covariates.</summary>
    /// <param name="renewals">Renewals survived, at least 0.</param>
    /// <param name="path">The covariates of each period ahead.</param>
    public double[] SurvivalAlong(int renewals, double[][] path)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(renewals);
        ArgumentNullException.ThrowIfNull(path);
        double[] survival = new double[path.Length];
        double log = 0.0;
        for (int k = 0; k < path.Length; k++)
        {
            int period = renewals + k + 1;
            Check(path[k]);
            log += Fixed(period) switch
            {
                0.0 => 0.0,
                1.0 => double.NegativeInfinity,
                _ => DiscreteHazardLikelihood.LogStay(Link, Eta(period, path[k])),
            };
            survival[k] = Math.Exp(log);
        }

        return survival;
    }

    /// <summary>Gives the expected renewals within a horizon, covariates unchanged.</summary>
    /// <param name="renewals">Renewals survived, at least 0.</param>
    /// <param name="horizon">How many to look ahead.</param>
    /// <param name="x">The covariates.</param>
    public double ExpectedRemainingPeriods(int renewals, int horizon, params double[] x) => Survival(renewals, horizon, x).Sum();

    /// <summary>Gives the expected discounted renewals within a horizon, covariates unchanged.</summary>
    /// <param name="renewals">Renewals survived, at least 0.</param>
    /// <param name="horizon">How many to look ahead.</param>
    /// <param name="rate">Discount per renewal.</param>
    /// <param name="standpoint">Where the customer stands.</param>
    /// <param name="x">The covariates.</param>
    public double DiscountedExpectedRenewals(int renewals, int horizon, PeriodicRate rate, Contracts.RenewalStandpoint standpoint, params double[] x)
    {
        int first = standpoint switch
        {
            Contracts.RenewalStandpoint.BeforeNextRenewal => 0,
            Contracts.RenewalStandpoint.AfterLastPayment => 1,
            _ => throw new ArgumentOutOfRangeException(nameof(standpoint), standpoint, "A standpoint is BeforeNextRenewal or AfterLastPayment."),
        };
        double log = SpecialFunctions.Log1p(rate.Rate);
        return Survival(renewals, horizon, x).Select((s, k) => s * Math.Exp(-log * (k + first))).Sum();
    }

    private double? Fixed(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        if (Baseline == HazardBaseline.Polynomial)
        {
            return null;
        }

        if (Array.BinarySearch(_p.Periods, period) >= 0)
        {
            return null;
        }

        if (Array.BinarySearch(_p.NobodyLeft, period) >= 0)
        {
            return 0.0;
        }

        return Array.BinarySearch(_p.EverybodyLeft, period) >= 0 ? 1.0 : throw new ArgumentOutOfRangeException(
            nameof(period), period, $"The baseline is known for the periods seen, {_p.Seen.Min()} to {_p.Seen.Max()}. Take a polynomial baseline to go beyond them.");
    }

    private double Eta(int period, double[] x)
    {
        double eta = 0.0;
        if (Baseline == HazardBaseline.EachPeriod)
        {
            eta = _p.Levels[Array.BinarySearch(_p.Periods, period)];
        }
        else
        {
            for (int k = _p.Levels.Length - 1; k >= 0; k--)
            {
                eta = (eta * period) + _p.Levels[k];
            }
        }

        for (int j = 0; j < x.Length; j++)
        {
            eta += _p.Coefficients[j] * x[j];
        }

        return eta;
    }

    private void Check(double[] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Length != Names.Count || !Array.TrueForAll(x, double.IsFinite))
        {
            throw new ArgumentException($"There are {x.Length} covariate values; the model has {Names.Count}: {string.Join(", ", Names)}. Give finite numbers.", nameof(x));
        }
    }
}
