using Perennial.Features.Contracts;
using Perennial.Testing;
using Perennial.Training.Contracts;
using Perennial.Valuation;
using Perennial.Valuation.Contracts;
using Perennial.Tests.Training.Contracts;

namespace Perennial.Tests.Valuation.Contracts;

/// <summary>What a run tells of accounts with subscriptions.</summary>
public sealed class ContractTellingTests
{
    [Fact]
    [Golden("survival.km.v1")]
    public void Survival_is_kaplan_meier_of_spells()
    {
        var training = new ContractTrainingResult(null, null, [], [], null, "too few", []);
        ContractRecord record = ContractTelling.Of(
            training, [ContractSimulatorTests.Account(1)], [new("SMB", 1, "voluntary", 2), new("SMB", 2, null, 3), new("SMB", 3, "payment", 1), new("SMB", 4, null, 4)], null, 1);
        ContractSurvival segment = Assert.Single(record.Survival);
        Assert.Equal((10, 3), (segment.Spells, segment.Ended));
        Assert.Equal([1, 0.8, 0.8, 0.64, 0.64], segment.Points.Select(point => Math.Round(point.Stayed, 12)));
        Assert.Equal("none", record.Chosen);
        Assert.Empty(record.Horizons);
    }

    [Fact]
    public void Value_is_margin_of_revenue_and_what_is_given_back_falls_on_some()
    {
        ContractCell[] cells = [new("SMB", 1, true, 1, 1, false, 1_000_000, 20_000, 0, 0, 0, 0, 0, 0, 1_000_000, 20_000)];
        IReadOnlyList<ContractLaw> laws = ContractLaws.Fit(cells, ContractTraining.Draws, 1);
        var training = new ContractTrainingResult(laws[1], new MovementModel(cells, [], []), cells, laws, null, string.Empty, []);
        ContractAccount[] accounts = [ContractSimulatorTests.Account(1), ContractSimulatorTests.Account(2)];
        ContractValues Run(double margin, ContractRefunds refunds) => ContractValuation.Run(training, accounts, new DateOnly(2025, 12, 31), new ValuationOptions { Margin = margin }, refunds, null, 1);
        ContractValues whole = Run(1, new(1, 0)), part = Run(0.5, new(0.98, 0.1));
        Assert.Equal(0.49 * whole.Total, part.Total, 1e-9 * whole.Total);
        Assert.Equal(part.Total, part.Totals[part.Main].Average(), 1e-9 * whole.Total);
        Assert.Equal(0.5 * whole.Quantiles[4][0], part.Quantiles[4][0], 1e-9 * whole.Total);
        // Net of a cost a month: what is left of value after it, in the mean of every account.
        double cost = 3;
        Assert.Equal(part.Value[part.Main][0] - (cost * part.ActiveMonths[part.Main][0]), (part.ActiveMonths[part.Main][0] * 100 * 0.49) - (cost * part.ActiveMonths[part.Main][0]), 1e-9 * whole.Total);
        Assert.True(part.Horizons.Zip(part.Horizons.Skip(1)).All(pair => pair.First < pair.Second));
    }

    [Fact]
    public void Growth_that_cannot_last_is_said_before_anything_else()
    {
        // Nearly nobody leaves; in four of ten months what is paid doubles, against never.
        ContractValues Run(long expansions)
        {
            ContractCell[] cells = [new("SMB", 1, true, 1, 1, false, 1_000_000, 2_000, 0, expansions, 0, 0, 0, 0, 1_000_000, 2_000)];
            IReadOnlyList<ContractLaw> laws = ContractLaws.Fit(cells, ContractTraining.Draws, 1);
            var training = new ContractTrainingResult(laws[1], new MovementModel(cells, [new("SMB", true, Math.Log(2))], []), cells, laws, null, string.Empty, []);
            return ContractValuation.Run(training, [ContractSimulatorTests.Account(1), ContractSimulatorTests.Account(2)], new DateOnly(2025, 12, 31), new ValuationOptions(), new(1, 0), null, 1);
        }

        Assert.Null(ContractTelling.Overgrown(Run(0)));
        string said = ContractTelling.Overgrown(Run(400_000))!;
        Assert.StartsWith("No value is given to customers with subscriptions: over the next year they would bring ", said, StringComparison.Ordinal);

        // 1.4 a month: a year brings about (1.4^12 - 1) / ln 1.4 / 12 = 14 times what no growth would.
        double times = double.Parse(said.Split("bring ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(times, 8, 24);
    }

    /// <summary>A company whose customers add subscriptions and never end one: growth is carried on as money, not as factors of small accounts multiplied.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void A_public_company_that_only_ever_grew_is_taken_to_grow_as_it_did()
    {
        string output = Directory.CreateTempSubdirectory("perennial-growth-").FullName;
        try
        {
            Perennial.Reports.RunRecord run = Pipeline.Run(new RunOptions { Inputs = [RealData.Path("ravenstack_saas")], Out = output }, Perennial.Kernel.SilentLog.Instance, CancellationToken.None);
            double today = 12 * (double)run.Recurring!.Mrr;

            // Half of all revenue of two years came in the last half year; one more year of such growth is well under twice today's.
            Assert.InRange(run.Equity!.Mean / today, 1, 2);
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }
}
