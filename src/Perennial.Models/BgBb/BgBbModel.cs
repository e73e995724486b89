using Perennial.Models.Fitting;
using Perennial.Models.Histories;

namespace Perennial.Models.BgBb;

/// <summary>A fitted BG/BB. Horizons are counted in opportunities; all methods return finite numbers in the order of the histories.</summary>
/// <remarks>
/// Given that a customer is alive at opportunity n, both chances are again beta and independent: (alpha + x, beta + n - x) and
/// (gamma, delta + n).
/// <para>
/// Data: opportunities, purchases at them and the last one with a purchase per customer. Assumptions: at each opportunity the customer may
/// leave, and else buys or not, each with a chance of the customer's own (beta), independent. When not: several purchases at one opportunity;
/// contracts; one or two opportunities. Accuracy: 1e-12 aimed against published figures and found. Neighbours: <see cref="BgNbd.BgNbdModel"/>,
/// where purchases come at any time; <see cref="ShiftedBetaGeometric.ShiftedBetaGeometricModel"/>, where leaving is seen.
/// </para>
/// </remarks>
/// <source paper="FaderHardieShang2010"/>
public sealed class BgBbModel
{
    private readonly BgBbParameters _p;

    /// <summary>Takes parameters.</summary>
    /// <param name="parameters">Four positive, finite numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not a positive, finite number.</exception>
    public BgBbModel(BgBbParameters parameters)
    {
        HistoryDoor.Parameter(parameters.Alpha, "alpha");
        HistoryDoor.Parameter(parameters.Beta, "beta");
        HistoryDoor.Parameter(parameters.Gamma, "gamma");
        HistoryDoor.Parameter(parameters.Delta, "delta");
        _p = parameters;
    }

    /// <summary>Gives the parameters in the paper's order: alpha, beta, gamma, delta.</summary>
    public double[] Parameters => [_p.Alpha, _p.Beta, _p.Gamma, _p.Delta];

    /// <summary>Gives the parameters by name.</summary>
    public BgBbParameters Named => _p;

    /// <summary>Makes the model of a draw of parameters: alpha, beta, gamma, delta.</summary>
    /// <param name="parameters">Four positive, finite numbers, in the paper's order.</param>
    public static BgBbModel Of(double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Length == 4
            ? new BgBbModel(new BgBbParameters(parameters[0], parameters[1], parameters[2], parameters[3]))
            : throw new ArgumentException($"There are {parameters.Length} parameters. BG/BB has four: alpha, beta, gamma, delta.", nameof(parameters));
    }

    /// <summary>Gives each customer's P(alive): the chance of not having dropped out before the last opportunity observed, n.</summary>
    /// <source paper="FaderHardieShang2010"/>
    /// <param name="histories">n customers.</param>
    /// <returns>n numbers in [0, 1], in the order of the histories.</returns>
    public double[] ProbabilityAlive(DiscreteHistories histories) => ProbabilityAlive(histories, 0);

    /// <summary>Gives each customer's chance of being alive at opportunity n + m; with m = 1 the chance of still being there for the next one.</summary>
    /// <param name="histories">The customers.</param>
    /// <param name="m">Opportunities from now, at least 0.</param>
    /// <source paper="FaderHardieShang2010"/>
    public double[] ProbabilityAlive(DiscreteHistories histories, int m)
    {
        Horizon(m);
        return Each(histories, (x, tx, n) => Alive(x, tx, n) * Later(n).Alive(m));
    }

    /// <summary>Gives E[X(n)] of a customer just acquired: expected opportunities with a purchase among the first m.</summary>
    /// <source paper="FaderHardieShang2010"/>
    /// <param name="m">Opportunities since acquisition, at least 0.</param>
    /// <returns>A number from 0 to m.</returns>
    public double ExpectedTransactions(int m)
    {
        Horizon(m);
        return Chance(0, 0) * Later(0).Opportunities(m, 0.0);
    }

    /// <summary>Gives each customer's expected opportunities with a purchase among the next m.</summary>
    /// <source paper="FaderHardieShang2010"/>
    /// <param name="histories">n customers.</param>
    /// <param name="m">Opportunities from now, at least 0.</param>
    /// <returns>n numbers from 0 to m, in the order of the histories.</returns>
    public double[] ConditionalExpectedTransactions(DiscreteHistories histories, int m)
    {
        Horizon(m);
        return Each(histories, (x, tx, n) => Alive(x, tx, n) * Chance(x, n) * Later(n).Opportunities(m, 0.0));
    }

    /// <summary>Gives P(c purchases at the first m opportunities) of a customer just acquired for c = 0 … counts - 1.</summary>
    /// <source paper="FaderHardieShang2010"/>
    /// <param name="m">Opportunities since acquisition, at least 0.</param>
    /// <param name="counts">How many chances are wanted, at least 0.</param>
    public double[] ProbabilityOfCount(int m, int counts) => ProbabilityOfCount(0, 0, 0, m, counts);

    /// <summary>Gives one customer's P(c purchases at the next m opportunities) for c = 0 … counts - 1; the rest of the mass lies beyond.</summary>
    /// <source paper="FaderHardieShang2010"/>
    /// <param name="frequency">x opportunities with a purchase, at least 0.</param>
    /// <param name="recency">The last of them, from x to n; 0 where x is 0.</param>
    /// <param name="opportunities">n opportunities observed.</param>
    /// <param name="m">Opportunities from now, at least 0.</param>
    /// <param name="counts">How many chances are wanted, at least 0.</param>
    public double[] ProbabilityOfCount(int frequency, int recency, int opportunities, int m, int counts)
    {
        _ = new DiscreteHistories([frequency], [recency], [opportunities]);
        Horizon(m);
        ArgumentOutOfRangeException.ThrowIfNegative(counts);
        double alive = Alive(frequency, recency, opportunities);
        double[] mass = BetaBinomialCounts.Of(From(frequency, opportunities), m, counts);
        for (int c = 0; c < counts; c++)
        {
            mass[c] *= alive;
        }

        if (counts > 0)
        {
            mass[0] += 1.0 - alive;
        }

        return mass;
    }

    /// <summary>Gives each customer's chance of no purchase at the next m opportunities.</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="m">Opportunities from now, at least 0.</param>
    /// <returns>n numbers in [0, 1], in the order of the histories.</returns>
    public double[] ProbabilityOfNoPurchase(DiscreteHistories histories, int m)
    {
        Horizon(m);
        return Each(histories, (x, tx, n) => 1.0 - (Alive(x, tx, n) * (1.0 - BetaBinomialCounts.None(From(x, n), m))));
    }

    /// <summary>Gives each customer's expected discounted purchases at the next m opportunities; one at the next is worth 1 / (1 + rate).</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="m">Opportunities from now, at least 0.</param>
    /// <param name="rate">Discount an opportunity.</param>
    /// <returns>n finite numbers of at least 0, in the order of the histories.</returns>
    public double[] DiscountedExpectedTransactions(DiscreteHistories histories, int m, PeriodicRate rate)
    {
        Horizon(m);
        return Each(histories, (x, tx, n) => Alive(x, tx, n) * Chance(x, n) * Later(n).Opportunities(m, rate.Rate));
    }

    /// <summary>Gives each customer's expected discounted purchases at all later opportunities. Needs a positive rate.</summary>
    /// <source paper="FaderHardieShang2010"/>
    /// <param name="histories">n customers.</param>
    /// <param name="rate">Discount an opportunity, above 0.</param>
    /// <returns>n finite numbers of at least 0, in the order of the histories.</returns>
    public double[] Dert(DiscreteHistories histories, PeriodicRate rate)
    {
        if (rate.Rate <= 0.0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(rate), rate.Rate, "An infinite horizon needs a positive discount rate; without one the value may be infinite. Give a rate or a finite horizon.");
        }

        return Each(histories, (x, tx, n) => Alive(x, tx, n) * Chance(x, n) * Later(n).OpportunitiesForever(rate.Rate));
    }

    private static void Horizon(int m)
    {
        if (m < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(m), m, "A horizon is a number of opportunities of at least 0.");
        }
    }

    // Customers share few distinct histories; each is worked out once.
    private static double[] Each(DiscreteHistories histories, Func<int, int, int, double> one)
    {
        ArgumentNullException.ThrowIfNull(histories);
        Dictionary<(int X, int Tx, int N), int> places = [];
        List<(int X, int Tx, int N)> distinct = [];
        int[] place = new int[histories.Count];
        for (int i = 0; i < place.Length; i++)
        {
            (int X, int Tx, int N) key = (histories.Frequency[i], histories.Recency[i], histories.Opportunities[i]);
            if (!places.TryGetValue(key, out place[i]))
            {
                place[i] = distinct.Count;
                places.Add(key, place[i]);
                distinct.Add(key);
            }
        }

        double[] found = new double[distinct.Count];
        Blocks.Run(found.Length, 0, 16, (start, end) =>
        {
            for (int k = start; k < end; k++)
            {
                found[k] = one(distinct[k].X, distinct[k].Tx, distinct[k].N);
            }
        });
        return Array.ConvertAll(place, k => found[k]);
    }

    private double Alive(int x, int tx, int n) =>
        Numerics.SpecialFunctions.LogisticComplement(BgBbLikelihood.LogDropoutOdds(_p, x, tx, n));

    private double Chance(int x, int n) => (_p.Alpha + x) / (_p.Alpha + _p.Beta + n);

    private BgBbExpectation Later(int n) => new(_p.Gamma, _p.Delta + n);

    private BgBbParameters From(int x, int n) => new(_p.Alpha + x, _p.Beta + (n - x), _p.Gamma, _p.Delta + n);
}
