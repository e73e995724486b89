using System.Reflection;
using System.Text;

namespace Perennial.Reports.Page;

/// <summary>The style sheet and scripts that travel inside this assembly.</summary>
internal static class Assets
{
    public static string Text(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly was built without its resource '{name}'.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        // A script element takes line feeds only: the browser hashes what it parsed, and parsing turns CR LF into LF.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
