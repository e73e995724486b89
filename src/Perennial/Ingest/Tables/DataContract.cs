using System.Diagnostics;

namespace Perennial.Ingest.Tables;

/// <summary>What tables may come in, and what must hold in them: an Open Data Contract Standard file, read.</summary>
/// <param name="Id">The contract's id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Tables">The tables, in the order of the file.</param>
public sealed record DataContract(string Id, string Version, IReadOnlyList<ContractTable> Tables)
{
    private static readonly Lazy<DataContract> Shipped = new(() =>
    {
        using Stream file = typeof(DataContract).Assembly.GetManifestResourceStream("company.odcs.yaml") ?? throw new UnreachableException("The program lacks its own file company.odcs.yaml.");
        using var reader = new StreamReader(file);
        return ContractReader.Read(reader, "company.odcs.yaml");
    });

    /// <summary>Gives the contract of what a company may bring.</summary>
    public static DataContract Company => Shipped.Value;

    /// <summary>Gives a table by its name.</summary>
    /// <exception cref="ArgumentException">The contract has no such table.</exception>
    public ContractTable Table(string name) => Tables.FirstOrDefault(table => table.Name == name)
        ?? throw new ArgumentException($"The contract has no table '{name}'. It has: {string.Join(", ", Tables.Select(table => table.Name))}.", nameof(name));
}
