namespace Perennial.Models.Predicting;

/// <summary>In which phase a customer who is alive may be, asked for one customer after the other; what depends on (x, T) alone is kept from one to the next.</summary>
internal sealed class Phase(TransactionLaw law, double horizon)
{
    private readonly double[] _chance = new double[law.Phases];
    private readonly double[] _zero = new double[law.Phases];
    private int _x = -1;
    private double _t;

    /// <summary>Gives the chances of the phases, to be used before the next customer; null where there is one.</summary>
    public double[]? Chances(int x, double tx, double t)
    {
        if (_chance.Length == 1)
        {
            return null;
        }

        law.PhasesAt(x, tx, t, _chance);
        return _chance;
    }

    /// <summary>Gives P(no purchase within the horizon | alive).</summary>
    public double Zero(int x, double tx, double t)
    {
        if (x != _x || t != _t)
        {
            (_x, _t) = (x, t);
            for (int j = 0; j < _zero.Length; j++)
            {
                _zero[j] = law.AliveAt(x, t, j).Zero(horizon);
            }
        }

        if (Chances(x, tx, t) is not { } chance)
        {
            return _zero[0];
        }

        double sum = 0;
        for (int j = 0; j < chance.Length; j++)
        {
            sum += chance[j] * _zero[j];
        }

        return Math.Min(1, sum);
    }

    /// <summary>Gives the chances of the phases of the customer last asked for, given a purchase within the horizon; null where there is one phase.</summary>
    /// <param name="zero">What <see cref="Zero"/> gave.</param>
    public double[]? ChancesOfBuyers(double zero)
    {
        if (_chance.Length == 1)
        {
            return null;
        }

        double[] buyers = new double[_chance.Length];
        for (int j = 0; j < buyers.Length; j++)
        {
            buyers[j] = zero >= 1 ? _chance[j] : _chance[j] * Math.Max(0, 1 - _zero[j]) / (1 - zero);
        }

        return buyers;
    }
}
