using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Perennial.Ingest;
using Perennial.Kernel;

namespace Perennial;

/// <summary>A run is a function of its inputs, its options, the code version and a seed; its id is their hash.</summary>
public static class RunIds
{
    /// <summary>Gives the id: the as-of day and the first twelve hex digits of the hash.</summary>
    public static string Of(IReadOnlyList<InputFile> inputs, IReadOnlyDictionary<string, string> options, string version, DateOnly asOf)
    {
        var text = new StringBuilder(version);
        foreach (InputFile input in inputs)
        {
            text.Append('\n').Append(input.Sha256);
        }

        foreach ((string name, string value) in options.OrderBy(option => option.Key, StringComparer.Ordinal))
        {
            text.Append('\n').Append(name).Append('=').Append(value);
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        return string.Create(CultureInfo.InvariantCulture, $"{asOf:yyyyMMdd}-{hash[..12]}");
    }

    /// <summary>Gives the options that decide the result, as text. Folders and threads do not: the same run elsewhere is the same run.</summary>
    /// <param name="options">The options.</param>
    /// <param name="rules">What the company states about its money, or null: it is named only where something is.</param>
    public static IReadOnlyDictionary<string, string> Options(RunOptions options, CompanyRules? rules = null)
    {
        var named = new SortedDictionary<string, string>(Named(options), StringComparer.Ordinal);
        if (rules is not null)
        {
            named["rules"] = rules.ToString();
        }

        return named;
    }

    private static SortedDictionary<string, string> Named(RunOptions options) => new(StringComparer.Ordinal)
    {
        ["as-of"] = options.Ingest.AsOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "last day in the data",
        ["control-total"] = options.Ingest.ControlTotal ?? "none",
        ["currency"] = options.Ingest.Currency ?? "as found",
        ["discount"] = options.Valuation.Discount.ToString("R", CultureInfo.InvariantCulture),
        ["holdout"] = options.Training.HoldoutDays switch { null => "auto", 0 => "none", int days => $"{days}d" },
        ["horizon"] = options.Valuation.Horizon.ToString(),
        ["map"] = options.Ingest.Map.Count == 0 ? "recognised" : string.Join(',', options.Ingest.Map.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}={m.Value}")),
        ["mapping"] = options.Ingest.MappingFile ?? "none",
        ["margin"] = options.Valuation.Margin?.ToString("R", CultureInfo.InvariantCulture) ?? "none",
        ["model"] = options.Training.Model,
        ["opportunity"] = options.Training.Opportunity?.ToString() ?? "auto",
        ["quarantine-limit"] = options.Ingest.QuarantineLimit.ToString("R", CultureInfo.InvariantCulture),
        ["recurring"] = options.Recurring.Name,
        ["seed"] = options.Training.Seed.ToString(CultureInfo.InvariantCulture),
        ["sheet"] = options.Ingest.Sheet ?? "first",
        ["timezone"] = options.Ingest.TimeZone,
        ["unit"] = options.Training.Unit.ToString().ToLowerInvariant(),
    };
}
