using Perennial.Testing;

namespace Perennial.Cli.Tests;

/// <summary>Help is a page that people read: each one is a golden file. <c>PERENNIAL_UPDATE_GOLDEN=1</c> writes them anew; read the difference.</summary>
public sealed class HelpTests
{
    public static TheoryData<string> Pages => [.. App.Verbs().Select(v => v.Name).Prepend("perennial")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Help_is_the_page_that_was_read_and_approved(string verb)
    {
        using var shell = new Shell();
        string[] arguments = verb == "perennial" ? ["--help"] : [verb, "--help"];
        Assert.Equal(0, shell.Run(arguments));
        Assert.Empty(shell.Error);

        string path = Repository.Path($"tests/Perennial.Cli.Tests/Reference/help/{verb}.txt");
        if (Environment.GetEnvironmentVariable("PERENNIAL_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, shell.Out);
        }

        Assert.Equal(File.ReadAllText(path), shell.Out);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Help_fits_a_terminal_of_a_hundred_columns_but_for_lines_to_copy(string verb)
    {
        string[] lines = File.ReadAllLines(Repository.Path($"tests/Perennial.Cli.Tests/Reference/help/{verb}.txt"));
        Assert.Empty(lines.Where(l => l.Length > 104 && !l.StartsWith("  perennial", StringComparison.Ordinal) && !l.StartsWith("Perennial predicts", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_verb_has_a_story_and_examples_that_begin_with_itself()
    {
        foreach (Commands.Verb verb in App.Verbs())
        {
            Assert.NotEmpty(verb.Story);
            Assert.NotEmpty(verb.Examples);
            Assert.All(verb.Examples, e => Assert.Contains($"perennial {verb.Name}", e.Line, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_example_of_help_is_a_command_line_that_would_be_accepted()
    {
        foreach (Commands.Verb verb in App.Verbs())
        {
            foreach ((string line, _) in verb.Examples)
            {
                using var shell = new Shell();
                using var session = new Session(new Terminal.Surroundings { Out = TextWriter.Null, Error = TextWriter.Null, In = TextReader.Null, Environment = shell.Environment, Folder = shell.Folder });
                string bare = line[line.IndexOf($"perennial {verb.Name}", StringComparison.Ordinal)..].Split(" > ")[0].Split(" | ")[0].Split(')')[0]["perennial ".Length..];
                session.With(App.Root(session).Parse(bare));
                Assert.Empty(Misuse.Of(session).Select(f => $"{line}: {f}"));
            }
        }
    }
}
