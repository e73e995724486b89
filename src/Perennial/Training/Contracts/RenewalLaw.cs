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

    private readonly RenewalDesign _design;
    private readonly int _width;
    private readonly double[] _point;
    private readonly double[][] _draws;

    private RenewalLaw(string name, HazardLaw between, RenewalDesign design, double[] point, double[][] draws, IReadOnlyDictionary<string, double> parameters, string explanation)
        : base(name, between, parameters, explanation)
    {
        _design = design;
        _width = design.Names.Length;
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
            return fit.IsUsable ? Make(name, between, design, fit.Model, fit.LogParameterCovariance, fit.Explanation, fit.Parameters, draws, random) : null;
        }

        FitReport<ShiftedBetaGeometricModel> plain = ShiftedBetaGeometricFitter.Fit(histories, new ShiftedBetaGeometricOptions { Penalty = Penalty, Threads = 1 });
        return plain.IsUsable ? Make(name, between, design, plain.Model, plain.LogParameterCovariance, plain.Explanation, plain.Parameters, draws, random) : null;
    }

    protected override double Voluntary(ContractGroup group, int j, int draw)
    {
        double[] theta = draw < 0 ? _point : _draws[draw];
        double[] x = _design.Row(group.Segment, group.Term, 0);
        int shapes = theta.Length - (2 * _width);
        double a = theta[0], b = theta[1];
        for (int i = 0; i < _width; i++)
        {
            a += theta[shapes + i] * x[i];
            b += theta[shapes + _width + i] * x[i];
        }

        var law = new ContractLifetime(Math.Exp(Math.Clamp(a, -20, 20)), Math.Exp(Math.Clamp(b, -20, 20)), shapes == 3 ? Math.Exp(Math.Clamp(theta[2], -5, 5)) : 1);
        return Math.Clamp(law.Hazard(group.Renewal(j)), 0, 1);
    }

    private static RenewalLaw Make(
        string name, HazardLaw between, RenewalDesign design, ContractModel model, double[]? covariance, string explanation, IReadOnlyList<ParameterEstimate> told, int draws, Pcg64 random)
    {
        double[] point = [Math.Log(model.Base.Alpha), Math.Log(model.Base.Beta), .. model is BetaDiscreteWeibullModel ? [Math.Log(model.Base.C)] : Array.Empty<double>(), .. model.AlphaCoefficients, .. model.BetaCoefficients];
        bool whole = covariance is not null && covariance.Length == point.Length * point.Length;
        return new(
            name, between, design, point, ParameterDraws.Of(point, whole ? covariance : null, draws, random),
            told.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal),
            whole ? explanation : explanation + " No covariance was found, so intervals leave out what is not known of the parameters.")
        {
            Into = between.Into,
        };
    }
}
