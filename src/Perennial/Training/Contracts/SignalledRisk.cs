using Perennial.Features.Contracts;
using Perennial.Models.Assessing;
using Perennial.Models.Learning.Calibrating;
using Perennial.Training.Learned;

namespace Perennial.Training.Contracts;

/// <summary>
/// Two tell who leaves in the months just ahead: the law of contracts, which knows terms and renewals, and the model learned from signals. Both, and the mean of their log odds, meet
/// the last landmarks, that neither was fitted on; what is taken there moves each account's risk up to that horizon, so that a chance and a value never disagree.
/// </summary>
public sealed class SignalledRisk
{
    /// <summary>The law alone.</summary>
    public const string LawAlone = "the law of contracts";

    /// <summary>The mean of both log odds.</summary>
    public const string Both = "both, their log odds averaged";

    /// <summary>The signals alone.</summary>
    public const string Signals = "the signals";

    private const int MostLandmarks = 3;
    private const int Draws = 60;
    private const double Least = 1e-4;
    private readonly Dictionary<int, double> _told;

    private SignalledRisk(SignalledRiskRecord record, Dictionary<int, double> told) => (Record, _told) = (record, told);

    /// <summary>Gives how they compare.</summary>
    public SignalledRiskRecord Record { get; }

    /// <summary>Gives what an earlier run heard, so that its values can be worked out again.</summary>
    /// <param name="record">How it chose.</param>
    /// <param name="told">Chances by signals, by customer.</param>
    public static SignalledRisk Heard(SignalledRiskRecord record, IReadOnlyDictionary<int, double> told) => new(record, new(told));

    /// <summary>Compares and chooses.</summary>
    /// <param name="features">Accounts as known on a day.</param>
    /// <param name="law">Name of the law values rest on.</param>
    /// <param name="learned">What the signals say, of earlier landmarks and of today.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <returns>Null where the law cannot be fitted on what was known then, or no account is on a landmark of both.</returns>
    public static SignalledRisk? Decide(ContractFeatures features, string law, LearnedScores learned, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(learned);
        double months = learned.MainHorizon / ContractAccount.MonthDays;
        Row[] test = Meet(learned.Test);
        if (test.Length == 0)
        {
            return null;
        }

        (string Name, Func<Row, double> Chance)[] ways = [(LawAlone, row => row.Law), (Both, row => Between(row.Law, row.Told)), (Signals, row => row.Told)];
        var chosen = ModelChoice.Of([.. ways.Select(way => (way.Name, ByCustomer(test, way.Chance)))], "log score");
        SignalledRiskScore Score((string Name, Func<Row, double> Chance) way)
        {
            double[] chances = [.. test.Select(way.Chance)];
            bool[] left = [.. test.Select(row => row.Left)];
            return new(
                way.Name, chosen.Compared.First(one => one.Name == way.Name).MeanLoss, BrierDecomposition.Of(chances, left).Brier,
                Ranking.Concordance(chances, [.. left.Select(one => one ? 1.0 : 0)]), chances.Average(), left.Count(one => one) / (double)left.Length);
        }

        var record = new SignalledRiskRecord(learned.MainHorizon, chosen.Chosen, chosen.Because, test.Length, [.. ways.Select(Score)]);
        return new(record, learned.CustomerKey.Zip(learned.Chances[learned.MainHorizon]).ToDictionary(pair => pair.First, pair => pair.Second));

        Row[] Meet(ToldChances told)
        {
            DateOnly[] days = [.. told.Day.Distinct().Order()];
            int step = (days.Length + MostLandmarks - 1) / Math.Max(1, MostLandmarks);
            List<Row> rows = [];
            foreach (DateOnly day in days.Where((_, i) => i % Math.Max(1, step) == 0))
            {
                if (ContractLaws.Fit(features.Cells(day), Draws, seed).FirstOrDefault(one => one.Name == law) is not { } fitted)
                {
                    continue;
                }

                Dictionary<ContractGroup, ContractRisks> risks = [];
                var there = features.Accounts(day).Where(account => account.State != ContractState.Churned).ToDictionary(account => account.Key);
                for (int i = 0; i < told.Day.Length; i++)
                {
                    if (told.Day[i] != day || !there.TryGetValue(told.Customer[i], out ContractAccount? account))
                    {
                        continue;
                    }

                    var group = ContractGroup.Of(account);
                    if (!risks.TryGetValue(group, out ContractRisks? its))
                    {
                        risks[group] = its = GroupRisks.Of(fitted, group, Draws, (int)Math.Ceiling(months) + 1).Mean;
                    }

                    (double voluntary, double payment) = its.Left(account, months);
                    rows.Add(new(account.Key, Math.Clamp(voluntary + payment, Least, 1 - Least), Math.Clamp(told.Chance[i], Least, 1 - Least), told.Left[i]));
                }
            }

            return [.. rows];
        }
    }

    /// <summary>Gives how an account differs from its group up to the horizon.</summary>
    /// <param name="account">Who.</param>
    /// <param name="risks">The group's risks.</param>
    public RiskTilt Of(ContractAccount account, ContractRisks risks)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(risks);
        if (Record.Chosen == LawAlone || account.State == ContractState.Churned || !_told.TryGetValue(account.Key, out double told))
        {
            return RiskTilt.None;
        }

        double months = Record.HorizonDays / ContractAccount.MonthDays;
        (double voluntary, double payment) = risks.Left(account, months);
        told = Math.Clamp(told, Least, 1 - Least);
        return RiskTilt.To(risks, account, months, Record.Chosen == Signals ? told : Between(Math.Clamp(voluntary + payment, Least, 1 - Least), told));
    }

    // Rows of one customer are alike: a customer counts once.
    private static double[] ByCustomer(Row[] rows, Func<Row, double> chance) =>
        [.. rows.GroupBy(row => row.Customer).OrderBy(group => group.Key).Select(group => group.Average(row => Loss(chance(row), row.Left)))];

    private static double Loss(double chance, bool left) => -Math.Log(left ? chance : 1 - chance);

    private static double Between(double one, double other) => 1 / (1 + Math.Exp(-0.5 * (Math.Log(one / (1 - one)) + Math.Log(other / (1 - other)))));

    private readonly record struct Row(int Customer, double Law, double Told, bool Left);
}

/// <summary>How the law of contracts and the signals compare on the months just ahead.</summary>
/// <param name="HorizonDays">The horizon.</param>
/// <param name="Chosen">What each account's risk is taken from.</param>
/// <param name="Because">Why.</param>
/// <param name="Rows">Rows: accounts on landmarks.</param>
/// <param name="Scores">Each on those rows, the simplest first. The choice was made on them too: three candidates, none with anything left to fit.</param>
public sealed record SignalledRiskRecord(int HorizonDays, string Chosen, string Because, int Rows, IReadOnlyList<SignalledRiskScore> Scores);

/// <summary>One way.</summary>
/// <param name="Way">Which.</param>
/// <param name="LogScore">Mean log score, a customer counting once: minus the log of the chance of what came, lower is better.</param>
/// <param name="Brier">Brier score.</param>
/// <param name="Concordance">Chance that of two accounts the one that left had the higher chance.</param>
/// <param name="Predicted">Mean chance.</param>
/// <param name="Observed">Share that left.</param>
public sealed record SignalledRiskScore(string Way, double LogScore, double Brier, double Concordance, double Predicted, double Observed);
