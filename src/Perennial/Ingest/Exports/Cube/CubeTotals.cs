namespace Perennial.Ingest.Exports.Cube;

/// <summary>Tells totals and subtotals from customers: by what they are called, and by what they add up to.</summary>
internal static class CubeTotals
{
    private const decimal Rounding = 1m;

    /// <summary>Marks totals, and says which of them do not add up.</summary>
    /// <param name="rows">The records in order; those left out already are not looked at.</param>
    /// <returns>Labels of totals whose months are not the sum of the customers they stand for.</returns>
    public static IReadOnlyList<string> Mark(IReadOnlyList<CubeRow> rows)
    {
        var wrong = new List<string>();
        List<CubeRow> all = [];
        List<CubeRow> block = [];
        foreach (CubeRow row in rows.Where(row => row.LeftOut is null))
        {
            bool filled = row.Amounts.Any(amount => amount is not null);
            bool called = CubeText.Total().IsMatch(row.Label.Trim()) || row.Label.TrimStart().StartsWith("subtotal", StringComparison.OrdinalIgnoreCase);
            bool adds = filled && (Adds(row, block) || Adds(row, all));
            if (filled && (called || (adds && (row.Customer is null || CubeText.Totalled().IsMatch(row.Label)) && block.Count + all.Count > 0)))
            {
                row.LeftOut = Adds(row, all) && !Adds(row, block) || called && !row.Label.Contains("sub", StringComparison.OrdinalIgnoreCase) ? "total" : "subtotal";
                if (!adds)
                {
                    wrong.Add(row.Label.Trim());
                }

                block.Clear();
            }
            else if (filled)
            {
                all.Add(row);
                block.Add(row);
            }
        }

        return wrong;
    }

    // To the unit: a sum of rounded cells is rounded again.
    private static bool Adds(CubeRow row, List<CubeRow> parts) => parts.Count > 0
        && Enumerable.Range(0, row.Amounts.Length).All(month => Math.Abs((row.Amounts[month] ?? 0) - parts.Sum(part => part.Amounts[month] ?? 0)) <= Rounding);
}
