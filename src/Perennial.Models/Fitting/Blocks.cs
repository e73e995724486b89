namespace Perennial.Models.Fitting;

/// <summary>Work on rows cut into fixed blocks, so that one thread and many give the same bits.</summary>
public static class Blocks
{
    /// <summary>The rows of a block.</summary>
    public const int Rows = 2048;

    /// <summary>Runs an action over [0, count) block by block, on all processors or on as many threads as given.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="threads">The number of threads; 0 for all processors.</param>
    /// <param name="body">Takes the first row and the row after the last of a block; must not depend on other blocks.</param>
    public static void Run(int count, int threads, Action<int, int> body) => Run(count, threads, Rows, body);

    /// <summary>Runs an action over [0, count) in blocks of a given size.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="threads">The number of threads; 0 for all processors.</param>
    /// <param name="rows">The rows of a block.</param>
    /// <param name="body">Takes the first row and the row after the last of a block; must not depend on other blocks.</param>
    public static void Run(int count, int threads, int rows, Action<int, int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        int blocks = (count + rows - 1) / rows;
        if (blocks <= 1 || threads == 1)
        {
            for (int b = 0; b < blocks; b++)
            {
                body(b * rows, Math.Min(count, (b + 1) * rows));
            }

            return;
        }

        ParallelOptions options = new() { MaxDegreeOfParallelism = threads == 0 ? -1 : threads };
        Parallel.For(0, blocks, options, b => body(b * rows, Math.Min(count, (b + 1) * rows)));
    }

    /// <summary>Sums vectors of a fixed width over all blocks, in the order of the blocks.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="threads">The number of threads; 0 for all processors.</param>
    /// <param name="width">The length of the vectors.</param>
    /// <param name="body">Adds the rows of one block into a vector that starts at zero.</param>
    public static double[] Sum(int count, int threads, int width, BlockSum body) => Sum(count, threads, Rows, width, body);

    /// <summary>Sums vectors of a fixed width over all blocks of a given size, in the order of the blocks.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="threads">The number of threads; 0 for all processors.</param>
    /// <param name="rows">The rows of a block.</param>
    /// <param name="width">The length of the vectors.</param>
    /// <param name="body">Adds the rows of one block into a vector that starts at zero.</param>
    public static double[] Sum(int count, int threads, int rows, int width, BlockSum body)
    {
        ArgumentNullException.ThrowIfNull(body);
        int blocks = (count + rows - 1) / rows;
        double[] parts = new double[blocks * width];
        Run(count, threads, rows, (start, end) => body(start, end, parts.AsSpan(start / rows * width, width)));
        double[] total = new double[width];
        double[] lost = new double[width];
        for (int b = 0; b < blocks; b++)
        {
            for (int k = 0; k < width; k++)
            {
                // Neumaier's compensation: the sum of millions of terms stays exact to the last digits.
                double value = parts[(b * width) + k];
                double sum = total[k] + value;
                lost[k] += Math.Abs(total[k]) >= Math.Abs(value) ? total[k] - sum + value : value - sum + total[k];
                total[k] = sum;
            }
        }

        for (int k = 0; k < width; k++)
        {
            total[k] += lost[k];
        }

        return total;
    }
}

/// <summary>Adds rows [start, end) into a vector.</summary>
/// <param name="start">First row.</param>
/// <param name="end">The row after the last.</param>
/// <param name="sum">The vector to add into.</param>
public delegate void BlockSum(int start, int end, Span<double> sum);
