namespace Perennial.Portfolio.Concentrations;

/// <summary>What is left of n amounts when one of them goes.</summary>
internal sealed class Without
{
    private readonly double[] _falling;
    private readonly double _total, _squares, _negative;

    /// <summary>Takes finite amounts that rise.</summary>
    public Without(double[] rising)
    {
        _falling = [.. rising.Reverse().TakeWhile(amount => amount > 0)];
        foreach (double amount in rising)
        {
            _total += Math.Max(0, amount);
            _negative += Math.Min(0, amount);
            _squares += Math.Pow(Math.Max(0, amount), 2);
        }
    }

    /// <summary>Gives the sum of all.</summary>
    public double Sum => _total + _negative;

    /// <summary>Gives what is left without one amount: the sum, the HHI and the share of the k largest of the rest; both 0 where nothing above zero is left.</summary>
    /// <param name="amount">One of the amounts; 0 for none.</param>
    /// <param name="largest">How many of the largest.</param>
    public (double Sum, double Hhi, double Top) Of(double amount, int largest)
    {
        double gone = Math.Max(0, amount), rest = _total - gone;

        // What goes is either one of the k largest, and the next one moves up, or not.
        double next = _falling.Length > largest ? _falling[largest] : 0, least = _falling.Length >= largest ? _falling[largest - 1] : 0;
        double top = _falling.Take(largest).Sum() + (gone > 0 && gone >= least ? next - gone : 0);
        return _falling.Length - (gone > 0 ? 1 : 0) <= 0 ? (Sum - amount, 0, 0) : (Sum - amount, 10_000 * Math.Max(0, _squares - (gone * gone)) / (rest * rest), Math.Min(1, top / rest));
    }
}
