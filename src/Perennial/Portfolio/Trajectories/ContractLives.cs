using Perennial.Features.Contracts;
using Perennial.Training.Contracts;

namespace Perennial.Portfolio.Trajectories;

/// <summary>What the lives of accounts with subscriptions are lived by.</summary>
/// <param name="Features">Accounts as known on a day.</param>
/// <param name="Accounts">The accounts of the as-of day, by key.</param>
/// <param name="Law">When they leave.</param>
/// <param name="Moves">How what they pay moves.</param>
/// <param name="Signalled">How signals move the risk of the months just ahead; null where only the law is heard.</param>
/// <param name="Seed">Seed of the run.</param>
public sealed record ContractLives(
    ContractFeatures Features, IReadOnlyList<ContractAccount> Accounts, ContractLaw Law, MovementModel Moves, SignalledRisk? Signalled, ulong Seed);
