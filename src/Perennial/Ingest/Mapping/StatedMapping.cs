using Perennial.Kernel;

namespace Perennial.Ingest.Mapping;

/// <summary>What the user said about the columns: on the command line, or in a saved mapping.</summary>
internal sealed class StatedMapping
{
    private const string ByUser = "by the user";

    private readonly Dictionary<Role, string> _origins = [];

    /// <summary>Gives the stated columns.</summary>
    public Dictionary<Role, ColumnProfile> Columns { get; } = [];

    /// <summary>Gives the stated date format, where there is one.</summary>
    public DateFormat? DateFormat { get; private set; }

    /// <summary>Gives who said so.</summary>
    public string Origin(Role role) => _origins[role];

    /// <summary>Reads the options; what the command line says wins over the saved mapping.</summary>
    /// <exception cref="PerennialException">A role or a column does not exist.</exception>
    public static StatedMapping Read(IngestOptions options, IReadOnlyList<ColumnProfile> columns)
    {
        var stated = new StatedMapping();
        if (options.MappingFile is { } file)
        {
            SavedMapping saved = SavedMapping.Load(file);
            foreach ((string role, string column) in saved.Columns)
            {
                stated.Add(role, column, columns, $"by the saved mapping");
            }

            stated.DateFormat = saved.DateFormat is null ? null : DateFormats.Find(saved.DateFormat);
        }

        foreach ((string role, string column) in options.Map)
        {
            stated.Add(role, column, columns, ByUser);
        }

        stated.RefuseShared();
        return stated;
    }

    /// <summary>A column means one thing: a role of the saved mapping yields to what the command line says of its column, and two of one origin are refused.</summary>
    private void RefuseShared()
    {
        foreach (IGrouping<int, Role> shared in Columns.GroupBy(stated => stated.Value.Index, stated => stated.Key).Where(roles => roles.Count() > 1).ToArray())
        {
            Role[] roles = [.. shared.Where(role => _origins[role] == ByUser)];
            if (roles.Length == 1)
            {
                foreach (Role other in shared.Where(role => role != roles[0]))
                {
                    Columns.Remove(other);
                    _origins.Remove(other);
                }

                continue;
            }

            roles = roles.Length > 1 ? roles : [.. shared];
            Array.Sort(roles);
            throw new PerennialException(
                "ingest/map-shared",
                Fault.Usage,
                $"The mapping gives the column '{Printable.Text(Columns[roles[0]].Name)}' to {string.Join(" and ", roles.Select(role => role.Word()))}. A column has one role. State another column for all of them but one, or leave them out.");
        }
    }

    private void Add(string roleWord, string text, IReadOnlyList<ColumnProfile> columns, string origin)
    {
        Role role = RoleNames.Parse(roleWord);
        ColumnProfile? column = Find(text, columns);
        if (column is null && role == Role.Date && text.LastIndexOf(':') is > 0 and int colon && DateFormats.Find(text[(colon + 1)..]) is { } format)
        {
            column = Find(text[..colon], columns);
            DateFormat = format;
        }

        if (column is null)
        {
            string list = string.Join(", ", columns.Take(40).Select(known => $"{known.Index + 1} '{Printable.Text(known.Name)}'"));
            throw new PerennialException(
                "ingest/map-column",
                Fault.Usage,
                $"The mapping gives {role.Word()} the column '{Printable.Text(text)}', which is not in the data. The columns are {list}. Write a name, or a number from 1 to {columns.Count}.");
        }

        Columns[role] = column;
        _origins[role] = origin;
    }

    private static ColumnProfile? Find(string text, IReadOnlyList<ColumnProfile> columns)
    {
        string wanted = text.Trim();
        ColumnProfile? named = columns.FirstOrDefault(column => column.Name == wanted)
            ?? columns.FirstOrDefault(column => string.Equals(column.Name, wanted, StringComparison.OrdinalIgnoreCase));
        return named ?? (int.TryParse(wanted, System.Globalization.NumberStyles.None, null, out int number) ? columns.FirstOrDefault(column => column.Index == number - 1) : null);
    }
}
