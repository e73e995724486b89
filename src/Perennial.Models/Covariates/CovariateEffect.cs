namespace Perennial.Models.Covariates;

/// <summary>How one covariate moves one process, or both alike.</summary>
/// <param name="Covariate">The name of the column.</param>
/// <param name="Process">What it acts on.</param>
/// <param name="Coefficient">
/// Per unit of the covariate; any finite number. On purchases ln(purchase rate) rises by it. On drop-out ln(drop-out rate) rises by it in Pareto/NBD and
/// GGompertz/NBD; in BG/NBD and MBG/NBD ln a and ln b both do, so that chances keep their mean and lie closer together.
/// </param>
public sealed record CovariateEffect(string Covariate, CovariateProcess Process, double Coefficient)
{
    /// <summary>Gives the name in reports: purchase:gender, dropout:gender, both:gender.</summary>
    public string Name => NameOf(Covariate, Process);

    internal static string NameOf(string covariate, CovariateProcess process) => process switch
    {
        CovariateProcess.Purchase => "purchase:" + covariate,
        CovariateProcess.Dropout => "dropout:" + covariate,
        _ => "both:" + covariate,
    };

    /// <summary>Throws unless every effect has a name and a finite coefficient, and none repeats.</summary>
    internal static void Check(IReadOnlyList<CovariateEffect> effects)
    {
        foreach (CovariateEffect effect in effects)
        {
            Check(effect, effects);
        }
    }

    private static void Check(CovariateEffect effect, IReadOnlyList<CovariateEffect> effects)
    {
        if (string.IsNullOrWhiteSpace(effect.Covariate) || !double.IsFinite(effect.Coefficient) || !Enum.IsDefined(effect.Process))
        {
            throw new ArgumentException(
                $"An effect has the covariate '{effect.Covariate}', acts on {effect.Process} with coefficient {effect.Coefficient}. It needs a name and a finite coefficient.", nameof(effects));
        }

        if (effects.Count(other => string.Equals(other.Name, effect.Name, StringComparison.Ordinal)) > 1)
        {
            throw new ArgumentException($"There are two effects '{effect.Name}'. Give each once.", nameof(effects));
        }
    }
}
