namespace Perennial.Training;

/// <summary>One model of purchases, and whether this run fitted and tested it.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Tried">Whether it was fitted and tested.</param>
/// <param name="Why">The reason, in a sentence.</param>
public sealed record CandidateModel(string Model, bool Tried, string Why);
