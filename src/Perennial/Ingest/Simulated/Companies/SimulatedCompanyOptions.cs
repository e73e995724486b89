using Perennial.Ingest.Simulated.Companies.Planted;
using Perennial.Kernel;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>Which company is simulated, how large and how long.</summary>
public sealed record SimulatedCompanyOptions
{
    /// <summary>Gives the kind of company: saas (subscriptions with seats), usage (metered, without contracts) or shop (orders).</summary>
    /// <value>Default: saas.</value>
    public string Kind { get; init; } = "saas";

    /// <summary>Gives the number of customers.</summary>
    /// <value>Default: 600.</value>
    public int Customers { get; init; } = 600;

    /// <summary>Gives the months from the first day to the last.</summary>
    /// <value>Default: 36.</value>
    public int Months { get; init; } = 36;

    /// <summary>Gives the first day; a month of the company begins on this day of the month.</summary>
    /// <value>Default: 2023-01-01.</value>
    public DateOnly Start { get; init; } = new(2023, 1, 1);

    /// <summary>Gives the seed.</summary>
    /// <value>Default: 1.</value>
    public ulong Seed { get; init; } = 1;

    /// <summary>Tells whether known defects are put into the written tables.</summary>
    /// <value>Default: false.</value>
    public bool Dirty { get; init; }

    /// <summary>Gives the kinds of companies.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["saas", "shop", "usage"];

    /// <summary>Gives the number of customers that makes a report worth showing in seconds.</summary>
    public static int UsualCustomers(string kind) => kind == "shop" ? 3000 : 600;

    /// <summary>Gives everything that is wrong, each in a sentence; empty where nothing is.</summary>
    public IEnumerable<string> Faults()
    {
        if (!Kinds.Contains(Kind, StringComparer.Ordinal))
        {
            yield return $"The company '{Kind}' cannot be simulated. Allowed are {string.Join(", ", Kinds)}.";
        }

        if (Customers is < 1 or > 10_000_000)
        {
            yield return $"{Customers} customers cannot be simulated. Allowed are 1 to 10 million.";
        }

        if (Months is < 12 or > 240)
        {
            yield return $"{Months} months cannot be simulated. Allowed are 12 to 240: fewer show no yearly renewal.";
        }

        if (Start.Day > 28 || Start.Year is < 1900 or > 2200)
        {
            yield return $"The company cannot begin on {Start:yyyy-MM-dd}. Allowed are the days 1 to 28 of a month, in the years 1900 to 2200.";
        }
    }

    /// <summary>Gives these options, or refuses with every fault.</summary>
    /// <exception cref="PerennialException">The options are impossible.</exception>
    public SimulatedCompanyOptions Require()
    {
        string[] faults = Faults().ToArray();
        return faults.Length == 0 ? this : throw new PerennialException("simulate/impossible", Fault.Usage, string.Join(Environment.NewLine, faults));
    }

    /// <summary>Gives what is planted in the accounts of this company.</summary>
    internal AccountPlan AccountPlan() => Kind == "usage" ? UsagePlan.Of(Months) : SaasPlan.Of(Months);
}
