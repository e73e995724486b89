using Perennial.Models.Numerics;

namespace Perennial.Models.Survival.Accelerated;

/// <summary>The lifetime of one customer: ln t = Location + Scale w, w standard extreme-value, normal or logistic.</summary>
public readonly record struct AftLifetime
{
    // Panels of the integral: no wider than this in ln t.
    private const double WidestPanel = 0.5;

    // Where -ln S is beyond this nobody is left, and differences of it hold no digit.
    private const double LostLog = 1e200;

    /// <summary>Takes the law.</summary>
    /// <param name="distribution">The law of w.</param>
    /// <param name="location">The location of ln t, finite.</param>
    /// <param name="scale">The scale of ln t, positive; 1 for an exponential law.</param>
    public AftLifetime(AftDistribution distribution, double location, double scale)
    {
        if (!Enum.IsDefined(distribution))
        {
            throw new ArgumentOutOfRangeException(nameof(distribution), distribution, "A distribution is Exponential, Weibull, LogNormal or LogLogistic.");
        }

        if (!double.IsFinite(location) || Math.Abs(location) > 600.0)
        {
            throw new ArgumentOutOfRangeException(nameof(location), location, "The location of ln t lies between -600 and 600.");
        }

        Histories.HistoryDoor.Parameter(scale, nameof(scale));
        if (distribution == AftDistribution.Exponential && scale != 1.0)
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "An exponential law has scale 1. Take Weibull for another.");
        }

        Distribution = distribution;
        Location = location;
        Scale = scale;
    }

    /// <summary>Gives the law of w.</summary>
    public AftDistribution Distribution { get; }

    /// <summary>Gives the location of ln t.</summary>
    public double Location { get; }

    /// <summary>Gives the scale of ln t.</summary>
    public double Scale { get; }

    /// <summary>Gives the chance of lasting longer than t.</summary>
    /// <param name="t">A time of at least 0.</param>
    public double Survival(double t) => Math.Exp(LogSurvival(t));

    /// <summary>Gives -ln S(t).</summary>
    /// <param name="t">A time of at least 0.</param>
    public double CumulativeHazard(double t) => -LogSurvival(t);

    /// <summary>Gives the hazard at t, per time unit.</summary>
    /// <param name="t">A positive time.</param>
    public double Hazard(double t)
    {
        Histories.HistoryDoor.Time(t);
        ArgumentOutOfRangeException.ThrowIfZero(t);
        return Histories.HistoryDoor.Finite(-StandardLaw.LogSurvival(Distribution, W(t)).First / (Scale * t), "hazard");
    }

    /// <summary>Gives the time by which a share of customers has had the event.</summary>
    /// <param name="share">In (0, 1); 0.5 for the median.</param>
    public double Quantile(double share) => share is > 0.0 and < 1.0
        ? Math.Exp(Math.Min(Location + (Scale * StandardLaw.Quantile(Distribution, 1.0 - share)), 709.0))
        : throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies between 0 and 1; the median is at 0.5.");

    /// <summary>Gives the median lifetime.</summary>
    public double Median => Quantile(0.5);

    /// <summary>Gives the mean lifetime, or null where it is infinite (log-logistic with a scale of at least 1) or beyond the range of numbers.</summary>
    public double? Mean
    {
        get
        {
            double log = Distribution switch
            {
                AftDistribution.LogNormal => Location + (0.5 * Scale * Scale),
                AftDistribution.LogLogistic when Scale >= 1.0 => double.PositiveInfinity,
                AftDistribution.LogLogistic => Location + SpecialFunctions.LogGamma(1.0 + Scale) + SpecialFunctions.LogGamma(1.0 - Scale),
                _ => Location + SpecialFunctions.LogGamma(1.0 + Scale),
            };
            return log > 709.0 ? null : Math.Exp(log);
        }
    }

    /// <summary>Gives the chance of lasting t longer, given an age.</summary>
    /// <param name="age">The age reached, at least 0.</param>
    /// <param name="t">The time ahead, at least 0.</param>
    public double ConditionalSurvival(double age, double t)
    {
        Histories.HistoryDoor.Time(t);
        double now = LogSurvival(age);
        return t == 0.0 ? 1.0 : now < -LostLog ? 0.0 : Math.Exp(Math.Min(0.0, LogSurvival(age + t) - now));
    }

    /// <summary>Gives the further time by which a share of those of an age has had the event: 0.5 for the median residual life.</summary>
    /// <param name="age">The age reached, at least 0.</param>
    /// <param name="share">In (0, 1).</param>
    public double ResidualQuantile(double age, double share)
    {
        if (!(share > 0.0 && share < 1.0))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies between 0 and 1; the median is at 0.5.");
        }

        double w = StandardLaw.QuantileOfLog(Distribution, LogSurvival(age) + SpecialFunctions.Log1p(-share));
        return Math.Max(0.0, Math.Exp(Math.Min(Location + (Scale * w), 709.0)) - age);
    }

    /// <summary>Gives the expected time lived within the next <paramref name="horizon"/>, given an age: always finite.</summary>
    /// <param name="age">The age reached, at least 0.</param>
    /// <param name="horizon">The time ahead, at least 0.</param>
    public double RestrictedResidualMean(double age, double horizon)
    {
        Histories.HistoryDoor.Time(horizon);
        double logAtAge = LogSurvival(age);
        double end = age + horizon;

        // Before the earliest age at which anybody leaves, survival is 1 to the last digit.
        double first = Math.Exp(Math.Max(Location - (40.0 * Scale), -700.0));
        double from = Math.Max(age, Math.Min(first, end));
        double sum = from - age;
        double y = Math.Log(from);
        double top = Math.Log(end);
        for (double left = top - y; left > 0.0; left = top - y)
        {
            // No panel wider than one mean of the exponential that has the present hazard.
            double rate = -StandardLaw.LogSurvival(Distribution, (y - Location) / Scale).First / Scale;
            double width = Math.Min(Math.Min(WidestPanel, Scale), 1.0 / Math.Max(rate, 1e-300));
            if (width < 1e-11 * Math.Max(1.0, Math.Abs(y)))
            {
                // Whoever is still there leaves at once, compared with the age: one mean of the present hazard is left.
                sum += Math.Exp(y + LogSurvivalAt(y) - logAtAge) * Math.Min(width, left);
                break;
            }

            width = width >= left ? left : width;
            double part = 0.0;
            for (int i = 0; i < GaussLegendre.Points; i++)
            {
                double at = y + (width * GaussLegendre.Nodes[i]);
                part += GaussLegendre.Weights[i] * Math.Exp(at + LogSurvivalAt(at) - logAtAge);
            }

            sum += width * part;
            y = width == left ? top : y + width;
            if (width * part < 1e-17 * sum && rate * Scale > 1e-3)
            {
                break;
            }
        }

        return Math.Min(sum, horizon);
    }

    private double LogSurvivalAt(double logTime) => StandardLaw.LogSurvival(Distribution, (logTime - Location) / Scale).Value;

    private double LogSurvival(double t)
    {
        Histories.HistoryDoor.Time(t);
        return t == 0.0 ? 0.0 : Math.Max(StandardLaw.LogSurvival(Distribution, W(t)).Value, -double.MaxValue);
    }

    private double W(double t) => (Math.Log(t) - Location) / Scale;
}
