using Perennial.Ingest.Simulated.Companies.Planted;
using Perennial.Models.Numerics;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>The spells of trouble of one customer: when use falls, and when renewals are in danger.</summary>
internal sealed class Spells(PlantedWarning plan, CompanyCalendar calendar)
{
    private const double DaysAMonth = 365.25 / 12;
    private readonly List<int> _falls = [];

    /// <summary>Gives the days on which use falls, in order.</summary>
    public IReadOnlyList<int> Falls => _falls;

    /// <summary>Draws the spells from a day to the end of all that is looked at; those that began before it stay.</summary>
    public void Draw(int from, Pcg64 random)
    {
        int keep = _falls.Count;
        while (keep > 0 && _falls[keep - 1] >= from)
        {
            keep--;
        }

        _falls.RemoveRange(keep, _falls.Count - keep);
        double day = keep == 0 ? from : Math.Max(from, _falls[keep - 1] + plan.Days);
        for (day += Gap(random); day < calendar.Horizon; day += plan.Days + Gap(random))
        {
            _falls.Add((int)day);
        }
    }

    /// <summary>Begins with a customer who has had none.</summary>
    public void Clear() => _falls.Clear();

    /// <summary>Tells whether a renewal on a day is in danger.</summary>
    public bool Warned(int day) => Days(day) >= plan.LeadDays;

    /// <summary>Tells whether use is low on a day.</summary>
    public bool Fallen(int day) => Days(day) >= 0;

    /// <summary>Gives the sum of the calendar's factors over the days of low use from a day to before another.</summary>
    public double Factors(int from, int to)
    {
        double sum = 0;
        foreach (int fall in _falls)
        {
            sum += calendar.Factors(Math.Max(from, fall), Math.Min(to, fall + plan.Days));
        }

        return sum;
    }

    /// <summary>Gives the days of low use from a day to before another.</summary>
    public int Count(int from, int to)
    {
        int days = 0;
        foreach (int fall in _falls)
        {
            days += Math.Max(0, Math.Min(to, fall + plan.Days) - Math.Max(from, fall));
        }

        return days;
    }

    private double Gap(Pcg64 random) => random.NextExponential() / plan.SpellsAMonth * DaysAMonth;

    /// <summary>Gives the days since the fall of the spell that a day is in, or -1.</summary>
    private int Days(int day)
    {
        for (int i = _falls.Count - 1; i >= 0; i--)
        {
            if (_falls[i] <= day)
            {
                return day - _falls[i] < plan.Days ? day - _falls[i] : -1;
            }
        }

        return -1;
    }
}
