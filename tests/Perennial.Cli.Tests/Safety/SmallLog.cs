using System.Globalization;
using System.Text;
using Perennial.Models.Numerics;

namespace Perennial.Cli.Tests.Safety;

/// <summary>A made-up log of a few dozen customers, and the quickest way through the pipeline for it.</summary>
internal static class SmallLog
{
    private static readonly DateOnly Begin = new(2022, 1, 1);

    /// <summary>Gives the arguments of a quick run: one model, no hidden months.</summary>
    public static string[] Quick(string input, string folder, params string[] more) => ["run", input, "--out", folder, "--model", "bg-nbd", "--holdout", "none", .. more];

    /// <summary>Gives a CSV with the customers named, and as many more as asked for.</summary>
    public static string Text(int customers, params string[] named)
    {
        var random = new Pcg64(20220101);
        var text = new StringBuilder("customer_id,order_date,amount\n");
        for (int i = 0; i < customers + named.Length; i++)
        {
            string id = i < named.Length ? named[i] : string.Create(CultureInfo.InvariantCulture, $"C{i:0000}");
            int last = random.NextInt32(540);
            for (int day = random.NextInt32(200); day <= last || day < 200; day += 1 + (int)(60 * random.NextExponential()))
            {
                text.Append(CultureInfo.InvariantCulture, $"\"{id.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{Begin.AddDays(day):yyyy-MM-dd},{5 + (85 * random.NextDouble()):0.00}\n");
            }
        }

        return text.ToString();
    }
}
