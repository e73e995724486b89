using Perennial.Features.Contracts;
using Perennial.Models;

namespace Perennial.Training.Contracts;

/// <summary>What tells renewals apart: the segment, whether the term is a year or longer (or a quarter to below a year), whether prices rose, and, for a hazard, the age of the spell.</summary>
/// <remarks>Renewals ahead come without a rise of prices: what goes with past rises is told apart, and not carried on. A column that is the same in every row has no effect to learn and is left out; who comes later with another value is taken as the first segment.</remarks>
internal sealed class RenewalDesign
{
    private readonly string[] _segments;
    private readonly bool _quarters, _years, _raised, _ages;

    private RenewalDesign(string[] segments, bool quarters, bool years, bool raised, bool ages)
    {
        _segments = segments;
        _quarters = quarters;
        _years = years;
        _raised = raised;
        _ages = ages;
        Names = [.. segments.Select(s => $"segment {s}"), .. quarters ? ["term of 2 to 11 months"] : Array.Empty<string>(), .. years ? ["term of a year or more"] : Array.Empty<string>(), .. raised ? [PriceRise] : Array.Empty<string>(), .. ages ? ["ln(1 + years)"] : Array.Empty<string>()];
    }

    /// <summary>The name of the column that tells renewals with a rise of prices.</summary>
    public const string PriceRise = "price rise";

    public string[] Names { get; }

    public static RenewalDesign Of(IReadOnlyList<ContractCell> rows, bool ages)
    {
        // The first segment is the largest: the others are told by how they differ from it.
        string[] segments = [.. rows.GroupBy(r => r.Segment, StringComparer.Ordinal).OrderByDescending(g => g.Sum(r => r.Months)).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key).Skip(1)];
        return new(segments, Differ(rows, r => Quarter(r.Term)), Differ(rows, r => Year(r.Term)), Differ(rows, r => r.Raised), ages && Differ(rows, r => r.Age));
    }

    public double[] Row(string segment, int term, int age, bool raised = false)
    {
        double[] x = new double[Names.Length];
        int at = Array.IndexOf(_segments, segment);
        if (at >= 0)
        {
            x[at] = 1;
        }

        int next = _segments.Length;
        if (_quarters)
        {
            x[next++] = Quarter(term) ? 1 : 0;
        }

        if (_years)
        {
            x[next++] = Year(term) ? 1 : 0;
        }

        if (_raised)
        {
            x[next++] = raised ? 1 : 0;
        }

        if (_ages)
        {
            x[next] = Math.Log(1 + (age / 12.0));
        }

        return x;
    }

    public CovariateColumns? Columns(IReadOnlyList<ContractCell> rows)
    {
        if (Names.Length == 0)
        {
            return null;
        }

        double[][] x = [.. rows.Select(r => Row(r.Segment, r.Term, r.Age, r.Raised))];
        return new CovariateColumns(Names, [.. Names.Select((_, j) => Array.ConvertAll(x, row => row[j]))]);
    }

    private static bool Quarter(int term) => term is > 1 and < 12;

    private static bool Year(int term) => term >= 12;

    private static bool Differ<T>(IReadOnlyList<ContractCell> rows, Func<ContractCell, T> value) => rows.Select(value).Distinct().Skip(1).Any();
}
