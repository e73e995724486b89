using Perennial.Cli.Terminal;
using Perennial.DuckDb;

namespace Perennial.Cli.Tests.Safety;

/// <summary>Ids that try to be commands: to a terminal, a browser, a spreadsheet, a markup language.</summary>
public sealed class HostileValueTests
{
    private static readonly string[] Ids =
    [
        "=1+1", "+2", "-3", "@SUM(A1)", "\u001b[31mred\u001b[0m", "\u001b]0;title\u0007", "\u009b31m", "<script>alert(1)</script>", "</script><b>x", "\u202edrawkcab",
        "007", "'q", "a,b", "say \"hi\"", "[bold]x[/]", "${jndi:x}", "{0}", "%s%n", "back\bspace", "<img src=x onerror=alert(1)>",
    ];

    [Fact]
    public void Hostile_ids_pass_through_the_whole_pipeline_as_text()
    {
        using var shell = new Shell { OnTerminal = false, Pipeline = (options, log, cancellation) => Pipeline.Run(options, log, cancellation) };
        string rows = SmallLog.Text(40, Ids) + "\"\u001b[2JX\",\"\u001b[31mnever\",5\n\"\u001b[2JX\",2022-02-02,\"\u001b[31mfive\"\n";
        string file = shell.Put("log.csv", rows);
        Assert.True(shell.Run([.. SmallLog.Quick(file, shell.In("out")), "--verbose"]) == 0, shell.Error);
        RequireHarmless(shell.Out);
        RequireHarmless(shell.Error);
        RequireHarmless(shell.Log());

        string report = File.ReadAllText(shell.In("out/report.html"));
        RequireHarmless(report);
        Assert.DoesNotContain("<script>alert(1)", report, StringComparison.Ordinal);
        Assert.DoesNotContain("</script><b>x", report, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", report, StringComparison.Ordinal);

        // The exports keep ids as they are, except that no cell of the CSV can be taken for a formula.
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
        using DuckDbConnection connection = database.Connect();
        Assert.Superset(Ids.ToHashSet(), connection.List($"SELECT customer_id FROM read_parquet({DuckDbSql.Literal(shell.In("out/scores.parquet"))})", row => row.String(0)!).ToHashSet());
        IReadOnlyList<string> cells = connection.List($"SELECT customer_id FROM read_csv({DuckDbSql.Literal(shell.In("out/scores.csv"))}, all_varchar = true)", row => row.String(0)!);
        Assert.Superset(Ids.ToHashSet(), cells.Select(cell => cell.StartsWith('\'') ? cell[1..] : cell).ToHashSet());
        Assert.DoesNotContain(cells, cell => cell[0] is '=' or '+' or '-' or '@');

        foreach (string id in Ids)
        {
            Assert.True(shell.Run("explain", "--out", shell.In("out"), $"--customer={id}") == 0, shell.Error);
            RequireHarmless(shell.Out);
            Assert.Contains(PlainWriter.Plain(id), shell.Out, StringComparison.Ordinal);
            if (cells.Contains('\'' + id))
            {
                Assert.True(shell.Run("explain", "--out", shell.In("out"), $"--customer='{id}") == 0, shell.Error);
            }
        }

        Assert.Equal(2, shell.Run("explain", "--out", shell.In("out"), "--customer=\u001b[31mnobody"));
        RequireHarmless(shell.Error);
        Assert.Equal(0, shell.Run("inspect", file));
        RequireHarmless(shell.Out + shell.Error);
    }

    [Fact]
    public void On_a_terminal_values_bring_no_commands_of_their_own()
    {
        using var shell = new Shell { OnTerminal = true };
        shell.Pipeline = (options, log, _) =>
        {
            log.Note("customer \u001b]0;title\u0007 and \u202eturned");
            return Records.Of(options) with { Warnings = ["\u001b[2Jgone"] };
        };
        Assert.Equal(0, shell.Run("run", "log.csv", "--out", shell.In("out")));
        foreach (string text in new[] { shell.Out, shell.Error })
        {
            Assert.DoesNotContain("\u001b]0;", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\u001b[2J", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\u202e", text, StringComparison.Ordinal);
        }

        Assert.Contains("\\u001b[2Jgone", shell.Out, StringComparison.Ordinal);
        Assert.Contains("\\u001b]0;title\\u0007", shell.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain text, ÄÖ 顧客 🌱", "plain text, ÄÖ 顧客 🌱")]
    [InlineData("a\tb\nc\r\nd", "a\tb\nc\r\nd")]
    [InlineData("over\rwritten", "over\\u000dwritten")]
    [InlineData("\u0000\u007f\u0085\u061c\u2066", "\\u0000\\u007f\\u0085\\u061c\\u2066")]
    public void Plain_text_shows_what_a_terminal_would_obey(string value, string expected) => Assert.Equal(expected, PlainWriter.Plain(value));

    private static void RequireHarmless(string text) =>
        Assert.DoesNotContain(text, c => (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'));
}
