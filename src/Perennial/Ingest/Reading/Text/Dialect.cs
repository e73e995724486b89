namespace Perennial.Ingest.Reading.Text;

/// <summary>How a delimited text is written.</summary>
/// <param name="Delimiter">The byte between fields; a space stands for runs of spaces and tabs.</param>
/// <param name="Quoting">How fields are quoted.</param>
/// <param name="Columns">Fields in a record, a field after a trailing delimiter not counted.</param>
/// <param name="TrailingDelimiter">Whether records end with one more delimiter and nothing after it.</param>
internal sealed record Dialect(byte Delimiter, Quoting Quoting, int Columns, bool TrailingDelimiter = false)
{
    public bool Aligned => Delimiter == (byte)' ';

    public string Words => Delimiter switch
    {
        (byte)',' => "CSV, comma",
        (byte)';' => "CSV, semicolon",
        (byte)'\t' => "TSV, tab",
        (byte)'|' => "text, pipe",
        _ => "text, columns aligned by spaces",
    };
}

/// <summary>How fields are quoted.</summary>
internal enum Quoting
{
    /// <summary>A quote is a character like any other.</summary>
    None,

    /// <summary>Double quotes around a field; a quote inside is doubled.</summary>
    Doubled,

    /// <summary>Double quotes around a field; a quote inside follows a backslash.</summary>
    Backslash,
}

/// <summary>Why a record cannot be read as fields.</summary>
internal enum RecordFault
{
    None,
    BrokenQuote,
    TooLong,
}
