namespace Perennial.Models.Histories;

/// <summary>Location and scale of covariates: fits run on (x - mean) / sd, so that units never matter.</summary>
internal sealed class StandardScale
{
    private StandardScale(double[] mean, double[] deviation)
    {
        Mean = mean;
        Deviation = deviation;
    }

    /// <summary>Gives the weighted means.</summary>
    public double[] Mean { get; }

    /// <summary>Gives the weighted standard deviations, 0 where a column is constant.</summary>
    public double[] Deviation { get; }

    /// <summary>Measures columns given row by row (n rows of q), in a fixed order of rows.</summary>
    public static StandardScale Of(double[] rows, int width, double[] weight) => Of(rows, width, weight, centred: true);

    /// <summary>Measures columns as above; where they are not to be centred, means are given as 0 and only the scale is taken.</summary>
    public static StandardScale Of(double[] rows, int width, double[] weight, bool centred)
    {
        double[] mean = new double[width];
        double[] deviation = new double[width];
        double total = weight.Sum();
        for (int j = 0; j < width; j++)
        {
            double largest = 0.0;
            for (int i = 0; i < weight.Length; i++)
            {
                mean[j] += weight[i] / total * rows[(i * width) + j];
                largest = Math.Max(largest, Math.Abs(rows[(i * width) + j]));
            }

            // In units of the largest value, so that no square leaves the range of numbers.
            double unit = largest == 0.0 ? 1.0 : largest;
            double squares = 0.0;
            for (int i = 0; i < weight.Length; i++)
            {
                double d = (rows[(i * width) + j] / unit) - (mean[j] / unit);
                squares += weight[i] / total * d * d;
            }

            double sd = Math.Sqrt(squares);
            deviation[j] = sd <= 1e-12 ? 0.0 : sd * unit;
        }

        return new StandardScale(centred ? mean : new double[width], deviation);
    }

    /// <summary>Gives the name of a constant column, or null.</summary>
    public string? Constant(IReadOnlyList<string> names)
    {
        int at = Array.IndexOf(Deviation, 0.0);
        return at < 0 ? null : names[at];
    }

    /// <summary>Gives the rows standardised.</summary>
    public double[] Apply(double[] rows)
    {
        double[] scaled = new double[rows.Length];
        int width = Mean.Length;
        for (int i = 0; i < rows.Length; i++)
        {
            int j = i % width;
            scaled[i] = (rows[i] - Mean[j]) / Deviation[j];
        }

        return scaled;
    }
}
