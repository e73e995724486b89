using System.Text.Json;
using Perennial.Features.Signals;
using Perennial.Ingest;
using Perennial.Kernel;
using Perennial.Tests.Ingest.Tables;
using Perennial.Tests.Ledger;
using Perennial.Tests.Valuation.Costs;
using Perennial.Training.Learned;

namespace Perennial.Tests.Training.Learned;

/// <summary>A simulated company whose planted reasons to leave are known.</summary>
public sealed class LearnedCompanyTests
{
    [Fact]
    [Trait("Speed", "Slow")]
    public void Planted_reasons_come_first_chances_are_fair_and_one_thread_gives_the_bytes_of_two()
    {
        using CompanyFiles company = CostForecastTests.Simulated("saas", 500, 36, 5);
        IngestResult sales = BookedCompany.Book(company);
        SignalStage signals = new(company.Connection);
        signals.Run(sales.AsOf, new SignalOptions());
        (LearnedRecord record, LearnedScores? scores) = new LearnedStage(company.Connection, signals, new LearnedOptions { Threads = 2 }, SilentLog.Instance).Run(sales.AsOf, 0, CancellationToken.None);

        // Planted: leaving is at renewals, segments differ.
        Assert.Equal("days_to_renewal", record.Strongest[0].Feature);
        Assert.Equal(-1, record.Strongest[0].Direction);
        Assert.InRange(record.Strongest.Count, 5, 7);
        Assert.Contains(record.Strongest, feature => feature.Feature.StartsWith("segment is ", StringComparison.Ordinal));
        Assert.True(record.Families[0].Rise > 2 * record.Families[0].StandardError);

        ChurnRecord main = record.Churn.Single(churn => churn.HorizonDays == 90);
        Assert.True(main.Test.LogScore < main.Compared[0].LogScore);
        Assert.True(main.Test.Concordance > 0.65);
        Assert.InRange(main.Test.Miscalibration, 0, 0.004);
        Assert.Contains(record.NotLearned, why => why.Contains("365 days", StringComparison.Ordinal));

        // Whoever leaves within 30 days leaves within 90; every contribution row belongs to a customer.
        Assert.All(scores!.Chances[30].Zip(scores.Chances[90]), pair => Assert.True(pair.First <= pair.Second));
        Assert.Equal(scores.CustomerKey.Length, scores.Contributions?.Length ?? scores.CustomerKey.Length);
        Assert.True(record.Value!.Compared[^1].Crps < record.Value.Compared[0].Crps);

        (LearnedRecord once, LearnedScores? one) = new LearnedStage(company.Connection, signals, new LearnedOptions { Threads = 1 }, SilentLog.Instance).Run(sales.AsOf, 0, CancellationToken.None);
        Assert.Equal(JsonSerializer.Serialize(record), JsonSerializer.Serialize(once));
        Assert.Equal(scores.Chances[90], one!.Chances[90]);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_company_with_little_history_is_refused_with_its_figures()
    {
        using CompanyFiles company = CostForecastTests.Simulated("saas", 60, 12, 5);
        IngestResult sales = BookedCompany.Book(company);
        SignalStage signals = new(company.Connection);
        signals.Run(sales.AsOf, new SignalOptions());
        (LearnedRecord record, LearnedScores? scores) = new LearnedStage(company.Connection, signals, new LearnedOptions(), SilentLog.Instance).Run(sales.AsOf, 0, CancellationToken.None);
        Assert.Null(scores);
        Assert.Matches("was not learned: .* At least", record.Refused);
        Assert.Equal(3, record.NotLearned.Count);
    }
}
