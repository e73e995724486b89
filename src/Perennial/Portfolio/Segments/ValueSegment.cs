using Perennial.Portfolio.Trajectories;

namespace Perennial.Portfolio.Segments;

/// <summary>How much a customer is worth beside the others.</summary>
public enum ValueLevel
{
    /// <summary>Nothing is said of the value.</summary>
    Unknown,

    /// <summary>Below the others.</summary>
    Low,

    /// <summary>Between.</summary>
    Moderate,

    /// <summary>Above the others.</summary>
    High,
}

/// <summary>Value and direction together. Four cells have the names of the classic picture; the others have names of their own, so that every customer of whom both are known is in one.</summary>
public enum ValueSegment
{
    /// <summary>Value or direction is not known.</summary>
    None,

    /// <summary>Any value, strong negative: goes before all others.</summary>
    AtRisk,

    /// <summary>Any value, and not clear which way.</summary>
    Undecided,

    /// <summary>Low and declining.</summary>
    LowTouch,

    /// <summary>Low or moderate, and stable.</summary>
    Maintain,

    /// <summary>Low or moderate, and growing.</summary>
    Nurture,

    /// <summary>Moderate and declining.</summary>
    QuestionMark,

    /// <summary>High and declining.</summary>
    Safeguard,

    /// <summary>High and stable.</summary>
    CashCow,

    /// <summary>High and growing.</summary>
    Star,
}

/// <summary>The table of segments.</summary>
public static class ValueSegments
{
    /// <summary>Gives all segments a customer can be in, in the order they are told.</summary>
    public static IReadOnlyList<ValueSegment> All { get; } =
    [
        ValueSegment.Star, ValueSegment.CashCow, ValueSegment.Safeguard, ValueSegment.Nurture, ValueSegment.Maintain, ValueSegment.QuestionMark, ValueSegment.LowTouch, ValueSegment.Undecided, ValueSegment.AtRisk,
    ];

    /// <summary>Gives the segment of a value and a direction.</summary>
    /// <param name="value">The value.</param>
    /// <param name="direction">Which way the customer goes.</param>
    public static ValueSegment Of(ValueLevel value, TrajectoryDirection direction) => (value, direction) switch
    {
        (_, TrajectoryDirection.StrongNegative) => ValueSegment.AtRisk,
        (ValueLevel.Unknown, _) or (_, TrajectoryDirection.Unknown) => ValueSegment.None,
        (_, TrajectoryDirection.Undecided) => ValueSegment.Undecided,
        (ValueLevel.High, TrajectoryDirection.Positive or TrajectoryDirection.StrongPositive) => ValueSegment.Star,
        (ValueLevel.High, TrajectoryDirection.Stable) => ValueSegment.CashCow,
        (ValueLevel.High, _) => ValueSegment.Safeguard,
        (_, TrajectoryDirection.Positive or TrajectoryDirection.StrongPositive) => ValueSegment.Nurture,
        (_, TrajectoryDirection.Stable) => ValueSegment.Maintain,
        (ValueLevel.Moderate, _) => ValueSegment.QuestionMark,
        _ => ValueSegment.LowTouch,
    };

    /// <summary>Gives a segment's name.</summary>
    public static string Name(ValueSegment segment) => segment switch
    {
        ValueSegment.AtRisk => "At-Risk",
        ValueSegment.Undecided => "Undecided",
        ValueSegment.LowTouch => "Low Touch",
        ValueSegment.Maintain => "Maintain",
        ValueSegment.Nurture => "Nurture",
        ValueSegment.QuestionMark => "Question Marks",
        ValueSegment.Safeguard => "Safeguard",
        ValueSegment.CashCow => "Cash Cows",
        ValueSegment.Star => "Stars",
        _ => "none",
    };

    /// <summary>Gives how a segment is defined, in words.</summary>
    public static string Meaning(ValueSegment segment) => segment switch
    {
        ValueSegment.AtRisk => "any value, strong negative; goes before all others",
        ValueSegment.Undecided => "any value, not clear which way",
        ValueSegment.LowTouch => "low value, declining",
        ValueSegment.Maintain => "low or moderate value, stable",
        ValueSegment.Nurture => "low or moderate value, positive",
        ValueSegment.QuestionMark => "moderate value, declining",
        ValueSegment.Safeguard => "high value, declining",
        ValueSegment.CashCow => "high value, stable",
        ValueSegment.Star => "high value, positive",
        _ => "value or direction not known",
    };
}
