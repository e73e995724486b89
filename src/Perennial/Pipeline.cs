using Perennial.Kernel;
using Perennial.Reports;

namespace Perennial;

/// <summary>The main path in order: rows in, a value for every customer out.</summary>
public static class Pipeline
{
    /// <summary>Runs every room in order and publishes the result.</summary>
    /// <param name="options">Everything the run depends on.</param>
    /// <param name="log">Hears how the run is getting on.</param>
    /// <param name="cancellation">Asks the run to stop; nothing is published then.</param>
    /// <exception cref="PerennialException">The data, the options or the world refuse.</exception>
    public static RunRecord Run(RunOptions options, IRunLog log, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        throw new PerennialException("run/not-built", Fault.World, $"This build has no pipeline yet, so {options.Inputs.Count} inputs were not read.");
    }
}
