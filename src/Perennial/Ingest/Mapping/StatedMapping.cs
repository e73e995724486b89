using Perennial.Kernel;

namespace Perennial.Ingest.Mapping;

/// <summary>What the user said about the columns: on the command line, or in a saved mapping.</summary>
internal sealed class StatedMapping
{
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
            stated.Add(role, column, columns, "by the user");
        }

        return stated;
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
