using System.CommandLine;
using System.CommandLine.Help;
using Perennial.Cli.Commands;
using Perennial.Cli.Terminal;
using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Cli;

/// <summary>The command line: parses, runs one verb, and turns every ending into an exit code and a sentence.</summary>
internal static class App
{
    public const int Done = 0;
    public const int OurBug = 70;
    public const int Interrupted = 130;

    public const string Quiet = "--quiet";
    public const string Verbose = "--verbose";
    public const string Json = "--json";

    /// <summary>Makes the verbs, in the order help prints them.</summary>
    public static IReadOnlyList<Verb> Verbs() =>
    [
        new RunVerb(), new InspectVerb(), new SurvivalVerb(), new DemoVerb(), new SimulateVerb(), new PlanVerb(), new ExplainVerb(), new WhatIfVerb(), new RunsVerb(), new UndoVerb(),
        new ModelsVerb(), new DefinitionsVerb(), new OptionsVerb(), new DoctorVerb(), new CompletionVerb(),
    ];

    /// <summary>Gives the version without build metadata.</summary>
    public static string Version { get; } = typeof(Pipeline).Assembly.GetName().Version!.ToString(3);

    /// <summary>Runs a command line and gives its exit code.</summary>
    public static int Run(IReadOnlyList<string> arguments, Surroundings surroundings)
    {
        surroundings = surroundings with { Out = new PlainWriter(surroundings.Out), Error = new PlainWriter(surroundings.Error) };
        using var session = new Session(surroundings);
        try
        {
            ParseResult parsed = Root(session).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Action is not (HelpText or VersionText) && Misuse.Of(session.With(parsed)) is { Count: > 0 } faults)
            {
                return Refuse(faults, parsed, surroundings);
            }

            return parsed.Invoke(new InvocationConfiguration
            {
                Output = surroundings.Out,
                Error = surroundings.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception e) when (surroundings.Cancellation.IsCancellationRequested && e is OperationCanceledException or DuckDbException { Kind: DuckDbErrorKind.Interrupt })
        {
            surroundings.Error.WriteLine("Interrupted. Nothing was published; the last published run is as it was.");
            return Interrupted;
        }
        catch (PerennialException e)
        {
            session.Log?.Failure(e);
            surroundings.Error.WriteLine(e.Message);
            surroundings.Error.WriteLine($"({e.Code}: docs/errors/{e.Code}.md)");
            return (int)e.Fault;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DllNotFoundException or DuckDbException { Kind: DuckDbErrorKind.InputOutput or DuckDbErrorKind.OutOfMemory })
        {
            session.Log?.Failure(e);
            surroundings.Error.WriteLine($"The machine refused: {e.Message}");
            surroundings.Error.WriteLine("Check that the file or folder exists, that you may use it and that the disk has room; 'perennial doctor' checks the rest.");
            return (int)Fault.World;
        }
#pragma warning disable CA1031 // the last line of defence: whatever is left is our bug, and must say so
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Bug(e, session, surroundings);
        }
    }

    /// <summary>Makes the tree of commands.</summary>
    public static RootCommand Root(Session session)
    {
        var root = new RootCommand("Perennial predicts what each customer is worth, says how sure it is, and shows where every number came from.");
        root.Add(new Option<bool>(Quiet, "-q") { Description = "Say nothing besides results and errors.", Recursive = true });
        root.Add(new Option<bool>(Verbose, "-v") { Description = "Say more: what was decided and why.", Recursive = true });
        root.Add(new Option<bool>(Json) { Description = "Print results as JSON.", Recursive = true });
        foreach (Option option in root.Options)
        {
            switch (option)
            {
                case HelpOption help:
                    help.Description = "Show help, with examples.";
                    help.Action = new HelpText();
                    break;
                case VersionOption version:
                    version.Description = "Show the version.";
                    version.Action = new VersionText();
                    break;
            }
        }

        root.SetAction(parsed => Welcome.Show(session.With(parsed)));
        foreach (Verb verb in Verbs())
        {
            verb.SetAction(parsed => verb.Run(session.With(parsed)));
            root.Add(verb);
        }

        return root;
    }

    private static int Refuse(IReadOnlyList<string> faults, ParseResult parsed, Surroundings surroundings)
    {
        foreach (string fault in faults)
        {
            surroundings.Error.WriteLine(fault);
        }

        string verb = parsed.CommandResult.Command is Verb v ? $" {v.Name}" : string.Empty;
        surroundings.Error.WriteLine($"'perennial{verb} --help' shows what is possible, with examples.");
        return (int)Fault.Usage;
    }

    private static int Bug(Exception exception, Session session, Surroundings surroundings)
    {
        LogFile? log = session.Log;
        using LogFile? own = log?.FullPath is null ? new LogFile(Path.GetTempPath(), "perennial-failure") : null;
        log = own ?? log!;
        log.Failure(exception);
        surroundings.Error.WriteLine($"Perennial failed in a way it never should: {exception.GetType().Name}: {exception.Message}");
        surroundings.Error.WriteLine($"This is our bug. Please report it with the log {log.FullPath ?? "(which could not be written)"}; it holds no rows of your data, but read it before you send it.");
        return OurBug;
    }
}
