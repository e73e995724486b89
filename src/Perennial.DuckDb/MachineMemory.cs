using System.Globalization;

namespace Perennial.DuckDb;

/// <summary>How much memory this process may use: the machine's, or less where its control group says so.</summary>
internal static class MachineMemory
{
    private const double Share = 0.6;

    /// <summary>Gives the engine's default limit: 60 % of what there is.</summary>
    internal static long DefaultLimit() => (long)(Available("/") * Share);

    /// <summary>Gives the bytes available, reading <c>/proc</c> and <c>/sys/fs/cgroup</c> below a root (another one in tests).</summary>
    internal static long Available(string root)
    {
        long machine = Total(Path.Combine(root, "proc/meminfo")) ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return Limits(root).Aggregate(machine, Math.Min);
    }

    private static long? Total(string meminfo) => Lines(meminfo)
        .Where(line => line.StartsWith("MemTotal:", StringComparison.Ordinal))
        .Select(line => Number(line["MemTotal:".Length..].Replace("kB", string.Empty, StringComparison.Ordinal)) * 1024)
        .FirstOrDefault();

    // A group obeys the limits of all its parents, so every level is read: v2 has one hierarchy, v1 one named "memory".
    private static IEnumerable<long> Limits(string root)
    {
        foreach (string line in Lines(Path.Combine(root, "proc/self/cgroup")))
        {
            string[] parts = line.Split(':', 3);
            bool second = parts is [_, "", _];
            bool first = parts.Length == 3 && parts[1].Split(',').Contains("memory");
            if (!second && !first)
            {
                continue;
            }

            string folder = Path.Combine(root, "sys/fs/cgroup", first ? "memory" : string.Empty);
            string file = second ? "memory.max" : "memory.limit_in_bytes";
            for (string group = parts[2].Trim('/'); ; group = Path.GetDirectoryName(group) ?? string.Empty)
            {
                if (Lines(Path.Combine(folder, group, file)).Select(Number).FirstOrDefault() is { } limit and > 0)
                {
                    yield return limit;
                }

                if (group.Length == 0)
                {
                    break;
                }
            }
        }
    }

    private static string[] Lines(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllLines(file) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long value) ? value : null;
}
