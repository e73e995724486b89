using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Perennial.Models.Tests.PublicNumbers;

/// <summary>Goes through everything a result shows of itself and names each number that is not finite.</summary>
internal static class Visit
{
    /// <summary>Gives the paths to the numbers that are NaN or infinite, at most a few.</summary>
    public static IEnumerable<string> NotFinite(object? value, string path, int depth = 0)
    {
        switch (value)
        {
            case null or string or Delegate or Enum:
                yield break;
            case double number:
                if (!double.IsFinite(number))
                {
                    yield return $"{path} is {number}";
                }

                yield break;
            case double[] numbers:
                int at = Array.FindIndex(numbers, number => !double.IsFinite(number));
                if (at >= 0)
                {
                    yield return $"{path}[{at}] is {numbers[at]}";
                }

                yield break;
            case ITuple tuple:
                for (int i = 0; i < tuple.Length; i++)
                {
                    foreach (string found in NotFinite(tuple[i], $"{path}.{i + 1}", depth + 1))
                    {
                        yield return found;
                    }
                }

                yield break;
            case IEnumerable many:
                int row = 0;
                foreach (object? one in many)
                {
                    foreach (string found in NotFinite(one, $"{path}[{row}]", depth + 1))
                    {
                        yield return found;
                    }

                    if (++row == 50)
                    {
                        break;
                    }
                }

                yield break;
        }

        // Unknown values of a table of features are NaN as given: what goes in comes out.
        if (depth > 4 || value.GetType().Assembly != typeof(ITransactionModel).Assembly || value is Models.Learning.FeatureTable)
        {
            yield break;
        }

        foreach (PropertyInfo property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length > 0 || property.PropertyType.IsByRefLike)
            {
                continue;
            }

            object? shown;
            try
            {
                shown = property.GetValue(value);
            }
            catch (TargetInvocationException refused) when (refused.InnerException is ConvergenceException)
            {
                continue;
            }

            foreach (string found in NotFinite(shown, $"{path}.{property.Name}", depth + 1))
            {
                yield return found;
            }
        }
    }
}
