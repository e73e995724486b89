using Perennial.Models.Fitting;
using Perennial.Models.Histories;
using Perennial.Models.Numerics;

namespace Perennial.Models.ParetoGgg;

/// <summary>The log-likelihood of Pareto/GGG with nothing left in it but the six population parameters: rates, regularities and moments of drop-out are integrated out.</summary>
/// <remarks>
/// The purchase rate and the drop-out rate integrate in closed form; the moment of drop-out is one integral (<see cref="SilenceIntegral"/>) and the
/// regularity another (<see cref="RegularityLattice"/>). Accuracy aimed at here: 1e-10, relative.
/// </remarks>
/// <source paper="PlatzerReutterer2016"/>
public static class ParetoGggLikelihood
{
    /// <summary>Gives one customer's log-likelihood.</summary>
    /// <param name="parameters">The parameters, Alpha and Beta in the unit of the times.</param>
    /// <param name="frequency">x.</param>
    /// <param name="recency">t_x.</param>
    /// <param name="age">T.</param>
    /// <param name="logGaps">The sum of ln of the times between purchases; 0 without a repeat purchase.</param>
    /// <exception cref="ArgumentException">A parameter is not positive and finite, or no customer can have that history.</exception>
    public static double LogLikelihood(ParetoGggParameters parameters, int frequency, double recency, double age, double logGaps)
    {
        (double t, double gamma, double r, double alpha, double s, double beta) = parameters;
        HistoryDoor.Likelihood([t, gamma, r, alpha, s, beta], frequency, recency, age, logGaps);
        return ParetoGggCustomer.Of(parameters, frequency, recency, age, logGaps).LogLikelihood;
    }

    /// <summary>Gives one customer's log-likelihood were the regularity known; at 1 it is that of Pareto/NBD.</summary>
    /// <param name="regularity">k, positive.</param>
    /// <param name="parameters">The parameters; T and Gamma are not looked at.</param>
    /// <param name="frequency">x.</param>
    /// <param name="recency">t_x.</param>
    /// <param name="age">T.</param>
    /// <param name="logGaps">The sum of ln of the times between purchases.</param>
    public static double LogLikelihoodGivenRegularity(double regularity, ParetoGggParameters parameters, int frequency, double recency, double age, double logGaps)
    {
        HistoryDoor.Parameter(regularity, "regularity");
        (double t, double gamma, double r, double alpha, double s, double beta) = parameters;
        HistoryDoor.Likelihood([t, gamma, r, alpha, s, beta], frequency, recency, age, logGaps);
        return ParetoGggCustomer.GivenRegularity(regularity, parameters, frequency, recency, age, logGaps).LogLikelihood;
    }

    /// <summary>Makes the mean negative log-likelihood in the logarithms of (t, gamma, r, alpha, s, beta), times in the internal unit of the rows.</summary>
    /// <remarks>In place of the second derivatives stand the mean outer products of the customers' first ones, which estimate the same.</remarks>
    internal static SmoothFunction Objective(ParetoGggRows rows, Fineness fineness, int threads) => (point, gradient, hessian) =>
    {
        double[] theta = new double[6];
        for (int i = 0; i < 6; i++)
        {
            theta[i] = Math.Exp(point[i]);
        }

        ParetoGggParameters p = ParetoGggParameters.Of(theta);
        RegularityLattice[] lattices = [.. rows.Levels.Select((x, level) => RegularityLattice.Of(p, x, rows.MostUneven[level], fineness))];
        double[] sum = Blocks.Sum(rows.Level.Length, threads, 1 + 6 + 36, (start, end, part) => Add(rows, lattices, p, fineness, start, end, part));
        for (int i = 0; i < 6; i++)
        {
            gradient[i] = -sum[1 + i] / rows.Customers;
            for (int j = 0; j < 6 && !hessian.IsEmpty; j++)
            {
                hessian[(i * 6) + j] = sum[7 + (i * 6) + j] / rows.Customers;
            }
        }

        return -sum[0] / rows.Customers;
    };

    private static void Add(ParetoGggRows rows, RegularityLattice[] lattices, ParetoGggParameters p, Fineness fineness, int start, int end, Span<double> sum)
    {
        Span<double> g = stackalloc double[6];
        double digamma = SpecialFunctions.Digamma(p.T);
        double[] heights = new double[lattices.Max(l => l.K.Length)];
        for (int i = start; i < end; i++)
        {
            double w = rows.Weight[i];
            double value = Row(lattices[rows.Level[i]], p, digamma, rows.Recency[i], rows.T[i], rows.LogGaps[i], fineness, heights, g);
            sum[0] += w * value;
            for (int a = 0; a < 6; a++)
            {
                sum[1 + a] += w * g[a];
                for (int b = 0; b < 6; b++)
                {
                    sum[7 + (a * 6) + b] += w * g[a] * g[b];
                }
            }
        }
    }

    // One customer's value, and the gradient in the logarithms of the parameters: means over the customer's regularity.
    private static double Row(
        RegularityLattice lattice, ParetoGggParameters p, double digamma, double tx, double age, double logGaps, Fineness fineness, double[] heights, Span<double> g)
    {
        (double t, double gamma, double r, double alpha, double s, double beta) = p;
        double b = beta + tx, silence = age - tx;
        int nodes = lattice.K.Length;
        double top = double.NegativeInfinity;
        for (int j = 0; j < nodes; j++)
        {
            double k = lattice.K[j];
            heights[j] = lattice.Front[j] + ((k - 1.0) * logGaps) - (lattice.M[j] * Math.Log(alpha + (k * tx)));
            top = Math.Max(top, heights[j]);
        }

        Span<double> moments = stackalloc double[SilenceIntegral.MomentCount];
        double sum = 0.0, gt = 0.0, gGamma = 0.0, gr = 0.0, gAlpha = 0.0, gs = 0.0, gBeta = 0.0;
        for (int j = 0; j < nodes; j++)
        {
            if (heights[j] < top - fineness.Keep)
            {
                continue;
            }

            double k = lattice.K[j], m = lattice.M[j], scale = alpha + (k * tx);
            double front = Math.Exp(heights[j] - top), chance = 1.0;
            moments.Clear();
            if (silence > 0.0)
            {
                chance = SilenceIntegral.Moments(m, k, scale, s, b, silence, lattice.LogBeta[j], fineness, moments);
            }

            double w = front * chance;
            sum += w;
            gt += w * lattice.Log[j];
            gGamma += w * k;
            gr += (w * (lattice.FrontR[j] - Math.Log(scale))) - (front * ((lattice.BetaR[j] * moments[2]) - moments[3]));
            gAlpha += (w * ((r / alpha) - (m / scale))) + (front * ((k * moments[2]) - ((m + k) * moments[4])) / scale);
            gs += front * moments[5];
            gBeta -= front * (moments[2] - moments[6]);
        }

        g[0] = t * ((gt / sum) + Math.Log(gamma) - digamma);
        g[1] = t - (gamma * gGamma / sum);
        g[2] = r * gr / sum;
        g[3] = alpha * gAlpha / sum;
        double growth = SpecialFunctions.Log1p(tx / beta);
        g[4] = s * ((gs / sum) - growth);
        g[5] = beta * s * ((gBeta / (sum * b)) + (tx / (beta * b)));
        return top + Math.Log(sum) - (s * growth);
    }
}
