namespace Perennial.Reports.Finance;

/// <summary>How the cells of the finance workbook look: what a person may change is blue on pale yellow, as finance expects.</summary>
internal static class FinanceStyles
{
    private static readonly (string Format, int Font, int Fill, int Border)[] Cells =
    [
        ("General", 0, 0, 0), ("General", 2, 0, 0), ("General", 1, 2, 1), ("General", 1, 0, 0), ("General", 3, 0, 0), ("mmm\\ yyyy", 0, 0, 0), ("yyyy\\-mm\\-dd", 0, 0, 0),
        ("#,##0.00;\\-#,##0.00", 0, 0, 0), ("#,##0", 0, 0, 0), ("0.00%", 0, 0, 0), ("0.0000", 0, 0, 0), ("#,##0.00", 4, 3, 0), ("0.00%", 4, 3, 0), ("#,##0", 4, 3, 0),
        ("#,##0.00;\\-#,##0.00", 1, 0, 2), ("0.0000;\\-0.0000;0", 1, 4, 0),
    ];

    /// <summary>Gives the part; styles stand in the order of <see cref="CellStyle"/>.</summary>
    public static string Xml { get; } = Make();

    private static string Make()
    {
        string[] formats = [.. Cells.Select(cell => cell.Format).Where(format => format != "General").Distinct(StringComparer.Ordinal)];
        string xfs = string.Concat(Cells.Select(cell =>
        {
            int format = cell.Format == "General" ? 0 : 164 + Array.IndexOf(formats, cell.Format);
            string wrap = cell.Border == 1 ? "<alignment horizontal=\"center\" vertical=\"center\" wrapText=\"1\"/>" : string.Empty;
            return $"<xf numFmtId=\"{format}\" fontId=\"{cell.Font}\" fillId=\"{cell.Fill}\" borderId=\"{cell.Border}\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\">{wrap}</xf>";
        }));
        const string line = "<left/><right/>";
        return "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
            + $"<numFmts count=\"{formats.Length}\">{string.Concat(formats.Select((format, i) => $"<numFmt numFmtId=\"{164 + i}\" formatCode=\"{format}\"/>"))}</numFmts>"
            + "<fonts count=\"5\"><font><sz val=\"10\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"10\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"14\"/><color rgb=\"FF1F3864\"/><name val=\"Calibri\"/></font>"
            + "<font><i/><sz val=\"9\"/><color rgb=\"FF595959\"/><name val=\"Calibri\"/></font><font><sz val=\"10\"/><color rgb=\"FF0000FF\"/><name val=\"Calibri\"/></font></fonts>"
            + "<fills count=\"5\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFD9E2F3\"/></patternFill></fill>"
            + "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFF9E5\"/></patternFill></fill><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFE2EFDA\"/></patternFill></fill></fills>"
            + $"<borders count=\"3\"><border>{line}<top/><bottom/><diagonal/></border><border>{line}<top/><bottom style=\"thin\"><color rgb=\"FF8EA9DB\"/></bottom><diagonal/></border><border>{line}<top style=\"thin\"><color rgb=\"FF8EA9DB\"/></top><bottom/><diagonal/></border></borders>"
            + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
            + $"<cellXfs count=\"{Cells.Length}\">{xfs}</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>";
    }
}
