using Perennial.Kernel;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>Simulates a whole company: the tables that it could bring, and beside them the truth that none of them says.</summary>
/// <remarks>
/// Each customer's processes draw from streams of their own: the same options give the same bytes, and one customer's life does not depend on how many others
/// there are (in a shop, beside the customer who brought them).
/// </remarks>
public static class SimulatedCompany
{
    /// <summary>Writes the tables, one file each, named as in the contract of company tables; files of truth begin with truth_.</summary>
    /// <param name="options">Which company.</param>
    /// <param name="open">Opens a file by name for writing; it is closed here.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellation">Asks to stop.</param>
    /// <returns>What was planted, and what is true of all together.</returns>
    /// <exception cref="PerennialException">The options are impossible.</exception>
    public static SimulatedCompanyTruth Write(SimulatedCompanyOptions options, Func<string, Stream> open, IRunLog progress, CancellationToken cancellation)
    {
        options.Require();
        var defects = new Defects(options.Seed);
        SimulatedCompanyTruth truth;
        using (var tables = new CompanyTables(name => options.Dirty ? defects.Into(name, open(name)) : open(name), options.Start))
        {
            truth = options.Kind == "shop" ? new ShopCompany(options, tables).Write(progress, cancellation) : new AccountCompany(options, tables).Write(progress, cancellation);
        }

        return options.Dirty ? truth with { Defects = defects.Counts() } : truth;
    }
}
