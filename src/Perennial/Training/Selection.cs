using Perennial.Models;

namespace Perennial.Training;

/// <summary>Chooses between models by CRPS on the same customers and origins; the simpler one within one standard error wins.</summary>
public static class Selection
{
    /// <summary>Chooses.</summary>
    /// <param name="crps">Per model, the CRPS of every customer at every origin used, all in the same order.</param>
    /// <returns>The model's name and a sentence with the figures.</returns>
    public static (string Chosen, string Because) Choose(IReadOnlyDictionary<string, double[]> crps)
    {
        string[] names = [.. TransactionModels.All.Select(model => model.Name).Where(crps.ContainsKey)];
        string best = names.MinBy(name => crps[name].Average())!;
        foreach (string simpler in names.TakeWhile(name => name != best))
        {
            double[] difference = [.. crps[simpler].Zip(crps[best], (mine, its) => mine - its)];
            double mean = difference.Average();
            double deviation = Math.Sqrt(difference.Sum(d => (d - mean) * (d - mean)) / Math.Max(1, difference.Length - 1));
            double error = deviation / Math.Sqrt(difference.Length);
            if (mean <= error)
            {
                return (simpler, $"{simpler} has a CRPS of {crps[simpler].Average():0.0000}, {best} of {crps[best].Average():0.0000}: less than one standard error ({error:0.0000}) apart, so the simpler one is taken.");
            }
        }

        string others = string.Join(", ", crps.Where(c => c.Key != best).Select(c => $"{c.Key} {c.Value.Average():0.0000}"));
        return (best, others.Length == 0
            ? $"{best} is the only candidate."
            : $"{best} has the lowest CRPS, {crps[best].Average():0.0000} against {others}.");
    }
}
