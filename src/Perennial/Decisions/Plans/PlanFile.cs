using Perennial.Ingest.Reading;
using Perennial.Kernel;

namespace Perennial.Decisions.Plans;

/// <summary>A plan as it was read: with the line of each of its places.</summary>
/// <param name="Path">The file.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Lines">The line of each place, such as <c>goals: clv</c>.</param>
public sealed record PlanFile(string Path, Plan Plan, IReadOnlyDictionary<string, int> Lines)
{
    /// <summary>The plan beside the tables of a company.</summary>
    public const string Name = "plan.yaml";

    /// <summary>Gives the line of a place, or of the place it lies in; 0 where none is known.</summary>
    /// <param name="place">The place.</param>
    public int Line(string place)
    {
        ArgumentNullException.ThrowIfNull(place);
        for (string at = place; ; at = at[..at.LastIndexOf(": ", StringComparison.Ordinal)])
        {
            if (Lines.TryGetValue(at, out int line))
            {
                return line;
            }

            if (!at.Contains(": ", StringComparison.Ordinal))
            {
                return 0;
            }
        }
    }

    /// <summary>Reads a plan from YAML, or from a table with one row a place.</summary>
    /// <param name="path">The file; <c>.csv</c> is a table.</param>
    /// <exception cref="PerennialException">There is no such file (<c>source/not-found</c>), or it is no plan (<c>decisions/plan</c>).</exception>
    public static PlanFile Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!File.Exists(path))
        {
            throw SourceProblem.NotFound(path);
        }

        using var reader = new StreamReader(path);
        return System.IO.Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase) ? PlanTableReader.Read(reader, path) : PlanReader.Read(reader, path);
    }

    /// <summary>Gives the place of a part.</summary>
    internal static string Place(params ReadOnlySpan<string> parts) => string.Join(": ", parts!);
}
