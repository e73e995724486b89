namespace Perennial.Features.Signals;

/// <summary>What a run found about its signals.</summary>
/// <param name="Customers">Customers known on the as-of day.</param>
/// <param name="Landmarks">Days before it for which signals were found, every 28 days.</param>
/// <param name="PanelRows">Rows of these days: customers with a running subscription then, or without any ever.</param>
/// <param name="Segments">Segments that customers are compared within.</param>
/// <param name="NamedFeatures">Features of the product with columns of their own: feature 1 first.</param>
/// <param name="Missing">Share of customers without a value on the as-of day, 0 to 1, by signal in the order of the catalogue.</param>
/// <param name="SuspectHorizonDays">Days after each landmark on which leaving was looked for, to find suspect signals.</param>
/// <param name="Suspects">Signals that tell the future too well to be trusted.</param>
public sealed record SignalFacts(
    long Customers, int Landmarks, long PanelRows, IReadOnlyList<string> Segments, IReadOnlyList<string> NamedFeatures, IReadOnlyList<SignalCoverage> Missing, int SuspectHorizonDays,
    IReadOnlyList<SuspectSignal> Suspects);

/// <summary>How far a signal is known.</summary>
/// <param name="Id">The signal.</param>
/// <param name="Family">Its family.</param>
/// <param name="MissingShare">Share of customers without a value on the as-of day, 0 to 1.</param>
public sealed record SignalCoverage(string Id, string Family, double MissingShare);
