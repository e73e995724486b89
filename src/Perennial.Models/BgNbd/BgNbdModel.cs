namespace Perennial.Models.BgNbd;

/// <summary>A fitted BG/NBD.</summary>
/// <remarks>
/// Given that a customer is alive at T, rate and drop-out chance are again gamma and beta: (r + x, alpha + T) and (a, b + x).
/// <para>
/// Data: repeat purchases, recency and age per customer, in one unit of time. Assumptions: purchases at random at a rate of the customer's own
/// (gamma); after each repeat purchase the customer leaves with a chance of the customer's own (beta); rates and chances independent. When not:
/// contracts, clockwork buying, strong seasons, or where one-timers must be able to have left. Accuracy: 1e-9 aimed; 153 points of 40-digit
/// arithmetic agree to it. Neighbours: <see cref="MbgNbd.MbgNbdModel"/>, where the first purchase may be the last;
/// <see cref="ParetoNbd.ParetoNbdModel"/>, where customers leave at any moment; <see cref="CnbdK.CnbdKModel"/>, where buying is regular.
/// </para>
/// </remarks>
/// <source paper="FaderHardieLee2005"/>
public sealed class BgNbdModel : BetaGeometricModel
{
    /// <summary>Takes parameters and the unit of Alpha.</summary>
    /// <param name="parameters">Positive, finite numbers.</param>
    /// <param name="unit">The unit of Alpha.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not a positive, finite number.</exception>
    public BgNbdModel(BgNbdParameters parameters, TimeUnit unit)
        : base(parameters, 0, unit) => Named = parameters;

    /// <inheritdoc/>
    public override string Name => BgNbdFitter.Name;

    /// <summary>Gives the parameters by name.</summary>
    public BgNbdParameters Named { get; }

    /// <inheritdoc/>
    public override ITransactionModel With(double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Length == 4
            ? new BgNbdModel(new(parameters[0], parameters[1], parameters[2], parameters[3]), Unit)
            : throw new ArgumentException($"There are {parameters.Length} parameters. BG/NBD has four: r, alpha, a, b.", nameof(parameters));
    }
}
