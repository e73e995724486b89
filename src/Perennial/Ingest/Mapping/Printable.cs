using System.Globalization;
using System.Text;

namespace Perennial.Ingest.Mapping;

/// <summary>Makes values from data safe to print on a terminal, in a log or in a sentence.</summary>
internal static class Printable
{
    private const int Longest = 60;

    /// <summary>Gives the value with control, format and unpaired characters written as <c>\u001b</c>, cut to 60 characters.</summary>
    public static string Text(string value)
    {
        var text = new StringBuilder(Math.Min(value.Length, Longest) + 8);
        foreach (Rune rune in value.EnumerateRunes())
        {
            if (text.Length >= Longest)
            {
                return text.Append('…').ToString();
            }

            bool hidden = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned;
            if (hidden)
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
            else
            {
                text.Append(rune.ToString());
            }
        }

        return text.ToString();
    }
}
