namespace Perennial.Models.Tests.VaryingCovariates;

internal static class TakenPaths
{
    /// <summary>Takes some customers, every covariate as one of their own.</summary>
    public static CovariatePaths Taken(this CovariatePaths paths, int[] at) => new(
        [.. paths.Paths.Select(path => CovariatePath.Own(path.Name, [.. at.SelectMany(i => Enumerable.Range(0, paths.Periods).Select(k => path.At(i, k, paths.Periods)))]))],
        [.. at.Select(i => paths.Start[i])],
        paths.Periods,
        paths.Period,
        paths.Unit);
}
