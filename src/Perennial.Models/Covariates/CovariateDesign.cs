namespace Perennial.Models.Covariates;

/// <summary>How traits become columns.</summary>
public sealed record CovariateDesignOptions
{
    /// <summary>Gives the most levels a trait of words keeps, its reference and the pool of the rest included; at least 2.</summary>
    /// <value>8.</value>
    public int MostLevels
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A trait keeps at least two levels: one to compare with another.");
    } = 8;

    /// <summary>Gives the share of customers that a level, or what is not known, must have to count by itself; from 0 to 0.5.</summary>
    /// <value>0.02.</value>
    public double LeastShare
    {
        get;
        init => field = value is >= 0.0 and <= 0.5 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The least share of a level lies between 0 and 0.5.");
    } = 0.02;
}

/// <summary>What one trait became.</summary>
/// <param name="Name">The trait.</param>
/// <param name="IsNumeric">Whether it is a number, of which the column holds distances from the mean in standard deviations.</param>
/// <param name="Columns">The names of its columns: use, use (unknown), plan = pro; none where all customers are alike.</param>
/// <param name="Reference">The level that the columns are compared with, the most common one; null for numbers.</param>
/// <param name="Pooled">Levels too rare to count by themselves, taken together as (other).</param>
/// <param name="Unknown">Customers without a value.</param>
public sealed record DesignedTrait(string Name, bool IsNumeric, IReadOnlyList<string> Columns, string? Reference, IReadOnlyList<string> Pooled, int Unknown);

/// <summary>Traits of customers made into covariates: numbers standardised, words as one column for each level but the reference, rare levels pooled.</summary>
/// <remarks>
/// What is not known has a column of its own where it is common enough: it may say something. Else a number counts as the mean, and a word with the rare ones.
/// The design is learned once and applied to any customers: a level never seen counts with the rare ones, or as the reference where none are pooled. It reads no
/// purchase, so learning it on all customers tells a backtest nothing of what came later.
/// </remarks>
public sealed class CovariateDesign
{
    /// <summary>The level of those of whom nothing is known.</summary>
    public const string UnknownLevel = "(unknown)";

    /// <summary>The level of those whose own one is rare.</summary>
    public const string OtherLevel = "(other)";

    private readonly Coding[] _codings;

    private CovariateDesign(Coding[] codings)
    {
        _codings = codings;
        Traits = [.. codings.Select(coding => coding.Told)];
    }

    /// <summary>Gives what each trait became, in the order given.</summary>
    public IReadOnlyList<DesignedTrait> Traits { get; }

    /// <summary>Gives the names of all columns.</summary>
    public IReadOnlyList<string> Columns => [.. Traits.SelectMany(trait => trait.Columns)];

    /// <summary>Learns levels, means and deviations.</summary>
    /// <param name="traits">Traits of the same n customers, at least one.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no trait or no customer, a name repeats, or traits differ in length.</exception>
    public static CovariateDesign Learn(IReadOnlyList<CustomerTrait> traits, CovariateDesignOptions? options = null)
    {
        Check(traits);
        options ??= new CovariateDesignOptions();
        return traits[0].Count == 0
            ? throw new ArgumentException("There are no customers to learn levels from.", nameof(traits))
            : new([.. traits.Select(trait => trait.IsNumeric ? Number.Of(trait, options) : (Coding)Level.Of(trait, options))]);
    }

    /// <summary>Gives the columns of customers.</summary>
    /// <param name="traits">The traits the design was learned on, in any order.</param>
    /// <exception cref="ArgumentException">A trait is missing or changed from number to word, or all customers were alike in every trait.</exception>
    public CovariateColumns Apply(IReadOnlyList<CustomerTrait> traits)
    {
        Check(traits);
        double[][] columns =
        [
            .. _codings.SelectMany(coding => coding.Columns(traits.FirstOrDefault(trait => string.Equals(trait.Name, coding.Told.Name, StringComparison.Ordinal))
                ?? throw new ArgumentException($"There is no trait '{coding.Told.Name}'. The design was learned on {string.Join(", ", Traits.Select(own => own.Name))}.", nameof(traits)))),
        ];
        return columns.Length > 0
            ? new([.. Columns], columns)
            : throw new ArgumentException($"All customers are alike in {string.Join(", ", Traits.Select(own => own.Name))}, so there is nothing to tell them apart by.", nameof(traits));
    }

    /// <summary>Gives the same design without one trait.</summary>
    /// <param name="trait">Its name.</param>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public CovariateDesign Without(string trait)
    {
        Coding[] rest = [.. _codings.Where(coding => !string.Equals(coding.Told.Name, trait, StringComparison.Ordinal))];
        return rest.Length < _codings.Length
            ? new(rest)
            : throw new ArgumentException($"There is no trait '{trait}'. There are: {string.Join(", ", Traits.Select(own => own.Name))}.", nameof(trait));
    }

    private static void Check(IReadOnlyList<CustomerTrait> traits)
    {
        ArgumentNullException.ThrowIfNull(traits);
        if (traits.Count == 0)
        {
            throw new ArgumentException("There are no traits. Give at least one.", nameof(traits));
        }

        foreach (CustomerTrait trait in traits)
        {
            if (trait.Count != traits[0].Count || traits.Count(other => string.Equals(other.Name, trait.Name, StringComparison.Ordinal)) > 1)
            {
                throw new ArgumentException(
                    $"'{trait.Name}' is there twice, or has {trait.Count} customers where '{traits[0].Name}' has {traits[0].Count}. Give each trait once, of the same customers.",
                    nameof(traits));
            }
        }
    }

    private abstract record Coding(DesignedTrait Told)
    {
        public abstract IEnumerable<double[]> Columns(CustomerTrait trait);

        protected ArgumentException Changed() =>
            new($"'{Told.Name}' was learned as {(Told.IsNumeric ? "numbers" : "words")} and now is not. Give it in the same form.");
    }

    private sealed record Number(DesignedTrait Told, double Mean, double Deviation) : Coding(Told)
    {
        public static Number Of(CustomerTrait trait, CovariateDesignOptions options)
        {
            double[] known = [.. trait.Values!.Where(value => !double.IsNaN(value))];

            // In units of the largest, so that no square leaves the range of numbers.
            double unit = known.Length == 0 ? 0.0 : known.Max(Math.Abs), mean = unit == 0.0 ? 0.0 : known.Average(value => value / unit);
            double deviation = unit == 0.0 ? 0.0 : Math.Sqrt(known.Average(value => ((value / unit) - mean) * ((value / unit) - mean)));
            bool differs = deviation > 1e-12, tells = trait.Missing > 0 && trait.Missing < trait.Count && trait.Missing >= options.LeastShare * trait.Count;
            string[] columns = [.. differs ? (string[])[trait.Name] : [], .. tells ? (string[])[$"{trait.Name} {UnknownLevel}"] : []];
            return new(new(trait.Name, true, columns, null, [], trait.Missing), mean * unit, deviation * unit);
        }

        public override IEnumerable<double[]> Columns(CustomerTrait trait)
        {
            double[] values = trait.Values ?? throw Changed();
            if (Told.Columns.Contains(Told.Name))
            {
                yield return Array.ConvertAll(values, value => double.IsNaN(value) ? 0.0 : (value / Deviation) - (Mean / Deviation));
            }

            if (Told.Columns.Count > 0 && Told.Columns[^1] != Told.Name)
            {
                yield return Array.ConvertAll(values, value => double.IsNaN(value) ? 1.0 : 0.0);
            }
        }
    }

    private sealed record Level(DesignedTrait Told, IReadOnlySet<string> Kept, string Rest) : Coding(Told)
    {
        public static Level Of(CustomerTrait trait, CovariateDesignOptions options)
        {
            (string Name, int Count)[] levels =
            [
                .. trait.Words!.GroupBy(word => word ?? UnknownLevel, StringComparer.Ordinal).Select(group => (Name: group.Key, Count: group.Count()))
                    .OrderByDescending(level => level.Count).ThenBy(level => level.Name, StringComparer.Ordinal),
            ];
            string[] common = [.. levels.Where((level, k) => k == 0 || level.Count >= options.LeastShare * trait.Count).Select(level => level.Name)];

            // The pool of the rest takes one of the places, where there is a rest.
            string[] kept = common.Length == levels.Length && common.Length <= options.MostLevels ? common : [.. common.Take(options.MostLevels - 1)];
            string[] pooled = [.. levels.Select(level => level.Name).Except(kept)];
            string[] own = [.. kept.Skip(1), .. pooled.Length > 0 ? (string[])[OtherLevel] : []];
            return new(
                new(trait.Name, false, [.. own.Select(level => $"{trait.Name} = {level}")], kept[0], pooled, trait.Missing),
                kept.ToHashSet(StringComparer.Ordinal), pooled.Length > 0 ? OtherLevel : kept[0]);
        }

        public override IEnumerable<double[]> Columns(CustomerTrait trait)
        {
            string[] words = [.. (trait.Words ?? throw Changed()).Select(word => word ?? UnknownLevel).Select(word => Kept.Contains(word) ? word : Rest)];
            return Told.Columns.Select(column => Array.ConvertAll(words, word => string.Equals(column, $"{Told.Name} = {word}", StringComparison.Ordinal) ? 1.0 : 0.0));
        }
    }
}
