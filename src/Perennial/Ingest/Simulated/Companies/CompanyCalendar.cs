namespace Perennial.Ingest.Simulated.Companies;

/// <summary>The company's days, counted from its first; its months; and how much its customers do on them.</summary>
internal sealed class CompanyCalendar
{
    /// <summary>How many months the truth looks beyond the last day.</summary>
    public const int FutureMonths = 60;
    private readonly DateOnly _start;
    private readonly int[] _months;
    private readonly int[] _monthOfDay;
    private readonly double[] _factor;
    private readonly double[] _sum;

    public CompanyCalendar(DateOnly start, int months, IReadOnlyList<double> seasons, double weekend)
    {
        _start = start;
        Months = months;
        _months = new int[months + FutureMonths + 3];
        for (int m = 0; m < _months.Length; m++)
        {
            _months[m] = start.AddMonths(m).DayNumber - start.DayNumber;
        }

        int days = _months[^1];
        _monthOfDay = new int[days];
        _factor = new double[days];
        _sum = new double[days + 1];
        for (int day = 0, m = 0; day < days; day++)
        {
            m += day == _months[m + 1] ? 1 : 0;
            DateOnly date = start.AddDays(day);
            _monthOfDay[day] = m;
            _factor[day] = seasons[date.Month - 1] * (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? weekend : 1);
            _sum[day + 1] = _sum[day] + _factor[day];
        }

        End = _months[months];
        Horizon = _months[months + FutureMonths];
        YearAfter = End + 365;
    }

    public int Months { get; }

    /// <summary>Gives the first day that no table knows.</summary>
    public int End { get; }

    /// <summary>Gives the first day beyond 365 days of future, and the first beyond all that the truth looks at.</summary>
    public int YearAfter { get; }
    public int Horizon { get; }

    /// <summary>Gives the first day of a month of the company, from 0.</summary>
    public int FirstDay(int month) => _months[month];

    public int MonthOf(int day) => _monthOfDay[day];

    public DateOnly Date(int day) => _start.AddDays(day);

    /// <summary>Gives the day some months after a day, as contracts count.</summary>
    public int AddMonths(int day, int months) => _start.AddDays(day).AddMonths(months).DayNumber - _start.DayNumber;

    /// <summary>Gives how much is done on a day, beside a working day of a usual month.</summary>
    public double Factor(int day) => _factor[day];

    /// <summary>Gives the sum of factors from a day to before another.</summary>
    public double Factors(int from, int to) => to > from ? _sum[to] - _sum[from] : 0;
}
