using Perennial.Models.Numerics;

namespace Perennial.Models.Learning.Trees;

/// <summary>First and second derivatives of a loss by the margin.</summary>
internal static class BoostingLoss
{
    private const double LeastCurvature = 1e-16;

    public static OutcomeLink Link(BoostingObjective objective) => objective switch
    {
        BoostingObjective.Logistic => OutcomeLink.Logistic,
        BoostingObjective.Gamma or BoostingObjective.Tweedie => OutcomeLink.Log,
        _ => OutcomeLink.Identity,
    };

    /// <summary>Gives the best constant margin.</summary>
    public static double Start(BoostingOptions options, double[] outcome, double[]? weight)
    {
        if (options.Objective == BoostingObjective.Quantile)
        {
            return Quantile([.. outcome], weight is null ? null : [.. weight], options.Level);
        }

        double sum = 0, total = 0;
        for (int i = 0; i < outcome.Length; i++)
        {
            sum += (weight?[i] ?? 1) * outcome[i];
            total += weight?[i] ?? 1;
        }

        double mean = sum / total;
        return Link(options.Objective) switch
        {
            OutcomeLink.Logistic => Math.Log(Math.Clamp(mean, 1e-9, 1 - 1e-9) / (1 - Math.Clamp(mean, 1e-9, 1 - 1e-9))),
            OutcomeLink.Log => Math.Log(Math.Max(mean, 1e-12)),
            _ => mean,
        };
    }

    public static void Derivatives(BoostingOptions options, double[] outcome, double[]? weight, double[] margin, double[] gradient, double[] curvature)
    {
        for (int i = 0; i < outcome.Length; i++)
        {
            (double g, double h) = One(options, outcome[i], margin[i]);
            double w = weight?[i] ?? 1;
            gradient[i] = w * g;
            curvature[i] = w * Math.Max(h, LeastCurvature);
        }
    }

    /// <summary>Gives the lowest value that at least a share of the weight does not exceed; sorts in place.</summary>
    public static double Quantile(double[] values, double[]? weights, double level)
    {
        if (weights is null)
        {
            Array.Sort(values);
            return values[Math.Clamp((int)Math.Ceiling(level * values.Length) - 1, 0, values.Length - 1)];
        }

        Array.Sort(values, weights);
        double total = weights.Sum(), sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += weights[i];
            if (sum >= level * total)
            {
                return values[i];
            }
        }

        return values[^1];
    }

    private static (double G, double H) One(BoostingOptions options, double y, double margin)
    {
        switch (options.Objective)
        {
            case BoostingObjective.Logistic:
                double p = SpecialFunctions.LogisticComplement(-margin);
                return (p - y, p * (1 - p));
            case BoostingObjective.Gamma:
                double ratio = y * Math.Exp(-margin);
                return (1 - ratio, ratio);
            case BoostingObjective.Tweedie:
                double a = Math.Exp((1 - options.Power) * margin) * y, b = Math.Exp((2 - options.Power) * margin);
                return (b - a, ((2 - options.Power) * b) - ((1 - options.Power) * a));
            case BoostingObjective.Quantile:
                return (y < margin ? 1 - options.Level : -options.Level, 1);
            default:
                return (margin - y, 1);
        }
    }
}
