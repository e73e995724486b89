using Perennial.Features.Contracts;
using Perennial.Models;
using Perennial.Models.Numerics;
using Perennial.Models.Survival.DiscreteTime;

namespace Perennial.Training.Contracts;

/// <summary>The chance to leave for one cause where a renewal comes up: a discrete-time hazard.</summary>
internal sealed class RenewalHazard
{
    // Enough to keep a segment in which nobody has left finite; a few dozen events outweigh it.
    private const double Penalty = 1;

    private readonly RenewalDesign? _design;
    private readonly double[] _point;
    private readonly double[][] _draws;

    private RenewalHazard(RenewalDesign? design, double[] point, double[][] draws, string explanation)
    {
        _design = design;
        _point = point;
        _draws = draws;
        Explanation = explanation;
    }

    public string Explanation { get; }

    public IEnumerable<(string Name, double Value)> Parameters => _point.Select((value, i) => (i == 0 ? "intercept" : _design!.Names[i - 1], value));

    /// <summary>Fits.</summary>
    /// <param name="due">Months in which a renewal came up.</param>
    /// <param name="events">In how many of a cell's months the cause ended the spell.</param>
    /// <param name="draws">How many draws are wanted.</param>
    /// <param name="random">Where they come from.</param>
    public static RenewalHazard Fit(IReadOnlyList<ContractCell> due, Func<ContractCell, long> events, int draws, Pcg64 random)
    {
        double left = due.Sum(events), all = due.Sum(c => c.Months);
        if (left == 0 || left == all)
        {
            // Beta(1/2, 1/2) where there is something to see, and never where there is not.
            return new(null, [all == 0 || left == 0 ? double.NegativeInfinity : Logit((left + 0.5) / (all + 1))],
                [.. Enumerable.Range(0, draws).Select(_ => new[] { all == 0 || left == 0 ? double.NegativeInfinity : Logit(random.NextBeta(left + 0.5, all - left + 0.5)) })],
                left == 0 ? "Nobody left so at a renewal." : "Everybody left at a renewal.");
        }

        var rows = new List<ContractCell>();
        var leaves = new List<bool>();
        var weight = new List<double>();
        foreach (ContractCell cell in due)
        {
            long gone = events(cell);
            foreach ((bool leave, long count) in ((bool, long)[])[(true, gone), (false, cell.Months - gone)])
            {
                if (count > 0)
                {
                    rows.Add(cell);
                    leaves.Add(leave);
                    weight.Add(count);
                }
            }
        }

        var design = RenewalDesign.Of(rows, ages: true);
        int[] period = new int[rows.Count];
        Array.Fill(period, 1);
        FitReport<DiscreteHazardModel> fit = DiscreteHazardFitter.Fit(
            new RenewalPanel(period, [.. leaves], [.. weight], design.Columns(rows)),
            new DiscreteHazardOptions { Baseline = HazardBaseline.Polynomial, Degree = 0, Penalty = Penalty, Threads = 1 });
        double[] point = [.. fit.Parameters.Select(p => p.Value)];
        return fit is { IsUsable: true, LogParameterCovariance: { } covariance }
            ? new(design, point, ParameterDraws.Walked(point, covariance, LogDensity(design, rows, leaves, weight), draws, random), fit.Explanation)
            : new(null, [Logit(left / all)], [.. Enumerable.Range(0, draws).Select(_ => new[] { Logit(random.NextBeta(left, all - left)) })], fit.Explanation);
    }

    // The penalised likelihood the fit was the top of. Where nobody of a segment left so it falls to one side only, which no normal does.
    private static Func<double[], double> LogDensity(RenewalDesign design, List<ContractCell> rows, List<bool> leaves, List<double> weight)
    {
        var groups = Enumerable.Range(0, rows.Count).GroupBy(i => (rows[i].Segment, rows[i].Term, rows[i].Age, rows[i].Raised)).Select(g => (
            X: design.Row(g.Key.Segment, g.Key.Term, g.Key.Age, g.Key.Raised),
            Left: g.Where(i => leaves[i]).Sum(i => weight[i]),
            All: g.Sum(i => weight[i]))).ToArray();
        double all = weight.Sum();
        double[] mean = [.. design.Names.Select((_, j) => groups.Sum(g => g.X[j] * g.All) / all)];
        double[] variance = [.. design.Names.Select((_, j) => groups.Sum(g => Math.Pow(g.X[j] - mean[j], 2) * g.All) / all)];
        return theta =>
        {
            double sum = 0;
            for (int j = 0; j < variance.Length; j++)
            {
                sum -= Penalty / 2 * theta[j + 1] * theta[j + 1] * variance[j];
            }

            foreach ((double[] x, double left, double months) in groups)
            {
                double eta = theta[0];
                for (int j = 0; j < x.Length; j++)
                {
                    eta += theta[j + 1] * x[j];
                }

                // ln(1 + e^eta) without overflow.
                sum += (left * eta) - (months * (Math.Max(eta, 0) + Math.Log(1 + Math.Exp(-Math.Abs(eta)))));
            }

            return sum;
        };
    }

    /// <summary>Gives the chance at the end of the j-th month ahead.</summary>
    public double At(ContractGroup group, int j, int draw)
    {
        double[] theta = draw < 0 ? _point : _draws[draw];
        double eta = theta[0];
        if (_design is not null)
        {
            double[] x = _design.Row(group.Segment, group.Term, group.Age + 1 + j);
            for (int i = 0; i < x.Length; i++)
            {
                eta += theta[i + 1] * x[i];
            }
        }

        return 1 / (1 + Math.Exp(-eta));
    }

    private static double Logit(double p) => Math.Log(p / (1 - p));
}
