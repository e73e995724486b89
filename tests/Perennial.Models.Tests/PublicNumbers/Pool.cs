using Perennial.Models.BgBb;
using Perennial.Models.BgNbd;
using Perennial.Models.CnbdK;
using Perennial.Models.Covariates;
using Perennial.Models.GammaGamma;
using Perennial.Models.GgomNbd;
using Perennial.Models.Learning;
using Perennial.Models.Learning.Trees;
using Perennial.Models.MbgNbd;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoGgg;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Posterior;
using Perennial.Models.Predicting;
using Perennial.Models.Seasons;
using Perennial.Models.ShiftedBetaGeometric;
using Perennial.Models.Tests.Contract;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.Tests.PublicNumbers;

/// <summary>Values of each type to call the library with: usual ones first, then ends of what there is, then what no door may let in.</summary>
internal sealed class Pool
{
    private const int MostOfAType = 12;
    private const int Many = 60;
    private readonly Dictionary<Type, List<object?>> _values = [];
    private readonly Dictionary<Type, int> _usual = [];

    public Pool()
    {
        Add([1.0, 0.5, 0.0], [2.5, 1e-300, 1e-9, 0.999999999999, 1e5, 1e300, -1.0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue]);
        Add([1, 3, 0], [2, 7, 60, -1, -60]);
        Add([3L, 0L], [1000L, -1L]);
        Add([1UL], [0UL, ulong.MaxValue]);
        Add<double?>([1.0, null, 0.5], [0.0, -1.0, double.NaN, 1e-300]);
        Add<int?>([1, null], [0, -1, 3]);
        Add([false, true], []);
        Add<double[]>([[1, 2.5, 7], [0.25, 0.5, 0.75], [0, 1, 1], [1.0]], [[], [0.3, 4, 0.8, 2.4], [1.5, 8, 1.2, 14, 0], [0.5, 1, 1, 1, 1, 1.5, 1], [0, 0, 0], [0, 1, 0], [1, 1, 1], [1e-300, 1, 1e300], [1, 2, double.NaN], [-1, 0, 1], [1, 1, double.PositiveInfinity], [1e9, 1e9, 1e9], [1e-9, 1e-9, 1e-9]]);
        Add<int[]>([[2, 0, 5], [1, 1, 3], [1]], [[], [0, 0, 0], [200, 0, 1], [-1, 0, 1]]);
        Add<bool[]>([[false, true, true], [true, false, true]], [[], [true, true, true], [false, false, false]]);
        Add<double[][]>([[[1, 2.5, 7]], [[0, 1, 1], [1, 2, 3]], [[1, 2, 3, 2, 1, 2, 3, 1], [2, 1, 2, 3, 1, 2, 3, 2]], [[1, 0.5, 0.25], [1, 0.75, 0.5], [1, 0.9, 0.1]]], [[], [[]], [[0, 0, 0]], [[double.NaN, 1, 2]], [[], [1], [1, 2]]]);
        Add<int[][]>([[[0, 1], [2]], [[0, 1, 2]]], new int[][][] { [], [[]], [[9]] });
        Add(["a", "b", "bg-nbd", "pareto-nbd"], ["", "none"]);
        Add<string[]>([["a"], ["a", "b"], ["bg-nbd"]], new string[][] { [], ["a", "a"] });
        Add([TimeUnit.Week], [TimeUnit.Day, TimeUnit.Year]);
        Add([ContinuousRate.PerUnit(0.01, TimeUnit.Week)], [ContinuousRate.PerUnit(0, TimeUnit.Week), ContinuousRate.PerUnit(1e-300, TimeUnit.Week), ContinuousRate.PerUnit(1e3, TimeUnit.Week)]);
        Add<ContinuousRate?>([ContinuousRate.PerUnit(0.01, TimeUnit.Week), null], [ContinuousRate.PerUnit(0, TimeUnit.Week)]);

        double[] none = [0, 0, 0], ages = [.. Enumerable.Range(0, Many).Select(i => 30 + (i % 9.0))], tens = [.. ages.Select(age => age - 34)];
        int[] four = [.. ages.Select((_, i) => 1 + (i % 4))];
        Add(
            [new PurchaseHistories([2, 0, 5], [20, 0, 30], [38, 38, 31], TimeUnit.Week), ParetoGggSimulator.Histories(new(4, 2, 0.8, 8, 0.6, 12), ages, TimeUnit.Week, 3), PurchaseCase.Rows([2, 0, 5], [20, 0, 30], [38, 38, 31], TimeUnit.Week)],
            [
                new([], [], [], TimeUnit.Week), new([0, 0, 0], none, none, TimeUnit.Week), PurchaseCase.Rows([20000, 1, 1], [1e6, 1e-9, 1e6], [1e6, 1e6, 1e6], TimeUnit.Week),
                new([1, 1, 3], [5, 5, 5], [5, 5, 5], TimeUnit.Week, [1, 2, 1e6]), new([1, 1, 3], [1, 1, 3], [4, 4, 4], TimeUnit.Week, opportunities: new(1)),
            ]);
        Add([new PurchaseTimes([[3, 20], [], [1, 2, 3, 4, 30]], [38, 38, 31], TimeUnit.Week)], [new([[], [], []], none, TimeUnit.Week), new([], [], TimeUnit.Week)]);
        Add([new SpendHistories([2, 0, 5], [20, 0, 30]), GammaGammaSimulator.Histories(new(6.25, 3.74, 15.44), four, 3)], [new([], []), new([0, 0, 0], none), new([1, 1, 3], [1e-300, 1e300, 1]), new([1, 1, 1], [5, 5, 5]), new([2, 0, 5], [1e-9, 0, 1e9])]);
        Add([new ContractHistories([2, 0, 5], [true, false, false]), ShiftedBetaGeometricSimulator.Histories(new(new(1.2, 3.0), ["a"], [0.1], [-0.1]), [.. four.Select(n => n + 6)], 3, new(["a"], [tens]))], [new([], []), new([0, 0, 0], [true, true, true]), new([3, 3, 3], [false, false, false]), new([1000, 0, 1], [true, true, false], covariates: new(["a"], [[1, 2.5, 7]]))]);
        Add([new DiscreteHistories([2, 0, 5], [3, 0, 6], [6, 6, 6]), BgBbSimulator.Histories(new(1.2, 0.75, 0.66, 2.8), [.. four.Select(n => n + 4)], 3)], [new([], [], []), new([0, 0, 0], [0, 0, 0], [0, 0, 0]), new([6, 6, 6], [6, 6, 6], [6, 6, 6]), new([1, 1, 1], [900, 1, 900], [1000, 1000, 1000])]);
        Add(
            [new SurvivalHistories([1, 2.5, 7], [true, false, true], TimeUnit.Week, covariates: new(["a"], [[1, 0.5, 2]])), new([.. four.Select((n, i) => n * (1 + (i * 7 % 11)) / 3.0)], [.. four.Select((_, i) => i % 5 > 0)], TimeUnit.Week, covariates: new(["a"], [tens])), new([1, 2.5, 7], [true, true, true], TimeUnit.Week)],
            [new([], [], TimeUnit.Week), new([1, 1, 1], [false, false, false], TimeUnit.Week), new([1e-300, 1, 1e300], [true, true, true], TimeUnit.Week), new([1, 1, 1], [true, true, true], TimeUnit.Week, entry: [0, 0.5, 0])]);
        Add([new RenewalPanel([1, 2, 3], [false, true, false]), new(four, [.. four.Select((_, i) => i % 3 == 0)], covariates: new(["a"], [tens])), new([1, 2, 3], [false, true, false], covariates: new(["a"], [[1, 0.5, 2]]))], [new([], []), new([1, 1, 1], [true, true, true])]);
        Add([new CovariateColumns(["a"], [[1, 2.5, 7]]), new(["a"], [tens]), new(["day"], [[1, 2.5, 7]])], [new(["a"], [[0, 0, 0]]), new(["a"], [[1e300, -1e300, 1]]), new(["a"], [[]])]);
        Add<CovariatePaths?>([new CovariatePaths([CovariatePath.Calendar("season", [.. Enumerable.Range(0, 60).Select(k => k % 20 < 7 ? 1.0 : 0.0)]), CovariatePath.Constant("day", [1, 0, 2])], none, 60, 1, TimeUnit.Week)], []);
        Add([new FeatureTable(["a", "b"], [[1, 2.5, 7], [0, double.NaN, 3]])], [new(["a", "b"], [[], []]), new(["a", "b"], [[1e300, -1e300, 0], [1, 1, 1]]), new(["a", "b"], [[double.NaN, double.NaN, double.NaN], [1, 1, 1]])]);
        Add([new CalendarHistories([100, 130, 200], [[110, 150], [], [230]], 365)], []);
        Add([new OpportunitySchedule(1)], []);
        Add([new SeasonalClock(SeasonalIndices.Of(SeasonalCycle.MonthOfYear, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3]))], []);

        Add([new BgNbdParameters(0.243, 4.414, 0.793, 2.426)], [new(1, 1, 1, 1), new(0.3, 0.3, 0.3, 0.3), new(1e-6, 1e6, 1e-6, 1e6), new(0, 1, 1, 1), new(double.NaN, 1, 1, 1)]);
        Add([new MbgNbdParameters(0.525, 6.183, 0.891, 1.614)], [new(1, 1, 1, 1), new(1e6, 1e-6, 1e6, 1e-6), new(-1, 1, 1, 1)]);
        Add([new ParetoNbdParameters(0.553, 10.58, 0.606, 11.67)], [new(1, 1, 1, 1), new(1, 1, 1, 1e9), new(1e-6, 1e6, 1e6, 1e-6), new(1, double.PositiveInfinity, 1, 1)]);
        Add([new GgomNbdParameters(0.8, 8, 0.12, 1, 20)], [new(1, 1, 1, 1, 1), new(1e-6, 1e6, 1e-6, 1e6, 1e-6), new(1, 1, 0, 1, 1)]);
        Add([new CnbdKParameters(2, 0.9, 3, 0.8, 2.4)], [new(1, 1, 1, 1, 1), new(3, 1e-6, 1e6, 1e6, 1e-6), new(0, 1, 1, 1, 1)]);
        Add([new BgBbParameters(1.2, 0.75, 0.66, 2.8)], [new(1, 1, 1, 1), new(1e-6, 1e6, 1e6, 1e-6), new(0, 1, 1, 1)]);
        Add([new GammaGammaParameters(6.25, 3.74, 15.44)], [new(1, 1, 1), new(1.5, 0.479, 10), new(1e6, 1e-6, 1e6), new(0, 1, 1)]);
        Add<GammaGammaParameters?>([new GammaGammaParameters(6.25, 3.74, 15.44), null], [new(1, 1, 1), new(1.5, 0.479, 10), new(1e6, 1e-6, 1e6)]);
        Add([new ShiftedBetaGeometricParameters(0.668, 3.806)], [new(1, 1), new(1e-6, 1e6), new(1e6, 1e-6), new(0, 1)]);
        Add([new BetaDiscreteWeibull.BetaDiscreteWeibullParameters(0.259, 1.722, 1.584)], [new(1, 1, 1), new(1e-6, 1e6, 10), new(1e6, 1e-6, 0.1), new(1, 1, 0)]);
        Add([new ParetoGggParameters(4, 2, 0.8, 8, 0.6, 12)], [new(1, 1, 1, 1, 1, 1), new(0, 1, 1, 1, 1, 1)]);
        Add([new CovariateEffect("day", CovariateProcess.Both, 0.2), new("season", CovariateProcess.Purchase, 0.5)], []);
        Add([new LogNormalPrior("r", 1, 1)], []);
        Add([new NormalPrior("a", 0, 1)], []);

        Add<ITransactionModel>(
            [new BgNbdModel(new(0.243, 4.414, 0.793, 2.426), TimeUnit.Week), new ParetoNbdModel(new(0.553, 10.58, 0.606, 11.67), TimeUnit.Week)],
            [.. PurchaseCases.All.Where(one => one.TimePowers.Length <= 5 && one.Phases == 1).Select(one => one.Make([.. one.Parameters.Select(p => Math.Max(p, 0) + 1e-6)], TimeUnit.Week))]);
        foreach (PurchaseCase one in PurchaseCases.All.Where(one => !one.Name.Contains("with", StringComparison.Ordinal)))
        {
            Put(one.Typical.GetType(), one.Typical, usual: true);
            Put(one.Typical.GetType(), one.Make([.. one.TimePowers.Select((_, i) => i == 4 && one.Name.StartsWith("corr", StringComparison.Ordinal) ? 0.0 : 1.0)], TimeUnit.Week), usual: false);
        }

        Add([new VaryingCovariateModel(new(new(1.2, 6, 0.9, 12), TimeUnit.Week), [new("season", CovariateProcess.Purchase, 0.6), new("day", CovariateProcess.Both, 0.2)])], []);
        Add([new PosteriorOptions { Chains = 1, WarmUp = 10, Draws = 10, MostDoublings = 3, Threads = 1 }], []);
        Add([new BoostingOptions { Rounds = 3 }], []);
        Add([new ForestOptions { Trees = 3 }], []);
        Add<EquityTotal>([static _ => (100.0, 25.0)], [static _ => (null, null), static _ => (0.0, 0.0)]);
        Add<EquitySample>([static (_, random) => random.NextExponential()], []);
        Add<LogDensity>([static (point, gradient) => { gradient[0] = -point[0]; return -0.5 * point[0] * point[0]; }], []);
        Add([new EquityQuestion { Parameters = [1, 2], Total = static _ => (100, 25), Replicates = 20 }], [new() { Parameters = [1, 2], Total = static _ => (null, null), Replicates = 20, Sample = static (_, random) => random.NextDouble() }]);
        Add<Pcg64>([new(1), new(2)], []);
    }

    /// <summary>Takes in fitted models of what three rows tell nothing about.</summary>
    public void Fit()
    {
        foreach (FitCase fit in FitCases.All.Where(fit => fit.Name is "cox" or "accelerated-failure-time" or "discrete-time-hazard" or "shifted-beta-geometric" or "beta-discrete-weibull" or "gamma-gamma with covariates" or "gamma-gamma on frequency"))
        {
            object model = fit.Fit([.. Enumerable.Range(0, fit.Count)], null, 1).Model;
            Put(model.GetType(), model, usual: true);
        }
    }

    /// <summary>Gets or sets the place among the usual values to take, or null for any value.</summary>
    public int? UsualOnly { get; set; }

    /// <summary>Gives a value of a type: a usual one mostly.</summary>
    public bool TryDraw(Type type, Pcg64 random, out object? value)
    {
        type = type.IsByRefLike ? type.GetGenericArguments()[0].MakeArrayType() : type;
        if (type.IsGenericType && type.IsInterface && type.GetGenericArguments() is [var element] && type.IsAssignableFrom(element.MakeArrayType()) && TryDraw(element, random, out object? one))
        {
            // A list: three of the element, or as many as an array of numbers has.
            if (TryDraw(element.MakeArrayType(), random, out value))
            {
                return true;
            }

            var list = Array.CreateInstance(element, 1 + random.NextInt32(2));
            for (int i = 0; i < list.Length; i++)
            {
                list.SetValue(i == 0 || !TryDraw(element, random, out object? next) ? one : next, i);
            }

            value = list;
            return true;
        }

        if (!_values.TryGetValue(type, out List<object?>? known))
        {
            if (type.IsEnum)
            {
                Array all = Enum.GetValues(type);
                value = all.GetValue(random.NextInt32(all.Length));
                return true;
            }

            if (Nullable.GetUnderlyingType(type) is { } inner)
            {
                return TryDraw(inner, random, out value);
            }

            value = null;
            return false;
        }

        int usual = _usual[type];
        value = UsualOnly is { } place && usual > 0 ? known[place % usual] : known[usual > 0 && random.NextInt32(4) > 0 ? random.NextInt32(usual) : random.NextInt32(known.Count)];
        return true;
    }

    /// <summary>Gives all values of a type that is not a number.</summary>
    public IReadOnlyList<object?> Of(Type type) => _values.TryGetValue(type, out List<object?>? known) ? known : [];

    /// <summary>Gives the doors of generic types that turned up as results.</summary>
    public IEnumerable<System.Reflection.MethodBase> Closed() =>
        [.. _values.Keys.Where(type => type.IsGenericType && type.Assembly == typeof(ITransactionModel).Assembly).OrderBy(type => type.ToString(), StringComparer.Ordinal).SelectMany(NoNumberThatIsNoneTests.Of)];

    /// <summary>Takes a result in, to be asked and given on.</summary>
    public void Put(Type type, object value, bool usual)
    {
        if (type.BaseType is { } shared && shared.Assembly == type.Assembly)
        {
            Put(shared, value, usual);
        }

        if (!_values.TryGetValue(type, out List<object?>? known))
        {
            _values[type] = known = [];
            _usual[type] = 0;
        }

        if (known.Count < MostOfAType)
        {
            known.Insert(usual ? _usual[type] : known.Count, value);
            _usual[type] += usual ? 1 : 0;
        }
    }

    private void Add<T>(T[] usual, T[] ends)
    {
        _values[typeof(T)] = [.. usual, .. ends];
        _usual[typeof(T)] = usual.Length;
    }
}
