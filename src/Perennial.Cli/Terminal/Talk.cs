using Perennial.Kernel;
using Spectre.Console;

namespace Perennial.Cli.Terminal;

/// <summary>How much a command says besides its results.</summary>
internal enum Volume
{
    Quiet,
    Normal,
    Verbose,
}

/// <summary>Tells a person how a run is getting on: bars on a terminal, plain lines elsewhere; and always the log file.</summary>
internal sealed class Talk(Surroundings surroundings, Volume volume, LogFile? log) : IRunLog
{
    private readonly IAnsiConsole _console = Screen.ForTalk(surroundings);
    private ProgressContext? _bars;
    private ProgressTask? _bar;

    /// <summary>Runs some work, with bars where a terminal can draw them.</summary>
    public T While<T>(Func<IRunLog, T> work)
    {
        if (volume == Volume.Quiet || !surroundings.ErrorIsTerminal || !_console.Profile.Capabilities.Ansi)
        {
            return work(this);
        }

        return _console.Progress()
            .AutoClear(false)
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new ElapsedTimeColumn(), new SpinnerColumn())
            .Start(context =>
            {
                _bars = context;
                try
                {
                    T result = work(this);
                    Complete();
                    return result;
                }
                finally
                {
                    _bar?.StopTask();
                    _bars = null;
                }
            });
    }

    public void Stage(string room, string what)
    {
        log?.Stage(room, what);
        if (_bars is not null)
        {
            Complete();
            _bar = _bars.AddTask($"{Screen.Plain(room)}: {Screen.Plain(what)}", maxValue: 1);
        }
        else if (volume != Volume.Quiet)
        {
            Say($"{room}: {what}");
        }
    }

    public void Progress(double share)
    {
        if (_bar is { } bar)
        {
            bar.Value = Math.Clamp(share, 0, 1);
        }
    }

    public void Note(string sentence)
    {
        log?.Note(sentence);
        if (volume != Volume.Quiet)
        {
            Say(sentence);
        }
    }

    public void Detail(string sentence)
    {
        log?.Detail(sentence);
        if (volume == Volume.Verbose)
        {
            Say($"  {sentence}");
        }
    }

    private void Say(string sentence)
    {
        if (_bars is not null)
        {
            _console.MarkupLine(Screen.Plain(sentence));
        }
        else
        {
            surroundings.Error.WriteLine(sentence);
        }
    }

    private void Complete()
    {
        if (_bar is { } bar)
        {
            bar.Value = 1;
            bar.StopTask();
            _bar = null;
        }
    }
}
