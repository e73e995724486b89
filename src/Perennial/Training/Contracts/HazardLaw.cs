using Perennial.Features.Contracts;
using Perennial.Models.Numerics;

namespace Perennial.Training.Contracts;

/// <summary>A hazard for each cause, high where a renewal comes up and low between: by segment, term and age of the spell.</summary>
/// <remarks>
/// Renewals that come up are a risk set of their own: there the hazard is a logistic regression. Between them a rate for each segment is drawn towards that of all. The chance to have
/// left combines the causes as they compete: who failed to pay can no longer cancel.
/// </remarks>
internal class HazardLaw : ContractLaw
{
    private readonly RenewalHazard _voluntary, _payment;
    private readonly ShrunkRates _voluntaryBetween, _paymentBetween;
    private readonly (IReadOnlyDictionary<string, double> Voluntary, IReadOnlyDictionary<string, double> Payment)[] _between;

    protected HazardLaw(string name, HazardLaw other, IReadOnlyDictionary<string, double> parameters, string explanation)
        : base(name, parameters, explanation)
    {
        _voluntary = other._voluntary;
        _payment = other._payment;
        _voluntaryBetween = other._voluntaryBetween;
        _paymentBetween = other._paymentBetween;
        _between = other._between;
    }

    private HazardLaw(string name, RenewalHazard voluntary, RenewalHazard payment, ShrunkRates voluntaryBetween, ShrunkRates paymentBetween, int draws, Pcg64 random)
        : base(name, Parts(("voluntary", voluntary), ("payment", payment)), $"Voluntary: {voluntary.Explanation} Payment: {payment.Explanation}")
    {
        _voluntary = voluntary;
        _payment = payment;
        _voluntaryBetween = voluntaryBetween;
        _paymentBetween = paymentBetween;
        _between = [.. Enumerable.Range(0, draws).Select(_ => (voluntaryBetween.Draw(random), paymentBetween.Draw(random)))];
    }

    public static HazardLaw Fit(string name, IReadOnlyList<ContractCell> cells, int draws, Pcg64 random)
    {
        ContractCell[] due = [.. cells.Where(c => c.Due)], rest = [.. cells.Where(c => !c.Due)];
        var voluntary = RenewalHazard.Fit(due, c => c.Voluntary, draws, random);
        var payment = RenewalHazard.Fit(due, c => c.Payment, draws, random);
        return new(
            name, voluntary, payment,
            new ShrunkRates(rest.Select(c => (c.Segment, (double)c.Voluntary, (double)c.Months))),
            new ShrunkRates(rest.Select(c => (c.Segment, (double)c.Payment, (double)c.Months))),
            draws,
            random)
        {
            Into = IntoOf(cells),
        };
    }

    public override void Hazards(ContractGroup group, int draw, Span<double> voluntary, Span<double> payment)
    {
        (double v, double p) between = draw < 0
            ? (_voluntaryBetween.Mean(group.Segment), _paymentBetween.Mean(group.Segment))
            : (Of(_between[draw].Voluntary, group.Segment), Of(_between[draw].Payment, group.Segment));
        for (int j = 0; j < voluntary.Length; j++)
        {
            (voluntary[j], payment[j]) = group.IsDue(j)
                ? (Voluntary(group, j, draw), _payment.At(group, j, draw))
                : (Math.Min(between.v, 1), Math.Min(between.p, 1));
            // The month is lived once: who cancels does not also fail to pay.
            payment[j] *= 1 - voluntary[j];
        }
    }

    /// <summary>Gives the chance to leave voluntarily at a renewal.</summary>
    protected virtual double Voluntary(ContractGroup group, int j, int draw) => _voluntary.At(group, j, draw);

    private static double Of(IReadOnlyDictionary<string, double> rates, string segment) => rates.GetValueOrDefault(segment, rates[string.Empty]);

    private static Dictionary<string, double> Parts(params ReadOnlySpan<(string Cause, RenewalHazard Hazard)> parts)
    {
        var all = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string cause, RenewalHazard hazard) in parts)
        {
            foreach ((string name, double value) in hazard.Parameters)
            {
                all[$"{cause}: {name}"] = value;
            }
        }

        return all;
    }
}
