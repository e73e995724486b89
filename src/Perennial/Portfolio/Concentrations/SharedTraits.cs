using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Portfolio.Concentrations;

/// <summary>What accounts have in common, so that they may leave together: industry, channel, reseller, and the account at the top of their hierarchy.</summary>
public sealed class SharedTraits
{
    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<int, string>> _of;

    private SharedTraits(IReadOnlyDictionary<string, IReadOnlyDictionary<int, string>> of) => _of = of;

    /// <summary>Gives those of customers of whom nothing is known but what they bought.</summary>
    public static SharedTraits None { get; } = new(new Dictionary<string, IReadOnlyDictionary<int, string>>(StringComparer.Ordinal));

    /// <summary>Takes them.</summary>
    /// <param name="of">By trait, then customer.</param>
    internal static SharedTraits From(IReadOnlyDictionary<string, IReadOnlyDictionary<int, string>> of) => new(of);

    /// <summary>Reads those of a company's customers.</summary>
    /// <param name="connection">The engine session, with <c>identity_traits</c>.</param>
    public static SharedTraits Read(DuckDbConnection connection)
    {
        var rows = SqlFile.Of("Portfolio", "99_shared_traits").List(connection, row => (Key: row.Int32(0), Traits: (string?[])[row.String(1), row.String(2), row.String(3)]));
        Dictionary<string, IReadOnlyDictionary<int, string>> of = new(StringComparer.Ordinal);
        for (int t = 0; t < 3; t++)
        {
            int at = t;
            of[ConcentrationRule.Traits[t]] = rows.Where(row => row.Traits[at] is not null).ToDictionary(row => row.Key, row => row.Traits[at]!);
        }

        of[ConcentrationRule.Traits[3]] = SqlFile.Of("Portfolio", "95_families").List(connection, row => (Key: row.Int32(0), Top: row.String(1)!)).ToDictionary(row => row.Key, row => row.Top);
        return new(of);
    }

    /// <summary>Gives groups of some customers for each trait that at least two of them share; the others say nothing of leaving together.</summary>
    /// <param name="keys">The n customers.</param>
    /// <param name="traits">The traits that count.</param>
    /// <returns>By trait, the n groups from 0, -1 where not known.</returns>
    internal IReadOnlyList<(string Trait, int[] Groups)> Of(int[] keys, IReadOnlyList<string> traits)
    {
        List<(string, int[])> shared = [];
        foreach (string trait in ConcentrationRule.Traits.Where(known => traits.Contains(known, StringComparer.Ordinal)))
        {
            if (!_of.TryGetValue(trait, out IReadOnlyDictionary<int, string>? of))
            {
                continue;
            }

            string?[] names = Array.ConvertAll(keys, key => of.GetValueOrDefault(key));
            string[] groups = [.. names.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            if (groups.Length < names.Count(name => name is not null))
            {
                shared.Add((trait, Array.ConvertAll(names, name => name is null ? -1 : Array.BinarySearch(groups, name, StringComparer.Ordinal))));
            }
        }

        return shared;
    }
}
