using Perennial.Models.Posterior;

namespace Perennial.Models.Pooling;

/// <summary>Joint draws of a population of segments and of each segment's parameters.</summary>
public sealed class PooledDraws
{
    internal PooledDraws(PosteriorDraws draws, IReadOnlyList<string> names, int segments)
    {
        Draws = draws;
        Names = names;
        Segments = segments;
    }

    /// <summary>Gives all draws: the population's medians, the standard deviations of logarithms between segments, and each segment's parameters.</summary>
    public PosteriorDraws Draws { get; }

    /// <summary>Gives the names of the parameters in the paper's order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Gives the number of segments.</summary>
    public int Segments { get; }

    /// <summary>Gives what the draws say of the population's median of a parameter.</summary>
    /// <param name="parameter">Its place in <see cref="Names"/>.</param>
    public PosteriorSummary Population(int parameter) => Draws.Summaries[Place(0, parameter)];

    /// <summary>Gives what the draws say of the standard deviation between segments of the logarithm of a parameter.</summary>
    /// <param name="parameter">Its place in <see cref="Names"/>.</param>
    public PosteriorSummary Between(int parameter) => Draws.Summaries[Place(1, parameter)];

    /// <summary>Gives what the draws say of a segment's parameter.</summary>
    /// <param name="segment">0 … Segments - 1.</param>
    /// <param name="parameter">Its place in <see cref="Names"/>.</param>
    public PosteriorSummary Segment(int segment, int parameter) => Draws.Summaries[Place(Checked(segment) + 2, parameter)];

    /// <summary>Gives a segment's parameters in one draw: what the model's <c>With</c> takes.</summary>
    /// <param name="segment">0 … Segments - 1.</param>
    /// <param name="draw">0 … Draws.Count - 1.</param>
    public double[] SegmentDraw(int segment, int draw) => Draws.Draw(draw).AsSpan((Checked(segment) + 2) * Names.Count, Names.Count).ToArray();

    private int Checked(int segment)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(segment);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(segment, Segments);
        return segment;
    }

    private int Place(int block, int parameter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(parameter, Names.Count);
        return (block * Names.Count) + parameter;
    }
}
