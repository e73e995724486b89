namespace Perennial.Features.Signals;

/// <summary>For whom and for which days signals are wanted.</summary>
public sealed record SignalOptions
{
    /// <summary>Gives the days from one landmark to the one before. A multiple of seven, so that weeks of one landmark are weeks of all.</summary>
    public const int StepDays = 28;

    /// <summary>Gives the most rows of the panel of earlier days, from 1. Customers are left out evenly where there would be more.</summary>
    public int MostRows { get; init; } = 200_000;

    /// <summary>Gives the most landmarks before the as-of day, from 0. 65 are five years.</summary>
    public int MostLandmarks { get; init; } = 65;

    /// <summary>Gives the column of customers that says whom a customer is compared with.</summary>
    public string Segment { get; init; } = "segment";

    internal void Require()
    {
        Kernel.Require.AtLeast(MostRows, 1);
        Kernel.Require.AtLeast(MostLandmarks, 0);
    }
}
