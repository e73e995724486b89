using Perennial.Models.Numerics;

namespace Perennial.Models.Posterior;

/// <summary>One no-U-turn step: a trajectory doubled forwards or backwards until it turns round, and a point drawn from it.</summary>
/// <remarks>
/// Points are drawn with the weights of their energies, later halves preferred; a trajectory has turned when the sum of its momenta points against
/// either end, also across the seam of its halves. All in whitened coordinates, where the mass matrix is 1.
/// </remarks>
/// <source paper="HoffmanGelman2014"/>
/// <source paper="Betancourt2017"/>
internal sealed class Trajectory
{
    // An energy error beyond this is a trajectory that fell off the target.
    private const double Divergence = 1000.0;
    private readonly LogDensity _target;
    private readonly Pcg64 _random;
    private readonly int _n;
    private readonly int _mostDoublings;
    private readonly double[] _point;
    private readonly double[] _gradient;
    private double _start;
    private double _accepted;

    public Trajectory(LogDensity target, Pcg64 random, int n, int mostDoublings)
    {
        _target = target;
        _random = random;
        _n = n;
        _mostDoublings = mostDoublings;
        _point = new double[n];
        _gradient = new double[n];
    }

    /// <summary>Gives or takes the mass matrix.</summary>
    public required Whitening Whitening { get; set; }

    /// <summary>Gives or takes the step size.</summary>
    public double StepSize { get; set; } = 1.0;

    /// <summary>Tells whether the last step diverged.</summary>
    public bool Diverged { get; private set; }

    /// <summary>Gives the doublings of the last step.</summary>
    public int Doublings { get; private set; }

    /// <summary>Gives the mean acceptance along the last step.</summary>
    public double Acceptance => Leaps == 0 ? 0.0 : _accepted / Leaps;

    /// <summary>Gives the gradients of the last step.</summary>
    public int Leaps { get; private set; }

    /// <summary>Gives the energy of the point the last step ended at.</summary>
    public double Energy { get; private set; }

    /// <summary>Makes the state at a whitened point.</summary>
    public State At(double[] y)
    {
        State state = new(y, new double[_n], new double[_n]);
        Evaluate(state);
        return state;
    }

    /// <summary>Moves on from a state.</summary>
    public State Step(State from)
    {
        State state = from.WithMomentum(_random);
        _start = state.Energy;
        _accepted = 0.0;
        Leaps = 0;
        Diverged = false;
        Branch tree = new(state, state, state, [.. state.Momentum], 0.0, true);
        for (Doublings = 0; Doublings < _mostDoublings;)
        {
            int direction = _random.NextDouble() < 0.5 ? -1 : 1;
            Branch next = Grow(direction > 0 ? tree.Right : tree.Left, direction, Doublings);
            if (!next.Valid)
            {
                break;
            }

            Doublings++;
            bool moves = Math.Log(1.0 - _random.NextDouble()) < next.LogWeight - tree.LogWeight;
            State proposal = moves ? next.Proposal : tree.Proposal;
            tree = direction > 0 ? Join(tree, next, proposal) : Join(next, tree, proposal);
            if (!tree.Valid)
            {
                break;
            }
        }

        Energy = tree.Proposal.Energy;
        return tree.Proposal;
    }

    /// <summary>Finds a step size whose first leap is accepted about every second time.</summary>
    public void FindStepSize(State from)
    {
        State state = from.WithMomentum(_random);
        double Gain()
        {
            double gain = state.Energy - Leap(state, StepSize).Energy;
            return double.IsNaN(gain) ? double.NegativeInfinity : gain;
        }

        StepSize = Math.Clamp(StepSize, 1e-7, 1e7);
        bool grow = Gain() > Math.Log(0.8);
        for (int i = 0; i < 100 && StepSize is > 1e-8 and < 1e8; i++)
        {
            StepSize *= grow ? 2.0 : 0.5;
            if (Gain() > Math.Log(0.8) != grow)
            {
                break;
            }
        }
    }

    private Branch Grow(State from, int direction, int depth)
    {
        if (depth == 0)
        {
            State next = Leap(from, direction * StepSize);
            double loss = next.Energy - _start;
            loss = double.IsNaN(loss) ? double.PositiveInfinity : loss;
            Leaps++;
            _accepted += Math.Min(1.0, Math.Exp(-loss));
            bool diverged = loss > Divergence;
            Diverged |= diverged;
            return new Branch(next, next, next, next.Momentum, -loss, !diverged);
        }

        Branch near = Grow(from, direction, depth - 1);
        if (!near.Valid)
        {
            return near;
        }

        Branch far = Grow(direction > 0 ? near.Right : near.Left, direction, depth - 1);
        if (!far.Valid)
        {
            return far;
        }

        double share = far.LogWeight - LogSum(near.LogWeight, far.LogWeight);
        State proposal = Math.Log(1.0 - _random.NextDouble()) < share ? far.Proposal : near.Proposal;
        return direction > 0 ? Join(near, far, proposal) : Join(far, near, proposal);
    }

    private static Branch Join(Branch left, Branch right, State proposal)
    {
        double[] sum = Add(left.Sum, right.Sum);
        bool goesOn = GoesOn(left.Left.Momentum, right.Right.Momentum, sum)
            && GoesOn(left.Left.Momentum, right.Left.Momentum, Add(left.Sum, right.Left.Momentum))
            && GoesOn(left.Right.Momentum, right.Right.Momentum, Add(left.Right.Momentum, right.Sum));
        return new Branch(left.Left, right.Right, proposal, sum, LogSum(left.LogWeight, right.LogWeight), goesOn);
    }

    private static bool GoesOn(double[] first, double[] last, double[] sum) => Dot(first, sum) > 0.0 && Dot(last, sum) > 0.0;

    private static double[] Add(double[] a, double[] b)
    {
        double[] sum = new double[a.Length];
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] = a[i] + b[i];
        }

        return sum;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0.0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static double LogSum(double a, double b) =>
        double.IsNegativeInfinity(Math.Max(a, b)) ? double.NegativeInfinity : Math.Max(a, b) + SpecialFunctions.Log1p(Math.Exp(-Math.Abs(a - b)));

    private State Leap(State from, double step)
    {
        double[] y = new double[_n], momentum = new double[_n];
        for (int i = 0; i < _n; i++)
        {
            momentum[i] = from.Momentum[i] + (0.5 * step * from.Gradient[i]);
            y[i] = from.Y[i] + (step * momentum[i]);
        }

        State next = new(y, momentum, new double[_n]);
        Evaluate(next);
        for (int i = 0; i < _n; i++)
        {
            momentum[i] += 0.5 * step * next.Gradient[i];
        }

        return next;
    }

    private void Evaluate(State state)
    {
        Whitening.Colour(state.Y, _point);
        state.LogDensity = _target(_point, _gradient);
        Whitening.Pull(_gradient, state.Gradient);
        if (!double.IsFinite(state.LogDensity) || !Array.TrueForAll(state.Gradient, double.IsFinite))
        {
            state.LogDensity = double.NegativeInfinity;
            Array.Clear(state.Gradient);
        }
    }

    /// <summary>A point of a trajectory in whitened coordinates.</summary>
    internal sealed class State(double[] y, double[] momentum, double[] gradient)
    {
        public double[] Y { get; } = y;

        public double[] Momentum { get; } = momentum;

        public double[] Gradient { get; } = gradient;

        public double LogDensity { get; set; }

        public double Energy => (0.5 * Dot(Momentum, Momentum)) - LogDensity;

        public State WithMomentum(Pcg64 random)
        {
            double[] fresh = new double[Y.Length];
            for (int i = 0; i < fresh.Length; i++)
            {
                fresh[i] = random.NextNormal();
            }

            return new State(Y, fresh, Gradient) { LogDensity = LogDensity };
        }
    }

    private sealed record Branch(State Left, State Right, State Proposal, double[] Sum, double LogWeight, bool Valid);
}
