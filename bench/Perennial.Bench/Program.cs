using System.Globalization;
using BenchmarkDotNet.Running;
using Perennial.Bench;

// bench end-to-end [ROWS ...] [--result FILE]   the whole run beside the bare engine, at each size
// bench company [ACCOUNTS ...] [--result FILE]  the whole run on a company with every table
// bench truth [CUSTOMERS [SEEDS]] [--result FILE]  values of simulated companies beside their truth
// bench library [CUSTOMERS] [--result FILE]     the statistics library beside its peers and its floor
// bench scale [--result FILE]                   ten million customers beside one million: time and memory
// bench kernels [BenchmarkDotNet arguments]     the statistics library's hot paths
int at = Array.IndexOf(args, "--result");
string? result = at < 0 ? null : args[at + 1];
switch (args.FirstOrDefault())
{
    case "end-to-end":
        long[] rows = [.. args[1..(at < 0 ? args.Length : at)].Select(text => long.Parse(text, CultureInfo.InvariantCulture))];
        return EndToEnd.Run(rows.Length == 0 ? [1_250_000, 2_500_000, 5_000_000, 10_000_000] : rows, result);
    case "company":
        int[] accounts = [.. args[1..(at < 0 ? args.Length : at)].Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        return Company.Run(accounts.Length == 0 ? [50_000] : accounts, result);
    case "truth":
        int[] sizes = [.. args[1..(at < 0 ? args.Length : at)].Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        return CompanyTruth.Run(sizes.Length > 0 ? sizes[0] : 1_500, sizes.Length > 1 ? sizes[1] : 5, result);
    case "library":
        return Library.Run(args.Length > 1 && at != 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000, result);
    case "scale":
        return Scale.Run(result);
    case "kernels":
        BenchmarkSwitcher.FromAssembly(typeof(EndToEnd).Assembly).Run(args[1..]);
        return 0;
    default:
        Console.Error.WriteLine("usage: bench end-to-end [ROWS ...] [--result FILE] | bench company [ACCOUNTS ...] [--result FILE] | bench truth [CUSTOMERS [SEEDS]] [--result FILE] | bench library [CUSTOMERS] [--result FILE] | bench scale [--result FILE] | bench kernels [--filter PATTERN]");
        return 2;
}
