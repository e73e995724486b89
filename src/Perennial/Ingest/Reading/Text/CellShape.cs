namespace Perennial.Ingest.Reading.Text;

/// <summary>What a cell looks like; enough to tell a header from data, not to convert anything.</summary>
internal enum CellShape
{
    Empty,
    Number,
    Date,
    Text,
}

/// <summary>Judges cells by their characters.</summary>
internal static class CellShapes
{
    /// <summary>Gives the shape of a cell.</summary>
    public static CellShape Of(string cell)
    {
        ReadOnlySpan<char> text = cell.AsSpan().Trim();
        if (text.IsEmpty)
        {
            return CellShape.Empty;
        }

        int digits = 0;
        int letters = 0;
        int dateMarks = 0;
        int others = 0;
        foreach (char c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                digits++;
            }
            else if (char.IsLetter(c))
            {
                letters++;
            }
            else if (c is '-' or '/' or ':')
            {
                dateMarks++;
            }
            else if (c is not ('.' or ',' or ' ' or '\'' or '+' or '(' or ')' or '%' or '\u00A0' or '\u202F' or '$' or '\u20AC' or '\u00A3' or '\u00A5'))
            {
                others++;
            }
        }

        if (digits == 0 || others > 0)
        {
            return CellShape.Text;
        }

        bool clock = letters == 0 || (letters <= 3 && digits >= 3);
        if (dateMarks >= 2 && digits >= 3 && letters <= 9)
        {
            return CellShape.Date;
        }

        int dots = text.Count('.');
        if (letters == 0 && dots == 2 && digits is >= 4 and <= 8)
        {
            return CellShape.Date;
        }

        if (clock && letters == 0 && dateMarks <= 1 && (dateMarks == 0 || text[0] == '-' || text[^1] == '-' || text.Contains('(')))
        {
            return CellShape.Number;
        }

        // 1.5e+16, EUR 12.50, 12 USD
        return letters <= 3 && digits >= 1 && dateMarks <= 1 && (text[0] is 'E' or 'U' or 'G' || char.IsAsciiDigit(text[0]) || text[0] == '-') && HasAmountLetters(text)
            ? CellShape.Number
            : CellShape.Text;
    }

    /// <summary>Tells whether a cell is one value rather than several run together by a wrong delimiter.</summary>
    public static bool IsAtomic(string cell)
    {
        CellShape shape = Of(cell);
        if (shape == CellShape.Empty)
        {
            return true;
        }

        ReadOnlySpan<char> text = cell.AsSpan().Trim();
        if (text.IndexOfAny(";|\t") >= 0)
        {
            return false;
        }

        bool spaced = text.Contains(' ');
        if (shape == CellShape.Number)
        {
            return !spaced || text.Count(' ') <= 2 && text.IndexOfAny("$\u20AC\u00A3") >= 0 || GroupsOfThree(text);
        }

        return shape == CellShape.Date ? text.Count(' ') <= 2 : !HasTightComma(text) && (!spaced || HasLetterWord(text));
    }

    // Prose has a space after a comma.
    private static bool HasTightComma(ReadOnlySpan<char> text)
    {
        int comma = text.IndexOf(',');
        return comma >= 0 && comma + 1 < text.Length && text[comma + 1] != ' ';
    }

    private static bool HasAmountLetters(ReadOnlySpan<char> text)
    {
        foreach (string word in (ReadOnlySpan<string>)["EUR", "USD", "GBP", "CHF", "e", "E"])
        {
            if (text.Contains(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool GroupsOfThree(ReadOnlySpan<char> text)
    {
        int last = text.LastIndexOf(' ');
        ReadOnlySpan<char> tail = text[(last + 1)..];
        int whole = tail.IndexOfAny(",.");
        return (whole < 0 ? tail.Length : whole) == 3 && text[..last].Length <= 12;
    }

    private static bool HasLetterWord(ReadOnlySpan<char> text)
    {
        int run = 0;
        foreach (char c in text)
        {
            run = char.IsLetter(c) ? run + 1 : 0;
            if (run >= 2)
            {
                return true;
            }
        }

        return false;
    }
}
