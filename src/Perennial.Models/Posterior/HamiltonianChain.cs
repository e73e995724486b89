using Perennial.Models.Numerics;

namespace Perennial.Models.Posterior;

/// <summary>One chain: a warm-up that learns step size and mass matrix, then draws.</summary>
internal static class HamiltonianChain
{
    private const double InitialShare = 0.15;
    private const double FinalShare = 0.10;
    private const int FirstWindow = 25;

    /// <summary>Runs a chain from a point where the density is positive.</summary>
    public static ChainResult Run(LogDensity target, double[] start, Whitening scale, PosteriorOptions options, Pcg64 random)
    {
        int n = start.Length;
        Trajectory trajectory = new(target, random, n, options.MostDoublings) { Whitening = scale };
        double[] point = [.. start];
        double[] y = new double[n];
        scale.Whiten(point, y);
        Trajectory.State state = trajectory.At(y);
        DualAveraging tuning = new(options.TargetAcceptance);
        trajectory.FindStepSize(state);
        tuning.Restart(trajectory.StepSize);
        RunningCovariance seen = new(n);
        HashSet<int> ends = WindowEnds(options.WarmUp, out int first, out int last);
        for (int step = 1; step <= options.WarmUp; step++)
        {
            state = trajectory.Step(state);
            trajectory.StepSize = tuning.Next(trajectory.Acceptance);
            if (step > first && step <= last)
            {
                trajectory.Whitening.Colour(state.Y, point);
                seen.Add(point);
            }

            if (ends.Contains(step) && seen.Whitening(options.MassMatrix) is { } learned)
            {
                trajectory.Whitening.Colour(state.Y, point);
                trajectory.Whitening = learned;
                double[] moved = new double[n];
                learned.Whiten(point, moved);
                state = trajectory.At(moved);
                seen.Clear();
                trajectory.FindStepSize(state);
                tuning.Restart(trajectory.StepSize);
            }
        }

        trajectory.StepSize = tuning.Tuned;
        double[] draws = new double[options.Draws * n];
        double[] energies = new double[options.Draws];
        int divergences = 0, deep = 0;
        long leaps = 0;
        for (int draw = 0; draw < options.Draws; draw++)
        {
            state = trajectory.Step(state);
            trajectory.Whitening.Colour(state.Y, draws.AsSpan(draw * n, n));
            energies[draw] = trajectory.Energy;
            divergences += trajectory.Diverged ? 1 : 0;
            deep += trajectory.Doublings == options.MostDoublings ? 1 : 0;
            leaps += trajectory.Leaps;
        }

        return new ChainResult(draws, energies, divergences, deep, trajectory.StepSize, leaps);
    }

    // Windows that double in length between a stretch that finds the target and one that only tunes the step.
    private static HashSet<int> WindowEnds(int warmUp, out int first, out int last)
    {
        first = (int)(InitialShare * warmUp);
        last = warmUp - (int)(FinalShare * warmUp);
        HashSet<int> ends = [];
        int window = Math.Min(FirstWindow, Math.Max(last - first, 1));
        for (int at = first + window; at <= last; at += window)
        {
            window *= 2;
            if (at + window > last)
            {
                at = last;
            }

            ends.Add(at);
        }

        return ends;
    }
}

/// <summary>What a chain leaves.</summary>
/// <param name="Draws">Points one after the other.</param>
/// <param name="Energies">The energy at each draw.</param>
/// <param name="Divergences">Steps that fell off the target.</param>
/// <param name="Deep">Steps stopped by the largest number of doublings.</param>
/// <param name="StepSize">The tuned step size.</param>
/// <param name="Gradients">Gradients evaluated for the draws.</param>
internal sealed record ChainResult(double[] Draws, double[] Energies, int Divergences, int Deep, double StepSize, long Gradients);
