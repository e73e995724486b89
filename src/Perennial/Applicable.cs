using Perennial.Ledger;
using Perennial.Portfolio;
using Perennial.Portfolio.Acquiring;
using Perennial.Portfolio.Plausibility;

namespace Perennial;

/// <summary>Whether a lifetime value is the right figure for the customers of a run.</summary>
internal static class Applicable
{
    /// <summary>Applies the rules to what was found.</summary>
    public static IReadOnlyList<ApplicabilityRule> Of(Facts facts, RecurringFacts? recurring, MarginAccount? margin, AcquisitionFacts? acquisition, double? stated)
    {
        RecurringCohort[] cohorts = [.. recurring?.Cohorts ?? []];
        bool subscribers = cohorts.Length > 0;
        double? then = subscribers ? Share(cohorts, Applicability.Months) : Bought(facts, Applicability.Months), next = subscribers ? Share(cohorts, 1) : facts.Buyers > 0 ? facts.RepeatRate : null;
        return Applicability.Of(new()
        {
            Subscribers = subscribers,
            Stays = then,
            Gone = 1 - next,
            Margin = margin is { KnowsCost: true } ? margin.MarginShare : stated,
            ChannelCosts = [.. acquisition?.Channels.Select(channel => channel.Cac).OfType<double>() ?? []],
            Repeats = next ?? 0,
        });
    }

    // Of customers whose cohort has lived through an age, those who pay at it.
    private static double? Share(RecurringCohort[] cohorts, int age)
    {
        RecurringCohort[] old = [.. cohorts.Where(cohort => cohort.Cells.Any(cell => cell.Age == age))];
        long customers = old.Sum(cohort => cohort.Customers);
        return customers == 0 ? null : (double)old.Sum(cohort => cohort.Cells.First(cell => cell.Age == age).Paying) / customers;
    }

    private static double? Bought(Facts facts, int age) => facts.Retention.FirstOrDefault(point => point.AgeMonths == age)?.Share;
}
