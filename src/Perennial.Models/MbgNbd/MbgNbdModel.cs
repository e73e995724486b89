using Perennial.Models.BgNbd;

namespace Perennial.Models.MbgNbd;

/// <summary>A fitted MBG/NBD.</summary>
/// <remarks>
/// Given that a customer is alive at T, rate and drop-out chance are again gamma and beta: (r + x, alpha + T) and (a, b + x + 1).
/// <para>
/// Data: repeat purchases, recency and age per customer, in one unit of time. Assumptions: as BG/NBD, but the customer may leave after the
/// first purchase too. When not: contracts, clockwork buying, strong seasons. Accuracy: 1e-9 aimed; 171 points of 40-digit arithmetic agree to
/// it. Neighbours: <see cref="BgNbd.BgNbdModel"/>; <see cref="ParetoNbd.ParetoNbdModel"/>; <see cref="CnbdK.CnbdKModel"/>.
/// </para>
/// </remarks>
/// <source paper="BatislamDenizelFiliztekin2007"/>
public sealed class MbgNbdModel : BetaGeometricModel
{
    /// <summary>Takes parameters and the unit of Alpha.</summary>
    /// <param name="parameters">Positive, finite numbers.</param>
    /// <param name="unit">The unit of Alpha.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not a positive, finite number.</exception>
    public MbgNbdModel(MbgNbdParameters parameters, TimeUnit unit)
        : base(parameters.AsBgNbd, MbgNbdLikelihood.ChancesBeforeTheFirstRepeat, unit) => Named = parameters;

    /// <inheritdoc/>
    public override string Name => MbgNbdFitter.Name;

    /// <summary>Gives the parameters by name.</summary>
    public MbgNbdParameters Named { get; }

    /// <inheritdoc/>
    public override ITransactionModel With(double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Length == 4
            ? new MbgNbdModel(new(parameters[0], parameters[1], parameters[2], parameters[3]), Unit)
            : throw new ArgumentException($"There are {parameters.Length} parameters. MBG/NBD has four: r, alpha, a, b.", nameof(parameters));
    }
}
