namespace Perennial.Ingest.Mapping;

/// <summary>SQL that turns a cell as found into the text the room works with: trimmed, and NULL where it says that nothing is known.</summary>
internal static class Cell
{
    /// <summary>Gives SQL of the trimmed text of a column, NULL where it is empty or one of the words for missing (null, nan, nat, none, n/a, #n/a, &lt;na&gt;, \N, NA).</summary>
    public static string Clean(string column)
    {
        string text = $"trim({column}, ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(65279))";

        // Not IN (…): the engine turns a long list into a join, and a join does not keep the order of the rows.
        return $"CASE WHEN length({column}) <= 8 AND (list_contains(['', 'NA', '\\N'], {text}) OR list_contains(['null', 'nan', 'nat', 'none', 'n/a', '#n/a', '<na>'], lower({text}))) THEN NULL ELSE {text} END";
    }

    /// <summary>Gives the engine's name of a column of the source relation.</summary>
    public static string Name(int index) => $"c{index}";
}
