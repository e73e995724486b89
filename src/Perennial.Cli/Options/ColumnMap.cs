using System.Text.RegularExpressions;
using Perennial.Ingest.Mapping;
using Perennial.Kernel;

namespace Perennial.Cli.Options;

/// <summary>Reads and writes <c>customer=Kunden-Nr,date=Datum</c>. A comma belongs to the column's name unless another role follows it.</summary>
internal static partial class ColumnMap
{
    public static readonly string[] Roles = [.. RoleNames.All.Select(role => role.Word())];

    public static IReadOnlyDictionary<string, string> Read(string text)
    {
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in NextRole().Split(text))
        {
            int equals = part.IndexOf('=');
            string role = equals < 0 ? part.Trim() : part[..equals].Trim().ToLowerInvariant();
            string column = equals < 0 ? string.Empty : part[(equals + 1)..].Trim();
            if (column.Length == 0 || !Roles.Contains(role, StringComparer.Ordinal))
            {
                throw new PerennialException("options/invalid", Fault.Usage, $"--map has '{part.Trim()}'. It takes role=column pairs with commas between them; roles are {string.Join(", ", Roles)}. Write, for example, --map customer=CustomerID,date=InvoiceDate,amount=Total.");
            }

            if (!map.TryAdd(role, column))
            {
                throw new PerennialException("options/invalid", Fault.Usage, $"--map names the role '{role}' twice ('{map[role]}' and '{column}'). A role has one column. Keep one of the two.");
            }
        }

        return map;
    }

    public static string Write(IReadOnlyDictionary<string, string> map) =>
        string.Join(",", Roles.Where(map.ContainsKey).Select(role => $"{role}={map[role]}"));

    [GeneratedRegex(@",(?=\s*[a-z_]+\s*=)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NextRole();
}
