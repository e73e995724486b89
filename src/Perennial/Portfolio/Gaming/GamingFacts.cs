namespace Perennial.Portfolio.Gaming;

/// <summary>Customers whose figures look better, or busier, than they are: a question to ask of each, not a verdict.</summary>
/// <param name="Tested">Customers with enough purchases to tell.</param>
/// <param name="Usual">The share of purchase days that all customers together sent back, 0 to 1; null where nothing was sold.</param>
/// <param name="Returners">Who sends nearly everything back, the clearest first.</param>
/// <param name="Scripts">Whose use looks like a script, by customer.</param>
public sealed record GamingFacts(int Tested, double? Usual, IReadOnlyList<Returner> Returners, IReadOnlyList<ScriptedUse> Scripts);

/// <summary>Somebody who sends back so much more than others that chance does not explain it.</summary>
/// <param name="CustomerKey">Who.</param>
/// <param name="Bought">Purchase days.</param>
/// <param name="Back">Of these, days of which at least half was sent back.</param>
/// <param name="Sold">What they bought, in the run's currency.</param>
/// <param name="Returned">What of it came back.</param>
/// <param name="FalseDiscovery">Share of wrong findings accepted by believing it and all clearer ones.</param>
public sealed record Returner(int CustomerKey, int Bought, int Back, decimal Sold, decimal Returned, double FalseDiscovery);

/// <summary>Use of one feature by one person on nearly every day, far above what others use of it.</summary>
/// <param name="CustomerKey">Who.</param>
/// <param name="Feature">What is used.</param>
/// <param name="Days">On how many of the last 90 days.</param>
/// <param name="Rate">Units a day and person.</param>
/// <param name="Usual">The median of customers who use the feature.</param>
public sealed record ScriptedUse(int CustomerKey, string Feature, int Days, double Rate, double Usual);
