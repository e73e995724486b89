namespace Perennial.Ingest.Mapping;

/// <summary>What the cells of one column look like, counted over the sample.</summary>
internal sealed record ColumnProfile
{
    public required int Index { get; init; }
    public required string Name { get; init; }

    /// <summary>Tells whether <see cref="Name"/> was found in the data.</summary>
    public required bool Named { get; init; }
    public required IReadOnlyList<string> Samples { get; init; }
    public required long Rows { get; init; }
    public required long Filled { get; init; }
    public required long Distinct { get; init; }
    public required long PointNumbers { get; init; }
    public required long CommaNumbers { get; init; }
    public required long CertainPoint { get; init; }
    public required long CertainComma { get; init; }
    public required long Whole { get; init; }
    public required long DotZero { get; init; }
    public required long Negative { get; init; }
    public required long WithCurrency { get; init; }
    public required long LeadingZero { get; init; }
    public required long Emails { get; init; }
    public required long WithLetters { get; init; }
    public required long WithBlanks { get; init; }
    public required double MeanLength { get; init; }
    public required long Longest { get; init; }
    public required long Ones { get; init; }
    public required double MedianNumber { get; init; }
    public required double LargestNumber { get; init; }
    public required long ThreeLetters { get; init; }
    public required long StatusWords { get; init; }
    public required long TypeWords { get; init; }
    public required long WithClock { get; init; }
    public required long StepsOfOne { get; init; }

    /// <summary>Gives cells that are a time of day and nothing else.</summary>
    public required long Clocks { get; init; }

    /// <summary>Gives cells that end with midnight.</summary>
    public required long Midnights { get; init; }

    /// <summary>Gives the filled cells whose shapes were counted: the base of <see cref="Share"/>.</summary>
    public required long ShapeFilled { get; init; }

    /// <summary>Gives rows with the shape of each date format.</summary>
    public required IReadOnlyDictionary<DateFormat, long> DateShapes { get; init; }

    /// <summary>Gives a count of shapes as a share of the filled cells looked at, 0 where there is none.</summary>
    public double Share(long count) => ShapeFilled == 0 ? 0 : (double)count / ShapeFilled;

    public double FilledShare => Rows == 0 ? 0 : (double)Filled / Rows;

    /// <summary>Gives rows per distinct value; 1 where nothing repeats.</summary>
    public double Repeats => Distinct == 0 ? 0 : (double)Filled / Distinct;

    public bool Unique => Filled > 1 && Distinct == Filled;

    /// <summary>Gives the share of numbers in the better of the two styles.</summary>
    public double NumberShare => Share(Math.Max(PointNumbers, CommaNumbers));

    /// <summary>Gives the share of numbers that are not whole: 12.50, but neither 12 nor 12.0.</summary>
    public double FractionShare => Math.Max(0, NumberShare - Share(Whole));

    /// <summary>Tells whether the column counts the rows: 1, 2, 3, …</summary>
    public bool CountsRows => Unique && Filled > 2 && Share(Whole) > 0.98 && StepsOfOne > 0.9 * (Filled - 1);

    /// <summary>Gives the most frequent date format and its share of filled cells. Day and month first share one shape.</summary>
    public (DateFormat Format, double Share) BestDate
    {
        get
        {
            (DateFormat Format, double Share) best = (DateFormat.Iso, 0);
            foreach (DateFormat format in DateFormats.All)
            {
                double share = Share(DateShapes[format]);
                if (share > best.Share)
                {
                    best = (format, share);
                }
            }

            return best;
        }
    }
}
