using Perennial.Models;

namespace Perennial.Training;

/// <summary>The models a run may take: all that auto tries, the one asked for, or what stands in for it where its fit may not be scored.</summary>
/// <remarks>A model on a ridge is the one it extends with a parameter that nothing supports, so that one says the same; where it has no fit either, the others compete.</remarks>
public sealed class AskedModel
{
    private readonly string _asked;
    private readonly string? _trouble;

    private AskedModel(string asked, IReadOnlyList<string> candidates, string? trouble) => (_asked, Candidates, _trouble) = (asked, candidates, trouble);

    /// <summary>Gives the names of the models to choose from, at least one.</summary>
    public IReadOnlyList<string> Candidates { get; }

    /// <summary>Tells whether another model stands in for the one asked for.</summary>
    public bool IsReplaced => _trouble is not null;

    /// <summary>Resolves what was asked for.</summary>
    /// <param name="asked">auto, or the model asked for.</param>
    /// <param name="tried">Names of the models fitted.</param>
    /// <param name="fits">Their fits on the full history.</param>
    public static AskedModel Resolve(string asked, IReadOnlyList<string> tried, IReadOnlyDictionary<string, TransactionFits.Candidate> fits)
    {
        if (asked == Training.Candidates.Auto)
        {
            return new(asked, tried, null);
        }

        string[] usable = [.. tried.Where(name => fits[name].Model is not null)];
        if (usable.Length == 0 || usable.Contains(asked))
        {
            return new(asked, [asked], null);
        }

        string trouble = fits[asked].Figures.Exit == "not-identified" ? "its fit lies on a ridge" : "it has no usable fit";
        return new(asked, TransactionModels.Named(asked).Extends is { } simpler && usable.Contains(simpler) ? [simpler] : usable, trouble);
    }

    /// <summary>Says how the choice was made.</summary>
    /// <param name="taken">The model taken.</param>
    /// <param name="because">How it was chosen among <see cref="Candidates"/>.</param>
    public string Selection(string taken, string because) => _asked == Training.Candidates.Auto ? because
        : Candidates.Count == 1 ? $"{_asked} {Reason(taken)}"
        : $"{_asked} {Reason(taken)} {because}";

    /// <summary>Says in the plan what became of the model asked for.</summary>
    /// <param name="plan">Every model, tried or not.</param>
    /// <param name="taken">The model taken.</param>
    public IReadOnlyList<CandidateModel> Told(IReadOnlyList<CandidateModel> plan, string taken) => IsReplaced
        ? [.. plan.Select(model => model.Model == _asked ? model with { Why = $"It {Reason(taken)}" } : model)]
        : plan;

    /// <summary>Says which model stands in for the one asked for, and why.</summary>
    /// <param name="taken">The model taken.</param>
    public string Warning(string taken) => $"{_asked} {Reason(taken)}";

    /// <summary>Says why the model taken was not tested, and which could be: the full history may tell apart what was not to be told apart before.</summary>
    /// <param name="taken">The model taken, without a usable fit at the origin.</param>
    /// <param name="usable">Models with a usable fit at the origin.</param>
    /// <param name="origin">The last day known to the test.</param>
    public static string Untested(string taken, IReadOnlyCollection<string> usable, DateOnly origin)
    {
        if (usable.Count == 0)
        {
            return $"No model could be fitted on what was known by {origin:yyyy-MM-dd}, so there is nothing to test on the months after it.";
        }

        string testable = TransactionModels.Named(taken).Extends is { } simpler && usable.Contains(simpler) ? simpler : usable.First();
        return $"{taken} has no usable fit on what was known by {origin:yyyy-MM-dd}, so it was not tested on the months after it. {testable} has one: with --model {testable} values are tested.";
    }

    private string Reason(string taken) => _trouble is null ? "was asked for."
        : TransactionModels.Named(_asked).Extends == taken ? $"was asked for, but {_trouble}; {taken}, which it extends, is used instead."
        : $"was asked for, but {_trouble}; {taken} is used instead.";
}
