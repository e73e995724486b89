using System.Buffers;

namespace Perennial.Models.Predicting;

/// <summary>For one frequency: the law of ln v given a purchase, at ages between which it is interpolated.</summary>
internal sealed class ValueTable : PositiveLaw
{
    private readonly SpendLaw _spend;
    private readonly double _step;
    private readonly int _first;
    private readonly int _length;
    private readonly int _nodes;
    private readonly int _phases;
    private readonly double[] _cdf;
    private readonly double[]? _ages;
    private readonly double _origin;
    private readonly double _scale;
    private readonly double _gap;
    private readonly int _shift;
    private SurvivalTable? _survival;

    /// <summary>Tabulates.</summary>
    /// <param name="law">The transaction model.</param>
    /// <param name="spend">The spend of this frequency.</param>
    /// <param name="frequency">The frequency x.</param>
    /// <param name="ages">The distinct ages that will be asked for, rising.</param>
    /// <param name="horizon">Horizon; may be infinite.</param>
    /// <param name="delta">Discount rate.</param>
    public ValueTable(TransactionLaw law, SpendLaw spend, int frequency, double[] ages, double horizon, double delta)
    {
        _spend = spend;
        ValueLattice[] grids = [.. Enumerable.Range(0, law.Phases).Select(phase => law.Lattice(spend, frequency, phase, ages[0], ages[^1], horizon, delta))];
        _phases = grids.Length;
        _step = grids[0].Step;
        _scale = law.Smoothness(frequency);
        _origin = Math.Log(_scale + ages[0]);
        double range = Math.Log(_scale + ages[^1]) - _origin;

        // At a fixed v the law moves as fast as rates are known; relative to alpha + T it moves slowly, but only if prices blur the steps of counts.
        double r = law.AliveAt(frequency, ages[0], law.Phases - 1).R, still = Math.Min(0.25, 0.3 / Math.Sqrt(Math.Max(1, r))), moving = Math.Min(0.25, 0.4 * spend.Spread(1));

        // Where something happens within 1 / Tempo, no two neighbours lie further apart.
        double near = law.Tempo == 0 ? double.PositiveInfinity : 0.5 / (law.Tempo * (_scale + ages[^1]));
        (still, moving) = (Math.Min(still, near), Math.Min(moving, near));
        bool moves = moving > still && law.Stretches;
        _shift = moves ? Math.Max(1, (int)(moving / _step)) : 0;
        _gap = moves ? _shift * _step : still;
        int needed = Math.Max(4, 1 + (int)Math.Ceiling(range / _gap));
        if (ages.Length <= needed)
        {
            _ages = ages;
            _shift = 0;
            needed = ages.Length;
        }

        _nodes = needed;
        _first = grids.Min(grid => grid.First);
        _length = grids.Max(grid => grid.First + grid.Length) - _first + (_shift * (_nodes - 1));
        _cdf = new double[_length * _nodes * _phases];
        for (int phase = 0; phase < _phases; phase++)
        {
            int offset = grids[phase].First - _first;
            for (int k = 0; k < _nodes; k++)
            {
                double[] column = grids[phase].Cumulated(_ages is null ? (_scale + ages[0]) * Math.Exp(k * _gap) - _scale : ages[k]);
                for (int j = 0; j < _length; j++)
                {
                    int at = j - (k * _shift) - offset;
                    _cdf[(((j * _phases) + phase) * _nodes) + k] = at < 0 ? 0 : at < column.Length ? column[at] : 1;
                }
            }
        }
    }

    /// <inheritdoc/>
    public override Place At(double age, double[]? phases)
    {
        if (_ages is not null)
        {
            return new(Array.BinarySearch(_ages, age), 1, 0, 0, 0, 0, phases);
        }

        double at = (Math.Log(_scale + age) - _origin) / _gap;
        int start = Math.Clamp((int)at - 1, 0, _nodes - 4);
        double s = at - start - 1;
        return new(
            start,
            -s * (s - 1) * (s - 2) / 6,
            (s + 1) * (s - 1) * (s - 2) / 2,
            -(s + 1) * s * (s - 2) / 2,
            (s + 1) * s * (s - 1) / 6,
            at * _shift,
            phases);
    }

    /// <inheritdoc/>
    public override double Quantile(in Place place, double level)
    {
        int low = 0, high = _length - 1;
        double left = F(place, 0), right = F(place, high);
        if (level <= left || level >= right)
        {
            return Tail(place, level, left, right);
        }

        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (F(place, middle) < level)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return Between(
            place, low, level, low == 0 ? left : F(place, low - 1), F(place, low), F(place, high), high == _length - 1 ? right : F(place, high + 1));
    }

    /// <inheritdoc/>
    public override void Quantiles(in Place place, ReadOnlySpan<double> levels, Span<double> values)
    {
        // The customer's own column once, then one walk up it for all levels.
        double[] column = ArrayPool<double>.Shared.Rent(_length);
        for (int j = 0; j < _length; j++)
        {
            column[j] = F(place, j);
        }

        int end = _length - 1, low = 0;
        for (int k = 0; k < levels.Length; k++)
        {
            double level = levels[k];
            if (level <= column[0] || level >= column[end])
            {
                values[k] = Tail(place, level, column[0], column[end]);
                continue;
            }

            while (column[low + 1] < level)
            {
                low++;
            }

            values[k] = Between(place, low, level, column[Math.Max(0, low - 1)], column[low], column[low + 1], column[Math.Min(end, low + 2)]);
        }

        ArrayPool<double>.Shared.Return(column);
    }

    /// <inheritdoc/>
    public override double Cdf(in Place place, double value)
    {
        double at = (Math.Log(value) / _step) - _first + place.Shift;
        if (!(at > 0))
        {
            double edge = F(place, 0);
            return _spend.IsPrice || !(value > 0) ? 0 : edge * Math.Exp(at * _step * _spend.P);
        }

        if (at >= _length - 1)
        {
            return 1;
        }

        int low = (int)at;
        return Cell(place, low).At(at - low);
    }

    /// <inheritdoc/>
    public override double SurvivalTo(in Place place, double value)
    {
        // u, the value in the coordinates of the moving grid, whose first point is u0.
        double unit = Math.Exp(-place.Shift * _step), start = Math.Exp(_first * _step);
        double at = (Math.Log(value) / _step) - _first + place.Shift;
        if (!(at > 0))
        {
            return value > 0 ? value * (1 - (Cdf(place, value) / (1 + _spend.P))) : 0;
        }

        _survival ??= Survival();
        if (at >= _length - 1)
        {
            return unit * Mixed(place, _survival.Integrals, _length - 1);
        }

        int low = (int)at;
        double u = start * Math.Exp(low * _step);
        return unit * (Mixed(place, _survival.Integrals, low) + SurvivalTable.Within(Cell(place, low), u, _step, at - low));
    }

    /// <inheritdoc/>
    public override double SurvivalSquared(in Place place)
    {
        double unit = Math.Exp(-place.Shift * _step);
        _survival ??= Survival();
        if (place.Phases is not { } phases)
        {
            return unit * Between(place, _survival.Products(0, 0), place.Start);
        }

        double sum = 0;
        for (int i = 0; i < phases.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                sum += (i == j ? 1 : 2) * phases[i] * phases[j] * Between(place, _survival.Products(i, j), place.Start);
            }
        }

        return unit * sum;
    }

    private SurvivalTable Survival() => new(_cdf, _phases, _nodes, _first, _step, _spend.P);

    // A level below the first point of the grid or above the last.
    private double Tail(in Place place, double level, double left, double right)
    {
        if (level <= left)
        {
            return Math.Exp((_first - place.Shift) * _step) * (_spend.IsPrice || left <= 0 ? 1 : Math.Pow(level / left, 1 / _spend.P));
        }

        int low = _length - 1;
        while (low > 0 && F(place, low - 1) >= right)
        {
            low--;
        }

        return Math.Exp((_first + low - place.Shift) * _step);
    }

    // A level between two neighbours of the grid.
    private double Between(in Place place, int low, double level, double before, double left, double right, double after)
    {
        double s = (level - left) / (right - left);
        if (!_spend.IsPrice)
        {
            s = InCell(before, left, right, after, level, s);
        }

        return Math.Exp((_first + low + s - place.Shift) * _step);
    }

    private static double InCell(double before, double left, double right, double after, double level, double s)
    {
        GridCell cell = new(before, left, right, after, straight: false);
        double low = 0, high = 1;
        for (int i = 0; i < 8; i++)
        {
            double error = cell.Cubic(s) - level;
            if (error > 0)
            {
                high = s;
            }
            else
            {
                low = s;
            }

            double next = s - (error / (right - left));
            if (Math.Abs(next - s) < 1e-6)
            {
                break;
            }

            s = next > low && next < high ? next : 0.5 * (low + high);
        }

        return s;
    }

    private GridCell Cell(in Place place, int low) =>
        new(F(place, Math.Max(0, low - 1)), F(place, low), F(place, low + 1), F(place, Math.Min(_length - 1, low + 2)), _spend.IsPrice);

    private double F(in Place place, int j) => Mixed(place, _cdf, j);

    // What a table says in row j at an age between its nodes, and of the phases the customer may be in.
    private double Mixed(in Place place, double[] table, int j)
    {
        if (place.Phases is not { } phases)
        {
            return Between(place, table, (j * _nodes) + place.Start);
        }

        double sum = 0;
        for (int phase = 0; phase < phases.Length; phase++)
        {
            sum += phases[phase] * Between(place, table, (((j * _phases) + phase) * _nodes) + place.Start);
        }

        return sum;
    }

    private double Between(in Place place, double[] table, int at) => _ages is not null
        ? table[at]
        : (place.W0 * table[at]) + (place.W1 * table[at + 1]) + (place.W2 * table[at + 2]) + (place.W3 * table[at + 3]);
}
