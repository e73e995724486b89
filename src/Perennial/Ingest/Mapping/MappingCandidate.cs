using Perennial.Kernel;

namespace Perennial.Ingest.Mapping;

/// <summary>A column that could play a role.</summary>
/// <param name="Column">Its name, or "column N".</param>
/// <param name="Number">Its position, from 1.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Evidence">Why it could be.</param>
/// <param name="Samples">Up to five values, safe to print.</param>
/// <param name="Statement">What to write after <c>--map role=</c> to choose it.</param>
public sealed record MappingCandidate(string Column, int Number, double Confidence, string Evidence, IReadOnlyList<string> Samples, string Statement);

/// <summary>Two or more columns could play a role and nobody said which. A host with a person in front of it asks, states the answer in the options, and begins again.</summary>
public sealed class AmbiguousMappingException : PerennialException
{
    /// <summary>Makes the exception.</summary>
    public AmbiguousMappingException(Role role, string sentence, IReadOnlyList<MappingCandidate> candidates)
        : base("ingest/ambiguous", Fault.Usage, Explain(role, sentence, candidates))
    {
        Role = role;
        Candidates = candidates;
    }

    /// <summary>Gives the role that is unclear.</summary>
    public Role Role { get; }

    /// <summary>Gives the columns in question, the likeliest first.</summary>
    public IReadOnlyList<MappingCandidate> Candidates { get; }

    internal static AmbiguousMappingException Between(Role role, string sentence, IEnumerable<Choice> choices) => new(role, sentence, [.. choices.Select(choice => choice.ToCandidate())]);

    private static string Explain(Role role, string sentence, IReadOnlyList<MappingCandidate> candidates)
    {
        IEnumerable<string> lines = candidates.Select(candidate =>
            $"'{Printable.Text(candidate.Column)}' (number {candidate.Number}, such as {string.Join(", ", candidate.Samples.Take(3))})");
        return $"{sentence} In question: {string.Join("; ", lines)}. State it by name or by number: --map {role.Word()}={string.Join($" or --map {role.Word()}=", candidates.Take(4).Select(candidate => Printable.Text(candidate.Statement)))}.";
    }
}
