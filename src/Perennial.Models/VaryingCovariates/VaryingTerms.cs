using Perennial.Models.Covariates;

namespace Perennial.Models.VaryingCovariates;

/// <summary>Which covariate acts on which process with which coefficient.</summary>
internal sealed class VaryingTerms
{
    private readonly int[] _purchaseTerm;
    private readonly int[] _dropoutTerm;

    /// <summary>Takes terms: for each coefficient the place of its covariate and what it acts on.</summary>
    public VaryingTerms((int Covariate, CovariateProcess Process)[] terms)
    {
        Count = terms.Length;
        _purchaseTerm = [.. Enumerable.Range(0, terms.Length).Where(k => terms[k].Process != CovariateProcess.Dropout)];
        _dropoutTerm = [.. Enumerable.Range(0, terms.Length).Where(k => terms[k].Process != CovariateProcess.Purchase)];
        Purchase = Array.ConvertAll(_purchaseTerm, k => terms[k].Covariate);
        Dropout = Array.ConvertAll(_dropoutTerm, k => terms[k].Covariate);
        Place = [0, 1, 2, 3, .. _purchaseTerm.Select(k => 4 + k), .. _dropoutTerm.Select(k => 4 + k)];
    }

    /// <summary>Gives the number of coefficients.</summary>
    public int Count { get; }

    /// <summary>Gives the covariates that act on purchases.</summary>
    public int[] Purchase { get; }

    /// <summary>Gives the covariates that act on drop-out.</summary>
    public int[] Dropout { get; }

    /// <summary>Gives, for each parameter of the likelihood, its place among the four logarithms and the coefficients.</summary>
    public int[] Place { get; }

    /// <summary>Works out the rates of rows of covariates.</summary>
    public VaryingRates Rates(double[] x, int width, ReadOnlySpan<double> coefficients) =>
        new(x, width, Purchase, Dropout, Taken(coefficients, _purchaseTerm), Taken(coefficients, _dropoutTerm));

    private static double[] Taken(ReadOnlySpan<double> coefficients, int[] terms)
    {
        double[] taken = new double[terms.Length];
        for (int k = 0; k < terms.Length; k++)
        {
            taken[k] = coefficients[terms[k]];
        }

        return taken;
    }
}
