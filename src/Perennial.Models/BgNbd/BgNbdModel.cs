namespace Perennial.Models.BgNbd;

/// <summary>A fitted BG/NBD.</summary>
/// <remarks>Given that a customer is alive at T, rate and drop-out chance are again gamma and beta: (r + x, alpha + T) and (a, b + x).</remarks>
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
