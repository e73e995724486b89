namespace Perennial.Models.Predicting;

/// <summary>The common shock that the calendar gives to all customers at once: e to the power of Deviation times a Student t.</summary>
/// <param name="Deviation">Root mean square of the log total errors of rolling origins; a steady bias counts as risk too.</param>
/// <param name="Degrees">Degrees of freedom of the t: origins less one.</param>
/// <param name="Origins">Number of origins it rests on.</param>
public readonly record struct CalendarShock(double Deviation, double Degrees, int Origins)
{
    /// <summary>The number of origins below which no calendar risk is stated.</summary>
    public const int FewestOrigins = 4;

    /// <summary>Makes the shock from the log total errors of rolling origins, ln(actual / predicted), or null where there are fewer than four.</summary>
    /// <param name="logErrors">One finite number an origin.</param>
    /// <exception cref="ArgumentException">An error is not finite.</exception>
    public static CalendarShock? From(ReadOnlySpan<double> logErrors)
    {
        double squares = 0;
        for (int k = 0; k < logErrors.Length; k++)
        {
            if (!double.IsFinite(logErrors[k]))
            {
                throw new ArgumentException($"The log total error of origin {k} is {logErrors[k]}. It is a finite number: leave that origin out.", nameof(logErrors));
            }

            squares += logErrors[k] * logErrors[k];
        }

        return logErrors.Length < FewestOrigins ? null : new(Math.Sqrt(squares / logErrors.Length), logErrors.Length - 1, logErrors.Length);
    }
}
