using Perennial.Features.Contracts;
using Perennial.Kernel;
using Perennial.Models.Numerics;

namespace Perennial.Training.Contracts;

/// <summary>The lives of accounts ahead: when they leave, how what they pay moves until then, and what that earns to each of several horizons.</summary>
/// <remarks>
/// Draw d of every account uses draw d of the parameters, so that sums over accounts carry what is not known of them. An account's random numbers come from its key: neither its
/// neighbours nor the number of threads reach them. Time is in months from the end of the as-of day; revenue flows evenly, and is discounted from its own moment, which over a month
/// equals discounting at its middle to 3 in a million.
/// </remarks>
public sealed class ContractSimulator
{
    /// <summary>Where the lifetime is cut: twenty years.</summary>
    public const int LifetimeMonths = 240;

    /// <summary>For how long growth is carried on: nobody has seen it last longer.</summary>
    public const int GrowthMonths = 60;

    private readonly ContractLaw _law;
    private readonly MovementModel _moves;
    private readonly MovementDraw[] _draws;
    private readonly double[] _horizons, _ends;
    private readonly double _delta;
    private readonly int _main, _months;
    private readonly ulong _seed;

    /// <summary>Prepares.</summary>
    /// <param name="law">When accounts leave.</param>
    /// <param name="moves">How what they pay moves.</param>
    /// <param name="horizons">Months to each horizon, rising, at most <see cref="LifetimeMonths"/>.</param>
    /// <param name="main">Which horizon's draws are kept.</param>
    /// <param name="discount">Effective annual rate.</param>
    /// <param name="draws">How many lives an account lives; at most the draws of the law.</param>
    /// <param name="seed">Seed of the run.</param>
    public ContractSimulator(ContractLaw law, MovementModel moves, double[] horizons, int main, double discount, int draws, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(law);
        ArgumentNullException.ThrowIfNull(moves);
        ArgumentNullException.ThrowIfNull(horizons);
        _law = law;
        _moves = moves;
        _horizons = horizons;
        _main = main;
        _delta = Math.Log(1 + discount) / 12;
        _ends = Array.ConvertAll(horizons, h => Math.Exp(-_delta * h));
        _months = (int)Math.Ceiling(horizons[^1]) + 1;
        _seed = seed;
        var random = new Pcg64(seed, 0x6D6F766573);
        _draws = [.. Enumerable.Range(0, draws).Select(_ => moves.Draw(random))];
    }

    /// <summary>Gives the number of lives.</summary>
    public int Draws => _draws.Length;

    /// <summary>Lives them.</summary>
    /// <param name="accounts">Who.</param>
    /// <param name="asOf">The day all is known up to.</param>
    /// <param name="each">Hears, for each account by its place, the draws of discounted revenue and of discounted active months to the main horizon; from several threads, arrays reused.</param>
    /// <param name="tilt">Gives how an account, by its place, differs from its group in the months just ahead; from several threads. Null where nothing is known beside the law.</param>
    /// <param name="lived">Hears each life: the account by its place, the draw, and what it paid when; from several threads, the path reused. Null where nobody listens.</param>
    public ContractForecast Run(
        IReadOnlyList<ContractAccount> accounts, DateOnly asOf, Action<int, double[], double[]> each, Func<int, ContractRisks, RiskTilt>? tilt = null, Action<int, int, LifePath>? lived = null)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        ArgumentNullException.ThrowIfNull(each);
        int h = _horizons.Length, n = accounts.Count;
        var forecast = new ContractForecast(_horizons, n, Draws);
        (ContractGroup Group, int[] Rows)[] groups =
        [
            .. Enumerable.Range(0, n).GroupBy(i => ContractGroup.Of(accounts[i])).Select(g => (g.Key, g.ToArray())),
        ];
        double[][] totals = SideBySide.Each(groups, group =>
        {
            var risks = GroupRisks.Of(_law, group.Group, Draws, _months);
            double[] sum = new double[h * Draws], revenue = new double[Draws], active = new double[Draws];
            var life = new Life(this, forecast, lived is null ? null : new LifePath());
            foreach (int i in group.Rows)
            {
                ContractAccount account = accounts[i];
                RiskTilt own = tilt?.Invoke(i, risks.Mean) ?? RiskTilt.None;
                forecast.Risks[i] = risks.Mean.Tilted(own);
                life.Begin(account, asOf, i, own);
                for (int d = 0; d < Draws; d++)
                {
                    life.Live(d, risks.Stays[d], risks.ByChoice[d]);
                    lived?.Invoke(i, d, life.Path!);
                    for (int k = 0; k < h; k++)
                    {
                        sum[(k * Draws) + d] += life.Discounted[k];
                    }

                    revenue[d] = life.Discounted[_main];
                    active[d] = life.Active[_main];
                }

                each(i, revenue, active);
            }

            return sum;
        });
        // In the order of the groups, whoever finished first.
        foreach (double[] sum in totals)
        {
            for (int k = 0; k < sum.Length; k++)
            {
                forecast.Totals[k / Draws][k % Draws] += sum[k];
            }
        }

        return forecast;
    }

    /// <summary>One account's lives, one at a time.</summary>
    private sealed class Life(ContractSimulator simulator, ContractForecast forecast, LifePath? path)
    {
        private readonly double[] _horizons = simulator._horizons, _ends = simulator._ends;
        private readonly double[] _plain = new double[simulator._horizons.Length];
        private readonly double _delta = simulator._delta;
        private MoveSizes _up = null!, _down = null!;
        private ContractAccount _account = null!;
        private Pcg64 _random = null!;
        private RiskTilt _tilt;
        private int _row;
        private double _discountEnds;
        private double _share;

        public double[] Discounted { get; } = new double[simulator._horizons.Length];

        public double[] Active { get; } = new double[simulator._horizons.Length];

        public LifePath? Path => path;

        public void Begin(ContractAccount account, DateOnly asOf, int row, RiskTilt tilt)
        {
            _account = account;
            _tilt = tilt;
            _row = row;
            _random = new Pcg64(simulator._seed, (ulong)account.Key);
            _up = simulator._moves.Own(account.Segment, true);
            _down = simulator._moves.Own(account.Segment, false);
            _share = account.DiscountShare;
            _discountEnds = _share < 1 ? Math.Max(0, account.DiscountUntil!.Value.DayNumber - asOf.DayNumber - 1) / ContractAccount.MonthDays : 0;
        }

        public void Live(int d, double[] stays, double[] byChoice)
        {
            Array.Clear(Discounted);
            Array.Clear(Active);
            Array.Clear(_plain);
            MovementDraw draw = simulator._draws[d];
            double begins = _account.State switch
            {
                ContractState.Churned => Wait(draw.BackFromChurn),
                ContractState.Paused => Wait(draw.BackFromPause),
                _ => 0,
            };
            // Who pauses is at risk meanwhile; who left begins anew.
            double shift = _account.State == ContractState.Churned ? begins : 0;
            double first = shift + (_account.State == ContractState.Churned ? 1 : _account.ToMonthEnd);
            double u = _random.NextDouble(), choice = _random.NextDouble();
            int last = First(stays, _tilt.OfGroup(u, stays));
            double leaves = last >= stays.Length ? double.PositiveInfinity
                : first + last + (choice < byChoice[last] ? simulator._law.Into.Voluntary : simulator._law.Into.Payment);
            double end = Math.Min(leaves, _horizons[^1]);
            path?.Begin(leaves);
            if (begins < end)
            {
                Earn(draw, first, begins, end);
            }

            for (int k = 0; k < _horizons.Length; k++)
            {
                forecast.Add(k, _row, _plain[k], Discounted[k], Active[k]);
            }
        }

        private void Earn(MovementDraw draw, double first, double cursor, double end)
        {
            (double expands, double atRenewal, double between, double pauses) = draw.For(_account.Segment, _account.Term);
            int nextDue = _account.State == ContractState.Churned ? _account.Term - 1 : _account.NextDue, term = _account.Term;
            double level = _account.Level;
            bool moves = !_account.Metered;
            double any = moves ? 1 - ((1 - expands) * (1 - pauses)) : 0;
            int monthly = Gap(any, 0), due = moves ? Gap(atRenewal, 0) : int.MaxValue, mid = moves && term > 1 ? Gap(between, 0) : int.MaxValue;
            while (true)
            {
                int dueAt = due > (1 << 20) ? int.MaxValue : nextDue + (due * term);
                int at = Math.Min(monthly, Math.Min(dueAt, mid));
                double time = at == int.MaxValue ? double.PositiveInfinity : first + at;
                if (time >= end || at >= GrowthMonths)
                {
                    Accrue(cursor, end, level);
                    return;
                }

                if (time > cursor)
                {
                    Accrue(cursor, time, level);
                    cursor = time;
                }

                if (at == dueAt)
                {
                    level *= simulator._moves.Factor(_down, false, level, _random);
                    due = Gap(atRenewal, due + 1);
                }
                else if (at == mid)
                {
                    bool comesUp = at >= nextDue && (at - nextDue) % term == 0;
                    level *= comesUp ? 1 : simulator._moves.Factor(_down, false, level, _random);
                    mid = Gap(between, mid + 1);
                }
                else
                {
                    if (_random.NextDouble() * (expands + pauses) < expands)
                    {
                        level *= simulator._moves.Factor(_up, true, level, _random);
                    }
                    else
                    {
                        cursor = Math.Min(end, Math.Max(cursor, time + Wait(draw.BackFromPause)));
                    }

                    monthly = Gap(any, monthly + 1);
                }
            }
        }

        private void Accrue(double from, double to, double level)
        {
            if (to <= from)
            {
                return;
            }

            path?.Pays(from, to, level);
            double begin = Math.Exp(-_delta * from), finish = Math.Exp(-_delta * to);
            bool off = _share < 1 && from < _discountEnds;
            for (int k = _horizons.Length - 1; k >= 0 && from < _horizons[k]; k--)
            {
                bool beyond = to > _horizons[k];
                double length = (beyond ? _horizons[k] : to) - from;
                double worth = _delta == 0 ? length : (begin - (beyond ? _ends[k] : finish)) / _delta;
                Active[k] += worth;
                _plain[k] += level * length;
                Discounted[k] += level * worth;
                if (off)
                {
                    double until = Math.Min(_discountEnds, beyond ? _horizons[k] : to);
                    double lost = level * (1 - _share);
                    _plain[k] -= lost * (until - from);
                    Discounted[k] -= lost * (_delta == 0 ? until - from : (begin - Math.Exp(-_delta * until)) / _delta);
                }
            }
        }

        // The first of the months from a place on in which something of that chance happens.
        private int Gap(double chance, int from)
        {
            if (chance <= 0)
            {
                return int.MaxValue;
            }

            double gap = chance >= 1 ? 0 : Math.Floor(Math.Log(1 - _random.NextDouble()) / Math.Log(1 - chance));
            return gap > 100_000 ? int.MaxValue : from + (int)gap;
        }

        private double Wait(double rate) => rate > 0 ? _random.NextExponential() / rate : double.PositiveInfinity;

        private static int First(double[] stays, double u)
        {
            int low = 0, high = stays.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = stays[middle] < u ? (low, middle) : (middle + 1, high);
            }

            return low;
        }
    }
}
