namespace Perennial.Training.Contracts;

/// <summary>One life of an account ahead: what it pays a month, before discounts that end, and when it leaves. Time is in months from the end of the as-of day.</summary>
public sealed class LifePath
{
    private readonly List<(double From, double To, double Level)> _stretches = [];

    /// <summary>Gives when it leaves; infinite where it does not.</summary>
    public double Leaves { get; private set; }

    /// <summary>Gives the stretches in which it pays, in order, up to the last horizon.</summary>
    public IReadOnlyList<(double From, double To, double Level)> Stretches => _stretches;

    /// <summary>Gives what it pays at a time: 0 where it pauses, or is gone.</summary>
    /// <param name="time">Months from the end of the as-of day.</param>
    public double At(double time)
    {
        foreach ((double from, double to, double level) in _stretches)
        {
            if (time < to)
            {
                return time >= from ? level : 0;
            }
        }

        return 0;
    }

    internal void Begin(double leaves)
    {
        Leaves = leaves;
        _stretches.Clear();
    }

    internal void Pays(double from, double to, double level) => _stretches.Add((from, to, level));
}
