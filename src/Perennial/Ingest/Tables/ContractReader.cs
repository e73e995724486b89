using Perennial.Kernel;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Perennial.Ingest.Tables;

/// <summary>Reads a contract file: the parts of the Open Data Contract Standard that say what comes in and what must hold.</summary>
internal static class ContractReader
{
    private static readonly (string Name, RuleOperator Operator)[] Operators =
    [
        ("mustBe", RuleOperator.Equal), ("mustNotBe", RuleOperator.NotEqual),
        ("mustBeGreaterThan", RuleOperator.Greater), ("mustBeGreaterOrEqualTo", RuleOperator.GreaterOrEqual),
        ("mustBeLessThan", RuleOperator.Less), ("mustBeLessOrEqualTo", RuleOperator.LessOrEqual),
        ("mustBeBetween", RuleOperator.Between), ("mustNotBeBetween", RuleOperator.NotBetween),
    ];

    /// <summary>Reads a contract.</summary>
    /// <param name="text">The file.</param>
    /// <param name="file">What to call it in a sentence.</param>
    /// <exception cref="PerennialException">It is no contract, or one that cannot be used (<c>ingest/contract</c>).</exception>
    public static DataContract Read(TextReader text, string file)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(text);
        }
        catch (YamlException e)
        {
            throw new PerennialException("ingest/contract", Fault.Usage, $"The contract '{file}' is not YAML, line {e.Start.Line}: {e.Message}", e);
        }

        if (yaml.Documents.Count == 0)
        {
            throw new PerennialException("ingest/contract", Fault.Usage, $"The contract '{file}' is empty. Contracts follow the Open Data Contract Standard 3.1; docs/how-to/company.md shows one.");
        }

        var root = new ContractNode(file, yaml.Documents[0].RootNode);
        if (root.Text("kind") != "DataContract" || !root.Text("apiVersion").StartsWith("v3.", StringComparison.Ordinal))
        {
            throw root.Refusal($"It is kind '{root.Text("kind")}', apiVersion '{root.Text("apiVersion")}'; kind DataContract, apiVersion v3 is read.");
        }

        return new DataContract(root.Text("id"), root.Text("version"), [.. root.Items("schema").Select(Table)]);
    }

    private static ContractTable Table(ContractNode node)
    {
        ContractColumn[] columns = [.. node.Items("properties").Select(Column)];
        return new ContractTable
        {
            Name = node.Text("name"),
            Grain = node.TextOrNull("dataGranularityDescription") ?? "one row",
            Description = node.TextOrNull("description") ?? string.Empty,
            Columns = columns,
            Rules =
            [
                .. node.Items("properties").SelectMany(property => property.Items("quality").Select(rule => Rule(rule, [property.Text("name")]))),
                .. node.Items("quality").Select(rule => Rule(rule, [])),
            ],
            KnownAs = Own(node, "knownAs") is { } known ? [.. known.Items("value").Select(item => item.Scalar())] : [],
            RowsAreAddedUp = Own(node, "rowsAreAddedUp") is { } added && added.Flag("value"),
        };
    }

    private static ContractColumn Column(ContractNode node)
    {
        ContractType type = node.Text("logicalType") switch
        {
            "string" => ContractType.Text,
            "number" => ContractType.Number,
            "integer" => ContractType.Integer,
            "date" => ContractType.Date,
            "timestamp" => ContractType.Timestamp,
            "boolean" => ContractType.Boolean,
            string other => throw node.Refusal($"logicalType is '{other}'; string, number, integer, date, timestamp and boolean are read."),
        };
        ContractNode? options = node.Has("logicalTypeOptions") ? node.Part("logicalTypeOptions") : null;
        ContractNode? choices = node.Items("quality").Where(rule => rule.Has("arguments") && rule.Part("arguments").Has("validValues")).Select(rule => (ContractNode?)rule.Part("arguments")).FirstOrDefault();
        return new ContractColumn
        {
            Name = node.Text("name"),
            Type = type,
            EngineType = EngineType(type, node.TextOrNull("physicalType")),
            Description = node.TextOrNull("description") ?? string.Empty,
            Required = node.Flag("required"),
            KeyPosition = node.Flag("primaryKey") ? (int)(node.Number("primaryKeyPosition") ?? 1) : 0,
            Personal = node.TextOrNull("classification") == "personal",
            Minimum = options?.Number("minimum"),
            Maximum = options?.Number("maximum"),
            Refers = node.Items("relationships").Select(relation => relation.Text("to")).FirstOrDefault(),
            Choices = choices is { } c ? [.. c.Items("validValues").Select(item => item.Scalar())] : [],
            ReadAs = Own(node, "readAs") is { } read ? read.Part("value").Parts().ToDictionary(pair => pair.Name, pair => pair.Value.Scalar(), StringComparer.Ordinal) : new Dictionary<string, string>(StringComparer.Ordinal),
            KnownAs = Own(node, "knownAs") is { } known ? [.. known.Items("value").Select(item => item.Scalar())] : [],
            LookedUpThrough = Own(node, "lookedUpThrough")?.Text("value"),
        };
    }

    private static string EngineType(ContractType type, string? physical) => type switch
    {
        ContractType.Number => physical is not null && physical.StartsWith("decimal(", StringComparison.OrdinalIgnoreCase) && physical.All(c => char.IsAsciiLetterOrDigit(c) || c is '(' or ')' or ',') ? physical.ToUpperInvariant() : "DECIMAL(18,4)",
        ContractType.Integer => "BIGINT",
        ContractType.Date => "DATE",
        ContractType.Timestamp => "TIMESTAMP",
        ContractType.Boolean => "BOOLEAN",
        _ => "VARCHAR",
    };

    private static ContractRule Rule(ContractNode node, IReadOnlyList<string> columns)
    {
        string type = node.TextOrNull("type") ?? "library";
        (string name, RuleMeasure measure, string sql) = type switch
        {
            "library" => Library(node),
            "sql" => (node.TextOrNull("name") ?? "query", RuleMeasure.Query, node.Text("query")),
            "custom" when node.TextOrNull("engine") == "perennial" => (node.Text("name"), RuleMeasure.Condition, node.Text("implementation")),
            _ => throw node.Refusal($"A rule of type '{type}' is not run here; library, sql and custom with engine perennial are."),
        };
        (string Name, RuleOperator Operator)[] said = [.. Operators.Where(op => node.Has(op.Name))];
        if (said.Length != 1)
        {
            throw node.Refusal($"A rule needs one of {string.Join(", ", Operators.Select(op => op.Name))}; {said.Length} were found.");
        }

        double[] thresholds = said[0].Operator is RuleOperator.Between or RuleOperator.NotBetween
            ? [.. node.Items(said[0].Name).Select(item => (double)item.Number())]
            : [(double)node.Part(said[0].Name).Number()];
        ContractNode? arguments = node.Has("arguments") ? node.Part("arguments") : null;
        return new ContractRule
        {
            Name = name,
            Measure = measure,
            Description = node.TextOrNull("description") ?? Words(measure),
            Columns = arguments is { } a && a.Has("properties") ? [.. a.Items("properties").Select(item => item.Scalar())] : columns,
            Sql = sql,
            Operator = said[0].Operator,
            Threshold = thresholds[0],
            Upper = thresholds[^1],
            Percent = node.TextOrNull("unit") == "percent",
            Stops = node.TextOrNull("severity") == "error",
        };
    }

    private static (string Name, RuleMeasure Measure, string Sql) Library(ContractNode node) => node.Text("metric") switch
    {
        "rowCount" => ("rowCount", RuleMeasure.RowCount, string.Empty),
        "duplicateValues" => ("duplicateValues", RuleMeasure.DuplicateValues, string.Empty),
        "invalidValues" => ("invalidValues", RuleMeasure.InvalidValues, string.Empty),
        "nullValues" or "missingValues" => ("missingValues", RuleMeasure.MissingValues, string.Empty),
        string other => throw node.Refusal($"metric is '{other}'; rowCount, duplicateValues, invalidValues, nullValues and missingValues are measured."),
    };

    private static string Words(RuleMeasure measure) => measure switch
    {
        RuleMeasure.RowCount => "Rows of the table.",
        RuleMeasure.DuplicateValues => "Rows beyond the first of their key.",
        RuleMeasure.InvalidValues => "Cells that cannot be read or are none of the values allowed.",
        RuleMeasure.MissingValues => "Empty cells.",
        _ => string.Empty,
    };

    private static ContractNode? Own(ContractNode node, string property)
    {
        foreach (ContractNode item in node.Items("customProperties"))
        {
            if (item.TextOrNull("property") == property)
            {
                return item;
            }
        }

        return null;
    }
}
