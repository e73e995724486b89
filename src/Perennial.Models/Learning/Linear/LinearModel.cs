using Perennial.Models.Numerics;

namespace Perennial.Models.Learning.Linear;

/// <summary>A fitted penalised regression: an intercept and a coefficient a feature, in the feature's own unit.</summary>
public sealed record LinearModel
{
    internal LinearModel(LinearFamily family, IReadOnlyList<string> features, double intercept, double[] coefficients, double[] means, double penalty) =>
        (Family, Features, Intercept, Coefficients, Means, Penalty) = (family, features, intercept, coefficients, means, penalty);

    /// <summary>Gives the kind of outcome.</summary>
    public LinearFamily Family { get; }

    /// <summary>Gives the names of the features.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>Gives the linear predictor where all features are 0.</summary>
    public double Intercept { get; }

    /// <summary>Gives what a unit of each feature adds to the linear predictor; exactly 0 where the penalty left it out.</summary>
    public IReadOnlyList<double> Coefficients { get; }

    /// <summary>Gives the mean of each feature in training, which stands in for unknown values.</summary>
    public IReadOnlyList<double> Means { get; }

    /// <summary>Gives the penalty it was fitted with, on features of standard deviation 1.</summary>
    public double Penalty { get; }

    /// <summary>Gives the number of features in use.</summary>
    public int Used => Coefficients.Count(b => b != 0);

    /// <summary>Gives the linear predictor of each row.</summary>
    /// <param name="table">n rows with every feature of the model, in any order; NaN where not known.</param>
    /// <returns>n numbers: log odds with Binomial, logarithms with Gamma and Tweedie.</returns>
    public double[] Margin(FeatureTable table)
    {
        FeatureTable rows = Ordered(table);
        double[] margin = new double[rows.Count];
        Array.Fill(margin, Intercept);
        for (int j = 0; j < rows.Width; j++)
        {
            double b = Coefficients[j];
            double[] column = rows.Values(j);
            for (int i = 0; i < margin.Length && b != 0; i++)
            {
                margin[i] += b * (double.IsNaN(column[i]) ? Means[j] : column[i]);
            }
        }

        return margin;
    }

    /// <summary>Gives the prediction of each row on the scale of the outcome.</summary>
    /// <param name="table">n rows with every feature of the model, in any order; NaN where not known.</param>
    /// <returns>n predictions: chances in [0, 1] with Binomial, positive with Gamma and Tweedie.</returns>
    public double[] Predict(FeatureTable table) => Array.ConvertAll(Margin(table), eta => GlmFamily.Mean(Family, eta));

    /// <summary>Gives what each feature adds to the linear predictor of each row, against a customer of mean features: the exact Shapley values of a linear model of independent features.</summary>
    /// <source paper="LundbergLee2017"/>
    /// <param name="table">n rows with every feature of the model, in any order; NaN where not known.</param>
    /// <returns>n rows of one number a feature. What a feature goes with, not what it causes.</returns>
    public double[][] Contributions(FeatureTable table)
    {
        FeatureTable rows = Ordered(table);
        double[][] phi = new double[rows.Count][];
        for (int i = 0; i < phi.Length; i++)
        {
            phi[i] = new double[rows.Width];
            for (int j = 0; j < rows.Width; j++)
            {
                double x = rows.Values(j)[i];
                phi[i][j] = double.IsNaN(x) ? 0 : Coefficients[j] * (x - Means[j]);
            }
        }

        return phi;
    }

    private FeatureTable Ordered(FeatureTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.Names.SequenceEqual(Features) ? table : table.Only(Features);
    }
}

/// <summary>Mean, weight and deviance of each kind of outcome, given the linear predictor.</summary>
internal static class GlmFamily
{
    // Beyond this, means are 0 or infinite to the last digit.
    private const double Largest = 300;

    public static double Mean(LinearFamily family, double eta) => family switch
    {
        LinearFamily.Binomial => SpecialFunctions.LogisticComplement(-eta),
        LinearFamily.Gaussian => eta,
        _ => Math.Exp(Math.Clamp(eta, -Largest, Largest)),
    };

    /// <summary>Gives the linear predictor of a mean.</summary>
    public static double Eta(LinearFamily family, double mean) => family switch
    {
        LinearFamily.Binomial => Math.Log(mean / (1 - mean)),
        LinearFamily.Gaussian => mean,
        _ => Math.Log(mean),
    };

    /// <summary>Gives the negative derivative of the loss by the linear predictor, and its expected second derivative.</summary>
    public static (double Score, double Weight) Derivatives(LinearFamily family, double power, double y, double eta)
    {
        double mu = Mean(family, eta);
        switch (family)
        {
            case LinearFamily.Binomial:
                return (y - mu, Math.Max(mu * (1 - mu), 1e-12));
            case LinearFamily.Gaussian:
                return (y - mu, 1);
            case LinearFamily.Gamma:
                return ((y - mu) / mu, 1);
            default:
                return ((y - mu) * Math.Pow(mu, 1 - power), Math.Pow(mu, 2 - power));
        }
    }

    /// <summary>Gives the loss whose derivative that is: the negative log-likelihood up to scale and constants.</summary>
    public static double Loss(LinearFamily family, double power, double y, double eta) => family switch
    {
        LinearFamily.Binomial => SpecialFunctions.Softplus(eta) - (y * eta),
        LinearFamily.Gaussian => 0.5 * (y - eta) * (y - eta),
        LinearFamily.Gamma => (y * Math.Exp(-Math.Clamp(eta, -Largest, Largest))) + eta,
        _ => (-y * Math.Exp((1 - power) * Math.Clamp(eta, -Largest, Largest)) / (1 - power)) + (Math.Exp((2 - power) * Math.Clamp(eta, -Largest, Largest)) / (2 - power)),
    };
}
