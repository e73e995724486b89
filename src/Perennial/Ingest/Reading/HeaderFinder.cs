using Perennial.Ingest.Reading.Text;

namespace Perennial.Ingest.Reading;

/// <summary>Where the names of the columns are, if anywhere.</summary>
/// <param name="Record">Index of the header among the records, or -1.</param>
/// <param name="Names">One name a column; empty without a header.</param>
internal sealed record HeaderPlace(int Record, string[] Names)
{
    /// <summary>Gives the answer for data without names.</summary>
    public static HeaderPlace None { get; } = new(-1, []);

    public bool Found => Record >= 0;
}

/// <summary>Decides by content whether the first full record names the columns.</summary>
internal static class HeaderFinder
{
    private const int LinesAbove = 30;
    private const int Compared = 200;

    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "ids", "no", "nr", "num", "number", "code", "key", "ref", "reference", "name", "type", "status", "state", "customer", "client", "user", "member", "account", "buyer", "email",
        "mail", "order", "orders", "invoice", "transaction", "transactions", "receipt", "date", "day", "time", "datetime", "timestamp", "created", "paid", "at", "on", "amount", "total",
        "subtotal", "revenue", "sales", "spend", "value", "price", "unit", "net", "gross", "quantity", "qty", "count", "items", "cds", "dollars", "currency", "product", "sku", "item", "stock",
        "description", "category", "country", "city", "region", "zip", "channel", "store", "segment", "plan", "tax", "discount", "shipping", "kunde", "kundennummer", "kundennr", "datum",
        "betrag", "preis", "menge", "bestellung", "rechnung", "cliente", "fecha", "importe", "precio", "cantidad", "montant", "prix", "quantite", "commande", "cov", "row", "index",
    };

    /// <summary>Looks for the header.</summary>
    /// <param name="records">The first records, from the beginning of the file.</param>
    /// <param name="columns">Fields of a data record.</param>
    public static HeaderPlace Find(IReadOnlyList<string[]> records, int columns)
    {
        for (int at = 0; at < Math.Min(records.Count, LinesAbove); at++)
        {
            string[] cells = records[at];
            int filled = cells.Count(cell => !string.IsNullOrWhiteSpace(cell));
            if (!Fits(cells, columns) || filled < 2)
            {
                continue;
            }

            // Titles in front of the table fill one or two cells of a row that the names fill.
            List<string[]> below = [.. records.Skip(at + 1).Where(row => Fits(row, columns)).Take(Compared)];
            if (filled < 0.5 * columns && below.Exists(row => row.Count(cell => !string.IsNullOrWhiteSpace(cell)) > 1.5 * filled))
            {
                continue;
            }

            if (LooksLikeNames(cells, below, columns))
            {
                return new(at, Names(cells, columns));
            }

            // Row names, as R writes them: one name fewer than there are fields, and the first field counts from 1.
            if (at > 0 && records[at - 1].Length == columns - 1 && CountsFromOne([cells, .. below]) && records[at - 1].All(IsWord))
            {
                return new(at - 1, Names(["row", .. records[at - 1]], columns));
            }

            return HeaderPlace.None;
        }

        return HeaderPlace.None;
    }

    /// <summary>Gives each column a name of its own.</summary>
    public static string[] Names(IReadOnlyList<string> cells, int columns)
    {
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        string[] names = new string[columns];
        for (int i = 0; i < columns; i++)
        {
            string name = i < cells.Count ? cells[i].Trim().Trim('\uFEFF') : string.Empty;
            name = name.Length == 0 ? $"column {i + 1}" : name.ReplaceLineEndings(" ");
            string unique = name;
            for (int again = 2; !taken.Add(unique); again++)
            {
                unique = $"{name} ({again})";
            }

            names[i] = unique;
        }

        return names;
    }

    // One cell more is what a delimiter at the end of the line makes.
    private static bool Fits(string[] cells, int columns) =>
        cells.Length == columns || (cells.Length == columns + 1 && string.IsNullOrWhiteSpace(cells[^1]));

    private static bool LooksLikeNames(string[] cells, List<string[]> below, int columns)
    {
        double score = 0;
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < columns; i++)
        {
            string cell = cells[i].Trim();
            CellShape shape = CellShapes.Of(cell);
            score -= shape != CellShape.Empty && !seen.Add(cell) ? 0.5 : 0;
            score += shape == CellShape.Text && Parts(cell).Any(Words.Contains) ? 1 : 0;
            List<string> column = [.. below.Select(row => row[i].Trim()).Where(value => value.Length > 0)];
            if (column.Count == 0)
            {
                score -= shape is CellShape.Number or CellShape.Date ? 1 : 0;
                continue;
            }

            if (column.Contains(cell, StringComparer.Ordinal))
            {
                score -= 1;
                continue;
            }

            int numbers = column.Count(value => CellShapes.Of(value) == CellShape.Number);
            int dates = column.Count(value => CellShapes.Of(value) == CellShape.Date);
            bool hasDigit = cell.Any(char.IsAsciiDigit);
            if (Math.Max(numbers, dates) >= 0.7 * column.Count)
            {
                CellShape usual = numbers >= dates ? CellShape.Number : CellShape.Date;
                score += shape == usual ? -2 : shape == CellShape.Text ? 2 : 0;
            }
            else if (shape is CellShape.Number or CellShape.Date)
            {
                score -= 1;
            }
            else if (shape == CellShape.Text && column.Count(value => value.Any(char.IsAsciiDigit)) >= 0.8 * column.Count)
            {
                score += hasDigit ? -1 : 1;
            }
        }

        return score > 0 || (score == 0 && cells.Take(columns).All(IsWord) && below.Count > 0);
    }

    private static bool IsWord(string cell) => !string.IsNullOrWhiteSpace(cell) && !cell.Any(char.IsAsciiDigit);

    private static bool CountsFromOne(IReadOnlyList<string[]> rows) =>
        rows.Count >= 2 && rows.Take(20).Select((row, i) => row[0].Trim() == (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)).All(same => same);

    // customerId, customer_id, Customer ID -> customer, id
    private static IEnumerable<string> Parts(string name)
    {
        int start = 0;
        for (int i = 0; i <= name.Length; i++)
        {
            bool breaks = i == name.Length || !char.IsLetter(name[i]) || (i > start && char.IsUpper(name[i]) && char.IsLower(name[i - 1]));
            if (!breaks)
            {
                continue;
            }

            if (i > start)
            {
                yield return name[start..i];
            }

            start = i < name.Length && char.IsLetter(name[i]) ? i : i + 1;
        }
    }
}
