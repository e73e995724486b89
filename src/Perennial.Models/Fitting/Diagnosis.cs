namespace Perennial.Models.Fitting;

/// <summary>What the second derivatives at the end of a fit say about it.</summary>
/// <param name="Stationary">The gradient vanishes.</param>
/// <param name="Condition">Condition number of the Hessian in log parameters; the largest number where it is not positive definite.</param>
/// <param name="AtBound">A parameter lies at the edge of the box that is searched.</param>
/// <param name="Covariance">Covariance of the log parameters, or null where the Hessian is not positive definite.</param>
internal sealed record Diagnosis(bool Stationary, double Condition, bool AtBound, double[]? Covariance)
{
    // A log parameter with a standard error of 4 is uncertain by a factor of 55 each way: the data do not hold it.
    private const double LargestLogError = 4.0;

    /// <summary>Tells whether every parameter can be read.</summary>
    public bool Identified
    {
        get
        {
            if (Covariance is null || AtBound)
            {
                return false;
            }

            int n = (int)Math.Sqrt(Covariance.Length);
            for (int i = 0; i < n; i++)
            {
                if (Covariance[(i * n) + i] > LargestLogError * LargestLogError)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Diagnoses a minimum of a mean over customers.</summary>
    public static Diagnosis Of(Minimum minimum, double customers, double[] lower, double[] upper)
    {
        int n = minimum.Point.Length;
        bool atBound = minimum.Point.Where((value, i) => value <= lower[i] || value >= upper[i]).Any();
        bool stationary = TrustRegionNewton.IsStationary(minimum);
        (double[] values, double[] vectors) = SymmetricEigen.Decompose(minimum.Hessian, n);
        double smallest = values.Min();
        double largest = values.Max();
        if (!(smallest > 1e-13 * largest) || !(largest > 0.0))
        {
            return new Diagnosis(stationary, double.MaxValue, atBound, null);
        }

        double[] covariance = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = 0.0;
                for (int k = 0; k < n; k++)
                {
                    sum += vectors[(i * n) + k] * vectors[(j * n) + k] / values[k];
                }

                covariance[(i * n) + j] = sum / customers;
            }
        }

        return new Diagnosis(stationary, largest / smallest, atBound, covariance);
    }

    /// <summary>Gives the estimates with standard errors by the delta method; without them unless <paramref name="exit"/> is converged.</summary>
    public ParameterEstimate[] Estimates(string[] names, double[] values, FitExit exit)
    {
        int n = values.Length;
        ParameterEstimate[] estimates = new ParameterEstimate[n];
        for (int i = 0; i < n; i++)
        {
            bool known = exit == FitExit.Converged && Covariance is not null;
            estimates[i] = new ParameterEstimate(names[i], values[i], known ? values[i] * Math.Sqrt(Covariance![(i * n) + i]) : null);
        }

        return estimates;
    }
}
