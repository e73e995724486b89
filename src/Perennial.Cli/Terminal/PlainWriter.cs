using System.Globalization;
using System.Text;

namespace Perennial.Cli.Terminal;

/// <summary>
/// Writes text of which parts may come from data: what a terminal would obey instead of show (control characters, marks that turn the
/// direction of text) is written as <c>\u001b</c>. Line ends and tabs stay.
/// </summary>
internal sealed class PlainWriter : TextWriter
{
    public PlainWriter(TextWriter inner)
        : base(CultureInfo.InvariantCulture)
    {
        Inner = inner;
        CoreNewLine = inner.NewLine.ToCharArray();
    }

    /// <summary>Gives the writer behind, for what draws with control characters on purpose and escapes its texts itself.</summary>
    public TextWriter Inner { get; }

    public override Encoding Encoding => Inner.Encoding;

    /// <summary>Gives a text as it may be shown.</summary>
    public static string Plain(string text) => text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0
        ? text
        : string.Concat(text.Select((character, i) => Shown(character, i + 1 < text.Length ? text[i + 1] : '\0')));

    public override void Write(char value) => Inner.Write(Shown(value, '\0'));

    public override void Write(string? value) => Inner.Write(value is null ? null : Plain(value));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void WriteLine() => Inner.WriteLine();

    public override void WriteLine(string? value)
    {
        Write(value);
        Inner.WriteLine();
    }

    public override void Flush() => Inner.Flush();

    private static string Shown(char character, char next)
    {
        bool obeyed = character switch
        {
            '\n' or '\t' => false,
            '\r' => next != '\n',
            '\u061c' or '\u200e' or '\u200f' or '\u2028' or '\u2029' => true,
            (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') => true,
            _ => char.IsControl(character),
        };
        return obeyed ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}") : character.ToString();
    }
}
