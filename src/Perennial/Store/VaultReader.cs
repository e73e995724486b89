using System.Globalization;
using Perennial.DuckDb;

namespace Perennial.Store;

/// <summary>Reads the vault: the one place where a customer's key meets the id the outside uses.</summary>
public class VaultReader
{
    /// <summary>Names the table the vault becomes in the engine: <c>customer_key INTEGER, customer_id VARCHAR</c>.</summary>
    public const string TableName = "identity_vault";

    private const string Prefix = "vault-";
    private const int Attempts = 5;

    internal VaultReader(WorkspaceLayout layout) => Layout = layout;

    private protected WorkspaceLayout Layout { get; }

    /// <summary>Loads the vault into the engine as a temporary table <c>identity_vault</c>, replacing one that is there.</summary>
    public void Load(DuckDbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        for (int attempt = 1; ; attempt++)
        {
            string? file = Newest();
            if (file is null)
            {
                connection.Execute($"CREATE OR REPLACE TEMP TABLE {TableName} (customer_key INTEGER, customer_id VARCHAR)");
                return;
            }

            try
            {
                ParquetFile.Define(connection, $"CREATE OR REPLACE TEMP TABLE {TableName} AS SELECT customer_key, customer_id", file);
                return;
            }
            catch (Kernel.PerennialException e) when (e.Code == "store/vanished" && attempt < Attempts)
            {
                // A writer replaced it in between: take the next generation.
            }
        }
    }

    /// <summary>Gives the newest generation's file, or null where there is none yet.</summary>
    private protected string? Newest() => Generations() is [.., var newest] ? newest.File : null;

    /// <summary>Gives all generations, oldest first. More than one are there only for a moment, or after a crash.</summary>
    private protected IReadOnlyList<(long Generation, string File)> Generations() => Directory.Exists(Layout.Vault)
        ? [.. Directory.GetFiles(Layout.Vault, Prefix + "*.parquet").Select(file => (Generation: Number(file), File: file)).Where(file => file.Generation > 0).OrderBy(file => file.Generation)]
        : [];

    /// <summary>Gives the file of a generation.</summary>
    private protected string FileOf(long generation) => Path.Combine(Layout.Vault, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{generation:D8}.parquet"));

    private static long Number(string file) => long.TryParse(Path.GetFileNameWithoutExtension(file).AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
}
