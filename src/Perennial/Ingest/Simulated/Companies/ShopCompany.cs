using System.Globalization;
using Perennial.Ingest.Simulated.Companies.Planted;
using Perennial.Kernel;
using Perennial.Models.Numerics;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>Simulates a shop, one customer after the other: nothing is kept of a life but sums.</summary>
internal sealed class ShopCompany
{
    /// <summary>How many times it is drawn when those who brought a customer leave, to state what is expected of the customer.</summary>
    private const int Futures = 24;
    private const string Head = "customer_id,segment,signed_up_on,alive_at_end,left_on,rate_per_week,leaving_per_week,mean_spend,combination,gaming,referred_by,sold,given_back,cost_goods,cost_shipping,cost_returns,cost_support,expected_alive_year";
    private static readonly string[] Horizons = ["expected_year", "realised_year", "expected_five_years", "realised_five_years"];
    private static readonly string Columns = Head + string.Concat(Horizons.SelectMany(h => FutureValue.Names.Split(',').Select(n => $",{h}_{n}")));
    private readonly SimulatedCompanyOptions _options;
    private readonly ShopPlan _plan;
    private readonly CompanyCalendar _calendar;
    private readonly CompanyTables _tables;
    private readonly Shoppers _shoppers;
    private readonly ShopperLife _life;
    private readonly ShopperMail _mail;
    private readonly ShopMonths _months;
    private readonly CostBook _costs;
    private readonly ShopTally _tally;

    public ShopCompany(SimulatedCompanyOptions options, CompanyTables tables)
    {
        (_options, _tables, _plan) = (options, tables, ShopPlan.Of(options.Months));
        _calendar = new(options.Start, options.Months, _plan.Seasons, weekend: 1);
        (_shoppers, _life, _mail) = (new(_plan, _calendar, options.Seed), new(_plan, _calendar, tables), new(_plan, _calendar, tables));
        (_months, _tally) = (new(options.Months + CompanyCalendar.FutureMonths + 1), new(_plan, _calendar));
        _costs = new(
            [new("shipping", "orders", _plan.OrderCents, _plan.Steps[0], Avoidable: true), new("returns", "returns", _plan.ReturnCents, _plan.Steps[1]), new("support", "minutes", _plan.MinuteCents, _plan.Steps[2])],
            _plan.Unused, _plan.Currency, _calendar);
    }

    /// <summary>Writes all tables and gives what is true.</summary>
    public SimulatedCompanyTruth Write(IRunLog progress, CancellationToken cancellation)
    {
        long alive = 0, won = 0, sold = 0, back = 0;
        var futures = new FutureValue[4];
        for (int number = 1; number <= _options.Customers; number++)
        {
            if (number % 1024 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress.Progress((double)number / _options.Customers);
            }

            Shopper shopper = _shoppers.Draw(number);
            FutureValue[] own = Live(shopper);
            (alive, won, sold, back) = (alive + (shopper.Left > _calendar.End ? 1 : 0), won + (shopper.By is null ? 1 : 0), sold + _life.Sold, back + _life.GivenBack);
            for (int i = 0; i < own.Length; i++)
            {
                futures[i] += own[i];
            }
        }

        foreach (PlantedProduct product in _plan.Products)
        {
            _tables.Products.Text(product.Name).Next().Text(product.Name).Next().Text(product.Line).Next().Money(product.KiloCents).Next().Text(_plan.Currency).Next()
                .Text((product.KiloCents * product.CostShare / 100).ToString("0.####", CultureInfo.InvariantCulture)).End();
        }

        MarketingBook.Write(_plan.Channels, _plan.Currency, _calendar, won, Shoppers.Arrivals, new Pcg64(_options.Seed, 2), _tables);
        return new SimulatedCompanyTruth
        {
            Company = _options.Kind, Start = _options.Start, End = _calendar.Date(_calendar.End - 1), Months = _options.Months, Seed = _options.Seed, Customers = _options.Customers, AliveAtEnd = alive,
            Definitions = Definitions, PlantedShop = _plan, Money = new() { Billed = sold / 100m, GivenBack = back / 100m, Uncollectible = 0, Fees = 0 },
            Costs = _costs.Write(_tables), Campaign = _tally.Campaign(), Orders = _tally.Orders(),
            Future = new() { ExpectedYear = futures[0], RealisedYear = futures[1], ExpectedFiveYears = futures[2], RealisedFiveYears = futures[3] },
        };
    }

    private static IReadOnlyDictionary<string, string> Definitions { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["rate_per_week"] = "purchases a week in a usual month, before prices rose",
        ["leaving_per_week"] = "the rate of leaving while who brought the customer is there",
        ["mean_spend"] = "the mean value of an order before coupons and before prices rose",
        ["revenue"] = "what orders are worth after coupons, less what of it comes back; booked on the day of the order",
        ["gross_margin"] = "revenue less what the goods cost; what comes back cannot be sold again",
        ["cost_to_serve"] = "shipping, returns and support",
        ["gross_value"] = "gross margin of the months after the last day, discounted at 10 % a year from the middle of each month",
        ["net_value"] = "gross margin less cost to serve, discounted likewise",
        ["expected"] = "of the orders after the last day, everything planted known and who the customer is",
        ["realised"] = "the same life continued past the last day",
        ["year"] = "the twelve months after the last day",
        ["five_years"] = "the sixty months after the last day",
    };

    /// <summary>Lives one shopper, writes them, and gives their futures.</summary>
    private FutureValue[] Live(Shopper shopper)
    {
        long n = shopper.Number;
        _months.Clear();
        _life.Live(shopper, _months, _shoppers.Stream(n, ShopStream.Orders), _shoppers.Stream(n, ShopStream.Baskets), _shoppers.Stream(n, ShopStream.Support));
        _mail.Write(shopper, _shoppers.Stream(n, ShopStream.Mail));
        _tally.Add(shopper, _life, _months);
        Customer(shopper);
        long[] spent = _costs.Add(_months.Orders, _months.Returns, _months.Minutes);
        FutureValue year = _months.Future(_plan, _options.Months, 12), five = _months.Future(_plan, _options.Months, CompanyCalendar.FutureMonths);
        (double stays, FutureValue expectedYear, FutureValue expectedFive) = Expect(shopper);
        FutureValue[] futures = [expectedYear, year, expectedFive, five];
        Truth(shopper, spent, stays, futures);
        return futures;
    }

    private (double Stays, FutureValue Year, FutureValue FiveYears) Expect(Shopper shopper)
    {
        _months.Clear();
        if (shopper.Left <= _calendar.End)
        {
            return default;
        }

        Pcg64 random = _shoppers.Stream(shopper.Number, ShopStream.Expectation);
        int times = shopper.By is { } by && by.Left > _calendar.End ? Futures : 1, year = _calendar.FirstDay(_options.Months + 12);
        double stays = 0, keeps = Math.Exp(-shopper.Leaving), keepsLess = Math.Exp(-shopper.Leaving * _plan.Contagion);
        for (int i = 0; i < times; i++)
        {
            int changes = _shoppers.ReferrerLeaves(shopper, random);
            double chance = 1.0 / times;
            for (int day = _calendar.End; day < _calendar.Horizon; day++)
            {
                stays += day == year ? chance : 0;
                _life.Expect(shopper, day, chance, _months);
                chance *= day >= changes ? keepsLess : keeps;
            }
        }

        return (stays, _months.Future(_plan, _options.Months, 12), _months.Future(_plan, _options.Months, CompanyCalendar.FutureMonths));
    }

    private void Customer(Shopper shopper)
    {
        LogWriter rows = _tables.Customers.Customer(shopper.Number).Next().Text("Customer ").Whole(shopper.Number).Next().Text(shopper.Segment.Name).Next().Next().Text("DE").Next().Next().Next().Text(shopper.Channel?.Name ?? "referral").Next()
            .Text(shopper.Channel is { Paid: true } ? shopper.Channel.Name + "-always-on" : string.Empty).Next();
        if (shopper.By is { } by)
        {
            rows.Customer(by.Number);
        }

        rows.Next().Day(shopper.Joined).Next().Next().End();
        if (_life.Reached(shopper))
        {
            _tables.Interventions.Text("spring-letter").Next().Text("campaign").Next().Customer(shopper.Number).Next().Moment(_calendar.FirstDay(_plan.CampaignMonth), 0).Next().Text(shopper.Treated ? "treatment" : "control").Next()
                .Text("true").Next().Money(shopper.Treated ? _plan.CampaignCents : 0).Next().Text(_plan.Currency).End();
        }
    }

    private void Truth(Shopper shopper, long[] spent, double stays, FutureValue[] futures)
    {
        bool alive = shopper.Left > _calendar.End;
        LogWriter rows = _tables.Truth("customers", Columns).Customer(shopper.Number).Next().Text(shopper.Segment.Name).Next().Day(shopper.Joined).Next().Text(alive ? "true" : "false").Next();
        if (!alive)
        {
            rows.Day(shopper.Left);
        }

        rows.Next().Number(shopper.Rate * 7).Next().Number(shopper.Leaving * 7).Next().Number(Math.Round(shopper.MeanSpend / 100, 4)).Next().Text(shopper.Combined ? "true" : "false").Next().Text(shopper.Gaming ? "true" : "false").Next();
        if (shopper.By is { } by)
        {
            rows.Customer(by.Number);
        }

        rows.Next().Money(_life.Sold).Next().Money(_life.GivenBack).Next().Money(_life.Goods);
        foreach (long cents in spent)
        {
            rows.Next().Money(cents);
        }

        rows.Next().Number(Math.Round(stays, 6));
        foreach (FutureValue future in futures)
        {
            future.Write(rows);
        }

        rows.End();
    }
}
