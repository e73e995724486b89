using System.Runtime.CompilerServices;

namespace Perennial.Kernel;

/// <summary>Checks at the door: each throws the exception of the <see cref="ArgumentException"/> family that names the parameter, the value and the rule.</summary>
public static class Require
{
    /// <summary>Requires a finite number of at least <paramref name="low"/>.</summary>
    public static double AtLeast(double value, double low, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value >= low
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} is a finite number of at least {low}.");

    /// <summary>Requires a finite number above <paramref name="low"/>.</summary>
    public static double Above(double value, double low, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value > low
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} is a finite number above {low}.");

    /// <summary>Requires a finite number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public static double Within(double value, double low, double high, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value >= low && value <= high
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} is a number from {low} to {high}.");

    /// <summary>Requires that one day is not after another.</summary>
    public static void NotAfter(
        DateOnly first,
        DateOnly second,
        [CallerArgumentExpression(nameof(first))] string firstName = "",
        [CallerArgumentExpression(nameof(second))] string secondName = "")
    {
        if (first > second)
        {
            throw new ArgumentOutOfRangeException(firstName, first, $"{firstName} is {first:yyyy-MM-dd}, after {secondName} {second:yyyy-MM-dd}. It must be on or before it.");
        }
    }
}
