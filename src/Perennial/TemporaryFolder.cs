using System.Globalization;

namespace Perennial;

/// <summary>Where the engine spills what does not fit in memory; gone with the run.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder(string workspace)
    {
        Path = System.IO.Path.Combine(workspace, string.Create(CultureInfo.InvariantCulture, $".partial-spill-{Environment.ProcessId}"));
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
