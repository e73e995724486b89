namespace Perennial.Features.Signals;

/// <summary>One thing known about a customer on a day: a column of <c>features_signals</c>, and all that a reader needs to know of it.</summary>
/// <param name="Id">The column. Numbers in it are its window: <c>365d</c> days, <c>8w</c> weeks.</param>
/// <param name="Family">What it belongs to: one of <see cref="SignalFamilies"/>.</param>
/// <param name="Unit">Its unit, such as days, share, money a month.</param>
/// <param name="Window">The span of time before the day that it looks at.</param>
/// <param name="Formula">How it comes about, in words.</param>
/// <param name="Better">Whether more of it is better for the company: 1 yes, -1 no, 0 it depends.</param>
/// <param name="Missing">When there is no value. Nothing is imputed here.</param>
/// <param name="FreshDays">For how many days after its day it may still be used as known.</param>
/// <param name="Sources">Lineage: <c>table.column</c> of the company's contract.</param>
public sealed record Signal(
    string Id, string Family, string Unit, string Window, string Formula, int Better, string Missing, int FreshDays, IReadOnlyList<string> Sources);

/// <summary>The families of signals, in the order in which they are told.</summary>
public static class SignalFamilies
{
    /// <summary>Recurring revenue, discounts, contracts, payments, purchases.</summary>
    public const string Revenue = "revenue";

    /// <summary>How long a customer stays, renewals, what failures of the service did.</summary>
    public const string Retention = "retention";

    /// <summary>What serving a customer takes.</summary>
    public const string CostToServe = "cost-to-serve";

    /// <summary>Use of the product, people, and what they do with the company.</summary>
    public const string Engagement = "engagement";

    /// <summary>How support went.</summary>
    public const string Support = "support";

    /// <summary>What customers answered.</summary>
    public const string Surveys = "surveys";

    /// <summary>What people of the company say a customer is worth beyond money; never mixed into money.</summary>
    public const string Strategic = "strategic";

    /// <summary>What is known of the customer from outside.</summary>
    public const string External = "external";

    /// <summary>Gives all families in order.</summary>
    public static IReadOnlyList<string> All { get; } = [Revenue, Retention, CostToServe, Engagement, Support, Surveys, Strategic, External];
}
