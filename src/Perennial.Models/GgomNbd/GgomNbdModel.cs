using Perennial.Models.Histories;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Predicting;

namespace Perennial.Models.GgomNbd;

/// <summary>A fitted GGompertz/NBD.</summary>
/// <remarks>
/// Given that a customer is alive at T, purchase rate and drop-out propensity are again gamma and independent: (r + x, alpha + T), and
/// (s, beta + e^(b T) - 1) for a clock that starts at 0, or (s, 1 + (beta - 1) e^(-b T)) for one that starts at T.
/// <para>
/// Data: repeat purchases, recency and age per customer, in one unit of time. Assumptions: purchases at random while alive, Gompertz lifetimes,
/// rates of both gamma over customers and independent. When not: customers whose risk of leaving does not grow with age, whom it cannot tell
/// from Pareto/NBD's: the report then says that nothing is identified. Accuracy: 1e-6 aimed against CLVTools and found. Neighbours:
/// <see cref="ParetoNbd.ParetoNbdModel"/>.
/// </para>
/// </remarks>
/// <source paper="BemmaorGlady2012"/>
public sealed class GgomNbdModel : IndependentLifetimeModel
{
    private readonly GgomNbdParameters _p;

    /// <summary>Takes parameters and the unit of Alpha and 1 / B.</summary>
    /// <param name="parameters">Positive, finite numbers.</param>
    /// <param name="unit">The unit of Alpha; B is per that unit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not a positive, finite number.</exception>
    public GgomNbdModel(GgomNbdParameters parameters, TimeUnit unit)
        : base(parameters.R, parameters.Alpha, unit)
    {
        HistoryDoor.Parameter(parameters.B, "b");
        HistoryDoor.Parameter(parameters.S, "s");
        HistoryDoor.Parameter(parameters.Beta, "beta");
        _p = parameters;
    }

    /// <inheritdoc/>
    public override string Name => GgomNbdFitter.Name;

    /// <inheritdoc/>
    public override double[] Parameters => [_p.R, _p.Alpha, _p.B, _p.S, _p.Beta];

    /// <summary>Gives the parameters by name.</summary>
    public GgomNbdParameters Named => _p;

    /// <inheritdoc/>
    public override ITransactionModel With(double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Length == 5
            ? new GgomNbdModel(new GgomNbdParameters(parameters[0], parameters[1], parameters[2], parameters[3], parameters[4]), Unit)
            : throw new ArgumentException($"There are {parameters.Length} parameters. GGompertz/NBD has five: r, alpha, b, s, beta.", nameof(parameters));
    }

    private protected override double LogDropoutOdds(int x, double tx, double age) => GgomNbdLikelihood.LogDropoutOdds(_p, x, tx, age);

    private protected override Lifetime LifetimeAfter(double age) => new GammaGompertzLifetime(_p, age);
}
