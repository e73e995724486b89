using System.Globalization;

namespace Perennial.Ingest.Mapping;

/// <summary>The months' names and abbreviations in the languages of the exports we know, without accents and in lower case. No name means two months.</summary>
internal static class MonthNames
{
    // English, German, French, Spanish, Italian, Dutch, Portuguese; Swedish, Danish and Norwegian.
    private static readonly string[] ByMonth =
    [
        "january jan januar janner jaenner janvier janv enero ene gennaio gen januari janeiro",
        "february feb februar fevrier fevr fev febrero febbraio februari fevereiro",
        "march mar marz maerz mrz mars marzo maart mrt marco marts",
        "april apr avril avr abril abr aprile",
        "may mai mayo maggio mag mei maio maj",
        "june jun juni juin junio giugno giu junho",
        "july jul juli juillet juil julio luglio lug julho",
        "august aug aout aou agosto ago augustus augusti",
        "september sep sept septembre septiembre setiembre settembre set setembro",
        "october oct oktober okt octobre octubre ottobre ott outubro out",
        "november nov novembre noviembre novembro",
        "december dec dezember dez decembre diciembre dic dicembre dezembro desember des",
    ];

    /// <summary>Gives the names for a regular expression, joined by bars.</summary>
    public static string Alternatives { get; } = string.Join('|', ByMonth.SelectMany(names => names.Split(' ')).OrderByDescending(name => name.Length).ThenBy(name => name, StringComparer.Ordinal));

    /// <summary>Gives the number of a month, from 1, by its name in lower case without accents; 0 where it is none.</summary>
    public static int Number(string name) => Array.FindIndex(ByMonth, names => names.Split(' ').Contains(name, StringComparer.Ordinal)) + 1;

    /// <summary>Gives SQL of a map from name to the number of the month, in two digits.</summary>
    public static string Map { get; } = "MAP {" + string.Join(", ", ByMonth.SelectMany((names, month) => names.Split(' ').Select(name => string.Create(CultureInfo.InvariantCulture, $"'{name}': '{month + 1:00}'")))) + "}";

    /// <summary>Gives SQL of a text in which names can be found: lower case, without accents.</summary>
    public static string Plain(string v) => $"lower(strip_accents({v}))";
}
