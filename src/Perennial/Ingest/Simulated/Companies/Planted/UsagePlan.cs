namespace Perennial.Ingest.Simulated.Companies.Planted;

/// <summary>What is planted in the company that bills use: no contract, strong seasons, and the same signals elsewhere.</summary>
internal static class UsagePlan
{
    public static AccountPlan Of(int months)
    {
        AccountPlan saas = SaasPlan.Of(months);
        return saas with
        {
            Metered = true,
            Segments =
            [
                .. saas.Segments.Select((s, i) => s with
                {
                    Annual = 0,
                    Monthly = new PlantedRenewal[] { new(3, 260), new(3.5, 170), new(4, 120), new(4, 71) }[i],
                    Growth = s.Growth with { Upgrade = 0, AddOn = 0, Downgrade = 0, AddOnDropped = 0, SeatsDown = new[] { 0.03, 0.03, 0.025, 0.01 }[i] },
                    Committed = new[] { 0.8, 0.3, 0, 0 }[i],
                }),
            ],
            Payments = saas.Payments with { Discounted = 0 },
            PriceChange = saas.PriceChange with { Size = 0.1, HazardRatio = 1.7 },
            Usage = saas.Usage with
            {
                Features =
                [
                    new() { Name = "api_calls", Units = 60, Early = 1, ThousandCents = 1_200 },
                    new() { Name = "compute_minutes", Units = 9, Early = 1, ThousandCents = 5_500 },
                    new() { Name = "webhooks", Units = 12, Early = 0.55, Late = 0.3, ThousandCents = 900 },
                    new() { Name = "exports", Units = 4, Early = 0.55, Late = 0.3, ThousandCents = 2_500 },
                ],
                Seasons = [0.9, 0.88, 0.95, 0.92, 0.9, 0.88, 0.85, 0.85, 1.0, 1.12, 1.45, 1.3],
                Weekend = 0.5,
                Spread = 0.7,
            },
            Warning = saas.Warning with { Feature = "api_calls", FallsTo = 0.4 },
            Combination = saas.Combination with { Features = ["webhooks", "exports"], HazardRatio = 0.5 },
            Gaming = new() { Share = 0.02, How = "a script calls the api every day as one user, to look like a large customer; nothing else is adopted", Feature = "api_calls", UnitsADay = 2_500 },
            Costs = saas.Costs with { UnitCents = 0.3, Steps = [6_000, 1_000_000, 5, 20] },
        };
    }
}
