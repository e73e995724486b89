namespace Perennial.Portfolio.Trajectories;

/// <summary>Where n customers go, in the order of the scores. Chances are over 365 days from the as-of day.</summary>
public sealed class TrajectoryTable
{
    /// <summary>Gives the days the chances look ahead.</summary>
    public const int HorizonDays = 365;

    /// <summary>Gives the n chances of the four trajectories.</summary>
    public required TrajectoryChances[] Chances { get; init; }

    /// <summary>Gives the same over 90 days; unknown for customers without a subscription.</summary>
    public required TrajectoryChances[] Chances90 { get; init; }

    /// <summary>Gives which way each goes.</summary>
    public required TrajectoryDirection[] Direction { get; init; }

    /// <summary>Gives what the chances come from: contract (what was agreed), use (billed by it), purchases, or none.</summary>
    public required string[] Basis { get; init; }

    /// <summary>Gives n median months until the likeliest change, where it comes; NaN where that cannot be told.</summary>
    public required double[] LeadMonths { get; init; }

    /// <summary>Gives the slope seen of revenue: change a year as a share of its mean.</summary>
    public required SlopeColumns Revenue { get; init; }

    /// <summary>Gives the slope seen of use: change a year as a share of its mean.</summary>
    public required SlopeColumns Use { get; init; }

    /// <summary>Gives the slope of the chance to leave as told on days so far: change a year of its log odds.</summary>
    public required SlopeColumns Leaving { get; init; }

    /// <summary>Gives what the report shows.</summary>
    public TrajectoryRecord Record { get; internal set; } = null!;

    /// <summary>Gives the number of customers.</summary>
    public int Count => Chances.Length;
}

/// <summary>A slope of n customers with its error. NaN where there are too few values.</summary>
public sealed class SlopeColumns
{
    /// <summary>Where a p-value is at most so much a slope is called one.</summary>
    public const double Significant = 0.05;

    /// <summary>Makes n slopes of which nothing is known.</summary>
    /// <param name="n">Customers.</param>
    public SlopeColumns(int n)
    {
        (Slope, Low, High, PValue) = (Nothing(n), Nothing(n), Nothing(n), Nothing(n));
    }

    /// <summary>Gives the slopes, a year.</summary>
    public double[] Slope { get; }

    /// <summary>Gives the lower ends of their 95 % intervals; minus infinity where the values tell nothing of the error.</summary>
    public double[] Low { get; }

    /// <summary>Gives the upper ends.</summary>
    public double[] High { get; }

    /// <summary>Gives the p-values, two-sided.</summary>
    public double[] PValue { get; }

    /// <summary>Tells whether it rises by more than chance.</summary>
    public bool Rises(int i) => PValue[i] <= Significant && Slope[i] > 0;

    /// <summary>Tells whether it falls by more than chance.</summary>
    public bool Falls(int i) => PValue[i] <= Significant && Slope[i] < 0;

    private static double[] Nothing(int n)
    {
        double[] column = new double[n];
        Array.Fill(column, double.NaN);
        return column;
    }
}
