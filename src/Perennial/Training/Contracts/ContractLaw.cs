using Perennial.Features.Contracts;

namespace Perennial.Training.Contracts;

/// <summary>A fitted law of leaving: the chances at the ends of months ahead, by cause, at the estimate and at draws of what is not known of it.</summary>
public abstract class ContractLaw(string name, IReadOnlyDictionary<string, double> parameters, string explanation)
{
    /// <summary>Gives the name.</summary>
    public string Name { get; } = name;

    /// <summary>Gives what was estimated.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; } = parameters;

    /// <summary>Gives how the fit ended.</summary>
    public string Explanation { get; } = explanation;

    /// <summary>Gives how far into a month ends fall, in months: of the one cause and of the other.</summary>
    public required (double Voluntary, double Payment) Into { get; init; }

    /// <summary>Fills the chances to leave, for each cause, of those still there at the end of each month ahead.</summary>
    /// <param name="group">Who.</param>
    /// <param name="draw">Which draw, from 0; -1 for the estimate.</param>
    /// <param name="voluntary">One chance a month.</param>
    /// <param name="payment">One chance a month.</param>
    public abstract void Hazards(ContractGroup group, int draw, Span<double> voluntary, Span<double> payment);

    /// <summary>Gives how far into their months ends fall.</summary>
    internal static (double Voluntary, double Payment) IntoOf(IReadOnlyList<ContractCell> cells)
    {
        long voluntary = cells.Sum(c => c.Voluntary), payment = cells.Sum(c => c.Payment);
        return (voluntary > 0 ? cells.Sum(c => c.VoluntaryInto) / voluntary : 0, payment > 0 ? cells.Sum(c => c.PaymentInto) / payment : 0);
    }
}

/// <summary>Months ahead are all alike: a rate for each segment, or one for all.</summary>
internal sealed class ConstantLaw : ContractLaw
{
    private readonly ShrunkRates? _rates;
    private readonly (double Events, double Months) _all;
    private readonly double _voluntaryShare;
    private readonly IReadOnlyDictionary<string, double>[] _draws;

    private ConstantLaw(string name, ShrunkRates? rates, (double Events, double Months) all, double voluntaryShare, IReadOnlyDictionary<string, double>[] draws, IReadOnlyDictionary<string, double> parameters)
        : base(name, parameters, "Counted, not fitted.")
    {
        _rates = rates;
        _all = all;
        _voluntaryShare = voluntaryShare;
        _draws = draws;
    }

    /// <summary>Takes the rate of the last twelve months, of everybody.</summary>
    public static ConstantLaw OfLastYear(string name, IReadOnlyList<ContractCell> cells, int draws, Models.Numerics.Pcg64 random)
    {
        (double events, double months) = (cells.Sum(c => c.LeftOfYear), cells.Sum(c => c.MonthsOfYear));
        var rates = new ShrunkRates([(string.Empty, events, months)]);
        return new(name, null, (events, months), Share(cells), [.. Enumerable.Range(0, draws).Select(_ => rates.Draw(random))], new Dictionary<string, double>(StringComparer.Ordinal) { ["monthly churn"] = months > 0 ? events / months : 0 })
        {
            Into = IntoOf(cells),
        };
    }

    /// <summary>Takes the rate of all months, of everybody.</summary>
    /// <remarks>
    /// Draws are those of the posterior under Jeffreys' prior for a Poisson rate, a gamma of shape events + 1/2: nobody having left yet does not mean that nobody ever will. The estimate is
    /// their mean.
    /// </remarks>
    public static ConstantLaw OfAll(string name, IReadOnlyList<ContractCell> cells, int draws, Models.Numerics.Pcg64 random)
    {
        (double events, double months) = (cells.Sum(c => c.Voluntary + c.Payment) + 0.5, cells.Sum(c => c.Months));
        var rates = new ShrunkRates([(string.Empty, events, months)]);
        return new(name, null, (events, months), Share(cells), [.. Enumerable.Range(0, draws).Select(_ => rates.Draw(random))], new Dictionary<string, double>(StringComparer.Ordinal) { ["monthly churn"] = events / months })
        {
            Into = IntoOf(cells),
        };
    }

    /// <summary>Takes one rate for each segment, over all months.</summary>
    public static ConstantLaw OfSegments(string name, IReadOnlyList<ContractCell> cells, int draws, Models.Numerics.Pcg64 random)
    {
        var rates = new ShrunkRates(cells.Select(c => (c.Segment, (double)(c.Voluntary + c.Payment), (double)c.Months)));
        return new(
            name, rates, default, Share(cells), [.. Enumerable.Range(0, draws).Select(_ => rates.Draw(random))],
            cells.Select(c => c.Segment).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToDictionary(s => $"monthly churn {s}".TrimEnd(), rates.Mean, StringComparer.Ordinal))
        {
            Into = IntoOf(cells),
        };
    }

    public override void Hazards(ContractGroup group, int draw, Span<double> voluntary, Span<double> payment)
    {
        double rate = draw >= 0
            ? _draws[draw].GetValueOrDefault(group.Segment, _draws[draw][string.Empty])
            : _rates?.Mean(group.Segment) ?? (_all.Months > 0 ? _all.Events / _all.Months : 0);
        rate = Math.Min(rate, 1);
        voluntary.Fill(rate * _voluntaryShare);
        payment.Fill(rate * (1 - _voluntaryShare));
    }

    private static double Share(IReadOnlyList<ContractCell> cells)
    {
        double voluntary = cells.Sum(c => c.Voluntary), all = voluntary + cells.Sum(c => c.Payment);
        return all > 0 ? voluntary / all : 1;
    }
}
