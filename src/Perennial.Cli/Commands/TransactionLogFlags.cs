using System.CommandLine;
using System.Globalization;
using Perennial.Cli.Options;
using Perennial.Ingest.Simulated;
using Perennial.Kernel;

namespace Perennial.Cli.Commands;

/// <summary>The flags that say who the customers of a simulated log are.</summary>
internal sealed class TransactionLogFlags
{
    private static readonly TransactionLogOptions Defaults = new();
    private static readonly double[] LeavingAtPurchases = [0.75, 9, 0.9, 2.5];
    private readonly Dictionary<string, Option<string>> _flags = new(StringComparer.Ordinal);

    public TransactionLogFlags(Command command)
    {
        Flag(command, "customers", "N", $"Number of customers. Default: {Defaults.Customers.ToString(CultureInfo.InvariantCulture)}.");
        Flag(command, "model", "NAME", $"How purchases and drop-out come about: {string.Join(", ", TransactionLogOptions.Models)}. Default: {Defaults.Model}.").CompletionSources.Add([.. TransactionLogOptions.Models]);
        foreach ((string name, string meaning) in new[] { ("r", "shape of the purchase rates"), ("alpha", "rate of the purchase rates, weeks"), ("a", "first shape of the drop-out chances (bg-nbd, mbg-nbd)"), ("b", "second shape of the drop-out chances (bg-nbd, mbg-nbd)"), ("s", "shape of the drop-out rates (pareto-nbd)"), ("beta", "rate of the drop-out rates, weeks (pareto-nbd)") })
        {
            string fallback = string.Join(", ", new[] { ("pareto-nbd", "pareto-nbd", Defaults.Parameters), ("bg-nbd", "bg-nbd, mbg-nbd", LeavingAtPurchases) }
                .Select(m => (Index: Array.IndexOf(Names(m.Item1), name), Models: m.Item2, Values: m.Item3))
                .Where(m => m.Index >= 0)
                .Select(m => $"{Texts.Number(m.Values[m.Index])} ({m.Models})"));
            Flag(command, name, "X", $"Parameter {name}: {meaning}. Default: {fallback}.");
        }

        Flag(command, "spend", "P,Q,GAMMA", "Gamma-gamma parameters of spend, or none for a log without amounts. Default: " + string.Join(",", Defaults.Spend.Select(Texts.Number)) + ".");
        Flag(command, "weeks", "N", $"Weeks from the first day to the last. Default: {Defaults.Weeks.ToString(CultureInfo.InvariantCulture)}.");
        Flag(command, "start", "DATE", "First day. Default: " + Defaults.Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + ".");
        Flag(command, "seed", "N", "Seed: the same seed gives the same bytes. Default: 1.");
    }

    /// <summary>Gives everything wrong with what was said.</summary>
    public IReadOnlyList<string> Faults(ParseResult parsed)
    {
        var faults = new List<string>();
        TransactionLogOptions options = Read(parsed, faults);
        return faults.Count > 0 ? faults : [.. options.Faults()];
    }

    /// <summary>Gives the log that was asked for.</summary>
    public TransactionLogOptions Options(ParseResult parsed) => Read(parsed, []).Require();

    private static string[] Names(string model) => [.. new TransactionLogOptions { Model = model }.Names];

    private TransactionLogOptions Read(ParseResult parsed, List<string> faults)
    {
        T Take<T>(string name, T otherwise, Func<string, T> read)
        {
            if (parsed.GetResult(_flags[name]) is not { Implicit: false, Tokens: [{ Value: { } text }] })
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

        string model = Take("model", Defaults.Model, v => Texts.OneOf("model", v, [.. TransactionLogOptions.Models]));
        IReadOnlyList<double> usual = new TransactionLogOptions { Model = model }.LeavesAtPurchases ? LeavingAtPurchases : Defaults.Parameters;
        string[] names = Names(model);
        foreach (string stranger in new[] { "r", "alpha", "a", "b", "s", "beta" }.Except(names, StringComparer.Ordinal).Where(n => parsed.GetResult(_flags[n]) is { Implicit: false }))
        {
            faults.Add($"--{stranger} is no parameter of {model}. It has {string.Join(", ", names)}. Leave it out, or choose the other --model.");
        }

        return Defaults with
        {
            Model = model,
            Customers = Take("customers", Defaults.Customers, v => Texts.Count("customers", v, 1, 100_000_000)),
            Parameters = [.. names.Select((name, i) => Take(name, usual[i], v => Texts.Positive(name, v)))],
            Spend = Take("spend", Defaults.Spend, v => v == "none" ? [] : [.. v.Split(',').Select(x => Texts.Positive("spend", x))]),
            Weeks = Take("weeks", Defaults.Weeks, v => Texts.Count("weeks", v, 1, 5200)),
            Start = Take("start", Defaults.Start, v => Texts.Date("start", v)),
            Seed = Take("seed", Defaults.Seed, Texts.Seed),
        };
    }

    private Option<string> Flag(Command command, string name, string value, string help)
    {
        var option = new Option<string>($"--{name}") { Description = help, HelpName = value };
        _flags[name] = option;
        command.Add(option);
        return option;
    }
}
