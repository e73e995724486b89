using System.Text;
using Perennial.Ingest.Tables;
using Perennial.Testing;

namespace Perennial.Tests.Ingest.Tables;

/// <summary>The page of tables is written from the contract.</summary>
public sealed class ContractPageTests
{
    /// <summary>Writes the page anew with PERENNIAL_WRITE_GOLDEN=1.</summary>
    [Fact]
    public void The_page_of_tables_is_written_from_the_contract()
    {
        string page = Repository.Path("docs/company-tables.md");
        string text = Markdown(DataContract.Company);
        if (Environment.GetEnvironmentVariable("PERENNIAL_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(page, text);
        }

        Assert.Equal(text, File.ReadAllText(page));
    }

    private static string Markdown(DataContract contract)
    {
        var text = new StringBuilder();
        text.Append("# What a company may bring\n\n");
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"Written from the data contract `company.odcs.yaml`, version {contract.Version}, which the program reads. How files are recognised: [bring a whole company](how-to/company.md).\n");
        text.Append("Names in brackets are also known. A column in **bold** is required.\n");
        foreach (ContractTable table in contract.Tables)
        {
            string known = table.KnownAs.Count == 0 ? string.Empty : $" ({string.Join(", ", table.KnownAs)})";
            string grain = table.RowsAreAddedUp ? $"{table.Grain}; rows that share it are added up" : table.Grain;
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n## {table.Name}{known}\n\n{table.Description} One row is {grain}. Key: {string.Join(", ", table.Key.Select(column => column.Name))}.\n\n| column | is | means |\n|---|---|---|\n");
            foreach (ContractColumn column in table.Columns)
            {
                string name = column.Required ? $"**{column.Name}**" : column.Name;
                string also = column.KnownAs.Count == 0 ? string.Empty : $" ({string.Join(", ", column.KnownAs)})";
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {name}{also} | {Kind(column)} | {column.Description} |\n");
            }

            foreach (ContractRule rule in TableRules.Conditions(table))
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\nSet aside as `{rule.Name}`: {rule.Description}\n");
            }
        }

        return text.ToString();
    }

    private static string Kind(ContractColumn column)
    {
        string kind = column.Choices.Count > 0 ? string.Join(", ", column.Choices) : column.Type.ToString().ToLowerInvariant();
        string bounds = (column.Minimum, column.Maximum) switch
        {
            ({ } least, { } most) => FormattableString.Invariant($", {least} to {most}"),
            ({ } least, null) => FormattableString.Invariant($", at least {least}"),
            (null, { } most) => FormattableString.Invariant($", at most {most}"),
            _ => string.Empty,
        };
        return $"{kind}{bounds}{(column.Refers is { } to ? $"; refers to {to}" : string.Empty)}{(column.Personal ? "; personal" : string.Empty)}";
    }
}
