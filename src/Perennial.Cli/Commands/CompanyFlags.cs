using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Perennial.Cli.Options;
using Perennial.Ingest.Simulated.Companies;
using Perennial.Kernel;

namespace Perennial.Cli.Commands;

/// <summary>The flags that ask for a whole company with all its tables, rather than for a log of transactions.</summary>
internal sealed class CompanyFlags
{
    private static readonly SimulatedCompanyOptions Defaults = new();
    private static readonly string[] OfLogsOnly = ["rows", "model", "r", "alpha", "a", "b", "s", "beta", "spend", "weeks"];
    private readonly Option<string> _company = new("--company") { Description = $"A whole company instead of a log: {string.Join(", ", SimulatedCompanyOptions.Kinds)}.", HelpName = "KIND" };
    private readonly Option<string> _months = new("--months") { Description = $"Months of a company from the first day to the last. Default: {Defaults.Months.ToString(CultureInfo.InvariantCulture)}.", HelpName = "N" };
    private readonly Option<bool> _dirty = new("--dirty") { Description = "Put known defects into a company's tables, counted in truth.json." };

    public CompanyFlags(Command command)
    {
        _company.CompletionSources.Add([.. SimulatedCompanyOptions.Kinds]);
        command.Add(_company);
        command.Add(_months);
        command.Add(_dirty);
    }

    /// <summary>Tells whether a whole company is asked for.</summary>
    public bool Asked(ParseResult parsed) => parsed.GetResult(_company) is { Implicit: false };

    /// <summary>Gives everything wrong with what was said.</summary>
    public IReadOnlyList<string> Faults(ParseResult parsed)
    {
        var faults = new List<string>();
        if (!Asked(parsed))
        {
            return [.. new Option[] { _months, _dirty }.Where(o => parsed.GetResult(o) is { Implicit: false }).Select(o => $"{o.Name} belongs to a company. Add --company {string.Join("|", SimulatedCompanyOptions.Kinds)}, or leave it out.")];
        }

        faults.AddRange(OfLogsOnly.Where(name => Given(parsed, name) is not null).Select(name => $"--{name} belongs to a log of transactions, not to a company. Leave it out, or leave out --company."));
        SimulatedCompanyOptions options = Read(parsed, faults);
        return faults.Count > 0 ? faults : [.. options.Faults()];
    }

    /// <summary>Gives the company that was asked for.</summary>
    /// <param name="parsed">What was said.</param>
    /// <param name="customers">How many customers a company of a kind has where nothing was said; without it as many as is usual.</param>
    public SimulatedCompanyOptions Options(ParseResult parsed, Func<string, int>? customers = null)
    {
        SimulatedCompanyOptions options = Read(parsed, []);
        return (customers is null || Given(parsed, "customers") is not null ? options : options with { Customers = customers(options.Kind) }).Require();
    }

    private static string? Given(ParseResult parsed, string name) =>
        parsed.GetResult($"--{name}") is OptionResult { Implicit: false, Tokens: [{ Value: { } text }] } ? text : null;

    private SimulatedCompanyOptions Read(ParseResult parsed, List<string> faults)
    {
        T Take<T>(string name, T otherwise, Func<string, T> read)
        {
            if (Given(parsed, name) is not { } text)
            {
                return otherwise;
            }

            try
            {
                return read(text);
            }
            catch (PerennialException e)
            {
                faults.Add(e.Message);
                return otherwise;
            }
        }

        string kind = Take("company", Defaults.Kind, v => Texts.OneOf("company", v, [.. SimulatedCompanyOptions.Kinds]));
        return new()
        {
            Kind = kind,
            Customers = Take("customers", SimulatedCompanyOptions.UsualCustomers(kind), v => Texts.Count("customers", v, 1, 10_000_000)),
            Months = Take("months", Defaults.Months, v => Texts.Count("months", v, 12, 240)),
            Start = Take("start", Defaults.Start, v => Texts.Date("start", v)),
            Seed = Take("seed", Defaults.Seed, Texts.Seed),
            Dirty = parsed.GetValue(_dirty),
        };
    }
}
