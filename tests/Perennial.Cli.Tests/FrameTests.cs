using System.Diagnostics;
using System.Text.Json;
using Perennial.Models;
using Perennial.Training.Contracts;

namespace Perennial.Cli.Tests;

/// <summary>What every command line shares: version, welcome, wrong use, completion, the machine's check-up.</summary>
public sealed class FrameTests
{
    [Fact]
    public void Bare_perennial_names_the_next_step_and_the_file_that_lies_there()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run());
        Assert.Contains("perennial demo", shell.Out, StringComparison.Ordinal);
        Assert.Contains("perennial run FILE", shell.Out, StringComparison.Ordinal);

        shell.Put("my orders.csv", "customer,date\n");
        shell.Run();
        Assert.Contains("perennial run \"my orders.csv\"", shell.Out, StringComparison.Ordinal);

        Directory.CreateDirectory(shell.In("perennial-out"));
        shell.Put("perennial-out/report.html", "<html>");
        shell.Run();
        Assert.Contains("report.html", shell.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_semantic_and_alone()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("--version"));
        Assert.Matches(@"^\d+\.\d+\.\d+\n$", shell.Out);
    }

    [Theory]
    [InlineData("'run' needs INPUT", "run")]
    [InlineData("There is no command 'rnu'. Did you mean run?", "rnu")]
    [InlineData("There is no option --verison.", "--verison")]
    [InlineData("one word too many", "options", "extra")]
    [InlineData("'bash'", "completion", "tcsh")]
    [InlineData("--threads", "run", "log.csv", "--threads")]
    public void Wrong_use_ends_with_2_and_says_what_is_possible(string expected, params string[] arguments)
    {
        using var shell = new Shell();
        Assert.Equal(2, shell.Run(arguments));
        Assert.Contains(expected, shell.Error, StringComparison.Ordinal);
        Assert.Contains("--help' shows what is possible", shell.Error, StringComparison.Ordinal);
        Assert.Empty(shell.Out);
    }

    [Fact]
    public void An_input_that_begins_with_an_at_sign_is_a_file_and_not_a_list_of_arguments()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("run", "@orders.csv", "--out", shell.In("out")));
        Assert.Equal(["@orders.csv"], shell.Asked!.Inputs);
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _perennial perennial")]
    [InlineData("zsh", "#compdef perennial")]
    [InlineData("fish", "complete -c perennial")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public void Completion_prints_a_script_for_the_shell(string shellName, string expected)
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("completion", shellName));
        Assert.Contains(expected, shell.Out, StringComparison.Ordinal);
        Assert.Contains("[suggest:", shell.Out, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("bash", "-n")]
    [InlineData("zsh", "-n")]
    [InlineData("fish", "--no-execute")]
    public void A_shell_reads_its_completion_script_without_complaint(string shellName, params string[] reading)
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("completion", shellName));
        string script = shell.Put("completion", shell.Out);
        string broken = shell.Put("broken", shell.Out.Replace("}", string.Empty, StringComparison.Ordinal).Replace("end\n", string.Empty, StringComparison.Ordinal));
        bool there = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, shellName)));
        Assert.SkipUnless(there, $"There is no shell '{shellName}' on this machine.");
        Assert.Equal((0, string.Empty), Read(script));
        Assert.NotEqual(0, Read(broken).Exit);

        (int Exit, string Said) Read(string file)
        {
            using Process process = Process.Start(new ProcessStartInfo(shellName, [.. reading, file]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            string said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, said);
        }
    }

    [Theory]
    [InlineData("perennial ru", "run")]
    [InlineData("perennial run --hor", "--horizon")]
    [InlineData("perennial run x --model ", "pareto-nbd")]
    public void Completion_asks_the_program_what_could_come_next(string line, string expected)
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run($"[suggest:{line.Length}]", line));
        Assert.Contains(expected, shell.Out.Split('\n'));
    }

    [Fact]
    public void The_doctor_finds_the_engine_and_a_folder_to_write_to()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("doctor", "--out", shell.In("new")));
        Assert.Contains("DuckDB", shell.Out, StringComparison.Ordinal);
        Assert.Contains("parquet, json, icu", shell.Out, StringComparison.Ordinal);
        Assert.Contains("will be made", shell.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(shell.In("new")));
        Assert.Empty(Directory.GetFileSystemEntries(shell.Folder));
    }

    [Fact]
    public void The_doctor_ends_with_3_and_a_remedy_where_nothing_can_be_written()
    {
        using var shell = new Shell();
        string file = shell.Put("taken", "x");
        Assert.Equal(3, shell.Run("doctor", "--out", Path.Combine(file, "out")));
        Assert.Contains("is a file, where a folder is needed", shell.Out, StringComparison.Ordinal);
        Assert.Contains("--out", shell.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_are_listed_with_all_their_parameters_and_when_to_use_them_and_when_not()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("models", "--json"));
        JsonElement[] cards = [.. JsonDocument.Parse(shell.Out).RootElement.EnumerateArray()];
        string[] purchases = [.. TransactionModels.All.Select(model => model.Name), "gamma-gamma"];
        string[] others = ["shifted-beta-geometric", "beta-discrete-weibull", "kaplan-meier", "cox", "accelerated-failure-time", "discrete-time-hazard", "competing-risks"];
        Assert.Equal([.. purchases, .. others], cards.Select(card => card.GetProperty("name").GetString()));
        string[] library = [.. cards.Where(card => card.GetProperty("tried").GetString()!.StartsWith("Not in run", StringComparison.Ordinal)).Select(card => card.GetProperty("name").GetString()!)];
        Assert.Equal(others.Except(ContractLaws.All), library);
        Assert.All(others, name => Assert.True(File.Exists(Testing.Repository.Path($"docs/models/{name}.md")), name));
        Assert.All(cards, card => Assert.EndsWith(".", card.GetProperty("use_when").GetString(), StringComparison.Ordinal));
        Assert.All(cards, card => Assert.EndsWith(".", card.GetProperty("not_for").GetString(), StringComparison.Ordinal));
        Assert.Distinct(cards.Select(card => card.GetProperty("use_when").GetString()));
        string[] regular = [.. cards.Where(card => card.GetProperty("name").GetString()!.EndsWith("cnbd-k", StringComparison.Ordinal)).Select(card => card.GetProperty("parameters").GetString()!)];
        Assert.Equal(["k, r, alpha, a, b", "k, r, alpha, a, b"], regular);
    }

    [Fact]
    public void The_table_of_models_says_when_to_use_each()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("models"));
        Assert.Contains("Use when", shell.Out, StringComparison.Ordinal);
        Assert.Contains("Not for", shell.Out, StringComparison.Ordinal);
    }
}
