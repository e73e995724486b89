using System.CommandLine;
using Perennial.Cli.Terminal;
using Perennial.Ingest;
using Perennial.Ingest.Mapping;

namespace Perennial.Cli.Commands;

/// <summary>Keeps a mapping for the next file of the same shape.</summary>
internal static class SaveMap
{
    public static Option<string> Flag() => new("--save-map") { Description = "Write the mapping that was used to a file, for --mapping.", HelpName = "FILE" };

    public static void Write(Session session, Option<string> flag, ColumnMapping mapping)
    {
        if (session.Parsed.GetValue(flag) is { } path)
        {
            SavedMapping.From(mapping).Save(path);
            if (session.Volume != Volume.Quiet)
            {
                session.Surroundings.Error.WriteLine($"The mapping is in {path}; use it with --mapping {path}.");
            }
        }
    }
}
