using Perennial.Features.Contracts;
using Perennial.Models;
using Perennial.Models.BetaDiscreteWeibull;
using Perennial.Models.Contracts;
using Perennial.Models.Numerics;
using Perennial.Models.ShiftedBetaGeometric;

namespace Perennial.Training.Contracts;

/// <summary>Accounts differ in what no column says: at its renewals each leaves with a chance of its own, beta over accounts, so that retention rises with renewals survived.</summary>
/// <remarks>Shapes by segment and term. What is lost between renewals, and by failed payments, is as in the hazard.</remarks>
internal sealed class RenewalLaw : HazardLaw
{
    private const double Penalty = 1;

    // Where accounts hardly differ, both shapes could grow without end at the same retention: a weak prior of their logarithms ends it.
    private const double ShapeCentre = 2, ShapeDeviation = 3;

    private readonly RenewalDesign _design;
    private readonly double[] _point;
    private readonly double[][] _draws;

    private RenewalLaw(string name, HazardLaw between, RenewalDesign design, double[] point, double[][] draws, IReadOnlyDictionary<string, double> parameters, string explanation)
        : base(name, between, parameters, explanation)
    {
        _design = design;
        _point = point;
        _draws = draws;
    }

    /// <summary>Fits; null where no fit may be used.</summary>
    public static RenewalLaw? Fit(string name, bool weibull, HazardLaw between, IReadOnlyList<ContractCell> cells, int draws, Pcg64 random)
    {
        ContractCell[] due = [.. cells.Where(c => c.Due)];
        if (due.Length == 0 || due.Sum(c => c.Voluntary) == 0)
        {
            return null;
        }

        // Each renewal that came up, on its own: those before it were survived.
        var rows = new List<ContractCell>();
        var renewals = new List<int>();
        var left = new List<bool>();
        var weight = new List<double>();
        foreach (ContractCell cell in due)
        {
            foreach ((bool leave, long count) in ((bool, long)[])[(true, cell.Voluntary), (false, cell.Months - cell.Voluntary)])
            {
                if (count > 0)
                {
                    rows.Add(cell);
                    renewals.Add(leave ? cell.Renewal - 1 : cell.Renewal);
                    left.Add(leave);
                    weight.Add(count);
                }
            }
        }

        var design = RenewalDesign.Of(rows, ages: false);
        var histories = new ContractHistories([.. renewals], [.. left], [.. weight], entry: [.. rows.Select(r => r.Renewal - 1)], covariates: design.Columns(rows));
        if (weibull)
        {
            FitReport<BetaDiscreteWeibullModel> fit = BetaDiscreteWeibullFitter.Fit(histories, new BetaDiscreteWeibullOptions { Penalty = Penalty, Threads = 1 });
            return fit.IsUsable ? Make(name, between, design, due, fit.Model, fit.LogParameterCovariance, fit.Explanation, fit.Parameters, draws, random) : null;
        }

        FitReport<ShiftedBetaGeometricModel> plain = ShiftedBetaGeometricFitter.Fit(histories, new ShiftedBetaGeometricOptions { Penalty = Penalty, Threads = 1 });
        return plain.IsUsable ? Make(name, between, design, due, plain.Model, plain.LogParameterCovariance, plain.Explanation, plain.Parameters, draws, random) : null;
    }

    protected override double Voluntary(ContractGroup group, int j, int draw) =>
        Law(draw < 0 ? _point : _draws[draw], _design.Row(group.Segment, group.Term, 0)).Hazard(group.Renewal(j));

    private static ContractLifetime Law(double[] theta, double[] x)
    {
        int shapes = theta.Length - (2 * x.Length);
        double a = theta[0], b = theta[1];
        for (int i = 0; i < x.Length; i++)
        {
            a += theta[shapes + i] * x[i];
            b += theta[shapes + x.Length + i] * x[i];
        }

        return new ContractLifetime(Math.Exp(Math.Clamp(a, -20, 20)), Math.Exp(Math.Clamp(b, -20, 20)), shapes == 3 ? Math.Exp(Math.Clamp(theta[2], -5, 5)) : 1);
    }

    // The penalised likelihood the fit was the top of: coefficients count by the standard deviation of their column.
    private static Func<double[], double> LogDensity(RenewalDesign design, ContractCell[] due)
    {
        var groups = due.GroupBy(c => (c.Segment, c.Term, c.Raised)).OrderBy(g => g.Key.Segment, StringComparer.Ordinal).ThenBy(g => g.Key.Term).ThenBy(g => g.Key.Raised)
            .Select(g => (X: design.Row(g.Key.Segment, g.Key.Term, 0, g.Key.Raised), Rows: g.GroupBy(c => c.Renewal).OrderBy(r => r.Key).Select(r => (Renewal: r.Key, Left: r.Sum(c => c.Voluntary), Months: r.Sum(c => c.Months))).ToArray())).ToArray();
        double all = due.Sum(c => c.Months);
        double[] variance = [.. design.Names.Select((_, i) => groups.Sum(g => g.X[i] * g.Rows.Sum(r => r.Months)) / all is var mean ? mean * (1 - mean) : 0)];
        return theta =>
        {
            double sum = 0;
            int shapes = theta.Length - (2 * variance.Length);
            for (int i = 0; i < 2 * variance.Length; i++)
            {
                sum -= Penalty / 2 * theta[shapes + i] * theta[shapes + i] * variance[i % variance.Length];
            }

            for (int i = 0; i < shapes; i++)
            {
                double away = i == 2 ? theta[i] : (theta[i] - ShapeCentre) / ShapeDeviation;
                sum -= away * away / 2;
            }

            foreach (var (x, rows) in groups)
            {
                ContractLifetime law = Law(theta, x);
                foreach ((int renewal, long left, long months) in rows)
                {
                    double hazard = Math.Clamp(law.Hazard(renewal), 1e-12, 1 - 1e-12);
                    sum += (left * Math.Log(hazard)) + ((months - left) * Math.Log(1 - hazard));
                }
            }

            return sum;
        };
    }

    private static RenewalLaw Make(
        string name, HazardLaw between, RenewalDesign design, ContractCell[] due, ContractModel model, double[]? covariance, string explanation, IReadOnlyList<ParameterEstimate> told, int draws, Pcg64 random)
    {
        double[] point = [Math.Log(model.Base.Alpha), Math.Log(model.Base.Beta), .. model is BetaDiscreteWeibullModel ? [Math.Log(model.Base.C)] : Array.Empty<double>(), .. model.AlphaCoefficients, .. model.BetaCoefficients];
        bool whole = covariance is not null && covariance.Length == point.Length * point.Length;
        return new(
            name, between, design, point, whole ? ParameterDraws.Walked(point, covariance!, LogDensity(design, due), draws, random) : ParameterDraws.Of(point, null, draws, random),
            told.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal),
            whole ? explanation : explanation + " No covariance was found, so intervals leave out what is not known of the parameters.")
        {
            Into = between.Into,
        };
    }
}
