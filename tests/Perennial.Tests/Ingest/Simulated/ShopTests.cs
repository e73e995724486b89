using Perennial.Ingest.Simulated.Companies;
using Perennial.Ingest.Simulated.Companies.Planted;

namespace Perennial.Tests.Ingest.Simulated;

/// <summary>What must hold of a shop's tables, and what is found in them.</summary>
public sealed class ShopTests
{
    private const int Seeds = 10;
    private static readonly WrittenCompany Shop = new(new() { Kind = "shop", Customers = 1200, Months = 30, Seed = 5 }, "engagement");

    [Fact]
    [Trait("Speed", "Slow")]
    public void Orders_refunds_and_costs_are_the_truth_to_the_cent()
    {
        WrittenRow[] orders = [.. Shop["orders"].Rows], truth = [.. Shop["truth_customers"].Rows];
        Assert.Equal(Shop.Truth.Money!.Billed, orders.Sum(o => o.Money("amount")));
        Assert.Equal(truth.Sum(r => r.Money("sold")), orders.Sum(o => o.Money("amount")));
        Assert.Equal(truth.Sum(r => r.Money("cost_goods")), orders.Sum(o => o.Money("cost")));
        Assert.Equal(Shop.Truth.Money.GivenBack, Shop["refunds"].Rows.Sum(r => r.Money("amount")));
        Assert.Equal(orders.Where(o => o.Has("returned_on")).Sum(o => o.Money("amount")), Shop.Truth.Money.GivenBack);
        Assert.All(orders.Where(o => o.Has("returned_on")), o => Assert.True(o.Day("ordered_at") < o.Day("returned_on")));
        foreach (PoolTruth pool in Shop.Truth.Costs!)
        {
            Assert.Equal(pool.Amount, Shop["costs"].Rows.Where(r => r["pool"] == pool.Pool).Sum(r => r.Money("amount")));
            Assert.Equal(pool.Amount, pool.Allocated + pool.Unused);
            Assert.Equal(pool.Allocated, truth.Sum(r => r.Money("cost_" + pool.Pool)));
        }

        Assert.Equal(Shop.Truth.Costs[0].Used, orders.Select(o => o["order_id"]).Distinct().Count());
        Assert.Equal(Shop.Truth.Costs[1].Used, Shop["refunds"].Rows.Count);
        Assert.Equal(Shop.Truth.Costs[2].Used, Shop["tickets"].Rows.Sum(t => t.Number("minutes")));
        Assert.Equal(Shop.Truth.Orders!.Sum(o => o.Repeats) + truth.Length, Shop.Truth.Costs[0].Used);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Nobody_buys_before_they_come_or_after_they_leave()
    {
        Dictionary<string, WrittenRow> truth = Shop["truth_customers"].Rows.ToDictionary(r => r["customer_id"], StringComparer.Ordinal);
        Assert.All(Shop["orders"].Rows, o => Assert.InRange(o.Day("ordered_at"), truth[o["customer_id"]].Day("signed_up_on"), truth[o["customer_id"]].Has("left_on") ? truth[o["customer_id"]].Day("left_on").AddDays(-1) : Shop.Truth.End));
        WrittenRow[] brought = [.. Shop["customers"].Rows.Where(c => c.Has("referred_by"))];
        Assert.InRange(brought.Length, 180, 330);
        Assert.All(brought, c => Assert.True(truth[c["referred_by"]].Day("signed_up_on") < c.Day("signed_up_on")));
    }

    [Fact]
    public void What_was_planted_is_in_the_tables() =>
        Assert.All(Found(Shop), f => Assert.True(Math.Abs(f.Value) < 3.5, $"{f.Key}: {f.Value:0.00} standard errors from the truth"));

    [Fact]
    [Trait("Speed", "Slow")]
    public void What_was_planted_is_in_the_tables_of_nine_of_ten_seeds()
    {
        var missed = new Dictionary<string, int>(StringComparer.Ordinal);
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            foreach ((string what, double errors) in Found(new(new() { Kind = "shop", Customers = 4000, Seed = seed }, "engagement")))
            {
                missed[what] = missed.GetValueOrDefault(what) + (Math.Abs(errors) < 3 ? 0 : 1);
            }
        }

        Assert.All(missed, m => Assert.True(m.Value <= 1, $"{m.Key} was missed in {m.Value} of {Seeds} seeds"));
        Assert.InRange(missed.Count, 15, 60);
    }

    private static Dictionary<string, double> Found(WrittenCompany shop)
    {
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        ShopPlan plan = shop.Truth.PlantedShop!;
        WrittenRow[] truth = [.. shop["truth_customers"].Rows];
        Leaving(shop, plan, truth, found);
        Spend(plan, truth, found);
        Orders(shop, plan, found);
        Campaign(shop, found);
        foreach (string what in new[] { "year_revenue", "year_gross_margin", "year_cost_to_serve", "five_years_revenue", "five_years_net_value" })
        {
            found[what] = Errors([.. truth.Select(r => r.Number("realised_" + what) - r.Number("expected_" + what))]);
        }

        return found;
    }

    /// <summary>Who leaves, against the rates they lived under: of all, of those whose friend has left (contagion), of those with the combination.</summary>
    private static void Leaving(WrittenCompany shop, ShopPlan plan, WrittenRow[] truth, Dictionary<string, double> found)
    {
        DateOnly after = shop.Truth.End.AddDays(1);
        Dictionary<string, WrittenRow> all = truth.ToDictionary(r => r["customer_id"], StringComparer.Ordinal);
        DateOnly Gone(WrittenRow r) => r.Has("left_on") ? r.Day("left_on") : after;
        double[] left = new double[3], expected = new double[3];
        foreach (WrittenRow row in truth)
        {
            DateOnly gone = Gone(row), changes = row.Has("referred_by") ? Gone(all[row["referred_by"]]) : gone;
            changes = changes > gone ? gone : changes;
            double rate = row.Number("leaving_per_week") / 7, before = rate * (changes.DayNumber - row.Day("signed_up_on").DayNumber), infected = rate * plan.Contagion * (gone.DayNumber - changes.DayNumber);
            bool leaves = row.Has("left_on");
            left[0] += leaves ? 1 : 0;
            expected[0] += before + infected;
            left[1] += leaves && gone > changes ? 1 : 0;
            expected[1] += infected;
            left[2] += leaves && row["combination"] == "true" ? 1 : 0;
            expected[2] += row["combination"] == "true" ? before + infected : 0;
        }

        // A day that is begun counts as lived: half a day a life, well within the error.
        for (int i = 0; i < 3; i++)
        {
            found[new[] { "leaving", "contagion", "leaving with the combination" }[i]] = (left[i] - expected[i]) / Math.Sqrt(expected[i]);
        }

        foreach (PlantedShoppers segment in plan.Segments)
        {
            // Who came early enough and is touched by nothing lives as in Pareto/NBD.
            WrittenRow[] plain = [.. truth.Where(r => r["segment"] == segment.Name && r["combination"] == "false" && !r.Has("referred_by") && shop["customers"].Rows[int.Parse(r["customer_id"].AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) - 1]["channel"] != "social" && r.Day("signed_up_on").AddDays(182) <= after)];
            double stays = Math.Pow(segment.Beta / (segment.Beta + 26), segment.S), kept = plain.Count(r => Gone(r) > r.Day("signed_up_on").AddDays(182));
            found[$"half a year of {segment.Name}"] = (kept - (plain.Length * stays)) / Math.Sqrt(plain.Length * stays * (1 - stays));
        }
    }

    private static void Spend(ShopPlan plan, WrittenRow[] truth, Dictionary<string, double> found)
    {
        foreach (IGrouping<string, WrittenRow> segment in truth.GroupBy(r => r["segment"]))
        {
            (double X, double Y)[] points = [.. segment.Select(r => (Math.Log(r.Number("rate_per_week")), Math.Log(r.Number("mean_spend"))))];
            double x = points.Average(p => p.X), y = points.Average(p => p.Y), spread = points.Sum(p => (p.X - x) * (p.X - x)), slope = points.Sum(p => (p.X - x) * (p.Y - y)) / spread;
            double rest = points.Sum(p => Math.Pow(p.Y - y - (slope * (p.X - x)), 2)) / (points.Length - 2);
            found[$"spend by rate of {segment.Key}"] = (slope - plan.SpendByRate) / Math.Sqrt(rest / spread);
        }
    }

    private static void Orders(WrittenCompany shop, ShopPlan plan, Dictionary<string, double> found)
    {
        // Seasons and the rise of prices: months are as expected, and would not be without them.
        foreach (IGrouping<int, OrdersTruth> month in shop.Truth.Orders!.GroupBy(o => o.Month.Month))
        {
            found[$"orders of month {month.Key}"] = (month.Sum(o => o.Repeats) - month.Sum(o => o.Expected)) / Math.Sqrt(month.Sum(o => o.Expected));
        }

        DateOnly rise = shop.Options.Start.AddMonths(plan.PriceMonth);
        OrdersTruth[] later = [.. shop.Truth.Orders!.Where(o => o.Month >= rise)];
        double expected = later.Sum(o => o.Expected);
        found["orders after prices rose"] = (later.Sum(o => o.Repeats) - expected) / Math.Sqrt(expected);
        Assert.True(((expected / plan.PriceEffect) - later.Sum(o => o.Repeats)) / Math.Sqrt(expected) > 3);
        WrittenRow[] lines = [.. shop["orders"].Rows.Where(o => o.Day("ordered_at") <= shop.Truth.End.AddDays(-21))];
        HashSet<string> gaming = [.. shop["truth_customers"].Rows.Where(r => r["gaming"] == "true").Select(r => r["customer_id"])];
        foreach (bool games in new[] { true, false })
        {
            WrittenRow[] own = [.. lines.Where(o => gaming.Contains(o["customer_id"]) == games)];
            double share = games ? plan.GamingReturns : plan.Returns;
            found[games ? "returns of gaming customers" : "returns"] = (own.Count(o => o.Has("returned_on")) - (own.Length * share)) / Math.Sqrt(own.Length * share * (1 - share));
        }
    }

    /// <summary>Orders a customer in the days of the campaign, treated less held out.</summary>
    private static void Campaign(WrittenCompany shop, Dictionary<string, double> found)
    {
        ShopPlan plan = shop.Truth.PlantedShop!;
        DateOnly first = shop.Options.Start.AddMonths(plan.CampaignMonth), after = first.AddDays(plan.CampaignDays);
        Dictionary<string, string> arms = shop["interventions"].Rows.ToDictionary(r => r["customer_id"], r => r["arm"], StringComparer.Ordinal);
        Dictionary<string, int> bought = shop["orders"].Rows.Where(o => o.Day("ordered_at") >= first && o.Day("ordered_at") < after).GroupBy(o => o["customer_id"]).ToDictionary(g => g.Key, g => g.Select(o => o["order_id"]).Distinct().Count(), StringComparer.Ordinal);
        foreach (CampaignTruth truth in shop.Truth.Campaign!)
        {
            double[][] orders = [.. new[] { "control", "treatment" }.Select(arm => shop["truth_customers"].Rows.Where(r => r["segment"] == truth.Segment && arms.GetValueOrDefault(r["customer_id"]) == arm).Select(r => (double)bought.GetValueOrDefault(r["customer_id"])).ToArray())];
            Assert.Equal((truth.HeldOut, truth.Treated), (orders[0].Length, orders[1].Length));
            double Spread(double[] x) => x.Sum(v => (v - x.Average()) * (v - x.Average())) / x.Length / x.Length;
            found[$"campaign {truth.Segment}"] = (orders[1].Average() - orders[0].Average() - (truth.OrdersWith - truth.OrdersWithout)) / Math.Sqrt(Spread(orders[0]) + Spread(orders[1]));
        }
    }

    private static double Errors(double[] sample)
    {
        double average = sample.Average();
        return average / Math.Sqrt(sample.Sum(x => (x - average) * (x - average)) / sample.Length / sample.Length);
    }
}
