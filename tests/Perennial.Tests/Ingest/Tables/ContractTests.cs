using Perennial.Ingest.Tables;
using Perennial.Kernel;

namespace Perennial.Tests.Ingest.Tables;

/// <summary>The shipped contract holds together, and a contract that does not is refused with its line.</summary>
public sealed class ContractTests
{
    [Fact]
    public void References_keys_and_rules_of_the_shipped_contract_name_columns_that_there_are()
    {
        DataContract contract = DataContract.Company;
        Assert.Equal(contract.Tables.Count, contract.Tables.Select(table => table.Name).Distinct(StringComparer.Ordinal).Count());
        foreach (ContractTable table in contract.Tables)
        {
            Assert.NotEmpty(table.Description);
            Assert.NotEmpty(table.Key);
            Assert.Equal(Enumerable.Range(1, table.Key.Count), table.Key.Select(column => column.KeyPosition));
            foreach (ContractColumn column in table.Columns)
            {
                Assert.NotEmpty(column.Description);
                foreach (string to in new[] { column.Refers, column.LookedUpThrough }.OfType<string>())
                {
                    Assert.NotNull(contract.Table(to.Split('.')[0]).Find(to.Split('.')[1]));
                }

                Assert.All(column.ReadAs.Values, meant => Assert.True(column.Choices.Count == 0 || column.Choices.Contains(meant), $"{table.Name}.{column.Name} reads a word as '{meant}', which it does not allow."));
            }

            Assert.All(table.Rules.SelectMany(rule => rule.Columns), column => Assert.NotNull(table.Find(column)));
        }
    }

    [Fact]
    public void No_two_tables_go_by_one_name()
    {
        string[] names = [.. DataContract.Company.Tables.SelectMany(table => table.KnownAs.Prepend(table.Name))];
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("kind: Thing\napiVersion: v3.1.0\nid: a\nversion: 1", "line 1: It is kind 'Thing'")]
    [InlineData("kind: DataContract\napiVersion: v3.1.0\nid: a", "'version' is missing")]
    [InlineData("kind: DataContract\napiVersion: v3.1.0\nid: a\nversion: 1\nschema:\n  - name: t\n    properties:\n      - name: c\n        logicalType: thing", "line 8: logicalType is 'thing'")]
    [InlineData("kind: DataContract\napiVersion: v3.1.0\nid: a\nversion: 1\nschema:\n  - name: t\n    quality:\n      - {metric: rowCount}", "line 8: A rule needs one of mustBe")]
    [InlineData("kind: DataContract\napiVersion: v3.1.0\nid: a\nversion: 1\nschema:\n  - name: t\n    quality:\n      - {metric: sharpness, mustBe: 0}", "metric is 'sharpness'")]
    [InlineData("kind: [DataContract", "is not YAML")]
    [InlineData("", "is empty")]
    public void A_contract_that_cannot_be_used_is_refused_with_its_line(string text, string expected)
    {
        PerennialException refusal = Assert.Throws<PerennialException>(() => ContractReader.Read(new StringReader(text), "own.odcs.yaml"));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(Fault.Usage, refusal.Fault);
    }

    [Theory]
    [InlineData(RuleOperator.Equal, 0, 0, 0, true)]
    [InlineData(RuleOperator.Equal, 0, 0, 1, false)]
    [InlineData(RuleOperator.NotEqual, 3, 0, 3, false)]
    [InlineData(RuleOperator.Greater, 3, 0, 3, false)]
    [InlineData(RuleOperator.GreaterOrEqual, 3, 0, 3, true)]
    [InlineData(RuleOperator.Less, 3, 0, 3, false)]
    [InlineData(RuleOperator.LessOrEqual, 3, 0, 3, true)]
    [InlineData(RuleOperator.Between, 2, 4, 4, true)]
    [InlineData(RuleOperator.Between, 2, 4, 5, false)]
    [InlineData(RuleOperator.NotBetween, 2, 4, 3, false)]
    [InlineData(RuleOperator.NotBetween, 2, 4, 1, true)]
    public void Operators_mean_what_they_say(RuleOperator op, double threshold, double upper, long count, bool holds)
    {
        ContractRule rule = new() { Name = "r", Measure = RuleMeasure.RowCount, Description = "r", Operator = op, Threshold = threshold, Upper = upper };
        Assert.Equal(holds, rule.Holds(count, 100));
        Assert.Equal(holds, (rule with { Percent = true }).Holds(count, 100));
    }
}
