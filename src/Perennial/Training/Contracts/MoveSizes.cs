using Perennial.Features.Contracts;
using Perennial.Models.Numerics;

namespace Perennial.Training.Contracts;

/// <summary>By how much what an account pays moves, given what it pays now: the factor of a move that was seen from about that level.</summary>
/// <remarks>
/// Who pays little grows by large factors, who pays much by small ones; one distribution of factors for all, multiplied over years, would let small accounts grow past every account
/// ever seen. Above the levels moves were seen from, a move up adds the money it added there.
/// </remarks>
internal sealed class MoveSizes
{
    // A factor is drawn from the moves nearest in level: a fifth of them, so many at least.
    private const int Fewest = 20;
    private const int Part = 5;

    private readonly double[] _before, _size;
    private readonly int _near;

    /// <summary>Keeps the moves of one direction.</summary>
    /// <param name="moves">The moves, in any order.</param>
    public MoveSizes(IEnumerable<ContractMove> moves)
    {
        ContractMove[] sorted = [.. moves.OrderBy(m => m.Before).ThenBy(m => m.Size)];
        _before = Array.ConvertAll(sorted, m => m.Before);
        _size = Array.ConvertAll(sorted, m => m.Size);
        _near = Math.Min(sorted.Length, Math.Max(Fewest, sorted.Length / Part));
        double paid = _before.Sum();
        MeanFactor = sorted.Length == 0 ? 1 : paid > 0 ? sorted.Sum(m => m.Before * Math.Exp(m.Size)) / paid : _size.Average(Math.Exp);
    }

    /// <summary>Gives how many there are.</summary>
    public int Count => _size.Length;

    /// <summary>Gives what was paid after the moves over what was paid before, all together; 1 where there are none.</summary>
    public double MeanFactor { get; }

    /// <summary>Draws the factor of a move of an account that pays so much; 1 where none was ever seen.</summary>
    /// <param name="level">What it pays, currency a month.</param>
    /// <param name="random">Where chance comes from.</param>
    public double Factor(double level, Pcg64 random)
    {
        if (Count == 0)
        {
            return 1;
        }

        int place = Array.BinarySearch(_before, level);
        int first = Math.Clamp((place < 0 ? ~place : place) - (_near / 2), 0, Count - _near);
        double factor = Math.Exp(_size[first + random.NextInt32(_near)]), highest = _before[first + _near - 1];
        return factor > 1 && highest > 0 && level > highest ? 1 + ((factor - 1) * highest / level) : factor;
    }
}
