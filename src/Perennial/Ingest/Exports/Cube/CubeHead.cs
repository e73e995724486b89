namespace Perennial.Ingest.Exports.Cube;

/// <summary>The head of a customer cube: which columns are months, and what the others are called.</summary>
/// <param name="Line">The last line of the head, in the file; records up to it are headings.</param>
/// <param name="Months">Column and first day of its month, in order.</param>
/// <param name="Names">What the columns that are no months are called, by column; months and empty heads left out.</param>
/// <param name="Above">All that is written above and in the head, for words such as ARR.</param>
internal sealed record CubeHead(long Line, IReadOnlyList<(int Column, DateOnly Month)> Months, IReadOnlyDictionary<int, string> Names, string Above)
{
    private const int FewestMonths = 3;
    private const int Looked = 40;

    /// <summary>Finds the head among the first lines of a table; null where it is no cube.</summary>
    /// <param name="lines">The first lines with their cells, the names of the columns among them.</param>
    public static CubeHead? Find(IReadOnlyList<(long Line, string[] Cells)> lines)
    {
        for (int at = 0; at < Math.Min(lines.Count, Looked); at++)
        {
            string[] cells = lines[at].Cells;
            bool names = cells.Count(MonthText.IsName) >= FewestMonths;
            int?[] years = names && at > 0 ? Spread(lines[at - 1].Cells) : new int?[cells.Length];
            (int Column, DateOnly Month)[] months = [.. cells.Select((cell, i) => (Column: i, Month: MonthText.Read(Unique(cell), i < years.Length ? years[i] : null))).Where(c => c.Month is not null).Select(c => (c.Column, c.Month!.Value))];
            if (months.Length < FewestMonths || months.Zip(months.Skip(1)).Any(pair => pair.First.Month >= pair.Second.Month))
            {
                continue;
            }

            HashSet<int> taken = [.. months.Select(month => month.Column)];
            var called = new Dictionary<int, string>();
            for (int i = 0; i < cells.Length; i++)
            {
                string name = cells[i].Length > 0 && !cells[i].StartsWith("column ", StringComparison.Ordinal) ? cells[i] : at > 0 && !names && i < lines[at - 1].Cells.Length ? lines[at - 1].Cells[i] : string.Empty;
                if (!taken.Contains(i) && name.Trim().Length > 0)
                {
                    called[i] = name.Trim();
                }
            }

            return called.Count == 0 ? null : new CubeHead(lines[at].Line, months, called, string.Join(' ', lines.Take(at + 1).SelectMany(line => line.Cells).Where(cell => cell.Length > 0)));
        }

        return null;
    }

    // A merged cell says its year once, above the first of its months.
    private static int?[] Spread(string[] cells)
    {
        var years = new int?[cells.Length];
        int? last = null;
        for (int i = 0; i < cells.Length; i++)
        {
            last = MonthText.Year(cells[i]) ?? last;
            years[i] = last;
        }

        return years;
    }

    // The reader tells columns of one name apart: "Jan (2)".
    private static string Unique(string cell) => cell.EndsWith(')') && cell.LastIndexOf(" (", StringComparison.Ordinal) is > 0 and var at && cell[(at + 2)..^1].All(char.IsAsciiDigit) ? cell[..at] : cell;
}
