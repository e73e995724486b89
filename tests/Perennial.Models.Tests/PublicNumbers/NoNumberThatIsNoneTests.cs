using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Perennial.Models.Numerics;

namespace Perennial.Models.Tests.PublicNumbers;

/// <summary>No NaN and no infinity ever leaves the library: every public door is knocked at with usual and impossible arguments.</summary>
/// <remarks>
/// A call must give finite numbers all through what it returns, or refuse by an exception for callers. A door that is never passed fails too,
/// unless <see cref="NotPassed"/> says why: so what is new is walked through from its first day.
/// </remarks>
public sealed class NoNumberThatIsNoneTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Doors that no call here passes, by the start of their names, and the tests that walk through them.</summary>
    private static readonly (string Start, string Why)[] NotPassed =
    [
        ("Ablation.Of", "takes a function: ExplainingTests"),
        ("AftModel.", "asks rows of the covariates of the fit: Survival/NeverNaN"),
        ("BgBbModel.Of", "four parameters or none: BgBbConsistency"),
        ("Blocks.", "adds up what it is given: GroupingTests"),
        ("CoxModel.", "asks rows of the covariates of the fit: Survival/NeverNaN"),
        ("CoxParameters..ctor", "what CoxModel checks: WrittenModelsTests"),
        ("CovariateDesign.get_Columns", "of a design: CovariateDesignTests"),
        ("CovariateSimulator.", "asks rows of the covariates of the model: PurchaseContract"),
        ("CovariateStudy.", "refits at origins: CovariateStudyTests"),
        ("ContractModel.DiscountedExpectedRenewals", "asks the model's covariates: ContractFitTests"),
        ("CoverageResult..ctor", "what Coverage makes"),
        ("DiscreteHazardModel.Hazard(RenewalPanel)", "asks the panel's covariates: Survival/NeverNaN"),
        ("DiscreteHazardParameters..ctor", "what DiscreteHazardModel checks: WrittenModelsTests"),
        ("ElasticNetReport..ctor", "what the fitter makes"),
        ("EquityPortfolio.Ask", "asks covariances of the model's size: EquityDistributionTests"),
        ("EquityQuestion..ctor", "holds what it is given"),
        ("ErrorSlices.Of", "asks pairs of names: ExplainingTests"),
        ("GroupedShapley.Of", "takes a function: ExplainingTests"),
        ("LaplaceDraws.", "of a posterior: EveryPosteriorTests"),
        ("ModelChoice.Of", "asks pairs of names and losses: BacktestTests"),
        ("ParametricBootstrap.Of(", "refits a company: IntervalTests"),
        ("ParetoGggFitter.Sample", "draws a posterior: ParetoGggSamplerTests"),
        ("ParetoGggLikelihood.LogLikelihoodGivenRegularity", "asks gaps of the history: ParetoGggLikelihoodTests"),
        ("ParetoGggPosterior.", "of a posterior: ParetoGggSamplerTests"),
        ("PermutationImportance.Of", "takes a function: ExplainingTests"),
        ("PooledDraws.", "of a posterior: SegmentPoolTests"),
        ("PosteriorDraws.", "of a posterior: EveryPosteriorTests"),
        ("PosteriorTarget.", "asks a fit that converged: EveryPosteriorTests"),
        ("PredictiveTest..ctor", "what the distributions make"),
        ("ProfileLikelihood.Of", "asks a fit that converged: IntervalTests"),
        ("RollingBacktest.", "refits at origins: BacktestTests"),
        ("Schoenfeld.", "asks the rows of the fit: CoxConsistency"),
        ("SeasonalEvidence.Of", "asks years of purchases: SeasonalIndicesTests"),
        ("SeasonalIndices.", "asks years of purchases: SeasonalIndicesTests"),
        ("StabilitySelection.Of", "refits many times: ExplainingTests"),
        ("TrendTest.Of", "asks five values: TrendTestTests"),
        ("TotalSpend.Of(CovariateModel", "asks covariates on both: TotalSpendTests"),
        ("VaryingCovariateModel.Dert", "asks covariates that no longer change: VaryingCovariateConsistency"),
        ("GgomNbdModel.With", "five parameters or none: PurchaseContract"),
        ("HamiltonianSampler.Sample", "draws a posterior: HamiltonianSamplerTests"),
        ("PitRecalibration.Fit", "asks pairs in order: RecalibrationTests"),
        ("Regularity.Of", "asks gaps of the histories: RegularityTests"),
        ("SeasonalClock..ctor", "asks indices: SeasonalClockTests"),
        ("WaldIntervals.Of", "asks a fit that converged: IntervalTests"),
        ("XgBoostModelFile.Read", "asks a file: XgBoostTests"),
    ];

    /// <summary>Doors behind which there is much to do are knocked at a few times only.</summary>
    private static readonly string[] Dear =
        ["Fit(", "FitCohorts", "Fitter.", "Sample", "Laplace", "Bootstrap", "Profile", "EmpiricalBayes", "Of(", "CountDistribution.", "PosteriorTarget", "ParetoGgg", "Ggom", "CrossValidate", "Run(", "Dert", "DiscountedExpected", "Histories("];

    /// <summary>The rooms whose static doors are quick.</summary>
    private static readonly string[] Light = [".Assessing", ".Numerics", "Nbd", ".CnbdK", ".BgBb", ".GammaGamma", ".ShiftedBetaGeometric", ".BetaDiscreteWeibull", ".Intervals", ".Calibrating"];

    [Fact]
    public void Doors_that_need_no_model_give_finite_numbers_or_refuse() =>
        Assert.Empty(Knock(new Pool(), [.. Doors().Where(door => door.IsStatic && !IsDear(door) && door.DeclaringType!.Namespace is var room && Light.Any(room!.EndsWith))], 40, 1, []));

    [Fact]
    [Trait("Speed", "Slow")]
    public void Every_public_door_gives_finite_numbers_or_refuses()
    {
        Pool pool = new();
        pool.Fit();
        HashSet<string> passed = new(StringComparer.Ordinal);
        SortedSet<string> faults = Knock(pool, [.. Doors()], 30, 1, passed);
        faults.UnionWith(Knock(pool, [.. Doors(), .. pool.Closed()], 15, 2, passed));
        Assert.True(faults.Count == 0, $"{faults.Count}:\n{string.Join('\n', faults.Take(40))}");

        string[] closed = [.. Doors().Select(Name).Where(name => !passed.Contains(name)).Order(StringComparer.Ordinal)];
        Assert.Empty(closed.Where(name => !NotPassed.Any(entry => name.StartsWith(entry.Start, StringComparison.Ordinal))));
        Assert.Empty(NotPassed.Where(entry => !closed.Any(name => name.StartsWith(entry.Start, StringComparison.Ordinal))));
    }

    [Fact]
    public void A_number_that_is_none_is_found_wherever_it_hides()
    {
        Assert.Single(Visit.NotFinite(double.NaN, "x"));
        Assert.Single(Visit.NotFinite(new[] { new[] { 1, double.PositiveInfinity } }, "x"));
        Assert.Single(Visit.NotFinite((1.0, new double?[] { null, double.NegativeInfinity }), "x"));
        Assert.Equal(2, Visit.NotFinite(new BgNbd.BgNbdParameters(1, double.NaN, 1, double.NaN), "x").Count());
        Assert.Empty(Visit.NotFinite((1.0, new double?[] { null, 2 }), "x"));
    }

    private static bool IsDear(MethodBase door) => Dear.Any(part => Name(door).Contains(part, StringComparison.Ordinal));

    private static SortedSet<string> Knock(Pool pool, IReadOnlyList<MethodBase> doors, int times, ulong seed, HashSet<string> passed)
    {
        SortedSet<string> faults = new(StringComparer.Ordinal);
        foreach (MethodBase door in doors)
        {
            string name = Name(door);
            if (Walk(door, pool, times, new Pcg64(seed, Hash(name)), faults))
            {
                passed.Add(name);
            }
        }

        return faults;
    }

    private static bool Walk(MethodBase door, Pool pool, int times, Pcg64 random, SortedSet<string> faults)
    {
        ParameterInfo[] parameters = door.GetParameters();
        if ((door is ConstructorInfo && door.DeclaringType!.IsDefined(typeof(RequiredMemberAttribute))) || parameters.Any(p => p.ParameterType.IsByRef || p.ParameterType is { IsByRefLike: true, Name: "Span`1" }))
        {
            return false;
        }

        Func<object?, object?[], object?> call = Caller.Of(door);
        bool passed = false;

        // The first calls are with what is usual; a door that stays shut is knocked at longer.
        for (int i = 0; i < (IsDear(door) ? 4 : passed ? times : 10 * times) && Targets(door, pool, random, out object? target); i++)
        {
            pool.UsualOnly = i < 3 ? i : null;
            object?[] arguments = new object?[parameters.Length];
            for (int k = 0; k < arguments.Length; k++)
            {
                if (!pool.TryDraw(parameters[k].ParameterType, random, out arguments[k]))
                {
                    if (!parameters[k].HasDefaultValue)
                    {
                        return false;
                    }

                    arguments[k] = parameters[k].DefaultValue;
                }
            }

            // Records of results hold what they are made from.
            if (door is ConstructorInfo && arguments.Any(argument => Visit.NotFinite(argument, "").Any()))
            {
                continue;
            }

            try
            {
                object? result = call(target, arguments);
                passed = true;
                foreach (string found in Visit.NotFinite(result, ""))
                {
                    faults.Add($"{Name(door)}{(target is null ? "" : " at " + target)}{Said(arguments)}{found}");
                }

                if (result is not null && result.GetType().Assembly == typeof(ITransactionModel).Assembly && result is not Delegate)
                {
                    pool.Put(result.GetType(), result, usual: false);
                }
            }
            catch (Exception refused) when (((refused as AggregateException)?.InnerException ?? refused) is ArgumentException or NotSupportedException or InvalidOperationException)
            {
            }
            catch (Exception bug)
            {
                faults.Add($"{Name(door)}{Said(arguments)} throws {bug.GetType().Name}: {bug.Message}");
            }
        }

        return passed;
    }

    private static bool Targets(MethodBase door, Pool pool, Pcg64 random, out object? target)
    {
        target = null;
        return door is ConstructorInfo || door.IsStatic || (pool.TryDraw(door.DeclaringType!, random, out target) && target is not null);
    }

    private static IEnumerable<MethodBase> Doors() =>
        typeof(ITransactionModel).Assembly.GetExportedTypes().Where(type => !type.IsInterface && !type.IsEnum && !typeof(Delegate).IsAssignableFrom(type) && !typeof(Exception).IsAssignableFrom(type))
            .OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Of);

    internal static IEnumerable<MethodBase> Of(Type type) => type.ContainsGenericParameters ? [] :
    [
        .. type.IsAbstract ? [] : type.GetConstructors(BindingFlags.Public | BindingFlags.Instance),
        .. type.GetMethods(Own).Where(method => !method.IsDefined(typeof(CompilerGeneratedAttribute)) && !method.IsAbstract && method.GetBaseDefinition().DeclaringType != typeof(object) && (!method.IsSpecialName || method.Name.StartsWith("get_", StringComparison.Ordinal)))
            .Where(method => method.Name != "As" && method != typeof(Models.Learning.FeatureTable).GetMethod("Column"))
            .Select(method => method.IsGenericMethodDefinition ? Closed(method) : method).OfType<MethodBase>(),
    ];

    // As only changes the type; a table of features gives back what was put in, NaN for what is not known.
    private static MethodInfo? Closed(MethodInfo method)
    {
        try
        {
            return method.MakeGenericMethod([.. method.GetGenericArguments().Select(_ => typeof(BgNbd.BgNbdModel))]);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Name(MethodBase door) =>
        $"{Short(door.DeclaringType!)}.{door.Name}({string.Join(", ", door.GetParameters().Select(p => Short(p.ParameterType)))})";

    private static string Short(Type type) => type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Short))}>" : type.Name;

    private static string Said(object?[] arguments)
    {
        StringBuilder said = new(" of (");
        foreach (object? argument in arguments)
        {
            said.Append(said.Length > 5 ? ", " : "").Append(argument switch
            {
                null => "null",
                double[] numbers => $"[{string.Join(' ', numbers)}]",
                int[] numbers => $"[{string.Join(' ', numbers)}]",
                double number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
                PurchaseHistories h => $"x [{string.Join(' ', h.Frequency)}] T [{string.Join(' ', h.T)}]",
                _ => argument.ToString(),
            });
        }

        return said.Append(')').ToString();
    }

    private static ulong Hash(string text) => text.Aggregate(14695981039346656037UL, (hash, letter) => unchecked((hash ^ letter) * 1099511628211UL));
}
