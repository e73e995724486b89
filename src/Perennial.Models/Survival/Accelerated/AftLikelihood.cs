using Perennial.Models.Fitting;

namespace Perennial.Models.Survival.Accelerated;

/// <summary>The log-likelihood of accelerated failure times with its first and second derivatives.</summary>
/// <source paper="KalbfleischPrentice2002"/>
internal static class AftLikelihood
{
    /// <summary>Makes the mean negative log-likelihood of ln t in (intercept, coefficients, ln sigma); no ln sigma where the law is exponential.</summary>
    public static SmoothFunction Objective(AftRows rows, AftDistribution law, int threads) => (point, gradient, hessian) =>
    {
        int n = point.Length;
        double[] theta = point.ToArray();
        double[] sum = Blocks.Sum(rows.Count, threads, 1 + n + (n * n), (start, end, part) => Add(rows, law, theta, start, end, part));
        for (int i = 0; i < n; i++)
        {
            gradient[i] = -sum[1 + i] / rows.Customers;
            for (int j = 0; j < n && !hessian.IsEmpty; j++)
            {
                hessian[(i * n) + j] = -sum[1 + n + (Math.Min(i, j) * n) + Math.Max(i, j)] / rows.Customers;
            }
        }

        return -sum[0] / rows.Customers;
    };

    private static void Add(AftRows rows, AftDistribution law, double[] theta, int start, int end, Span<double> sum)
    {
        int q = rows.Width;
        int n = theta.Length;
        bool free = n == q + 2;
        double s = free ? theta[n - 1] : 0.0;
        double sigma = Math.Exp(s);
        for (int i = start; i < end; i++)
        {
            ReadOnlySpan<double> x = rows.X.AsSpan(i * q, q);
            double eta = theta[0];
            for (int j = 0; j < q; j++)
            {
                eta += theta[1 + j] * x[j];
            }

            double w = (rows.Log[i] - eta) / sigma;
            (double value, double first, double second) = rows.Observed[i] ? StandardLaw.LogDensity(law, w) : StandardLaw.LogSurvival(law, w);
            double dEta = -first / sigma;
            double dS = -w * first;
            double hEta = second / (sigma * sigma);
            double hCross = (first + (w * second)) / sigma;
            double hS = (w * first) + (w * w * second);
            if (rows.Observed[i])
            {
                value -= s;
                dS -= 1.0;
            }

            if (!double.IsNegativeInfinity(rows.LogEntry[i]))
            {
                double v = (rows.LogEntry[i] - eta) / sigma;
                (double seen, double seenFirst, double seenSecond) = StandardLaw.LogSurvival(law, v);
                value -= seen;
                dEta += seenFirst / sigma;
                dS += v * seenFirst;
                hEta -= seenSecond / (sigma * sigma);
                hCross -= (seenFirst + (v * seenSecond)) / sigma;
                hS -= (v * seenFirst) + (v * v * seenSecond);
            }

            double weight = rows.Weight[i];
            sum[0] += weight * value;
            for (int a = 0; a <= q; a++)
            {
                double xa = weight * (a == 0 ? 1.0 : x[a - 1]);
                sum[1 + a] += xa * dEta;
                int row = 1 + n + (a * n);
                for (int b = a; b <= q; b++)
                {
                    sum[row + b] += xa * hEta * (b == 0 ? 1.0 : x[b - 1]);
                }

                if (free)
                {
                    sum[row + n - 1] += xa * hCross;
                }
            }

            if (free)
            {
                sum[n] += weight * dS;
                sum[1 + n + (n * n) - 1] += weight * hS;
            }
        }
    }
}
