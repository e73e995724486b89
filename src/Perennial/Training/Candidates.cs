using Perennial.Models;

namespace Perennial.Training;

/// <summary>Which models of purchases a run fits and tests, and why: each costs time, and one whose story cannot fit only adds noise to the choice.</summary>
public static class Candidates
{
    /// <summary>The word for a choice among candidates.</summary>
    public const string Auto = "auto";

    /// <summary>Gives those that every run fits, the simplest first: buying at random, leaving unsaid.</summary>
    public static IReadOnlyList<string> Always { get; } = [.. TransactionModels.All.Where(model => model.Needs is null).Select(model => model.Name)];

    /// <summary>Says of every model whether it is tried.</summary>
    /// <param name="asked">auto, or the model asked for.</param>
    public static IReadOnlyList<CandidateModel> Plan(string asked) =>
    [
        .. TransactionModels.All.Select(model => model.Needs is not { } needs
            ? new CandidateModel(model.Name, true, model.Name == asked ? "It was asked for." : "Every run tries it.")
            : model.Name == asked
                ? new CandidateModel(model.Name, true, "It was asked for.")
                : new CandidateModel(model.Name, false, $"It is for {needs}. Ask for it with --model {model.Name}.")),
    ];
}
