using Perennial.Models.Numerics;

namespace Perennial.Training.Contracts;

/// <summary>Rates of several groups, each drawn towards that of all: gamma rates, Poisson counts, the spread between groups by the method of moments.</summary>
/// <remarks>
/// A group's rate is (a + events) / (b + exposure) with a / b the rate of all and a / b² the spread between groups. Where groups differ by no more than chance they share one rate. A
/// thing that never happened has rate 0.
/// </remarks>
public sealed class ShrunkRates
{
    private readonly Dictionary<string, (double Shape, double Exposure)> _groups = new(StringComparer.Ordinal);
    private readonly (double Shape, double Exposure) _all;

    /// <summary>Shrinks.</summary>
    /// <param name="counts">Groups with their events and exposure; groups of one name are added up.</param>
    public ShrunkRates(IEnumerable<(string Group, double Events, double Exposure)> counts)
    {
        (string Group, double Events, double Exposure)[] groups =
        [
            .. counts.GroupBy(c => c.Group, StringComparer.Ordinal).Select(g => (Group: g.Key, Events: g.Sum(c => c.Events), Exposure: g.Sum(c => c.Exposure)))
                .Where(g => g.Exposure > 0).OrderBy(g => g.Group, StringComparer.Ordinal),
        ];
        double events = groups.Sum(g => g.Events), exposure = groups.Sum(g => g.Exposure), rate = exposure > 0 ? events / exposure : 0;
        _all = (events, exposure);
        double spread = groups.Sum(g => g.Exposure * Math.Pow((g.Events / g.Exposure) - rate, 2)) - ((groups.Length - 1) * rate);
        double between = groups.Length > 1 ? spread / (exposure - (groups.Sum(g => g.Exposure * g.Exposure) / exposure)) : 0;
        foreach ((string group, double own, double months) in groups)
        {
            _groups[group] = between > 0 && rate > 0 ? ((rate * rate / between) + own, (rate / between) + months) : _all;
        }
    }

    /// <summary>Gives the mean rate of a group; that of all where it was never seen.</summary>
    public double Mean(string group)
    {
        (double shape, double exposure) = _groups.GetValueOrDefault(group, _all);
        return exposure > 0 ? shape / exposure : 0;
    }

    /// <summary>Draws rates for all groups at once: groups that share one rate share the draw.</summary>
    public IReadOnlyDictionary<string, double> Draw(Pcg64 random)
    {
        double shared = One(_all, random);
        var draw = new Dictionary<string, double>(StringComparer.Ordinal) { [string.Empty] = shared };
        foreach ((string group, (double Shape, double Exposure) rate) in _groups)
        {
            draw[group] = rate == _all ? shared : One(rate, random);
        }

        return draw;
    }

    private static double One((double Shape, double Exposure) rate, Pcg64 random) => rate.Shape > 0 ? random.NextGamma(rate.Shape) / rate.Exposure : 0;
}
