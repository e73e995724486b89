using System.Globalization;
using System.Text;
using Perennial.Ingest.Tables;
using Perennial.Kernel;
using YamlDotNet.RepresentationModel;

namespace Perennial.Decisions.Plans;

/// <summary>Reads a plan from a table, as a spreadsheet keeps it: one row a place; <c>part</c> says of which kind, <c>of</c> in which table, the other columns are the names of the YAML form.</summary>
internal static class PlanTableReader
{
    // Kinds of rows, and where they go: "of" names the segment, the family or the id.
    private static readonly string[] Parts = ["plan", "owner", "goal", "change", "segment", "area", "driver", "tactic", "investment", "milestone", "factor", "driver_total", "area_total", "investment_total", "recommendation"];

    /// <summary>Reads it.</summary>
    /// <param name="text">Comma-separated values with a header.</param>
    /// <param name="path">What to call it in a sentence.</param>
    /// <exception cref="PerennialException">It is no plan (<c>decisions/plan</c>).</exception>
    public static PlanFile Read(TextReader text, string path)
    {
        (int Line, string[] Cells)[] rows = [.. Records(text.ReadToEnd())];
        if (rows.Length == 0 || !rows[0].Cells.Contains("part", StringComparer.Ordinal))
        {
            throw new PerennialException(PlanReader.Kind.Code, Fault.Usage, $"The plan '{path}' has no column 'part', which says what a row is: {string.Join(", ", Parts)}. {PlanReader.Kind.Advice}");
        }

        string[] names = rows[0].Cells;
        var lines = new Dictionary<YamlNode, int>(ReferenceEqualityComparer.Instance);
        var root = new YamlMappingNode();
        foreach ((int line, string[] cells) in rows.Skip(1))
        {
            var fields = names.Zip(cells).Where(field => field.Second.Length > 0).ToDictionary(field => field.First, field => field.Second, StringComparer.Ordinal);
            string part = fields.GetValueOrDefault("part", string.Empty), of = fields.GetValueOrDefault("of", string.Empty);
            _ = fields.Remove("part") | fields.Remove("of");
            Put(root, part, of, Row(line, fields, lines), line, path);
        }

        return PlanReader.Read(new ContractNode(path, root, PlanReader.Kind with { LineOf = node => lines.GetValueOrDefault(node) }), path);
    }

    private static void Put(YamlMappingNode root, string part, string of, YamlMappingNode row, int line, string path)
    {
        switch (part)
        {
            case "plan" or "change":
                root.Add(part, row);
                break;
            case "owner":
                Map(root, "owners").Add(of, row.Children.FirstOrDefault(field => field.Key is YamlScalarNode { Value: "name" }).Value ?? string.Empty);
                break;
            case "tactic":
                Map(root, "tactics").Add(of, row);
                break;
            case "recommendation":
                List(root, "recommendations").Add(row.Children.First().Value);
                break;
            case "goal" or "milestone":
                List(root, part + "s").Add(row);
                break;
            case "factor":
                List(root, "scorecard").Add(row);
                break;
            case "segment" or "investment":
                List(Map(root, part + "s"), "rows").Add(row);
                break;
            case "driver":
                List(Map(Map(root, "drivers"), of), "rows").Add(row);
                break;
            case "area":
                List(Area(root, of), "rows").Add(row);
                break;
            case "driver_total":
                Map(Map(root, "drivers"), of).Add("total", row);
                break;
            case "area_total":
                Area(root, of).Add("total", row);
                break;
            case "investment_total":
                Map(root, "investments").Add("total", row);
                break;
            default:
                throw new PerennialException(
                    PlanReader.Kind.Code, Fault.Usage, string.Create(CultureInfo.InvariantCulture, $"The plan '{path}' cannot be used, line {line}: the part '{part}' is not known; there are {string.Join(", ", Parts)}. {PlanReader.Kind.Advice}"));
        }
    }

    // An area of a family, or of a segment that came before it.
    private static YamlMappingNode Area(YamlMappingNode root, string of)
    {
        YamlNode? segment = root.Children.TryGetValue("segments", out YamlNode? all) && ((YamlMappingNode)all).Children.TryGetValue("rows", out YamlNode? rows)
            ? ((YamlSequenceNode)rows).Children.FirstOrDefault(row => ((YamlMappingNode)row).Children.TryGetValue("name", out YamlNode? name) && ((YamlScalarNode)name).Value == of)
            : null;
        return segment is YamlMappingNode found ? Map(found, "areas") : Map(Map(root, "areas"), of);
    }

    private static YamlMappingNode Row(int line, Dictionary<string, string> fields, Dictionary<YamlNode, int> lines)
    {
        var row = new YamlMappingNode();
        foreach ((string name, string value) in fields)
        {
            row.Add(name, At(name is "tactics" or "evidence"
                ? new YamlSequenceNode(value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => (YamlNode)At(new YamlScalarNode(item))))
                : new YamlScalarNode(value)));
        }

        return (YamlMappingNode)At(row);

        YamlNode At(YamlNode node)
        {
            lines[node] = line;
            return node;
        }
    }

    private static YamlMappingNode Map(YamlMappingNode node, string name)
    {
        if (!node.Children.TryGetValue(name, out YamlNode? part))
        {
            node.Add(name, part = new YamlMappingNode());
        }

        return (YamlMappingNode)part;
    }

    private static YamlSequenceNode List(YamlMappingNode node, string name)
    {
        if (!node.Children.TryGetValue(name, out YamlNode? part))
        {
            node.Add(name, part = new YamlSequenceNode());
        }

        return (YamlSequenceNode)part;
    }

    // Cells may be quoted and hold commas, quotes (doubled) and line ends.
    private static IEnumerable<(int Line, string[] Cells)> Records(string text)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        (bool quoted, int line, int begun) = (false, 1, 1);
        for (int i = 0; i <= text.Length; i++)
        {
            char c = i < text.Length ? text[i] : '\n';
            line += c == '\n' && i < text.Length ? 1 : 0;
            if (quoted && i < text.Length)
            {
                if (c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append(text[++i]);
                }
                else if (c == '"')
                {
                    quoted = false;
                }
                else
                {
                    cell.Append(c);
                }
            }
            else if (c == '"')
            {
                quoted = true;
            }
            else if (c is ',' or '\n')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
                if (c == '\n')
                {
                    if (cells.Any(value => value.Length > 0))
                    {
                        yield return (begun, [.. cells]);
                    }

                    cells.Clear();
                    begun = line;
                }
            }
            else if (c is not ('\r' or '\uFEFF'))
            {
                cell.Append(c);
            }
        }
    }
}
