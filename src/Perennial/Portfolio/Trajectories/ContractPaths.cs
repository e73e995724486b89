using Perennial.Features.Contracts;
using Perennial.Training.Contracts;
using Perennial.Valuation.Contracts;

namespace Perennial.Portfolio.Trajectories;

/// <summary>Trajectories of accounts with subscriptions, read off their lives: what is agreed a month at the horizon beside what is agreed now, before discounts that end.</summary>
/// <remarks>
/// The chance to be gone is that of the scores; lives tell how the rest divides. Who pauses then pays nothing, and counts as contraction. Rises of price are not carried on, so that
/// expansion is what customers decide. Sums over accounts are of whole ten thousandths, so that neither order nor threads move them.
/// </remarks>
internal sealed class ContractPaths
{
    private const double Fine = 1e4;
    private readonly IReadOnlyList<ContractAccount> _accounts;
    private readonly double _band;
    private readonly double[] _looks;
    private readonly int _months;
    private readonly long[] _expansion, _contraction, _lost;
    private readonly int _draws;

    private ContractPaths(IReadOnlyList<ContractAccount> accounts, double[] looks, double band, int draws)
    {
        (_accounts, _looks, _band, _draws) = (accounts, looks, band, draws);
        _months = (int)Math.Round(looks[^1]);
        (_expansion, _contraction, _lost) = (new long[_months * draws], new long[_months * draws], new long[_months * draws]);
        Chances = [.. looks.Select(_ => new TrajectoryChances[accounts.Count])];
        LeadMonths = new double[accounts.Count];
        Array.Fill(LeadMonths, double.NaN);
    }

    /// <summary>Gives, by look, n chances; unknown for who has left.</summary>
    public TrajectoryChances[][] Chances { get; }

    /// <summary>Gives n median months until the likeliest change up to the last look, in the lives in which it comes.</summary>
    public double[] LeadMonths { get; }

    /// <summary>Lives the lives.</summary>
    /// <param name="law">When accounts leave.</param>
    /// <param name="moves">How what they pay moves.</param>
    /// <param name="accounts">Who.</param>
    /// <param name="day">The day all is known up to.</param>
    /// <param name="looks">Months to each look, rising.</param>
    /// <param name="band">Share by which revenue may be above or below and count as about as much.</param>
    /// <param name="draws">Lives an account.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="signalled">How signals move risk; null where only the law is heard.</param>
    public static ContractPaths Of(
        ContractLaw law, MovementModel moves, IReadOnlyList<ContractAccount> accounts, DateOnly day, double[] looks, double band, int draws, ulong seed, SignalledRisk? signalled)
    {
        var paths = new ContractPaths(accounts, looks, band, draws);
        int groups = looks.Length;
        Tally[] tallies = [.. accounts.Select(_ => new Tally(groups))];
        // A little beyond the last look, so that what is paid on it is there.
        var simulator = new ContractSimulator(law, moves, [looks[^1] + 1], 0, 0, draws, seed);
        ContractForecast forecast = simulator.Run(
            accounts, day, (i, _, _) => tallies[i].Settle(), signalled is null ? null : (i, risks) => signalled.Of(accounts[i], risks), (i, draw, path) => paths.Live(i, draw, path, tallies[i]));
        for (int i = 0; i < accounts.Count; i++)
        {
            for (int k = 0; k < looks.Length; k++)
            {
                paths.Chances[k][i] = paths.With(forecast.Risks[i], i, k, tallies[i]);
            }

            paths.LeadMonths[i] = tallies[i].Lead(paths.Chances[^1][i].Change);
        }

        return paths;
    }

    /// <summary>Gives what all accounts together are expected to agree to, month by month.</summary>
    public IReadOnlyList<ExpansionMonth> Months() =>
    [
        .. Enumerable.Range(0, _months).Select(m =>
        {
            double[] Sorted(long[] sums)
            {
                double[] month = [.. sums.AsSpan(m * _draws, _draws).ToArray().Select(sum => sum / Fine)];
                Array.Sort(month);
                return month;
            }

            double[] up = Sorted(_expansion), down = Sorted(_contraction), lost = Sorted(_lost);
            return new ExpansionMonth(m + 1, up.Average(), ContractValuation.Quantile(up, 0.1), ContractValuation.Quantile(up, 0.9), down.Average(), ContractValuation.Quantile(down, 0.1), ContractValuation.Quantile(down, 0.9), lost.Average(), ContractValuation.Quantile(lost, 0.1), ContractValuation.Quantile(lost, 0.9));
        }),
    ];

    /// <summary>Tells what came of an account.</summary>
    /// <param name="level">What was agreed a month.</param>
    /// <param name="came">What is agreed then; 0 where it pauses.</param>
    /// <param name="gone">Whether it left.</param>
    /// <param name="band">As above.</param>
    public static Trajectory Came(double level, double came, bool gone, double band) =>
        gone ? Trajectory.Churn : came > (level * (1 + band)) + 1e-6 ? Trajectory.Expansion : came < (level * (1 - band)) - 1e-6 ? Trajectory.Contraction : Trajectory.Stable;

    private void Live(int i, int draw, LifePath path, Tally tally)
    {
        double level = _accounts[i].Level;
        for (int k = 0; k < _looks.Length; k++)
        {
            tally.Add(k, Came(level, path.At(_looks[k]), path.Leaves <= _looks[k], _band));
        }

        tally.Note(level, path, _looks[^1], _band);
        for (int m = 0; m < _months; m++)
        {
            bool gone = path.Leaves <= m + 1;
            double change = gone ? -level : path.At(m + 1) - level;
            if (change != 0 && _accounts[i].State != ContractState.Churned)
            {
                long[] sums = gone ? _lost : change > 0 ? _expansion : _contraction;
                Interlocked.Add(ref sums[(m * _draws) + draw], (long)Math.Round(Math.Abs(change) * Fine));
            }
        }
    }

    private TrajectoryChances With(ContractRisks risks, int i, int look, Tally tally)
    {
        if (_accounts[i].State == ContractState.Churned)
        {
            return TrajectoryChances.Unknown;
        }

        (double voluntary, double payment) = risks.Left(_accounts[i], _looks[look]);
        (double up, double down) = tally.Shares(look);
        return TrajectoryChances.Staying(Math.Min(1, voluntary + payment), up, down);
    }

    /// <summary>What became of one account in all its lives.</summary>
    private sealed class Tally(int looks)
    {
        private readonly int[] _up = new int[looks], _down = new int[looks], _stay = new int[looks];
        private readonly List<double>?[] _when = [null, [], null, [], []];
        private readonly double[] _median = [double.NaN, double.NaN, double.NaN, double.NaN, double.NaN];

        public void Add(int look, Trajectory came)
        {
            _up[look] += came == Trajectory.Expansion ? 1 : 0;
            _down[look] += came == Trajectory.Contraction ? 1 : 0;
            _stay[look] += came == Trajectory.Churn ? 0 : 1;
        }

        // When the change that stands at the horizon was first met.
        public void Note(double level, LifePath path, double horizon, double band)
        {
            Trajectory came = Came(level, path.At(horizon), path.Leaves <= horizon, band);
            if (came == Trajectory.Churn)
            {
                _when[(int)came]!.Add(path.Leaves);
            }
            else if (came is Trajectory.Expansion or Trajectory.Contraction)
            {
                double met = 0;
                foreach ((double from, double to, double paid) in path.Stretches)
                {
                    if (came == Trajectory.Contraction && from > met)
                    {
                        break;
                    }

                    met = from;
                    if (Came(level, paid, gone: false, band) == came)
                    {
                        break;
                    }

                    met = to;
                }

                _when[(int)came]!.Add(Math.Min(met, horizon));
            }
        }

        public void Settle()
        {
            for (int k = 0; k < _when.Length; k++)
            {
                if (_when[k] is { Count: > 0 } times)
                {
                    times.Sort();
                    _median[k] = times[times.Count / 2];
                }

                _when[k] = null;
            }
        }

        public double Lead(Trajectory change) => _median[(int)change];

        public (double Up, double Down) Shares(int look) => _stay[look] == 0 ? (0, 0) : ((double)_up[look] / _stay[look], (double)_down[look] / _stay[look]);
    }
}
