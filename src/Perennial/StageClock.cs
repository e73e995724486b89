using System.Diagnostics;

namespace Perennial;

/// <summary>Seconds by stage. What was done aside counts where it belongs, so that stages add up to more than the whole took.</summary>
internal sealed class StageClock
{
    private readonly Dictionary<string, double> _seconds = new(StringComparer.Ordinal);
    private long _last = Stopwatch.GetTimestamp();

    public Dictionary<string, double> With(IReadOnlyDictionary<string, double> aside) =>
        _seconds.ToDictionary(stage => stage.Key, stage => Math.Round(stage.Value + aside.GetValueOrDefault(stage.Key), 3), StringComparer.Ordinal);

    public void Lap(string stage)
    {
        long now = Stopwatch.GetTimestamp();
        _seconds[stage] = Stopwatch.GetElapsedTime(_last, now).TotalSeconds;
        _last = now;
    }
}
