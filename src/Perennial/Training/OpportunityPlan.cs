using System.Globalization;
using Perennial.Features;
using Perennial.Kernel;
using Perennial.Models;

namespace Perennial.Training;

/// <summary>Whether models of buying at opportunities are tried, what an opportunity then is, and why.</summary>
/// <param name="Period">How often customers can buy; null where no such model is tried.</param>
/// <param name="Why">The reason, in a sentence or two.</param>
public sealed record OpportunityPlan(OpportunityPeriod? Period, string Why)
{
    /// <summary>Beyond this share of stated opportunities with several purchase days, counting each once would lose too many.</summary>
    private const double MostSeveralStated = 0.05;

    /// <summary>Decides, on what was known by a day.</summary>
    /// <param name="options">The model asked for, or auto, and the opportunity stated, if any.</param>
    /// <param name="opportunities">What the data say; asked only where it decides.</param>
    /// <param name="known">The last day known, before the hidden months.</param>
    /// <exception cref="PerennialException">Customers buy several times at the opportunities stated.</exception>
    public static OpportunityPlan Of(TrainingOptions options, Func<Opportunities> opportunities, DateOnly known)
    {
        bool asked = TransactionModels.Find(options.Model)?.Needs == ModelNeeds.Opportunities;
        if (!asked && options.Model != Candidates.Auto)
        {
            return new(null, $"Not tried, because {options.Model} was asked for; auto tries it where purchases keep to opportunities.");
        }

        string why = asked ? "It was asked for." : "Opportunities were stated.";
        if (options.Opportunity is { } stated)
        {
            double several = opportunities().Several(known, stated);
            return several <= MostSeveralStated
                ? new(stated, $"{why} An opportunity is {stated.Words}, as stated.")
                : throw new PerennialException("options/invalid", Fault.Usage, string.Create(
                    CultureInfo.InvariantCulture,
                    $"--opportunity {stated}: at {100 * several:0.0} % of the opportunities with a purchase, customers bought on several days, and a model of opportunities counts one. At most {100 * MostSeveralStated:0} % may. State a shorter one, or leave it to auto."));
        }

        OpportunityEvidence evidence = opportunities().Evidence(known);
        if (evidence.IsDiscrete)
        {
            return new(evidence.Period, $"{(asked ? why : "Purchases keep to opportunities.")} An opportunity is {evidence.Period.Words}: {evidence.Words}.");
        }

        if (!asked)
        {
            return new(null, $"Purchases do not keep to opportunities: {evidence.Words}. Ask for it with --model bg-bb.");
        }

        // A day always holds one purchase day at most.
        OpportunityPeriod unit = options.Unit == TimeUnit.Day ? OpportunityPeriod.Day : OpportunityPeriod.Week;
        double severalInUnit = unit == OpportunityPeriod.Day ? 0 : opportunities().Several(known, unit);
        return severalInUnit <= OpportunityEvidence.MostSeveral
            ? new(unit, $"{why} Purchases keep to no dates ({evidence.Words}), so an opportunity is {unit.Words}, the time unit.")
            : new(OpportunityPeriod.Day, string.Create(
                CultureInfo.InvariantCulture, $"{why} Purchases keep to no dates ({evidence.Words}), and customers bought on several days of {100 * severalInUnit:0.0} % of the weeks with a purchase, so an opportunity is a day."));
    }
}
