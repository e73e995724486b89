namespace Perennial.Samples;

/// <summary>Runs the samples by name: dotnet run --project samples -c Release -- first-fit.</summary>
internal static class Runner
{
    private static readonly Dictionary<string, Action> All = new(StringComparer.Ordinal)
    {
        ["first-fit"] = FirstFit.Main,
        ["choosing-a-model"] = ChoosingAModel.Main,
        ["covariates"] = Covariates.Main,
        ["subscription"] = Subscription.Main,
        ["small-data"] = SmallData.Main,
        ["custom-priors"] = CustomPriors.Main,
    };

    private static int Main(string[] args)
    {
        if (args.Length != 1 || !All.TryGetValue(args[0], out Action? sample))
        {
            Console.Error.WriteLine($"Name one sample: {string.Join(", ", All.Keys)}.");
            return 2;
        }

        sample();
        return 0;
    }
}
