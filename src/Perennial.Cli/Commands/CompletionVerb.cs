using System.CommandLine;

namespace Perennial.Cli.Commands;

/// <summary>Prints a script that completes commands, options and values in a shell.</summary>
internal sealed class CompletionVerb : Verb
{
    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh, fish or pwsh." };

    public CompletionVerb()
        : base("completion", "Print a completion script for bash, zsh, fish or pwsh.")
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        Add(_shell);
    }

    public override string Story => """
        The script asks perennial itself what could come next, so it never goes out of date. It needs
        'perennial' on the PATH. The script for PowerShell was not tested.
        """;

    public override IReadOnlyList<(string Line, string Meaning)> Examples =>
    [
        ("source <(perennial completion bash)", "Put it into ~/.bashrc to have it in every shell; zsh is the same."),
        ("perennial completion fish > ~/.config/fish/completions/perennial.fish", "For fish."),
        ("perennial completion pwsh | Out-String | Invoke-Expression", "For PowerShell."),
    ];

    public override int Run(Session session)
    {
        session.Out.Write(Script(session.Parsed.GetValue(_shell)!).ReplaceLineEndings("\n"));
        return App.Done;
    }

    private static string Script(string shell) => shell switch
    {
        "bash" => """
            _perennial() {
              local line="${COMP_LINE}" point="${COMP_POINT}" words
              words=$(perennial "[suggest:${point}]" "${line}" 2>/dev/null)
              local IFS=$'\n'
              COMPREPLY=($(compgen -W "${words}" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _perennial perennial

            """,
        "zsh" => """
            #compdef perennial
            _perennial() {
              local -a words
              words=("${(@f)$(perennial "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
              if [[ -n "${words[1]}" ]]; then compadd -a words; else _files; fi
            }
            (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
            compdef _perennial perennial

            """,
        "fish" => """
            function __perennial_complete
              set -l line (commandline -cp)
              perennial "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c perennial -a "(__perennial_complete)"

            """,
        _ => """
            Register-ArgumentCompleter -Native -CommandName perennial -ScriptBlock {
              param($word, $ast, $position)
              perennial "[suggest:$position]" "$ast" 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
              }
            }

            """,
    };
}
