using System.Globalization;

namespace Perennial.Models.Covariates;

/// <summary>What is known of n customers beside their purchases, as it came: numbers or words, with gaps.</summary>
/// <remarks>A trait must have been known when the customer came, and not change: what was only learned later makes forecasts look better than they can be.</remarks>
public sealed class CustomerTrait
{
    private CustomerTrait(string name, double[]? values, string?[]? words) => (Name, Values, Words) = (name, values, words);

    /// <summary>Gives the name.</summary>
    public string Name { get; }

    /// <summary>Gives the number of customers n.</summary>
    public int Count => Values?.Length ?? Words!.Length;

    /// <summary>Tells whether the values are numbers.</summary>
    public bool IsNumeric => Values is not null;

    /// <summary>Gives how many customers have no value.</summary>
    public int Missing => Values?.Count(double.IsNaN) ?? Words!.Count(word => word is null);

    /// <summary>Gives the numbers, NaN where there is none; null for words.</summary>
    internal double[]? Values { get; }

    /// <summary>Gives the words, null where there is none; null for numbers.</summary>
    internal string?[]? Words { get; }

    /// <summary>Takes numbers.</summary>
    /// <param name="name">The name of the trait.</param>
    /// <param name="values">n finite numbers, null where none is known.</param>
    /// <exception cref="ArgumentException">The name is empty, or a number is not finite.</exception>
    public static CustomerTrait Numbers(string name, IReadOnlyList<double?> values)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(values);
        double[] numbers = new double[values.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = values[i] is not { } value ? double.NaN : double.IsFinite(value) ? value
                : throw new ArgumentException($"Customer {i} has {value} for '{name}'. Give a finite number, or null where none is known.", nameof(values));
        }

        return new(name, numbers, null);
    }

    /// <summary>Takes words: a plan, a country, a channel.</summary>
    /// <param name="name">The name of the trait.</param>
    /// <param name="values">n words; null or blank where none is known.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static CustomerTrait Levels(string name, IReadOnlyList<string?> values)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(values);
        return new(name, null, [.. values.Select(value => string.IsNullOrWhiteSpace(value) ? null : value.Trim())]);
    }

    /// <summary>Takes cells of a file: numbers where every cell that is not blank is one (a point before decimals), else words.</summary>
    /// <param name="name">The name of the trait.</param>
    /// <param name="cells">n cells; null or blank where none is known.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static CustomerTrait Of(string name, IReadOnlyList<string?> cells)
    {
        CustomerTrait levels = Levels(name, cells);
        double?[] numbers = new double?[levels.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (levels.Words![i] is not { } word)
            {
                continue;
            }

            if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
            {
                return levels;
            }

            numbers[i] = number;
        }

        return levels.Missing == levels.Count ? levels : Numbers(name, numbers);
    }
}
