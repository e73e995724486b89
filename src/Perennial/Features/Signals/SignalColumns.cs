namespace Perennial.Features.Signals;

/// <summary>Signals as columns: row by row a customer on a day. Rows are in order of landmark, then customer.</summary>
public sealed record SignalColumns
{
    /// <summary>Gives the customers' keys.</summary>
    public required int[] CustomerKey { get; init; }

    /// <summary>Gives the landmarks: 0 is the as-of day, k is k times 28 days before.</summary>
    public required int[] Landmark { get; init; }

    /// <summary>Gives the days, as days since 1970-01-01.</summary>
    public required int[] Day { get; init; }

    /// <summary>Tells whether a subscription ran on the day; null for customers who never had one.</summary>
    public required bool?[] Active { get; init; }

    /// <summary>Gives the segments there are, in ordinal order; the empty text is no segment.</summary>
    public required IReadOnlyList<string> Segments { get; init; }

    /// <summary>Gives the place of each row's segment in <see cref="Segments"/>.</summary>
    public required int[] Segment { get; init; }

    /// <summary>Gives the columns in the order of <see cref="SignalCatalogue.All"/>. NaN is a missing value.</summary>
    public required IReadOnlyList<double[]> Values { get; init; }

    /// <summary>Gives the number of rows.</summary>
    public int Count => CustomerKey.Length;

    /// <summary>Gives one signal's column. NaN is a missing value.</summary>
    /// <param name="id">The signal's id.</param>
    /// <exception cref="ArgumentException">There is no such signal.</exception>
    public double[] this[string id] => Values[SignalCatalogue.PlaceOf(id)];

    /// <summary>Gives some rows.</summary>
    /// <param name="rows">Their places.</param>
    public SignalColumns At(int[] rows) => this with
    {
        CustomerKey = [.. rows.Select(i => CustomerKey[i])],
        Landmark = [.. rows.Select(i => Landmark[i])],
        Day = [.. rows.Select(i => Day[i])],
        Active = [.. rows.Select(i => Active[i])],
        Segment = [.. rows.Select(i => Segment[i])],
        Values = [.. Values.Select(column => Array.ConvertAll(rows, i => column[i]))],
    };

    /// <summary>Gives the share of rows without a value, for each signal in the order of the catalogue; 0 where there are no rows.</summary>
    public IReadOnlyList<double> MissingShares() => [.. Values.Select(column => column.Length == 0 ? 0 : column.Count(double.IsNaN) / (double)column.Length)];
}

/// <summary>What came after the landmarks, row by row as in the panel.</summary>
public sealed record SignalOutcomes
{
    /// <summary>Gives the days after the landmark that were looked at.</summary>
    public required int HorizonDays { get; init; }

    /// <summary>Tells whether an active customer had left by then; pausing is not leaving.</summary>
    public required bool[] Churned { get; init; }

    /// <summary>Tells whether a customer who left did so because a payment failed; false for the others.</summary>
    public required bool[] ByPayment { get; init; }

    /// <summary>Gives the days until an active customer left, as far as the as-of day shows it, within the horizon or not; 0 where none did.</summary>
    public required int[] DaysToChurn { get; init; }

    /// <summary>Gives sales less refunds within the horizon, as dated in the ledger, in the run's currency.</summary>
    public required double[] NetRevenue { get; init; }

    /// <summary>Gives recurring revenue within the horizon, earned day by day, in the run's currency.</summary>
    public required double[] RecurringRevenue { get; init; }

    /// <summary>Tells whether the horizon was not over on the as-of day, so that the rest is not known.</summary>
    public required bool[] Censored { get; init; }
}
