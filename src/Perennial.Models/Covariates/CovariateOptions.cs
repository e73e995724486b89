namespace Perennial.Models.Covariates;

/// <summary>Which covariate acts on what, and how freely.</summary>
public sealed record CovariateOptions
{
    /// <summary>Gives the names of the covariates that act on purchases.</summary>
    /// <value>Null: all.</value>
    public IReadOnlyList<string>? Purchase { get; init; }

    /// <summary>Gives the names of the covariates that act on drop-out.</summary>
    /// <value>Null: all.</value>
    public IReadOnlyList<string>? Dropout { get; init; }

    /// <summary>Gives the names of the covariates that act on both with one coefficient, whatever the other two lists say of them.</summary>
    /// <value>None.</value>
    public IReadOnlyList<string> Common { get; init; } = [];

    /// <summary>Gives the penalty: half of it times the squared coefficients is taken from the total log-likelihood, on covariates of standard deviation 1.</summary>
    /// <remarks>
    /// The same in every model of the library, so that a coefficient's prior is normal with variance 1 / penalty whatever the number of customers. A common
    /// coefficient counts once. The log-likelihood reported is without the penalty.
    /// </remarks>
    /// <value>0: none.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Penalty
    {
        get;
        init => field = double.IsFinite(value) && value >= 0.0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A penalty is a finite number of at least 0.");
    }

    /// <summary>Gives the number of threads; it never changes a bit of the result.</summary>
    /// <value>0: all processors.</value>
    public int Threads { get; init; }

    /// <summary>Gives what is to be fitted: one term a coefficient, purchases first, then drop-out, then both.</summary>
    internal (string Covariate, CovariateProcess Process)[] Terms(IReadOnlyList<string> names)
    {
        foreach (string name in Common.Concat(Purchase ?? []).Concat(Dropout ?? []))
        {
            if (!names.Contains(name))
            {
                throw new ArgumentException($"There is no covariate '{name}'. There are: {string.Join(", ", names)}. Name one of them, or give its column.");
            }
        }

        (string, CovariateProcess)[] terms =
        [
            .. Own(Purchase).Select(name => (name, CovariateProcess.Purchase)),
            .. Own(Dropout).Select(name => (name, CovariateProcess.Dropout)),
            .. names.Where(Common.Contains).Select(name => (name, CovariateProcess.Both)),
        ];
        return terms.Length > 0
            ? terms
            : throw new ArgumentException("No covariate acts on anything. Name one for purchases or drop-out, or fit the model without covariates.");

        // In the order of the columns, each once.
        IEnumerable<string> Own(IReadOnlyList<string>? named) => names.Where(name => (named?.Contains(name) ?? true) && !Common.Contains(name));
    }
}
