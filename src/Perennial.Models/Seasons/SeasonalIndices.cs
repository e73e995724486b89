namespace Perennial.Models.Seasons;

/// <summary>How much more or less is bought in each season than in the mean of the year (or the week).</summary>
/// <remarks>
/// The mean over all days of a cycle is 1: a December of 2 has twice the purchases of a December without seasons. Found in the purchases before the origin
/// alone, never in those to be forecast.
/// </remarks>
/// <source paper="BreslowDay1975"/>
public sealed class SeasonalIndices
{
    private const double Smallest = 1e-6;
    private const int MostRounds = 1000;
    private const double Still = 1e-10;

    // Days since the first purchase at which another pace may begin: short where customers leave and return fastest.
    private static readonly int[] AgeEdges = [1, 2, 4, 8, 15, 29, 57, 92, 183, 274, 366, 549, 732, 1097, 1462, 2193, 3654];

    private SeasonalIndices(IReadOnlyDictionary<SeasonalCycle, double[]> indices, IReadOnlyDictionary<SeasonalCycle, int[]> purchases)
    {
        Indices = indices;
        Purchases = purchases;
    }

    /// <summary>Gives the indices of each cycle, Monday, January or the first week first; positive, mean 1.</summary>
    public IReadOnlyDictionary<SeasonalCycle, double[]> Indices { get; }

    /// <summary>Gives the repeat purchases each index rests on; empty where indices were stated.</summary>
    public IReadOnlyDictionary<SeasonalCycle, int[]> Purchases { get; }

    /// <summary>Takes stated indices, brought to mean 1.</summary>
    /// <param name="cycle">The cycle.</param>
    /// <param name="indices">One for each season, positive, none below a millionth of the mean; their scale does not matter.</param>
    /// <exception cref="ArgumentException">There are not as many as the cycle has seasons, one is not positive, or too small beside the others.</exception>
    public static SeasonalIndices Of(SeasonalCycle cycle, double[] indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        if (indices.Length != cycle.Seasons() || Array.Exists(indices, v => !(v > 0.0) || !double.IsFinite(v)))
        {
            throw new ArgumentException($"There are {indices.Length} indices, or one is not a positive number. {cycle} has {cycle.Seasons()} positive indices.", nameof(indices));
        }

        // Of any size: only how they stand to one another matters, and sums must not overflow.
        double largest = indices.Max();
        double[] own = largest is > 1e-100 and < 1e100 ? [.. indices] : Array.ConvertAll(indices, v => v / largest);
        Normalise(cycle, own);
        Range(cycle, own, nameof(indices), "State a larger one");
        return new(new Dictionary<SeasonalCycle, double[]> { [cycle] = own }, new Dictionary<SeasonalCycle, int[]>());
    }

    /// <summary>Estimates indices from repeat purchases.</summary>
    /// <remarks>
    /// Repeat purchases on a day by customers of an age are Poisson with mean (customers) x (pace at that age) x (index of the day): paces and indices
    /// by maximum likelihood, in turns. So neither a growing base of customers, nor that they buy less the longer they are known, nor years that are
    /// not whole are taken for a season. An index is (purchases + shrinkage) / (purchases expected without it + shrinkage).
    /// </remarks>
    /// <param name="histories">n customers up to the origin.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">There are no repeat purchases, a season was never seen, or age and season cannot be told apart.</exception>
    public static SeasonalIndices Estimate(CalendarHistories histories, SeasonalOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        options ??= new SeasonalOptions();
        options.Check();
        Cells cells = Cells.Of(histories);
        foreach (SeasonalCycle cycle in options.Cycles)
        {
            Check(histories, cells, cycle);
        }

        double[][] indices = [.. options.Cycles.Select(cycle => Enumerable.Repeat(1.0, cycle.Seasons()).ToArray())];
        int[][] seasons = [.. options.Cycles.Select(cycle => Enumerable.Range(cells.Start, cells.Days).Select(day => cycle.SeasonOf(day)).ToArray())];
        int[][] purchases = [.. options.Cycles.Select((cycle, c) => cells.Count(seasons[c], cycle.Seasons()))];
        for (int round = 0; round < MostRounds; round++)
        {
            double moved = 0.0;
            for (int c = 0; c < indices.Length; c++)
            {
                double[] expected = cells.Expected(seasons, indices, c);
                double[] next = [.. expected.Select((e, season) => (purchases[c][season] + options.Shrinkage) / (e + options.Shrinkage))];
                Normalise(options.Cycles[c], next);
                moved = Math.Max(moved, next.Zip(indices[c], (a, b) => Math.Abs(a - b)).Max());
                indices[c] = next;
            }

            if (moved < Still)
            {
                break;
            }
        }

        for (int c = 0; c < indices.Length; c++)
        {
            Range(options.Cycles[c], indices[c], nameof(options), "Raise the shrinkage");
        }

        return new(
            options.Cycles.Select((cycle, c) => (cycle, indices[c])).ToDictionary(v => v.cycle, v => v.Item2),
            options.Cycles.Select((cycle, c) => (cycle, purchases[c])).ToDictionary(v => v.cycle, v => v.Item2));
    }

    // The repeat purchases of each day from a first one on, as many as customers of their ages make in the mean of all days.
    internal static double[] ExpectedByDay(CalendarHistories histories, out int start)
    {
        Cells cells = Cells.Of(histories);
        start = cells.Start;
        return cells.ByDay();
    }

    // A season that all but stops the clock leaves no time between purchases that did happen in it.
    private static void Range(SeasonalCycle cycle, double[] indices, string name, string remedy)
    {
        int at = Array.FindIndex(indices, v => !(v >= Smallest));
        if (at >= 0)
        {
            throw new ArgumentException($"The index of season {at} of {cycle} is {indices[at]} of the mean. Indices are at least a millionth of it. {remedy}.", name);
        }
    }

    private static void Check(CalendarHistories histories, Cells cells, SeasonalCycle cycle)
    {
        int need = cycle.Days();
        if (cells.Days < need)
        {
            throw new ArgumentException(
                $"The purchases cover {cells.Days} days, {cycle} needs {need}: seasons that were never seen have no index. Give a longer history, or state indices.", nameof(histories));
        }

        int spread = histories.First.Max() - histories.First.Min();
        if (spread < need && cells.Days < 2 * need)
        {
            throw new ArgumentException(
                $"First purchases lie within {spread} days and the history within {cells.Days}: how long customers are known and the season go together, and {cycle} "
                + $"cannot be told from it. Give customers first seen over {need} days or a history of {2 * need}, or state indices.",
                nameof(histories));
        }
    }

    // Brings the mean over the days of 400 years to 1; indices that are all equal become exactly 1.
    private static void Normalise(SeasonalCycle cycle, double[] indices)
    {
        if (Array.TrueForAll(indices, v => v == indices[0]))
        {
            Array.Fill(indices, 1.0);
            return;
        }

        double sum = 0.0;
        for (int day = 0; day < SeasonalCycles.Period; day++)
        {
            sum += indices[cycle.SeasonOf(day)];
        }

        double mean = sum / SeasonalCycles.Period;
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] /= mean;
        }
    }

    /// <summary>Customers and repeat purchases by age and day.</summary>
    private sealed class Cells(int start, int days, double[][] customers, int[][] purchases)
    {
        public int Start => start;

        public int Days => days;

        public static Cells Of(CalendarHistories histories)
        {
            if (histories.Count == 0 || histories.Repeats.All(own => own.Length == 0))
            {
                throw new ArgumentException("There are no repeat purchases, in which seasons would show.", nameof(histories));
            }

            int start = histories.First.Min() + 1, days = histories.Known.Max() - start + 1;
            double[][] customers = Array.ConvertAll(AgeEdges, _ => new double[days + 1]);
            int[][] purchases = Array.ConvertAll(AgeEdges, _ => new int[days]);
            for (int i = 0; i < histories.Count; i++)
            {
                int first = histories.First[i];
                for (int a = 0; a < AgeEdges.Length && first + AgeEdges[a] <= histories.Known[i]; a++)
                {
                    // One more customer from the first day of this age on, one fewer after its last.
                    int last = a + 1 < AgeEdges.Length ? Math.Min(first + AgeEdges[a + 1] - 1, histories.Known[i]) : histories.Known[i];
                    customers[a][first + AgeEdges[a] - start]++;
                    customers[a][last + 1 - start]--;
                }

                foreach (int day in histories.Repeats[i])
                {
                    int at = Array.BinarySearch(AgeEdges, day - first);
                    purchases[at >= 0 ? at : ~at - 1][day - start]++;
                }
            }

            foreach (double[] own in customers)
            {
                for (int day = 1; day < own.Length; day++)
                {
                    own[day] += own[day - 1];
                }
            }

            return new(start, days, customers, purchases);
        }

        public int[] Count(int[] season, int seasons)
        {
            int[] counts = new int[seasons];
            foreach (int[] own in purchases)
            {
                for (int day = 0; day < days; day++)
                {
                    counts[season[day]] += own[day];
                }
            }

            return counts;
        }

        // The purchases of each season of one cycle that its index multiplies, at the paces that fit best with the indices there are.
        public double[] Expected(int[][] seasons, double[][] indices, int cycle)
        {
            double[] expected = new double[indices[cycle].Length];
            for (int a = 0; a < customers.Length; a++)
            {
                double exposed = 0.0;
                for (int day = 0; day < days; day++)
                {
                    exposed += customers[a][day] * Index(seasons, indices, day, -1);
                }

                double pace = exposed > 0.0 ? purchases[a].Sum() / exposed : 0.0;
                for (int day = 0; pace > 0.0 && day < days; day++)
                {
                    expected[seasons[cycle][day]] += pace * customers[a][day] * Index(seasons, indices, day, cycle);
                }
            }

            return expected;
        }

        public double[] ByDay()
        {
            double[] expected = new double[days];
            for (int a = 0; a < customers.Length; a++)
            {
                double exposed = customers[a].Take(days).Sum(), pace = exposed > 0.0 ? purchases[a].Sum() / exposed : 0.0;
                for (int day = 0; day < days; day++)
                {
                    expected[day] += pace * customers[a][day];
                }
            }

            return expected;
        }

        private static double Index(int[][] seasons, double[][] indices, int day, int without)
        {
            double product = 1.0;
            for (int c = 0; c < indices.Length; c++)
            {
                product *= c == without ? 1.0 : indices[c][seasons[c][day]];
            }

            return product;
        }
    }
}
