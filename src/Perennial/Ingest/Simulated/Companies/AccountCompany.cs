using System.Globalization;
using Perennial.Ingest.Simulated.Companies.Planted;
using Perennial.Kernel;
using Perennial.Models.Numerics;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>Simulates a company of accounts, one life after the other: nothing is kept of a life but sums.</summary>
internal sealed class AccountCompany
{
    /// <summary>How many times a future is lived to state its expectation; lives are weighed, not ended, so few are enough.</summary>
    public const int Futures = 24;
    private readonly SimulatedCompanyOptions _options;
    private readonly AccountPlan _plan;
    private readonly CompanyCalendar _calendar;
    private readonly CompanyTables _tables;
    private readonly AccountProfiles _profiles;
    private readonly Account _account;
    private readonly AccountLife _life;
    private readonly AccountWorld _world;
    private readonly AccountMonths _months;
    private readonly List<Incident> _incidents;
    private readonly CostBook _costs;
    private readonly RenewalTally _renewals;
    private readonly MoveTally _moves;
    private readonly CallTally _calls;

    public AccountCompany(SimulatedCompanyOptions options, CompanyTables tables)
    {
        (_options, _tables, _plan) = (options, tables, options.AccountPlan());
        _calendar = new(options.Start, options.Months, _plan.Usage.Seasons, _plan.Usage.Weekend);
        _profiles = new(_plan, _calendar, options.Seed);
        _account = new(_plan, _calendar);
        _life = new(_account);
        _incidents = Incident.Draw(_plan, _calendar, CompanyStream(1));
        _world = new(_account, _life, _incidents, tables);
        _months = new(options.Months + CompanyCalendar.FutureMonths + 1);
        (_renewals, _moves, _calls) = (new(_plan), new(_plan), new(_plan));
        PlantedCosts costs = _plan.Costs;
        _costs = new(
            [
                new("support", "minutes", costs.MinuteCents, costs.Steps[0]), new("infrastructure", "usage", costs.UnitCents, costs.Steps[1], Avoidable: true),
                new("compliance", "regulated customers", costs.RegulatedCents, costs.Steps[2]), new("engineering", "incidents", costs.IncidentCents, costs.Steps[3]),
            ],
            costs.Unused, _plan.Currency, _calendar);
    }

    /// <summary>Writes all tables and gives what is true.</summary>
    public SimulatedCompanyTruth Write(IRunLog progress, CancellationToken cancellation)
    {
        long alive = 0, billed = 0, given = 0, uncollectible = 0, fees = 0;
        var futures = new FutureValue[4];
        for (int number = 1; number <= _options.Customers; number++)
        {
            if (number % 256 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress.Progress((double)number / _options.Customers);
            }

            FutureValue[] own = Live(number, out bool there);
            alive += there ? 1 : 0;
            InvoiceBook book = _world.Invoices;
            (billed, given, uncollectible, fees) = (billed + book.Billed, given + book.Given, uncollectible + book.Uncollectible, fees + book.Fees);
            for (int i = 0; i < own.Length; i++)
            {
                futures[i] += own[i];
            }
        }

        WriteCompany();
        return new SimulatedCompanyTruth
        {
            Company = _options.Kind, Start = _options.Start, End = _calendar.Date(_calendar.End - 1), Months = _options.Months, Seed = _options.Seed, Customers = _options.Customers, AliveAtEnd = alive,
            Definitions = Definitions, Planted = _plan,
            Money = new() { Billed = billed / 100m, GivenBack = given / 100m, Uncollectible = uncollectible / 100m, Fees = fees / 100m },
            Costs = _costs.Write(_tables), Hazards = _renewals.Hazards(), Ratios = [.. _renewals.Ratios()], Moves = _moves.Moves(), OnboardingCall = _calls.Effects(),
            Future = new() { ExpectedYear = futures[0], RealisedYear = futures[1], ExpectedFiveYears = futures[2], RealisedFiveYears = futures[3] },
        };
    }

    private static IReadOnlyDictionary<string, string> Definitions { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["theta"] = "the customer's own chance to leave at a renewal, where nothing multiplies the hazard",
        ["hazard_ratio"] = "acts on the chance to leave as 1 - (1 - theta) ^ ratio; ratios multiply",
        ["renewal_hazard"] = "the chance to leave at a renewal, were it the day after the last",
        ["payment_hazard"] = "the chance to be lost at an invoice because no attempt to pay succeeds",
        ["revenue"] = "net of tax, credit notes, refunds and what is never paid; earned evenly over the days it is for",
        ["gross_margin"] = "revenue less infrastructure",
        ["cost_to_serve"] = "support, engineering, compliance and fees of payments",
        ["gross_value"] = "gross margin of the months after the last day, discounted at 10 % a year from the middle of each month",
        ["net_value"] = "gross margin less cost to serve, discounted likewise",
        ["expected"] = "the mean over futures of this very customer, everything planted known; futures are weighed by the chance to be there",
        ["realised"] = "the same life continued past the last day",
        ["year"] = "the twelve months after the last day",
        ["five_years"] = "the sixty months after the last day",
    };

    /// <summary>Lives one account, writes it, and gives its futures.</summary>
    private FutureValue[] Live(long number, out bool alive)
    {
        _profiles.Draw(_account, number);
        _life.Clear();
        _months.Clear();
        AccountState state = _life.Begin();
        Pcg64 lot = _profiles.Stream(number, LifeStream.Life);
        _life.Live(ref state, _calendar.End, lot, Ending.Drawn);
        AccountState atEnd = state;
        LifeMonth? running = _life.Months.Count > 0 && _life.Months[^1].To > _calendar.End ? _life.Months[^1] : null;
        _moves.Add(_account, _life.Growth);
        _calls.Add(_account);
        Renewal last = _life.Renewals.Count > 0 ? _life.Renewals[^1] : default;
        if (state.Leaving == Leaving.No)
        {
            _life.Live(ref state, _calendar.Horizon, lot, Ending.Drawn);
        }

        _renewals.Add(_account, _life.Renewals, _calendar.End);
        _world.Live(_months, _profiles.Stream(number, LifeStream.Usage), _profiles.Stream(number, LifeStream.Support), _profiles.Stream(number, LifeStream.Billing));
        new SubscriptionBook(_account, _life, _tables).Write(atEnd.Leaving, atEnd.LeftDay);
        new AccountPeople(_account, _tables).Write(atEnd.Leaving, atEnd.LeftDay, !_plan.Metered || _account.CommittedCents > 0, last, _life.Bills.Count > 0 ? _life.Bills[0].Net : 0, _profiles.Stream(number, LifeStream.People));
        long[] spent = [.. _costs.Add(_months.Minutes, _months.Units, _months.Regulated, _months.Incidents), Onboard()];
        FutureValue year = FutureValue.Of(_months, _plan.Costs, _options.Months, 12), long5 = FutureValue.Of(_months, _plan.Costs, _options.Months, CompanyCalendar.FutureMonths);
        (double stays, FutureValue expectedYear, FutureValue expectedLong) = Expect(number, atEnd, running);
        FutureValue[] futures = [expectedYear, year, expectedLong, long5];
        new AccountTruth(_account, _tables).Write(atEnd, _world.Invoices, spent, stays, futures);
        alive = AccountTruth.Alive(atEnd, _calendar.End);
        return futures;
    }

    /// <summary>Books what taking the account on costs.</summary>
    private long Onboard()
    {
        long cents = _account.Segment.OnboardingCents;
        _tables.Costs.Text("onboarding-").Whole(_account.Number).Next().Text("onboarding").Next().Day(_account.SignUp).Next().Day(_account.SignUp + 1).Next().Money(cents).Next().Text(_plan.Currency).Next()
            .Customer(_account.Number).Next().Next().Next().Text("true").End();
        return cents;
    }

    /// <summary>Lives the future many times, weighed, and gives the means.</summary>
    private (double Stays, FutureValue Year, FutureValue FiveYears) Expect(long number, AccountState atEnd, LifeMonth? running)
    {
        if (!AccountTruth.Alive(atEnd, _calendar.End))
        {
            return default;
        }

        Pcg64 random = _profiles.Stream(number, LifeStream.Expectation);
        int times = atEnd.Leaving == Leaving.No ? Futures : 1;
        double stays = 0;
        _months.Clear();
        int[] known = [.. _account.Spells.Falls.Where(f => f < _calendar.End)];
        for (int i = 0; i < times; i++)
        {
            _life.Clear();
            if (running is { } month)
            {
                _life.Months.Add(month);
            }

            AccountState state = atEnd;
            if (atEnd.Leaving == Leaving.No)
            {
                _account.Spells.Draw(_calendar.End, random);
                _profiles.Rescue(_account, known.Length > 0, random);
                int year = _calendar.FirstDay(_options.Months + 12);
                _life.Live(ref state, year, random, Ending.Weighed);
                stays += state.Weight;
                _life.Live(ref state, _calendar.Horizon, random, Ending.Weighed);
            }

            _world.Expect(_months);
        }

        return (stays / times, FutureValue.Of(_months, _plan.Costs, _options.Months, 12).Over(times), FutureValue.Of(_months, _plan.Costs, _options.Months, CompanyCalendar.FutureMonths).Over(times));
    }

    private void WriteCompany()
    {
        foreach (Incident incident in _incidents.TakeWhile(i => i.Day < _calendar.End))
        {
            _tables.Incidents.Id('F', incident.Number).Next().Moment(incident.Day, incident.Second).Next().Whole(incident.Minutes).Next().Text(incident.Severity).Next().Text(incident.Feature).End();
        }

        MarketingBook.Write(_plan.Channels, _plan.Currency, _calendar, _options.Customers, AccountProfiles.Arrivals, CompanyStream(2), _tables);
        if (_plan.Metered)
        {
            foreach (PlantedFeature feature in _plan.Usage.Features)
            {
                Product(feature.Name, feature.Name, "use", (feature.ThousandCents / 100_000).ToString("0.####", CultureInfo.InvariantCulture));
            }

            Product("commitment", "Committed", "commitment", string.Empty);
            return;
        }

        foreach ((string plan, long cents) in _plan.Prices.Plans.Zip(_plan.Prices.SeatCents))
        {
            Product(plan.ToLowerInvariant(), plan, "plans", (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture));
        }

        Product("insights", "Insights", "add-ons", (_plan.Prices.AddOnSeatCents / 100m).ToString("0.00", CultureInfo.InvariantCulture));
    }

    private void Product(string id, string name, string line, string price) =>
        _tables.Products.Text(id).Next().Text(name).Next().Text(line).Next().Text(price).Next().Text(_plan.Currency).Next().End();

    private Pcg64 CompanyStream(ulong process) => new(_options.Seed, process);
}
