using Perennial.Models.Fitting;
using Perennial.Models.Numerics;

namespace Perennial.Models.Contracts;

/// <summary>Tells the story of contracts forwards; the two simulators differ in c alone.</summary>
internal static class ContractSimulation
{
    /// <summary>Draws the renewals survived by one customer, at most <paramref name="most"/>.</summary>
    public static int Renewals(in ContractLifetime law, int most, Pcg64 random)
    {
        double stay = 1.0 - random.NextBeta(law.Alpha, law.Beta);
        double deadline = random.NextExponential();
        double cost = stay <= 0.0 ? double.PositiveInfinity : -Math.Log(stay);

        // P(survive n) = stay^(n^c): the customer survives n while n^c times the cost of one renewal is below an exponential deadline.
        double reach = cost == 0.0 ? double.PositiveInfinity : Math.Pow(deadline / cost, 1.0 / law.C);
        return reach >= most ? most : (int)Math.Floor(reach);
    }

    /// <summary>Draws a history for each number of opportunities, each from a stream of its own.</summary>
    public static ContractHistories Histories(ContractModel model, int[] opportunities, ulong seed, CovariateColumns? covariates)
    {
        ArgumentNullException.ThrowIfNull(opportunities);
        int n = opportunities.Length;
        if ((covariates?.Count ?? n) != n)
        {
            throw new ArgumentException($"There are {n} numbers of opportunities but {covariates!.Count} rows of covariates. They must be equal.");
        }

        foreach (int most in opportunities)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(most, nameof(opportunities));
        }

        int[] renewals = new int[n];
        bool[] left = new bool[n];
        Blocks.Run(n, 0, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                ContractLifetime law = covariates is null ? model.Base : model.For(covariates.Row(i));
                renewals[i] = Renewals(law, opportunities[i], new Pcg64(seed, (ulong)i));
                left[i] = renewals[i] < opportunities[i];
            }
        });
        return new ContractHistories(renewals, left, covariates: covariates);
    }
}
