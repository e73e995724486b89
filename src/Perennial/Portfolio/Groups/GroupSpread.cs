using Perennial.Scoring;
using Perennial.Valuation;

namespace Perennial.Portfolio.Groups;

/// <summary>How far the sum of some customers' values may lie from its mean: each one's own chance, and what all have in common.</summary>
/// <remarks>
/// Own variances are those of the customers' predictive quantiles. The common part is proportional to value and as large as makes the interval of all customers together that of their
/// joint simulation; where the own parts alone are wider, they shrink to it. Ends are those of a normal law, and not below 0 where the sum is above.
/// </remarks>
internal sealed class GroupSpread
{
    private const double Z90 = 1.2815515655446004;
    private readonly ScoreTable _scores;
    private readonly double _own, _common;

    private GroupSpread(ScoreTable scores, double own, double common) => (_scores, _own, _common) = (scores, own, common);

    /// <summary>Finds it; null where the total has no interval.</summary>
    public static GroupSpread? Of(ScoreTable scores, EquityRecord? all)
    {
        if (all is null)
        {
            return null;
        }

        (double own, double mean) = (0, 0);
        for (int i = 0; i < scores.Count; i++)
        {
            own += Variance(scores, i);
            mean += double.IsFinite(scores.Clv[i]) ? scores.Clv[i] : 0;
        }

        double whole = Math.Pow((all.P90 - all.P10) / (2 * Z90), 2);
        return own >= whole ? new(scores, own > 0 ? whole / own : 0, 0) : new(scores, 1, mean == 0 ? 0 : (whole - own) / (mean * mean));
    }

    /// <summary>Gives the variance of a customer's own chance.</summary>
    /// <param name="row">The customer's row in the scores.</param>
    public double Own(int row) => _own * Variance(_scores, row);

    /// <summary>Gives the 10 % and 90 % ends of a sum.</summary>
    /// <param name="mean">Its mean.</param>
    /// <param name="own">Its customers' own variances, added up.</param>
    public (double Low, double High) Ends(double mean, double own)
    {
        double half = Z90 * Math.Sqrt(own + (_common * mean * mean));
        return (mean >= 0 ? Math.Max(0, mean - half) : mean - half, mean + half);
    }

    // Of quantiles joined by straight lines: within a stretch values are spread evenly.
    private static double Variance(ScoreTable s, int i)
    {
        if (!double.IsFinite(s.Clv[i]) || !double.IsFinite(s.ClvP50[i]))
        {
            return 0;
        }

        (double first, double second) = (0, 0);
        Stretch(0.025, s.ClvP025[i], s.ClvP025[i]);
        Stretch(0.075, s.ClvP025[i], s.ClvP10[i]);
        Stretch(0.4, s.ClvP10[i], s.ClvP50[i]);
        Stretch(0.4, s.ClvP50[i], s.ClvP90[i]);
        Stretch(0.075, s.ClvP90[i], s.ClvP975[i]);
        Stretch(0.025, s.ClvP975[i], (2 * s.ClvP975[i]) - s.ClvP90[i]);
        return Math.Max(0, second - (first * first));

        void Stretch(double width, double a, double b)
        {
            first += width * (a + b) / 2;
            second += width * ((a * a) + (a * b) + (b * b)) / 3;
        }
    }
}
