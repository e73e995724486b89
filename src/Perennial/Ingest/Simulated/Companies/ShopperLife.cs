using Perennial.Ingest.Simulated.Companies.Planted;
using Perennial.Models.Numerics;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>When shoppers buy, what is in the basket, what comes back and what support does: past days are written, future ones added up.</summary>
internal sealed class ShopperLife(ShopPlan plan, CompanyCalendar calendar, CompanyTables tables)
{
    private const int SecondsADay = 86_400;
    private const int LongestReturn = 21;
    private const double MoreLines = 0.6;
    private readonly int _priceDay = calendar.FirstDay(plan.PriceMonth);
    private readonly int _campaign = calendar.FirstDay(plan.CampaignMonth);
    private readonly int[] _products = [.. Enumerable.Range(0, plan.Products.Count)];
    private int _orders;
    private int _refunds;
    private int _tickets;

    /// <summary>Gives the revenue of the past after coupons, the part that came back, and what the goods cost, in cents.</summary>
    public long Sold { get; private set; }
    public long GivenBack { get; private set; }
    public long Goods { get; private set; }

    /// <summary>Gives the last day of an order before the campaign, or -1.</summary>
    public int LastBeforeCampaign { get; private set; }

    /// <summary>Gives the orders within the days of the campaign.</summary>
    public int InCampaign { get; private set; }

    /// <summary>Lives from the first order to the end of all that is looked at.</summary>
    public void Live(Shopper shopper, ShopMonths sums, Pcg64 when, Pcg64 what, Pcg64 support)
    {
        (_orders, _refunds, _tickets, Sold, GivenBack, Goods, LastBeforeCampaign, InCampaign) = (0, 0, 0, 0, 0, 0, -1, 0);
        for (int i = 0; i < _products.Length; i++)
        {
            _products[i] = i;
        }

        Order(shopper, shopper.Joined, sums, when, what, support);
        double next = when.NextExponential(), sum = 0;
        int until = Math.Min(shopper.Left, calendar.Horizon);
        for (int day = shopper.Joined; day < until; day++)
        {
            // The campaign reaches those who bought in the year before it.
            bool reached = day >= _campaign && day < _campaign + plan.CampaignDays && shopper.Treated && Reached(shopper);
            for (sum += Rate(shopper, day) * (reached ? Effect(shopper) : 1); sum > next; next += when.NextExponential())
            {
                Order(shopper, day, sums, when, what, support);
                InCampaign += day >= _campaign && day < _campaign + plan.CampaignDays ? 1 : 0;
            }
        }
    }

    /// <summary>Tells whether a shopper is in the campaign's lot, as the books on its first day say.</summary>
    public bool Reached(Shopper shopper) => shopper.Joined < _campaign && LastBeforeCampaign >= Math.Max(0, _campaign - 365);

    /// <summary>Gives the expected orders of the campaign's days of one who is there all the time, without it.</summary>
    public double Expected(Shopper shopper)
    {
        double sum = 0;
        for (int day = _campaign; day < Math.Min(shopper.Left, _campaign + plan.CampaignDays); day++)
        {
            sum += Rate(shopper, day);
        }

        return sum;
    }

    /// <summary>Adds up what is expected of a day after the end, by the chance to be there.</summary>
    public void Expect(Shopper shopper, int day, double chance, ShopMonths sums)
    {
        int m = calendar.MonthOf(day);
        double orders = Rate(shopper, day) * chance, lines = 1 + MoreLines, back = shopper.Gaming ? plan.GamingReturns : plan.Returns;
        sums.Orders[m] += orders;
        sums.Revenue[m] += orders * shopper.MeanSpend * Price(day) * (1 - (plan.Coupons * plan.CouponOff)) * (1 - back);
        sums.Goods[m] += orders * shopper.MeanSpend * plan.Products.Average(p => p.CostShare);
        sums.Returns[m] += orders * lines * back;
        sums.Minutes[m] += orders * plan.TicketsAnOrder * plan.TicketMinutes;
    }

    /// <summary>Gives the expected purchases of a day, without the campaign.</summary>
    public double Rate(Shopper shopper, int day) => shopper.Rate * calendar.Factor(day) * (day >= _priceDay ? plan.PriceEffect : 1);

    public double Effect(Shopper shopper) => plan.CampaignEffect.GetValueOrDefault(shopper.Segment.Name, 1);

    private double Price(int day) => day >= _priceDay ? 1 + plan.PriceRise : 1;

    private void Order(Shopper shopper, int day, ShopMonths sums, Pcg64 when, Pcg64 what, Pcg64 support)
    {
        int number = ++_orders, second = 25_000 + when.NextInt32(55_000), month = calendar.MonthOf(day);
        bool past = day < calendar.End;
        LastBeforeCampaign = day < _campaign ? day : LastBeforeCampaign;
        double value = shopper.MeanSpend * what.NextGamma(shopper.Segment.P) / shopper.Segment.P * Price(day);
        bool coupon = what.NextDouble() < plan.Coupons;
        int lines = 1 + (int)what.NextBinomial(2, MoreLines / 2);
        Choose(shopper, number == 1, ref lines, what);
        sums.Orders[month]++;
        double left = value;
        for (int line = 1; line <= lines; line++)
        {
            double part = line == lines ? left : left * (0.3 + (0.4 * what.NextDouble()));
            left -= part;
            bool back = what.NextDouble() < (shopper.Gaming ? plan.GamingReturns : plan.Returns);
            int returned = back ? day + 3 + what.NextInt32(LongestReturn - 3) : Account.Never;
            PlantedProduct product = plan.Products[_products[line - 1]];
            long full = Math.Max(1, (long)Math.Round(part)), off = coupon ? (long)Math.Round(full * plan.CouponOff) : 0, cost = (long)Math.Round(part / Price(day) * product.CostShare);
            sums.Revenue[month] += back ? 0 : full - off;
            sums.Goods[month] += cost;
            if (back && (!past || returned < calendar.End))
            {
                sums.Returns[past ? calendar.MonthOf(returned) : month]++;
            }

            if (past)
            {
                Line(shopper, number, line, day, second, product, full, off, cost, returned);
            }
        }

        for (long n = support.NextPoisson(plan.TicketsAnOrder); n > 0; n--)
        {
            int opened = day + support.NextInt32(7);
            long minutes = Ticket(shopper, opened, second, support);
            if (!past || opened < calendar.End)
            {
                sums.Minutes[past ? calendar.MonthOf(opened) : month] += minutes;
            }
        }
    }

    /// <summary>Shuffles the products of a basket to the front; the first order holds the lines of the combination that the shopper tries.</summary>
    private void Choose(Shopper shopper, bool first, ref int lines, Pcg64 random)
    {
        for (int i = 0; i < 3; i++)
        {
            int j = i + random.NextInt32(_products.Length - i);
            (_products[i], _products[j]) = (_products[j], _products[i]);
        }

        if (!first)
        {
            return;
        }

        lines = 2;
        for (int i = 0; i < 2; i++)
        {
            bool tries = i == 0 ? shopper.First.One : shopper.First.Other;
            string wanted = plan.Combination[i];
            int at = Array.FindIndex(_products, i, p => tries ? plan.Products[p].Line == wanted : !plan.Combination.Contains(plan.Products[p].Line));
            (_products[i], _products[at]) = (_products[at], _products[i]);
        }
    }

    private void Line(Shopper shopper, int order, int line, int day, int second, PlantedProduct product, long full, long off, long cost, int returned)
    {
        Sold += full - off;
        Goods += cost;
        double kilos = Math.Round(full / (product.KiloCents * Price(day)), 3);
        LogWriter rows = tables.Orders.Id('O', shopper.Number, order).Next().Whole(line).Next().Customer(shopper.Number).Next().Moment(day, second).Next().Text(product.Name).Next().Number(Math.Max(0.001, kilos)).Next()
            .Money(full - off).Next().Text(plan.Currency).Next().Money(off).Next().Money(cost).Next();
        if (returned < calendar.End)
        {
            GivenBack += full - off;
            rows.Day(returned);
            tables.Refunds.Id('R', shopper.Number, ++_refunds).Next().Text("refund").Next().Next().Next().Id('O', shopper.Number, order).Next().Customer(shopper.Number).Next().Moment(returned, SecondsADay / 2).Next()
                .Money(full - off).Next().Text(plan.Currency).Next().Text("0.00").Next().Text("sent_back").End();
        }

        rows.End();
    }

    private long Ticket(Shopper shopper, int opened, int second, Pcg64 random)
    {
        long minutes = random.NextPoisson(plan.TicketMinutes * random.NextGamma(2) / 2);
        double reply = Math.Round(180 * random.NextExponential()), feeling = Math.Clamp(0.1 + (0.4 * random.NextNormal()), -1, 1);
        long solved = ((long)opened * SecondsADay) + second + (long)(reply * 60) + 3600;
        if (opened < calendar.End)
        {
            LogWriter rows = tables.Tickets.Id('T', shopper.Number, ++_tickets).Next().Customer(shopper.Number).Next().Moment(opened, second).Next();
            if (solved < (long)calendar.End * SecondsADay)
            {
                rows.Moment((int)(solved / SecondsADay), (int)(solved % SecondsADay));
            }

            rows.Next().Text("normal").Next().Whole(minutes).Next().Whole((long)reply).Next().Number(Math.Round(feeling, 2)).Next().Next().Text(reply > 1440 ? "true" : "false").Next().Text("false").Next().Text("delivery").End();
        }

        return minutes;
    }
}
