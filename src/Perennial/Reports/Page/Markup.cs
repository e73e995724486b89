using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Perennial.Reports.Page;

/// <summary>A piece of HTML that is safe to print. Made only by interpolation, which escapes every hole that is not markup itself.</summary>
/// <remarks>There is no way from a string to markup other than <see cref="Trusted"/>, which takes texts of this assembly, never of the data.</remarks>
public readonly struct Markup
{
    private readonly string? _value;

    private Markup(string value) => _value = value;

    /// <summary>Gives no markup.</summary>
    public static Markup Empty => new(string.Empty);

    /// <summary>Makes markup: literal parts as written, holes escaped unless they are markup.</summary>
    public static Markup Of(MarkupHandler parts) => new(parts.Done());

    /// <summary>Joins pieces.</summary>
    public static Markup Join(IEnumerable<Markup> pieces) => new(string.Concat(pieces.Select(p => p._value)));

    /// <summary>Takes a text of our own, such as an embedded style sheet, as it is.</summary>
    internal static Markup Trusted(string text) => new(text);

    /// <inheritdoc />
    public override string ToString() => _value ?? string.Empty;
}

/// <summary>Builds <see cref="Markup"/> from an interpolated string.</summary>
[InterpolatedStringHandler]
public readonly ref struct MarkupHandler
{
    private static readonly SearchValues<char> Special = SearchValues.Create(
        "&<>\"'\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000B\u000C\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\u007F");

    private readonly StringBuilder _text;

    /// <summary>Starts; called by the compiler.</summary>
    public MarkupHandler(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 16));

    /// <summary>Appends a literal part of our own source.</summary>
    public void AppendLiteral(string text) => _text.Append(text);

    /// <summary>Appends markup as it is.</summary>
    public void AppendFormatted(Markup markup) => _text.Append(markup.ToString());

    /// <summary>Appends pieces of markup as they are.</summary>
    public void AppendFormatted(IEnumerable<Markup> pieces)
    {
        foreach (Markup piece in pieces)
        {
            _text.Append(piece.ToString());
        }
    }

    /// <summary>Appends a text, escaped.</summary>
    public void AppendFormatted(string? text) => Escape(text);

    /// <summary>Appends one character, escaped; without this it would be taken for a whole number.</summary>
    public void AppendFormatted(char character) => Escape([character]);

    /// <summary>Appends a whole number; digits need no escaping.</summary>
    public void AppendFormatted(int number) => _text.Append(number);

    internal string Done() => _text.ToString();

    // Text and attribute values alike: both quotes are escaped, and control characters, which HTML forbids, become visible.
    private void Escape(ReadOnlySpan<char> rest)
    {
        for (int at = rest.IndexOfAny(Special); at >= 0; at = rest.IndexOfAny(Special))
        {
            _text.Append(rest[..at]);
            _text.Append(rest[at] switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '"' => "&quot;", '\'' => "&#39;", _ => "\uFFFD" });
            rest = rest[(at + 1)..];
        }

        _text.Append(rest);
    }
}
