namespace Perennial.Models.Tests.Contract;

/// <summary>A fit as the contract sees it: a data set of its own, any rows of which can be fitted in any order, weighted or repeated.</summary>
/// <param name="Name">The model.</param>
/// <param name="Count">The rows of the data set.</param>
/// <param name="Fit">Fits the rows named, with weights or null, on a number of threads.</param>
/// <param name="Predict">Gives what the fitted model says of the rows named: one number a row.</param>
internal sealed record FitCase(string Name, int Count, Func<int[], double[]?, int, FitReport<object>> Fit, Func<object, int[], double[]> Predict)
{
    /// <summary>Tells whether rows carry weights.</summary>
    public bool Weighted { get; init; } = true;

    /// <summary>Gives how far, relative to their size, estimates may move with order and weights: 0 where sums are taken over sorted groups.</summary>
    public double Tolerance { get; init; }

    /// <summary>Gives the fit of all rows with a ridge penalty, coefficients of one covariate of the given unit alone, or null where there is no penalty.</summary>
    public Func<double, double, FitReport<object>>? Penalised { get; init; }

    /// <summary>Gives the covariate the penalised fit sees where its unit is 1.</summary>
    public double[] Covariate { get; init; } = [];

    /// <summary>Makes the model again of its parameters and of what was chosen among whole numbers; null where <see cref="Again"/> does.</summary>
    public Func<double[], double[], object>? Restore { get; init; }

    /// <summary>Makes the model again of all it is made of, written as JSON: for models with more than parameters, such as a baseline.</summary>
    public Func<object, object>? Again { get; init; }

    public override string ToString() => Name;
}
