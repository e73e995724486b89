using Perennial.Kernel;

namespace Perennial.Portfolio.Stances;

/// <summary>What to do with a customer. A proposal: people decide.</summary>
public enum Stance
{
    /// <summary>The evidence does not decide.</summary>
    Undecided,

    /// <summary>Put more in: value is high and safe, or there is more to win.</summary>
    Invest,

    /// <summary>Keep: much is at stake.</summary>
    Protect,

    /// <summary>Make better: cost, adoption, or an upside.</summary>
    Improve,

    /// <summary>Put less in, down to the service floor, and only after review.</summary>
    Deprioritize,
}

/// <summary>What a rule says of a customer.</summary>
public enum RuleOutcome
{
    /// <summary>What it needs is not known.</summary>
    NotKnown,

    /// <summary>It does not hold.</summary>
    No,

    /// <summary>It holds.</summary>
    Fired,
}

/// <summary>How a quantity is held against its threshold.</summary>
public enum TestIs
{
    /// <summary>At least as much.</summary>
    AtLeast,

    /// <summary>At most as much.</summary>
    AtMost,

    /// <summary>More.</summary>
    Above,

    /// <summary>Less.</summary>
    Below,
}

/// <summary>Reads a number from evidence and thresholds.</summary>
/// <param name="evidence">What is known of a customer.</param>
/// <param name="thresholds">What is stated.</param>
public delegate double EvidenceNumber(in StanceEvidence evidence, StanceThresholds thresholds);

/// <summary>One quantity held against its threshold.</summary>
/// <param name="Quantity">What is looked at, in words.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Is">How it is held against the threshold.</param>
/// <param name="Value">Reads it.</param>
/// <param name="Threshold">Reads the threshold.</param>
public sealed record StanceTest(string Quantity, string Unit, TestIs Is, EvidenceNumber Value, EvidenceNumber Threshold)
{
    /// <summary>Tells whether it holds.</summary>
    public RuleOutcome Outcome(in StanceEvidence evidence, StanceThresholds thresholds)
    {
        double value = Value(evidence, thresholds), threshold = Threshold(evidence, thresholds);
        return double.IsNaN(value) || double.IsNaN(threshold) ? RuleOutcome.NotKnown
            : Is switch { TestIs.AtLeast => value >= threshold, TestIs.AtMost => value <= threshold, TestIs.Above => value > threshold, _ => value < threshold } ? RuleOutcome.Fired : RuleOutcome.No;
    }
}

/// <summary>One rule: it holds where all tests of one of its ways do.</summary>
/// <param name="Id">Its name, cited in results.</param>
/// <param name="Stance">What it speaks for.</param>
/// <param name="Words">What it says, in words.</param>
/// <param name="Ways">Each a list of tests that must all hold.</param>
public sealed record StanceRule(string Id, Stance Stance, string Words, IReadOnlyList<IReadOnlyList<StanceTest>> Ways)
{
    /// <summary>Tells whether it holds. Missing evidence is never "no": a way is refuted only by a test that is known to fail.</summary>
    public RuleOutcome Outcome(in StanceEvidence evidence, StanceThresholds thresholds)
    {
        RuleOutcome found = RuleOutcome.No;
        for (int way = 0; way < Ways.Count; way++)
        {
            RuleOutcome all = RuleOutcome.Fired;
            for (int k = 0; k < Ways[way].Count && all != RuleOutcome.No; k++)
            {
                all = Ways[way][k].Outcome(evidence, thresholds) switch { RuleOutcome.No => RuleOutcome.No, RuleOutcome.NotKnown => RuleOutcome.NotKnown, _ => all };
            }

            if (all == RuleOutcome.Fired)
            {
                return RuleOutcome.Fired;
            }

            found = all == RuleOutcome.NotKnown ? RuleOutcome.NotKnown : found;
        }

        return found;
    }

    /// <summary>Gives every quantity the rule looks at, with its value, threshold and outcome.</summary>
    public IReadOnlyList<TestedQuantity> Quantities(in StanceEvidence evidence, StanceThresholds thresholds)
    {
        List<TestedQuantity> all = [];
        foreach (StanceTest test in Ways.SelectMany(way => way))
        {
            all.Add(new(test.Quantity, test.Unit, test.Is, test.Value(evidence, thresholds), test.Threshold(evidence, thresholds), test.Outcome(evidence, thresholds)));
        }

        return all;
    }
}

/// <summary>A quantity of one customer beside its threshold; NaN where not known.</summary>
public sealed record TestedQuantity(string Quantity, string Unit, TestIs Is, double Value, double Threshold, RuleOutcome Outcome);
