using Perennial.Features.Contracts;
using Perennial.Models.BetaDiscreteWeibull;
using Perennial.Models.Numerics;
using Perennial.Models.ShiftedBetaGeometric;
using Perennial.Models.Survival.DiscreteTime;

namespace Perennial.Training.Contracts;

/// <summary>The laws of leaving that are tried, the simplest first: two baselines, a hazard, and two laws of accounts that differ in what no column says.</summary>
public static class ContractLaws
{
    /// <summary>One rate for everybody, of the last twelve months.</summary>
    public const string LastYear = "churn-of-last-year";

    /// <summary>One rate for each segment.</summary>
    public const string BySegment = "churn-by-segment";

    /// <summary>One rate for everybody, of all months: where too few left for anything else.</summary>
    public const string OneRate = "one-churn-rate";

    /// <summary>Gives the names of those that are compared, the simplest first.</summary>
    public static IReadOnlyList<string> All { get; } = [LastYear, BySegment, DiscreteHazardFitter.Name, ShiftedBetaGeometricFitter.Name, BetaDiscreteWeibullFitter.Name];

    /// <summary>Tells whether a name is that of a baseline.</summary>
    public static bool IsBaseline(string name) => name is OneRate or LastYear or BySegment;

    /// <summary>Gives the one rate of all months, as uncertain as the ends are few: also where nobody has left yet.</summary>
    /// <inheritdoc cref="Fit"/>
    public static ContractLaw OneRateOf(IReadOnlyList<ContractCell> cells, int draws, ulong seed) => ConstantLaw.OfAll(OneRate, cells, draws, new(seed, 0x6C6177FF));

    /// <summary>Fits all that can be fitted.</summary>
    /// <param name="cells">Months at risk.</param>
    /// <param name="draws">How many draws of the parameters each gives.</param>
    /// <param name="seed">Seed of the run.</param>
    public static IReadOnlyList<ContractLaw> Fit(IReadOnlyList<ContractCell> cells, int draws, ulong seed)
    {
        Pcg64 Random(int stream) => new(seed, (ulong)(0x6C617700 + stream));
        var hazard = HazardLaw.Fit(DiscreteHazardFitter.Name, cells, draws, Random(2));
        return
        [
            .. new ContractLaw?[]
            {
                ConstantLaw.OfLastYear(LastYear, cells, draws, Random(0)),
                ConstantLaw.OfSegments(BySegment, cells, draws, Random(1)),
                hazard,
                RenewalLaw.Fit(ShiftedBetaGeometricFitter.Name, weibull: false, hazard, cells, draws, Random(3)),
                RenewalLaw.Fit(BetaDiscreteWeibullFitter.Name, weibull: true, hazard, cells, draws, Random(4)),
            }.OfType<ContractLaw>(),
        ];
    }
}
