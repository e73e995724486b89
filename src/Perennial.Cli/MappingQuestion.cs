using System.Globalization;
using Perennial.Cli.Terminal;
using Perennial.Ingest.Mapping;

namespace Perennial.Cli;

/// <summary>Asks on a terminal which column is meant, when that is truly unclear; elsewhere the refusal stands, saying how to state it.</summary>
internal static class MappingQuestion
{
    private const int Attempts = 3;

    /// <summary>Works, and begins again with every answer that is given.</summary>
    public static T Until<T>(Session session, RunOptions options, Func<RunOptions, T> work)
    {
        while (true)
        {
            try
            {
                return work(options);
            }
            catch (AmbiguousMappingException question) when (session.Surroundings.CanAsk && Ask(session.Surroundings, question) is { } answer)
            {
                var map = new Dictionary<string, string>(options.Ingest.Map, StringComparer.Ordinal) { [question.Role.Word()] = answer };
                options = options with { Ingest = options.Ingest with { Map = map } };
            }
        }
    }

    private static string? Ask(Surroundings surroundings, AmbiguousMappingException question)
    {
        surroundings.Error.WriteLine($"Which column is the {question.Role.Word()}?");
        for (int i = 0; i < question.Candidates.Count; i++)
        {
            MappingCandidate candidate = question.Candidates[i];
            surroundings.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {i + 1}  {candidate.Column}  ({string.Join(", ", candidate.Samples.Take(3))}): {candidate.Evidence}"));
        }

        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            surroundings.Error.Write(string.Create(CultureInfo.InvariantCulture, $"Number (1 to {question.Candidates.Count}, empty to stop): "));
            string? answer = surroundings.In.ReadLine();
            if (string.IsNullOrWhiteSpace(answer))
            {
                return null;
            }

            if (int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= question.Candidates.Count)
            {
                return question.Candidates[number - 1].Statement;
            }
        }

        return null;
    }
}
