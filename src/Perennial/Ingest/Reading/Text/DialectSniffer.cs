namespace Perennial.Ingest.Reading.Text;

/// <summary>Finds delimiter, quoting and number of columns from the beginning of a text.</summary>
/// <remarks>
/// Each candidate takes the sample apart; the one wins whose records most agree on a number of fields and whose cells look most like single values.
/// </remarks>
internal static class DialectSniffer
{
    private const int SampleRecords = 500;
    private static readonly byte[] Delimiters = "\t|;, "u8.ToArray();

    /// <summary>Gives the dialect, or null where no delimiter makes columns.</summary>
    /// <param name="head">UTF-8, whole lines.</param>
    public static Dialect? Sniff(byte[] head)
    {
        byte? declared = Declared(head);
        bool quotes = head.AsSpan().Contains((byte)'"');
        Dialect? best = null;
        double bestScore = 0;
        for (int rank = 0; rank < Delimiters.Length; rank++)
        {
            byte delimiter = Delimiters[rank];
            if (declared is { } only && only != delimiter)
            {
                continue;
            }

            foreach (Quoting quoting in quotes ? (ReadOnlySpan<Quoting>)[Quoting.Doubled, Quoting.Backslash, Quoting.None] : [Quoting.Doubled])
            {
                (int columns, double score, bool trailing) = Score(head, new Dialect(delimiter, quoting, 0));

                // On equal scores the more specific delimiter and the common quoting win.
                if (columns >= 2 && score > bestScore + 0.02)
                {
                    bestScore = score;
                    best = new Dialect(delimiter, quoting, trailing ? columns - 1 : columns, trailing);
                }
            }
        }

        return bestScore >= 0.4 && best is { Columns: >= 2 } ? best : null;
    }

    /// <summary>Reads the first records of a text.</summary>
    public static List<SampleRecord> Take(byte[] head, Dialect dialect, int limit = SampleRecords)
    {
        List<SampleRecord> records = [];
        using MemoryStream text = new(head, writable: false);
        using RecordReader reader = new(text, dialect, size: Math.Clamp(head.Length + 1, 64, 1 << 18));
        while (records.Count < limit && reader.Read())
        {
            string[] cells = new string[reader.FieldCount];
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i] = reader.Text(i);
            }

            records.Add(new(reader.Line, reader.LineCount, reader.Offset, reader.EndOffset, cells, reader.Fault));
        }

        return records;
    }

    // Excel understands a first line "sep=;".
    private static byte? Declared(ReadOnlySpan<byte> head) =>
        head.Length > 5 && head.StartsWith("sep="u8) && head[5] is (byte)'\r' or (byte)'\n' && Delimiters.AsSpan().Contains(head[4]) ? head[4] : null;

    private static (int Columns, double Score, bool Trailing) Score(byte[] head, Dialect dialect)
    {
        List<SampleRecord> records = Take(head, dialect);
        Dictionary<int, int> counts = [];
        foreach (SampleRecord record in records)
        {
            if (record.Fault == RecordFault.None)
            {
                counts[record.Cells.Length] = counts.GetValueOrDefault(record.Cells.Length) + 1;
            }
        }

        int columns = 0;
        int agreeing = 0;
        foreach ((int count, int times) in counts)
        {
            if (count >= 2 && (times > agreeing || (times == agreeing && count > columns)))
            {
                (columns, agreeing) = (count, times);
            }
        }

        if (columns < 2)
        {
            return (0, 0, false);
        }

        // Lines above the header do not speak against a delimiter, up to half of a short text.
        int first = records.FindIndex(record => record.Cells.Length == columns);
        int considered = records.Count - Math.Min(first, Math.Min(30, records.Count / 2));
        long cells = 0;
        long atomic = 0;
        int enclosed = 0;
        int opened = 0;
        int lastEmpty = 0;
        foreach (SampleRecord record in records)
        {
            if (record.Cells.Length != columns || record.Fault != RecordFault.None)
            {
                continue;
            }

            lastEmpty += string.IsNullOrWhiteSpace(record.Cells[^1]) ? 1 : 0;
            foreach (string cell in record.Cells)
            {
                cells++;
                atomic += CellShapes.IsAtomic(cell) ? 1 : 0;
                enclosed += cell is ['"', _, .., '"'] ? 1 : 0;
                opened += cell is ['"', ..] && cell[^1] != '"' ? 1 : 0;
            }
        }

        // Whole fields in quotes are quoted, whatever a few broken ones say.
        double agreement = (double)agreeing / considered * (dialect.Quoting == Quoting.None && enclosed > opened ? 0.5 : 1);
        // Any prose has spaces; they divide columns only where nothing else does.
        agreement *= dialect.Aligned ? 0.85 : 1;
        return (columns, agreement * (0.4 + (0.6 * atomic / cells)), lastEmpty == agreeing && agreeing >= 2);
    }
}

/// <summary>One record of a sample.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Lines">How many lines it takes.</param>
/// <param name="Offset">Byte at which it begins.</param>
/// <param name="EndOffset">Byte after it and its line end.</param>
/// <param name="Cells">Its fields.</param>
/// <param name="Fault">What is wrong with it.</param>
internal sealed record SampleRecord(long Line, int Lines, long Offset, long EndOffset, string[] Cells, RecordFault Fault);
