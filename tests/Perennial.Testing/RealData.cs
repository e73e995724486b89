namespace Perennial.Testing;

/// <summary>The one place that knows where the public data sets lie. Tests and benches skip with a reason where they are absent.</summary>
/// <remarks>They lie beside the repository in <c>shared</c>, or where <see cref="Variable"/> says: a folder that is not there shows what holds without them.</remarks>
public static class RealData
{
    /// <summary>The environment variable that names another folder.</summary>
    public const string Variable = "PERENNIAL_SHARED";

    private static readonly string? Root = Find();

    /// <summary>Gives the full path of a data file, or skips the calling test with a stated reason when the folder is absent.</summary>
    /// <param name="relativePath">Path below the data folder, such as <c>cdnow/cdnow_sample.csv</c>.</param>
    /// <exception cref="FileNotFoundException">The data are required (<c>PERENNIAL_REQUIRE_DATA=1</c>) but absent.</exception>
    public static string Path(string relativePath) => Resolve("data", relativePath);

    /// <summary>Gives the full path of a file with inputs known to break other libraries.</summary>
    public static string Failure(string name) => Resolve("failures", name);

    /// <summary>Gives the full path of a reference file: another program's numbers, to full precision.</summary>
    public static string Reference(string name) => Resolve("reference", name);

    private static string Resolve(string folder, string relativePath)
    {
        if (Root is not null)
        {
            string path = System.IO.Path.Combine(Root, folder, relativePath);
            if (File.Exists(path) || Directory.Exists(path))
            {
                return path;
            }
        }

        string reason = $"The public data file '{folder}/{relativePath}' is not on this machine.";
        if (Environment.GetEnvironmentVariable("PERENNIAL_REQUIRE_DATA") == "1")
        {
            throw new FileNotFoundException(reason, relativePath);
        }

        Xunit.Assert.Skip(reason);
        return string.Empty;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? System.IO.Path.GetFullPath(named) : null;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Perennial.slnx")))
            {
                string shared = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder.FullName, "..", "shared"));
                return Directory.Exists(shared) ? shared : null;
            }
        }

        return null;
    }
}
