using System.Globalization;

namespace Perennial.Ingest.Reading.Workbook;

/// <summary>What a number format makes of a number: a day, a time, an id with leading zeros, or just a number.</summary>
/// <param name="Kind">Which of these.</param>
/// <param name="Digits">Digits to fill up with zeros.</param>
internal readonly record struct CellFormat(CellFormatKind Kind, int Digits)
{
    private static readonly System.Buffers.SearchValues<char> ElapsedLetters = System.Buffers.SearchValues.Create("hHmMsS");
    private const double LastDay = 2958466;
    private const double MillisecondsADay = 86_400_000;

    /// <summary>Judges a format by its number or its code.</summary>
    public static CellFormat Of(int id, string? code) => id switch
    {
        >= 14 and <= 17 or >= 27 and <= 31 or 36 or >= 50 and <= 58 when code is null => new(CellFormatKind.Day, 0),
        >= 18 and <= 21 or >= 32 and <= 35 or >= 45 and <= 47 when code is null => new(CellFormatKind.Time, 0),
        22 when code is null => new(CellFormatKind.Instant, 0),
        _ => code is null ? default : OfCode(code),
    };

    /// <summary>Gives a cell's number as text: ISO for days and times, as many digits as a spreadsheet shows for numbers.</summary>
    public string Show(string raw, bool from1904)
    {
        if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
        {
            return raw;
        }

        return Kind switch
        {
            CellFormatKind.Day or CellFormatKind.Instant when value is >= 0 and < LastDay => ShowInstant(value, from1904),
            CellFormatKind.Time when value is >= 0 and < 1 => Clock(TimeSpan.FromMilliseconds(Math.Min(Math.Round(value * MillisecondsADay), MillisecondsADay - 1))),
            CellFormatKind.Time when value is >= 1 and < LastDay => ShowInstant(value, from1904),
            _ => ShowNumber(raw, value),
        };
    }

    private static CellFormat OfCode(string code)
    {
        // The first section counts; texts in quotes, escaped characters and [colours] say nothing.
        bool days = false;
        bool times = false;
        bool elapsed = false;
        int zeros = 0;
        bool other = false;
        for (int i = 0; i < code.Length && code[i] != ';'; i++)
        {
            char c = char.ToLowerInvariant(code[i]);
            switch (c)
            {
                case '"':
                    i = Math.Max(i, code.IndexOf('"', i + 1));
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                case '[':
                    int close = Math.Max(i, code.IndexOf(']', i));
                    elapsed |= close - i <= 3 && close > i + 1 && code.AsSpan(i + 1, close - i - 1).IndexOfAnyExcept(ElapsedLetters) < 0;
                    i = close;
                    break;
                case 'y' or 'd':
                    days = true;
                    break;
                case 'h' or 's':
                    times = true;
                    break;
                case 'm':
                    // Month or minute: what stands beside it decides; alone it is a month.
                    break;
                case 'g' when code.AsSpan(i).StartsWith("general", StringComparison.OrdinalIgnoreCase):
                    return default;
                case '0':
                    zeros++;
                    break;
                default:
                    other = true;
                    break;
            }
        }

        bool onlyMonths = !days && !times && !elapsed && zeros == 0 && code.Split(';')[0].Contains('m', StringComparison.OrdinalIgnoreCase) && !code.Contains('#');
        return elapsed ? default
            : days && times ? new(CellFormatKind.Instant, 0)
            : days || onlyMonths ? new(CellFormatKind.Day, 0)
            : times ? new(CellFormatKind.Time, 0)
            : zeros >= 2 && !other ? new(CellFormatKind.Padded, zeros)
            : default;
    }

    private string ShowInstant(double value, bool from1904)
    {
        // The other system believes in a 29 February 1900, which is day 60.
        if (!from1904 && value is >= 60 and < 61)
        {
            return "1900-02-29";
        }

        DateTime origin = from1904 ? new(1904, 1, 1) : value < 60 ? new(1899, 12, 31) : new DateTime(1899, 12, 30);
        DateTime instant = origin.AddMilliseconds(Math.Round(value * MillisecondsADay));
        string day = instant.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Kind == CellFormatKind.Day && instant.TimeOfDay == TimeSpan.Zero ? day : $"{day} {Clock(instant.TimeOfDay)}";
    }

    private static string Clock(TimeSpan time) =>
        time.ToString(time.Milliseconds == 0 ? @"hh\:mm\:ss" : @"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);

    private string ShowNumber(string raw, double value)
    {
        bool whole = raw.AsSpan().TrimStart('-').IndexOfAnyExceptInRange('0', '9') < 0;
        string text = whole ? raw : value.ToString("G15", CultureInfo.InvariantCulture);
        if (text.Contains('E', StringComparison.Ordinal) && Math.Abs(value) is > 1e-20 and < 1e28)
        {
            text = ((decimal)value).ToString(CultureInfo.InvariantCulture);
        }

        return Kind == CellFormatKind.Padded && whole && value >= 0 ? text.PadLeft(Digits, '0') : text;
    }
}

/// <summary>Kinds of number formats that change what a cell means.</summary>
internal enum CellFormatKind
{
    Number,
    Day,
    Time,
    Instant,
    Padded,
}
