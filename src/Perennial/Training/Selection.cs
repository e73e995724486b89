using Perennial.Models;
using Perennial.Models.Assessing;

namespace Perennial.Training;

/// <summary>Chooses between models by CRPS on the same customers and origins; the simpler one within one standard error wins.</summary>
public static class Selection
{
    /// <summary>Chooses.</summary>
    /// <param name="crps">Per model, the CRPS of every customer at every origin used, all in the same order.</param>
    /// <returns>The model's name and a sentence with the figures.</returns>
    public static (string Chosen, string Because) Choose(IReadOnlyDictionary<string, double[]> crps)
    {
        ModelChoice choice = ModelChoice.Of([.. TransactionModels.All.Select(model => model.Name).Where(crps.ContainsKey).Select(name => (name, crps[name]))]);
        return (choice.Chosen, choice.Because);
    }
}
