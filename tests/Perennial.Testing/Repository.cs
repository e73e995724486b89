namespace Perennial.Testing;

/// <summary>The repository as the tests see it: its root and its own files.</summary>
public static class Repository
{
    private static readonly string[] Generated = ["artifacts", ".git", "node_modules", "perennial-out", "bin", "obj", ".vs", ".idea", ".tools", "BenchmarkDotNet.Artifacts"];

    /// <summary>Gives the full path of the root folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>Gives the full path of a file below the root.</summary>
    public static string Path(string relativePath) => System.IO.Path.Combine(Root, relativePath);

    /// <summary>Gives the text of a file below the root.</summary>
    public static string Read(string relativePath) => File.ReadAllText(Path(relativePath));

    /// <summary>Gives every file that people wrote, relative to the root with forward slashes, in ordinal order.</summary>
    /// <param name="below">A folder to stay in, such as <c>src/Perennial</c>.</param>
    /// <param name="extension">An ending such as <c>.cs</c>, or empty for all.</param>
    public static IReadOnlyList<string> Files(string below = "", string extension = "")
    {
        string start = Path(below);
        return Directory.Exists(start)
            ? Walk(new DirectoryInfo(start)).Where(f => f.EndsWith(extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList()
            : [];
    }

    private static IEnumerable<string> Walk(DirectoryInfo folder)
    {
        foreach (FileInfo file in folder.EnumerateFiles())
        {
            yield return System.IO.Path.GetRelativePath(Root, file.FullName).Replace('\\', '/');
        }

        foreach (DirectoryInfo child in folder.EnumerateDirectories().Where(d => !Generated.Contains(d.Name, StringComparer.Ordinal)))
        {
            foreach (string file in Walk(child))
            {
                yield return file;
            }
        }
    }

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Perennial.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The tests run from a build below the repository's root, which holds Perennial.slnx.");
    }
}
