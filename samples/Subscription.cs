using Perennial.Models;
using Perennial.Models.BetaDiscreteWeibull;
using Perennial.Models.Contracts;
using Perennial.Models.ShiftedBetaGeometric;

namespace Perennial.Samples;

/// <summary>A subscription business: from a retention table to survival in later years, and to what a subscriber is still worth.</summary>
internal static class Subscription
{
    public static void Main()
    {
        // Published: how many of 1,000 customers are still there after 0, 1, 2, … years (Fader and Hardie 2007, the "regular" customers).
        double[] table = [1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173];
        const int Seen = 7;

        // Fitted on seven renewals; the five years after them are hidden.
        FitReport<ShiftedBetaGeometricModel> fit = ShiftedBetaGeometricFitter.Fit(ContractHistories.FromSurvivors(table[..(Seen + 1)]));
        FitReport<BetaDiscreteWeibullModel> weibull = BetaDiscreteWeibullFitter.Fit(ContractHistories.FromSurvivors(table[..(Seen + 1)]));
        foreach (ParameterEstimate parameter in fit.Parameters)
        {
            Console.WriteLine($"{parameter.Name,-6}{parameter.Value,7:F4}  standard error {parameter.StandardError:F4}");
        }

        // The usual way: one churn rate for all and for ever, from the renewals seen.
        double churn = (table[0] - table[Seen]) / table[..Seen].Sum();
        ContractLifetime law = fit.Model.Base, bent = weibull.Model.Base;
        Console.WriteLine($"one churn rate for all would be {churn:P1}");
        Console.WriteLine("year   still there   one rate   sBG    BdW");
        for (int year = Seen + 1; year < table.Length; year++)
        {
            Console.WriteLine($"{year,4}{table[year] / 10,13:F1}%{100 * Math.Pow(1 - churn, year),10:F1}%{100 * law.Survival(year),6:F1}%{100 * bent.Survival(year),6:F1}%");
        }

        // Retention rises with age although nobody changes: those likely to leave have left.
        Console.WriteLine($"retention: first renewal {law.RetentionRate(1):P1}, fifth {law.RetentionRate(5):P1}, tenth {law.RetentionRate(10):P1}");

        // Value in payments at 10 % a year. A new customer's first payment is included; the others stand before their next renewal.
        PeriodicRate rate = PeriodicRate.PerOpportunity(0.10);
        Console.WriteLine($"a new customer is worth {law.Del(rate):F2} payments, by one rate for all {1 / (1 - ((1 - churn) / 1.1)):F2}");
        foreach (int renewals in (int[])[0, 1, 4])
        {
            double value = law.Derl(renewals, rate, RenewalStandpoint.BeforeNextRenewal);
            Console.WriteLine($"after {renewals} renewals the rest is worth {value:F2} payments; half of such customers leave within {law.ResidualLifetimeQuantile(renewals, 0.5)} periods");
        }

        // Without discount the expected lifetime is infinite where alpha is at most 1: so it is asked over a horizon.
        Console.WriteLine($"finite expected lifetime: {(law.HasExpectedLifetime ? "yes" : "no")}; in the next ten years a new customer stays {law.ExpectedRemainingPeriods(0, 10):F2} more periods");
    }
}
