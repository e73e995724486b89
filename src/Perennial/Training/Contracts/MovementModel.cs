using Perennial.Features.Contracts;
using Perennial.Models.Numerics;

namespace Perennial.Training.Contracts;

/// <summary>How what an account pays moves while it stays: how often it expands, contracts and pauses, by how much, and how those who paused or left come back.</summary>
/// <remarks>
/// Chances a month by segment, contractions at a renewal apart from those between, and apart for terms of more than a month; each drawn towards the whole company. A move multiplies by
/// a factor seen before from about the same level, of the segment or of the company, the more of the segment the more it has shown. Rises of price are not extrapolated: they are the
/// company's decision.
/// </remarks>
public sealed class MovementModel
{
    // So many moves of a segment weigh as much as what the whole company shows.
    private const double OwnSizes = 20;

    private readonly ShrunkRates _expansion, _contractionDue, _contractionBetween, _pause;
    private readonly Dictionary<(string Segment, bool Expands), MoveSizes> _own = [];
    private readonly MoveSizes _up, _down, _none = new([]);
    private readonly (double Back, double Months) _paused, _churned;

    /// <summary>Learns from what was known on a day.</summary>
    public MovementModel(IReadOnlyList<ContractCell> cells, IReadOnlyList<ContractMove> sizes, IReadOnlyList<ContractReturn> returns)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(sizes);
        ArgumentNullException.ThrowIfNull(returns);
        ContractCell[] paying = [.. cells.Where(c => !c.Paused && c.Age > 0)];
        _expansion = new ShrunkRates(paying.Select(c => (c.Segment, (double)c.Expansions, (double)c.Months)));
        _contractionDue = new ShrunkRates(paying.Where(c => c.Due).Select(c => (Key(c.Segment, c.Term), (double)c.Contractions, (double)c.Months)));
        _contractionBetween = new ShrunkRates(paying.Where(c => !c.Due).Select(c => (c.Segment, (double)c.Contractions, (double)c.Months)));
        _pause = new ShrunkRates(paying.Select(c => (Key(c.Segment, c.Term), (double)c.Pauses, (double)c.Months)));
        foreach (var group in sizes.GroupBy(s => (s.Segment, s.Expands)))
        {
            _own[group.Key] = new MoveSizes(group);
        }

        _up = new MoveSizes(sizes.Where(s => s.Expands));
        _down = new MoveSizes(sizes.Where(s => !s.Expands));
        _paused = Of(returns, ContractState.Paused);
        _churned = Of(returns, ContractState.Churned);
    }

    /// <summary>Gives the mean chances a month of a segment and term, for the record.</summary>
    public (double Expansion, double ContractionAtRenewal, double ContractionBetween, double Pause) Mean(string segment, int term) =>
        (_expansion.Mean(segment), _contractionDue.Mean(Key(segment, term)), _contractionBetween.Mean(segment), _pause.Mean(Key(segment, term)));

    /// <summary>Gives what moves leave of what was paid before them, of the segment drawn towards the company; 1 where nothing moved.</summary>
    public double MeanFactor(string segment, bool expands)
    {
        MoveSizes own = Own(segment, expands), all = expands ? _up : _down;
        double weight = own.Count / (own.Count + OwnSizes);
        return (weight * own.MeanFactor) + ((1 - weight) * all.MeanFactor);
    }

    /// <summary>Gives the share of those who left that come back in a month.</summary>
    public double ReturnOfChurned => _churned.Months > 0 ? _churned.Back / _churned.Months : 0;

    /// <summary>Gives the share of those who pause that come back in a month.</summary>
    public double ReturnOfPaused => _paused.Months > 0 ? _paused.Back / _paused.Months : 0;

    internal MovementDraw Draw(Pcg64 random) => new(
        _expansion.Draw(random), _contractionDue.Draw(random), _contractionBetween.Draw(random), _pause.Draw(random), Rate(_paused, random), Rate(_churned, random));

    internal static string Key(string segment, int term) => term > 1 ? segment + " in terms" : segment;

    /// <summary>Draws the factor of a move of an account of a segment that pays so much a month.</summary>
    internal double Factor(MoveSizes own, bool expands, double level, Pcg64 random)
    {
        MoveSizes from = random.NextDouble() * (own.Count + OwnSizes) < own.Count ? own : expands ? _up : _down;
        return from.Factor(level, random);
    }

    internal MoveSizes Own(string segment, bool expands) => _own.GetValueOrDefault((segment, expands), _none);

    private static (double Back, double Months) Of(IReadOnlyList<ContractReturn> returns, ContractState state) =>
        returns.FirstOrDefault(r => r.State == state) is { Months: > 0 } found ? (found.Back, found.Months) : (0, 0);

    private static double Rate((double Back, double Months) rate, Pcg64 random) => rate.Back > 0 ? random.NextGamma(rate.Back) / rate.Months : 0;
}

/// <summary>One draw of all rates.</summary>
internal sealed record MovementDraw(
    IReadOnlyDictionary<string, double> Expansion, IReadOnlyDictionary<string, double> ContractionDue, IReadOnlyDictionary<string, double> ContractionBetween,
    IReadOnlyDictionary<string, double> Pause, double BackFromPause, double BackFromChurn)
{
    public (double Expansion, double ContractionDue, double ContractionBetween, double Pause) For(string segment, int term)
    {
        string key = MovementModel.Key(segment, term);
        return (Of(Expansion, segment), Of(ContractionDue, key), Of(ContractionBetween, segment), Of(Pause, key));
    }

    private static double Of(IReadOnlyDictionary<string, double> rates, string key) => Math.Min(rates.GetValueOrDefault(key, rates[string.Empty]), 0.999);
}
