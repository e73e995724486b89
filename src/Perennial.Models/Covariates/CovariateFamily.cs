using Perennial.Models.BgNbd;
using Perennial.Models.GgomNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.Covariates;

/// <summary>What covariates move in a model: how far the logarithm of each parameter goes for a coefficient times covariate of 1.</summary>
/// <param name="Purchase">By those on purchases.</param>
/// <param name="Dropout">By those on drop-out.</param>
/// <param name="Purchases">Draws one customer's repeat purchases up to a time.</param>
internal sealed record CovariateFamily(double[] Purchase, double[] Dropout, Func<ITransactionModel, double, Pcg64, double[]> Purchases)
{
    /// <summary>Gives the loading of a process.</summary>
    public double[] Loading(CovariateProcess process) => process switch
    {
        CovariateProcess.Purchase => Purchase,
        CovariateProcess.Dropout => Dropout,
        _ => [.. Purchase.Zip(Dropout, (purchase, dropout) => purchase + dropout)],
    };

    /// <summary>Gives the family of a type of model.</summary>
    /// <exception cref="ArgumentException">Covariates are not offered for the model.</exception>
    public static CovariateFamily Of(Type model)
    {
        if (model == typeof(ParetoNbdModel))
        {
            return new([0, -1, 0, 0], [0, 0, 0, -1], static (m, until, random) => ParetoNbdSimulator.Purchases(((ParetoNbdModel)m).Named, until, random));
        }

        if (model == typeof(BgNbdModel))
        {
            return new([0, -1, 0, 0], [0, 0, 1, 1], static (m, until, random) => BgNbdSimulator.Purchases(((BgNbdModel)m).Named, until, random));
        }

        if (model == typeof(MbgNbdModel))
        {
            return new([0, -1, 0, 0], [0, 0, 1, 1], static (m, until, random) => MbgNbdSimulator.Purchases(((MbgNbdModel)m).Named, until, random));
        }

        return model == typeof(GgomNbdModel)
            ? new([0, -1, 0, 0, 0], [0, 0, 0, 0, -1], static (m, until, random) => GgomNbdSimulator.Purchases(((GgomNbdModel)m).Named, until, random))
            : throw new ArgumentException($"{model.Name} takes no covariates. Pareto/NBD, BG/NBD, MBG/NBD and GGompertz/NBD do.");
    }
}
