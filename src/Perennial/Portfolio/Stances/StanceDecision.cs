using Perennial.Kernel;
using Perennial.Models.Numerics;

namespace Perennial.Portfolio.Stances;

/// <summary>What the rules say of a customer, and how sure that is.</summary>
/// <param name="Says">The stance of the first rule that holds; undecided where none does.</param>
/// <param name="Rule">Its place in <see cref="StanceRules.All"/>; -1 where none holds.</param>
/// <param name="Confidence">Share of draws in which the rules say the same stance, 0 to 1; 0 where none holds.</param>
/// <param name="Outcomes">What each rule says, in order.</param>
public sealed record StanceDecision(Stance Says, int Rule, double Confidence, IReadOnlyList<RuleOutcome> Outcomes)
{
    private const int Draws = 64;
    private const double Z90 = 1.2815515655446004;

    // Points spread evenly over the unit cube (Halton, bases 2, 3 and 5) as normal deviates: the same for everybody, so that nothing depends on the order of customers.
    private static readonly (double Value, double Leaving, double Rise)[] Deviates =
        [.. Enumerable.Range(1, Draws).Select(i => (Normal.Quantile(Halton(i, 2)), Normal.Quantile(Halton(i, 3)), Normal.Quantile(Halton(i, 5))))];

    /// <summary>Gives the stance as told: undecided below the stated confidence.</summary>
    /// <param name="thresholds">What is stated.</param>
    public Stance Told(StanceThresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        return Rule >= 0 && Confidence >= thresholds.Confidence ? Says : Stance.Undecided;
    }

    /// <summary>Gives the rules that hold, the deciding one first.</summary>
    public IEnumerable<StanceRule> Fired() => StanceRules.All.Where((_, k) => Outcomes[k] == RuleOutcome.Fired);

    /// <summary>Decides.</summary>
    /// <param name="evidence">What is known of the customer.</param>
    /// <param name="thresholds">What is stated.</param>
    /// <remarks>
    /// A draw takes the value from its interval (two halves of a normal law between the 10 %, 50 % and 90 % ends), the chance to leave with its spread in log odds, and the rise with its
    /// error; everything else stays. In a draw the value is what comes, so its upper end is the value itself.
    /// </remarks>
    public static StanceDecision Decide(in StanceEvidence evidence, StanceThresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        RuleOutcome[] outcomes = new RuleOutcome[StanceRules.All.Count];
        for (int k = 0; k < outcomes.Length; k++)
        {
            outcomes[k] = StanceRules.All[k].Outcome(evidence, thresholds);
        }

        int first = Array.IndexOf(outcomes, RuleOutcome.Fired);
        if (first < 0)
        {
            return new(Stance.Undecided, -1, 0, outcomes);
        }

        Stance says = StanceRules.All[first].Stance;
        int same = 0;
        foreach (var deviate in Deviates)
        {
            same += First(Drawn(evidence, deviate), thresholds) == says ? 1 : 0;
        }

        return new(says, first, (double)same / Draws, outcomes);
    }

    private static Stance First(in StanceEvidence evidence, StanceThresholds thresholds)
    {
        for (int k = 0; k < StanceRules.All.Count; k++)
        {
            if (StanceRules.All[k].Outcome(evidence, thresholds) == RuleOutcome.Fired)
            {
                return StanceRules.All[k].Stance;
            }
        }

        return Stance.Undecided;
    }

    private static StanceEvidence Drawn(in StanceEvidence e, (double Value, double Leaving, double Rise) z)
    {
        double value = z.Value < 0 ? e.ValueMiddle + (z.Value * (e.ValueMiddle - e.ValueLow) / Z90) : e.ValueMiddle + (z.Value * (e.ValueHigh - e.ValueMiddle) / Z90);
        double drawn = double.IsNaN(value) ? e.Value : value;
        double odds = e.Leaving is > 0 and < 1 && !double.IsNaN(e.LeavingSpread) ? Math.Log(e.Leaving / (1 - e.Leaving)) + (z.Leaving * e.LeavingSpread) : double.NaN;
        return e with
        {
            Value = drawn,
            ValueHigh = double.IsNaN(value) ? e.ValueHigh : value,
            Leaving = double.IsNaN(odds) ? e.Leaving : 1 / (1 + Math.Exp(-odds)),
            Rise = double.IsNaN(e.RiseError) ? e.Rise : e.Rise + (z.Rise * e.RiseError),
        };
    }

    private static double Halton(int index, int radix)
    {
        double sum = 0, digit = 1;
        for (int i = index; i > 0; i /= radix)
        {
            digit /= radix;
            sum += digit * (i % radix);
        }

        return sum;
    }
}
