using Perennial.Models.Histories;

namespace Perennial.Models.Covariates;

/// <summary>Tells the story forwards: purchase times of customers whose parameters depend on their covariates.</summary>
public static class CovariateSimulator
{
    /// <summary>Draws the histories of customers of the given ages and covariates.</summary>
    /// <param name="model">The model.</param>
    /// <param name="covariates">n rows.</param>
    /// <param name="ages">n ages T, in the unit of the model.</param>
    /// <param name="seed">Any number; the same seed gives the same customers, and with all effects 0 those of the simulator without covariates.</param>
    public static PurchaseHistories Histories<TModel>(CovariateModel<TModel> model, CovariateColumns covariates, double[] ages, ulong seed)
        where TModel : class, ITransactionModel
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(covariates);
        ArgumentNullException.ThrowIfNull(ages);
        if (ages.Length != covariates.Count)
        {
            throw new ArgumentException($"There are {ages.Length} ages but {covariates.Count} rows of covariates. Give one of each for each customer.", nameof(ages));
        }

        CovariateFamily family = CovariateFamily.Of(typeof(TModel));
        return SimulatedHistories.Of(ages, model.Unit, seed, (i, until, random) => family.Purchases(model.Customer(covariates, i), until, random));
    }
}
