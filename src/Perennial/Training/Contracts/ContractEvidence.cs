using System.Text.Json;
using System.Text.Json.Serialization;
using Perennial.Features.Contracts;

namespace Perennial.Training.Contracts;

/// <summary>All that a law of leaving and a model of moves are learned from: with it a later run can ask them again.</summary>
/// <param name="Law">The law chosen.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Cells">Months at risk.</param>
/// <param name="Sizes">By how much recurring revenue moved.</param>
/// <param name="Returns">How those who paused or left came back.</param>
/// <param name="Refunds">What was given back.</param>
public sealed record ContractEvidence(
    string Law, ulong Seed, IReadOnlyList<ContractCell> Cells, IReadOnlyList<ContractMove> Sizes, IReadOnlyList<ContractReturn> Returns, ContractRefunds Refunds)
{
    /// <summary>The name of the document in a run.</summary>
    public const string Document = "contracts.json";

    /// <summary>Gives the law again, fitted on the same months with the same seed; null where this program has none of that name.</summary>
    public ContractLaw? Fit() => Law == ContractLaws.OneRate
        ? ContractLaws.OneRateOf(Cells, ContractTraining.Draws, Seed)
        : ContractLaws.Fit(Cells, ContractTraining.Draws, Seed).FirstOrDefault(law => law.Name == Law);

    /// <summary>Writes it.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ContractEvidenceJson.Default.ContractEvidence);

    /// <summary>Reads it.</summary>
    /// <exception cref="JsonException">The text is none.</exception>
    public static ContractEvidence Read(byte[] json) =>
        JsonSerializer.Deserialize(json, ContractEvidenceJson.Default.ContractEvidence) ?? throw new JsonException("The file holds null, not what contracts were learned from.");
}

/// <summary>The serializer of <see cref="ContractEvidence"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ContractEvidence))]
internal sealed partial class ContractEvidenceJson : JsonSerializerContext;
