using System.Globalization;
using System.Text.RegularExpressions;
using Perennial.Testing;

namespace Perennial.Tests.Architecture;

/// <summary>The table of rooms in src/README.md, read as the law it is.</summary>
internal static partial class Rooms
{
    /// <summary>Gives each room's place in the order, by name.</summary>
    public static IReadOnlyDictionary<string, int> Order { get; } = Repository.Read("src/README.md")
        .Split('\n')
        .Select(line => Row().Match(line))
        .Where(match => match.Success)
        .ToDictionary(match => match.Groups["room"].Value, match => int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <summary>Gives folders that every room may use.</summary>
    public static IReadOnlySet<string> Shared { get; } = new HashSet<string>(StringComparer.Ordinal) { "Kernel", "Store" };

    /// <summary>Gives the room of a namespace such as Perennial.Ledger.Sql, or null outside the rooms.</summary>
    public static string? Of(string @namespace)
    {
        string[] parts = @namespace.Split('.');
        return parts.Length >= 2 && parts[0] == "Perennial" && Order.ContainsKey(parts[1]) ? parts[1] : null;
    }

    /// <summary>Tells whether one room may use another.</summary>
    public static bool MayUse(string user, string used) => Order[used] <= Order[user];

    [GeneratedRegex(@"^\| (?<number>\d+) \| (?<room>[A-Z]\w+) \|")]
    private static partial Regex Row();
}
