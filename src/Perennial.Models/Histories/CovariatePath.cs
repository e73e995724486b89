namespace Perennial.Models;

/// <summary>One covariate over the periods of a calendar: the same for all customers, constant in time, or each customer's own.</summary>
public sealed class CovariatePath
{
    private readonly double[] _values;
    private readonly Kind _kind;

    private CovariatePath(string name, double[] values, Kind kind)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new ArgumentException("A covariate has no name. Give it one.");
        }

        ArgumentNullException.ThrowIfNull(values);
        int wrong = Array.FindIndex(values, value => !double.IsFinite(value));
        if (wrong >= 0)
        {
            throw new ArgumentException($"Covariate '{name}' has {values[wrong]} at place {wrong}. A covariate is a finite number; fill or drop what is missing before.");
        }

        (Name, _values, _kind) = (name, values, kind);
    }

    private enum Kind
    {
        Calendar,
        Constant,
        Own,
    }

    /// <summary>Gives the name.</summary>
    public string Name { get; }

    /// <summary>Makes a covariate that all customers share, such as a season.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">P finite numbers, one for each period.</param>
    public static CovariatePath Calendar(string name, double[] values) => new(name, values, Kind.Calendar);

    /// <summary>Makes a covariate that does not change, such as a region.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">n finite numbers, one for each customer.</param>
    public static CovariatePath Constant(string name, double[] values) => new(name, values, Kind.Constant);

    /// <summary>Makes a covariate of customers' own that changes, such as letters sent.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">n times P finite numbers: all periods of the first customer, then all of the second.</param>
    public static CovariatePath Own(string name, double[] values) => new(name, values, Kind.Own);

    /// <summary>Gives the value of a customer in a period.</summary>
    internal double At(int customer, int period, int periods) => _kind switch
    {
        Kind.Calendar => _values[period],
        Kind.Constant => _values[customer],
        _ => _values[(customer * periods) + period],
    };

    /// <summary>Gives the covariate of some customers.</summary>
    internal CovariatePath Take(int[] rows, int periods) => _kind switch
    {
        Kind.Calendar => this,
        Kind.Constant => new(Name, Array.ConvertAll(rows, row => _values[row]), _kind),
        _ => new(Name, [.. rows.SelectMany(row => _values.AsSpan(row * periods, periods).ToArray())], _kind),
    };

    /// <summary>Throws unless there is a value for each customer and period it is for.</summary>
    internal void Check(int customers, int periods)
    {
        long expected = _kind switch { Kind.Calendar => periods, Kind.Constant => customers, _ => (long)customers * periods };
        if (_values.Length != expected)
        {
            string what = _kind switch
            {
                Kind.Calendar => $"one for each of {periods} periods",
                Kind.Constant => $"one for each of {customers} customers",
                _ => $"one for each of {periods} periods of each of {customers} customers",
            };
            throw new ArgumentException($"Covariate '{Name}' has {_values.Length} values. It needs {expected}: {what}.");
        }
    }
}
