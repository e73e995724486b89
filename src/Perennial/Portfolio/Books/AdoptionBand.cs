namespace Perennial.Portfolio.Books;

/// <summary>Customers who use about as large a share of the features.</summary>
/// <param name="From">Least share of features used three times or more in eight weeks.</param>
/// <param name="To">The share below which it ends; above 1 for the last.</param>
/// <param name="Customers">How many.</param>
/// <param name="Value">Sum of their net values.</param>
/// <param name="Relative">Mean of each one's value by the mean of the own segment; NaN where no segment has a mean above 0.</param>
/// <param name="Leaving">Mean chance to leave within a year.</param>
/// <param name="Falling">Of them, those whose use falls by more than chance.</param>
public sealed record AdoptionBand(double From, double To, int Customers, double Value, double Relative, double Leaving, int Falling)
{
    private static readonly double[] Edges = [0, 0.25, 0.5, 0.75, 2];

    /// <summary>Gives the bands with somebody in them, the least adoption first.</summary>
    /// <param name="book">The customers.</param>
    public static IReadOnlyList<AdoptionBand> Of(AccountBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        BookEntry[] known = [.. book.Entries.Where(entry => double.IsFinite(entry.Adoption))];
        var means = known.GroupBy(entry => entry.Segment ?? string.Empty, StringComparer.Ordinal).ToDictionary(segment => segment.Key, segment => segment.Average(entry => entry.Value), StringComparer.Ordinal);
        double Mean(BookEntry entry) => means[entry.Segment ?? string.Empty];
        return
        [
            .. Edges.Zip(Edges.Skip(1)).Select(edge => (Edge: edge, Own: Array.FindAll(known, entry => entry.Adoption >= edge.First && entry.Adoption < edge.Second))).Where(band => band.Own.Length > 0)
                .Select(band => new AdoptionBand(
                    band.Edge.First, band.Edge.Second, band.Own.Length, band.Own.Sum(entry => entry.Value),
                    band.Own.Where(entry => Mean(entry) > 0).Select(entry => entry.Value / Mean(entry)).DefaultIfEmpty(double.NaN).Average(), band.Own.Average(entry => entry.Leaving),
                    band.Own.Count(entry => entry.UseFalls))),
        ];
    }
}
