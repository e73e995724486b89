using Perennial.Ingest.Simulated.Companies.Planted;
using Perennial.Models.Numerics;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>What an account does with the product: by day where a table is written, in one draw a month where only the sum counts. Sums of Poisson counts are Poisson, so both are the same story.</summary>
internal sealed class AccountUse(Account account)
{
    private const double UsersOfSeats = 0.7;
    private const double MinutesAUnit = 2.5;
    private const double ErrorsAUnit = 0.004;
    private readonly CompanyCalendar _calendar = account.Calendar;
    private readonly PlantedUsage _plan = account.Plan.Usage;
    private readonly int _fallen = IndexOf(account.Plan.Usage, account.Plan.Warning.Feature);
    private readonly int _script = IndexOf(account.Plan.Usage, account.Plan.Gaming.Feature);

    /// <summary>Gives the expected units of a feature in days of one month of life.</summary>
    public double Expected(in LifeMonth month, int feature, int from, int to)
    {
        from = Math.Max(from, account.Adopted[feature]);
        if (month.Paused || from >= to)
        {
            return 0;
        }

        double factors = _calendar.Factors(from, to);
        if (feature == _fallen)
        {
            factors -= (1 - account.Plan.Warning.FallsTo) * account.Spells.Factors(from, to);
        }

        return (Rate(month, feature) * factors) + (Scripted(feature) ? (to - from) * account.Plan.Gaming.UnitsADay : 0);
    }

    /// <summary>Draws the units of a feature in days of one month of life.</summary>
    public long Draw(in LifeMonth month, int feature, int from, int to, Pcg64 random) => random.NextPoisson(Expected(month, feature, from, to));

    /// <summary>Draws and writes the days of a month of life before the end; gives the units of a feature.</summary>
    public void Write(in LifeMonth month, int from, int to, LogWriter rows, Pcg64 random, long[] units)
    {
        Array.Clear(units);
        if (month.Paused)
        {
            return;
        }

        IReadOnlyList<PlantedFeature> features = _plan.Features;
        for (int day = from; day < to; day++)
        {
            double factor = _calendar.Factor(day);
            for (int f = 0; f < features.Count; f++)
            {
                int adopted = account.Adopted[f];
                if (day < adopted)
                {
                    continue;
                }

                double fall = f == _fallen && account.Spells.Fallen(day) ? account.Plan.Warning.FallsTo : 1;
                long people = random.NextPoisson(Rate(month, f) * factor * fall);
                people += day == adopted && people == 0 && features[f].Early < 1 ? 1 : 0;
                long quantity = people + (Scripted(f) ? random.NextPoisson(account.Plan.Gaming.UnitsADay) : 0);
                if (quantity == 0)
                {
                    continue;
                }

                units[f] += quantity;
                long users = people == 0 ? 1 : Math.Clamp((long)Math.Round(month.Seats * UsersOfSeats * factor * fall), 1, Math.Min(people, month.Seats));
                rows.Customer(account.Number).Next().Day(day).Next().Text(features[f].Name).Next().Whole(quantity).Next().Whole(users).Next().Whole((long)Math.Round(people * MinutesAUnit)).Next().Whole(random.NextPoisson(people * ErrorsAUnit)).End();
            }
        }
    }

    private static int IndexOf(PlantedUsage plan, string feature) => plan.Features.Select((f, i) => (f.Name, i)).First(f => f.Name == feature).i;

    private bool Scripted(int feature) => feature == _script && account.Gaming;

    private double Rate(in LifeMonth month, int feature) => Scripted(feature) ? 0 : month.Seats * _plan.Features[feature].Units * account.Intensity;
}
