using Perennial.Models.Fitting;

namespace Perennial.Models.Contracts;

/// <summary>A fitted model of contracts. Both models answer the same questions in the same order with the same meaning.</summary>
/// <remarks>Columns come back in the order of the customers; one who has left is predicted 0.</remarks>
public abstract class ContractModel
{
    private protected ContractModel(
        string name, double alpha, double beta, double c, IReadOnlyList<string>? covariates, double[]? alphaCoefficients, double[]? betaCoefficients)
    {
        Base = new ContractLifetime(alpha, beta, c);
        Name = name;
        Covariates = covariates ?? [];
        AlphaCoefficients = alphaCoefficients ?? [];
        BetaCoefficients = betaCoefficients ?? [];
        if (AlphaCoefficients.Length != Covariates.Count || BetaCoefficients.Length != Covariates.Count
            || !Array.TrueForAll(AlphaCoefficients, double.IsFinite) || !Array.TrueForAll(BetaCoefficients, double.IsFinite))
        {
            throw new ArgumentException(
                $"There are {Covariates.Count} covariates, {AlphaCoefficients.Length} coefficients on alpha and {BetaCoefficients.Length} on beta. "
                + "Give one finite coefficient of each kind for each covariate.");
        }
    }

    /// <summary>Gives the model's name: shifted-beta-geometric, beta-discrete-weibull.</summary>
    public string Name { get; }

    /// <summary>Gives the law of a customer whose covariates are all 0.</summary>
    public ContractLifetime Base { get; }

    /// <summary>Gives the names of the covariates; none in a plain model.</summary>
    public IReadOnlyList<string> Covariates { get; }

    /// <summary>Gives the change of ln alpha for one unit of each covariate.</summary>
    public double[] AlphaCoefficients { get; }

    /// <summary>Gives the change of ln beta for one unit of each covariate.</summary>
    public double[] BetaCoefficients { get; }

    /// <summary>Gives the law of a customer with given covariates.</summary>
    /// <param name="x">The values, in the order of <see cref="Covariates"/>.</param>
    public ContractLifetime For(params double[] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Length != Covariates.Count)
        {
            throw new ArgumentException($"There are {x.Length} covariate values; the model has {Covariates.Count}: {string.Join(", ", Covariates)}.", nameof(x));
        }

        double a = Math.Log(Base.Alpha);
        double b = Math.Log(Base.Beta);
        for (int j = 0; j < x.Length; j++)
        {
            a += AlphaCoefficients[j] * x[j];
            b += BetaCoefficients[j] * x[j];
        }

        // Far outside the data a shape could leave the range of numbers; the limits mean what they say.
        return new ContractLifetime(Math.Exp(Math.Clamp(a, -69.0, 69.0)), Math.Exp(Math.Clamp(b, -69.0, 69.0)), Base.C);
    }

    /// <summary>Gives each customer's chance of surviving the next <paramref name="periods"/> renewals.</summary>
    /// <param name="customers">n contracts, with the covariates of the model.</param>
    /// <param name="periods">Renewals from now, at least 0.</param>
    /// <returns>n chances in [0, 1], in the order given.</returns>
    public double[] ConditionalSurvival(ContractHistories customers, int periods)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(periods);
        return Each(customers, (law, s) => law.ConditionalSurvival(s, periods));
    }

    /// <summary>Gives each customer's expected renewals among the next <paramref name="horizon"/> opportunities.</summary>
    /// <param name="customers">n contracts, with the covariates of the model.</param>
    /// <param name="horizon">Opportunities from now, at least 0.</param>
    /// <returns>n numbers from 0 to the horizon, in the order given.</returns>
    public double[] ExpectedRemainingPeriods(ContractHistories customers, int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(horizon);
        return Each(customers, (law, s) => law.ExpectedRemainingPeriods(s, horizon));
    }

    /// <summary>Gives each customer's expected renewals without end.</summary>
    /// <param name="customers">n contracts, with the covariates of the model.</param>
    /// <exception cref="InvalidOperationException">The expectation of a customer is infinite.</exception>
    public double[] ExpectedRemainingPeriods(ContractHistories customers) => Each(customers, (law, s) => law.ExpectedRemainingPeriods(s));

    /// <summary>Gives each customer's expected discounted renewals among the next <paramref name="horizon"/> opportunities.</summary>
    /// <param name="customers">n contracts, with the covariates of the model.</param>
    /// <param name="horizon">Opportunities from now, at least 0.</param>
    /// <param name="rate">Discount a period.</param>
    /// <param name="standpoint">Where the customers stand: a whole period of discount apart.</param>
    /// <returns>n finite numbers of at least 0, in payments.</returns>
    public double[] DiscountedExpectedRenewals(ContractHistories customers, int horizon, PeriodicRate rate, RenewalStandpoint standpoint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(horizon);
        return Each(customers, (law, s) => law.DiscountedExpectedRenewals(s, horizon, rate, standpoint));
    }

    /// <summary>Gives each customer's DERL, the expected discounted renewals without end. Needs a positive rate.</summary>
    /// <param name="customers">n contracts, with the covariates of the model.</param>
    /// <param name="rate">Discount a period, above 0.</param>
    /// <param name="standpoint">Where the customers stand: a whole period of discount apart.</param>
    /// <returns>n finite numbers of at least 0, in payments.</returns>
    public double[] Derl(ContractHistories customers, PeriodicRate rate, RenewalStandpoint standpoint) =>
        Each(customers, (law, s) => law.Derl(s, rate, standpoint));

    /// <summary>Gives, for each customer, the smallest number of further renewals that is not exceeded with a given chance.</summary>
    /// <param name="customers">n contracts, with the covariates of the model.</param>
    /// <param name="probability">The chance, in (0, 1).</param>
    /// <returns>Whole numbers, or null where one is above a thousand million periods.</returns>
    public int?[] ResidualLifetimeQuantile(ContractHistories customers, double probability) =>
        Array.ConvertAll(Each(customers, (law, s) => law.ResidualLifetimeQuantile(s, probability) ?? -1.0), k => k < 0.0 ? null : (int?)k);

    /// <summary>Gives the expected discounted payments of new customers with the base law, the first payment included.</summary>
    /// <param name="rate">Discount a period, above 0.</param>
    /// <returns>A finite number of at least 1, in payments.</returns>
    public double Del(PeriodicRate rate) => Base.Del(rate);

    private double[] Each(ContractHistories customers, Func<ContractLifetime, int, double> one)
    {
        ArgumentNullException.ThrowIfNull(customers);
        string[] found = [.. customers.Covariates?.Names ?? []];
        if (!found.SequenceEqual(Covariates))
        {
            throw new ArgumentException(
                $"The customers have the covariates [{string.Join(", ", found)}], the model was fitted with [{string.Join(", ", Covariates)}]. Give the same in the same order.",
                nameof(customers));
        }

        double[] values = new double[customers.Count];
        if (found.Length == 0)
        {
            Dictionary<int, double> known = [];
            for (int i = 0; i < values.Length; i++)
            {
                int s = customers.Renewals[i];
                if (!customers.Left[i] && !known.TryGetValue(s, out values[i]))
                {
                    known[s] = values[i] = one(Base, s);
                }
            }

            return values;
        }

        Blocks.Run(values.Length, 0, 64, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                values[i] = customers.Left[i] ? 0.0 : one(For(customers.Covariates!.Row(i)), customers.Renewals[i]);
            }
        });
        return values;
    }
}
