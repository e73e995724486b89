namespace Perennial.Models.Survival;

/// <summary>Checks of what models of lifetimes are made of.</summary>
internal static class SurvivalParameters
{
    /// <summary>Refuses coefficients without a name each, and names given twice.</summary>
    public static void Coefficients(IReadOnlyList<string> names, double[] coefficients)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(coefficients);
        if (names.Count != coefficients.Length)
        {
            throw new ArgumentException($"There are {names.Count} covariates and {coefficients.Length} coefficients. Give one coefficient a covariate.", nameof(coefficients));
        }

        string? wrong = names.FirstOrDefault(name => string.IsNullOrWhiteSpace(name) || names.Count(other => string.Equals(name, other, StringComparison.Ordinal)) > 1);
        if (wrong is not null)
        {
            throw new ArgumentException($"A covariate is called '{wrong}', which is no name or stands twice. Give each a name of its own.", nameof(names));
        }

        Finite(coefficients, nameof(coefficients));
    }

    /// <summary>Refuses what is not finite.</summary>
    public static void Finite(double[] values, string what)
    {
        ArgumentNullException.ThrowIfNull(values, what);
        int at = Array.FindIndex(values, value => !double.IsFinite(value));
        if (at >= 0)
        {
            throw new ArgumentOutOfRangeException(what, values[at], $"Number {at + 1} of these is not finite. Give finite numbers.");
        }
    }

    /// <summary>Gives the covariance of a fit, or null where a unit puts it beyond all numbers.</summary>
    public static double[]? Held(double[]? covariance, int parameters) =>
        covariance is not null && Array.TrueForAll(covariance, double.IsFinite) && Enumerable.Range(0, parameters).All(i => covariance[(i * parameters) + i] >= 0.0) ? covariance : null;

    /// <summary>Refuses a covariance of another size, or with an entry that is not finite or a variance below 0.</summary>
    public static void Covariance(double[]? covariance, int parameters)
    {
        if (covariance is null)
        {
            return;
        }

        if (covariance.Length != parameters * parameters)
        {
            throw new ArgumentException($"The covariance has {covariance.Length} entries. {parameters} parameters have {parameters * parameters}, row by row.", nameof(covariance));
        }

        Finite(covariance, nameof(covariance));
        for (int i = 0; i < parameters; i++)
        {
            if (covariance[(i * parameters) + i] < 0.0)
            {
                throw new ArgumentException($"The variance of parameter {i + 1} is {covariance[(i * parameters) + i]}. A variance is at least 0.", nameof(covariance));
            }
        }
    }
}
