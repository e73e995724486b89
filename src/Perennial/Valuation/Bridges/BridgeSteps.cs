namespace Perennial.Valuation.Bridges;

/// <summary>The names of what can move a value, in the order in which they are told.</summary>
public static class BridgeSteps
{
    /// <summary>Customers first seen since.</summary>
    public const string Gained = "gained";

    /// <summary>Accounts with a subscription whose last one has ended since.</summary>
    public const string Lost = "lost";

    /// <summary>What is known now of the day of the run before, beside what was known then.</summary>
    public const string Data = "data";

    /// <summary>What was expected to come of the time since.</summary>
    public const string Time = "time";

    /// <summary>Rates of exchange.</summary>
    public const string Currency = "currency";

    /// <summary>What customers did since, beside what was expected.</summary>
    public const string Behaviour = "behaviour";

    /// <summary>What the models learned anew, or that other ones were chosen.</summary>
    public const string Model = "model";

    /// <summary>How far ahead the value looks.</summary>
    public const string Horizon = "horizon";

    /// <summary>The discount rate.</summary>
    public const string Discount = "discount";

    /// <summary>The margin stated.</summary>
    public const string Margin = "margin";

    /// <summary>Behaviour, data and model of customers whose model cannot be asked again.</summary>
    public const string Untold = "untold";

    /// <summary>Gives all of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Gained, Lost, Data, Time, Currency, Behaviour, Untold, Model, Horizon, Discount, Margin];

    /// <summary>Gives the definition of a step.</summary>
    public static string DefinitionId(string step) => $"clv.bridge.{step}.v1";
}
