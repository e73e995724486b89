namespace Perennial.Ingest.Mapping;

/// <summary>SQL that turns a cell as found into the text the room works with: trimmed, and NULL where it says that nothing is known.</summary>
internal static class Cell
{
    private static readonly string[] Blanks = ["' '", "chr(9)", "chr(10)", "chr(13)", "chr(160)", "chr(65279)"];
    private static readonly string[] Missing = ["null", "nan", "nat", "none", "n/a", "#n/a", "<na>"];

    /// <summary>Gives SQL of the trimmed text of a column, NULL where it is empty or one of the words for missing (null, nan, nat, none, n/a, #n/a, &lt;na&gt;, \N, NA).</summary>
    /// <remarks>
    /// Trimming and comparing costs more than reading the file, so it is done only where the text begins with another sign than a letter, a digit and the like
    /// of ASCII, or ends in a blank. No word for missing
    /// begins with a digit or is longer than eight bytes.
    /// </remarks>
    public static string Clean(string column)
    {
        string trimmed = $"trim({column}, {string.Join(" || ", Blanks)})";
        string closed = string.Join(" AND ", Blanks.Select(blank => $"NOT suffix({column}, {blank})"));
        return $"CASE WHEN {column} >= '0' AND {column} < '~' AND {closed} "
            + $"THEN CASE WHEN {column} < ':' OR strlen({column}) > 8 THEN {column} WHEN {SaysMissing(column)} THEN NULL ELSE {column} END "
            + $"WHEN list_contains(['', 'NA', '\\N'], {trimmed}) OR list_contains(['{string.Join("', '", Missing)}'], lower({trimmed})) THEN NULL ELSE {trimmed} END";
    }

    // Neither way is IN (…): the engine turns a long list into a join, and a join does not keep the order of the rows. A list is slow but reads the text once.
    private static string SaysMissing(string text) =>
        $"({string.Join(" OR ", [$"{text} = ''", $"{text} = 'NA'", $"{text} = '\\N'", .. Missing.Select(word => $"lower({text}) = '{word}'")])})";

    /// <summary>Gives the engine's name of a column of the source relation.</summary>
    public static string Name(int index) => $"c{index}";
}
