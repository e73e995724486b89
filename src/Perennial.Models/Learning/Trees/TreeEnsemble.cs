using Perennial.Models.Numerics;

namespace Perennial.Models.Learning.Trees;

/// <summary>A fitted sum of decision trees: a boosted one or a random forest, whoever trained it.</summary>
public sealed class TreeEnsemble
{
    private const int Block = 256;
    private readonly TreeShap _shap;

    internal TreeEnsemble(IReadOnlyList<string> features, DecisionTree[] trees, double start, OutcomeLink link)
    {
        Features = features;
        Trees = trees;
        Start = start;
        Link = link;
        _shap = new(trees, features.Count);
    }

    /// <summary>Gives the names of the features, in the order of the trees.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>Gives how the margin becomes a prediction.</summary>
    public OutcomeLink Link { get; }

    /// <summary>Gives the number of trees.</summary>
    public int Count => Trees.Length;

    /// <summary>Gives the margin before any tree.</summary>
    public double Start { get; }

    /// <summary>Gives the mean margin over the rows it was trained on, as the trees remember it: where <see cref="Contributions"/> begin.</summary>
    public double ExpectedMargin => Start + _shap.Expected;

    internal DecisionTree[] Trees { get; }

    /// <summary>Gives the sum of leaves for each row.</summary>
    /// <param name="table">n rows with every feature of the ensemble, in any order; NaN where not known.</param>
    /// <param name="threads">Threads to use; the result is the same on any number.</param>
    /// <returns>n margins.</returns>
    /// <exception cref="ArgumentException">A feature is missing.</exception>
    public double[] Margin(FeatureTable table, int threads = 1)
    {
        FeatureTable rows = Ordered(table);
        double[] margin = new double[rows.Count];
        Each(rows, threads, (row, i) =>
        {
            double sum = Start;
            foreach (DecisionTree tree in Trees)
            {
                sum += tree.Leaf(row);
            }

            margin[i] = sum;
        });
        return margin;
    }

    /// <summary>Gives the prediction for each row, on the scale of the outcome.</summary>
    /// <param name="table">n rows with every feature of the ensemble, in any order; NaN where not known.</param>
    /// <param name="threads">Threads to use; the result is the same on any number.</param>
    /// <returns>n predictions: chances in [0, 1] with <see cref="OutcomeLink.Logistic"/>, positive with <see cref="OutcomeLink.Log"/>.</returns>
    /// <exception cref="ArgumentException">A feature is missing.</exception>
    public double[] Predict(FeatureTable table, int threads = 1) => Array.ConvertAll(Margin(table, threads), FromMargin);

    /// <summary>Gives what each feature adds to the margin of each row: exact Shapley values, path-dependent (weighed by the rows seen in training).</summary>
    /// <source paper="LundbergErionLee2018"/>
    /// <source paper="LundbergErionChen2020"/>
    /// <param name="table">n rows with every feature of the ensemble, in any order; NaN where not known.</param>
    /// <param name="threads">Threads to use; the result is the same on any number.</param>
    /// <returns>n rows of one number a feature, in the order of <see cref="Features"/>; with <see cref="ExpectedMargin"/> they sum to the margin. What a feature goes with, not what it causes.</returns>
    /// <exception cref="ArgumentException">A feature is missing.</exception>
    public double[][] Contributions(FeatureTable table, int threads = 1)
    {
        FeatureTable rows = Ordered(table);
        double[][] phi = new double[rows.Count][];
        Each(rows, threads, (row, i) => phi[i] = _shap.Of(row));
        return phi;
    }

    /// <summary>Gives the expected margin of a row of which only some features are known.</summary>
    /// <source paper="LundbergErionChen2020"/>
    /// <param name="table">Rows with every feature of the ensemble.</param>
    /// <param name="row">Which row, from 0.</param>
    /// <param name="known">Whether each feature, in the order of <see cref="Features"/>, is known.</param>
    public double MarginGiven(FeatureTable table, int row, ReadOnlySpan<bool> known)
    {
        ArgumentNullException.ThrowIfNull(table);
        Histories.HistoryDoor.Rows([row], table.Count);
        if (known.Length != Features.Count)
        {
            throw new ArgumentException($"There are {known.Length} marks of what is known and {Features.Count} features. Give a mark each.", nameof(known));
        }

        float[] values = new float[Features.Count];
        Ordered(table).Row(row, values);
        double sum = Start;
        foreach (DecisionTree tree in Trees)
        {
            sum += tree.Expected(values, known);
        }

        return sum;
    }

    /// <summary>Gives each feature's share of all loss the trees took off, in the order of <see cref="Features"/>; all 0 where no tree has a split.</summary>
    public double[] GainShares()
    {
        double[] gain = new double[Features.Count];
        foreach (DecisionTree tree in Trees)
        {
            for (int node = 0; node < tree.Left.Length; node++)
            {
                gain[tree.Feature[node]] += tree.Left[node] >= 0 ? tree.Gain[node] : 0;
            }
        }

        double total = gain.Sum();
        return total > 0 ? Array.ConvertAll(gain, one => one / total) : gain;
    }

    /// <summary>Turns a margin into a prediction.</summary>
    /// <param name="margin">A sum of leaves.</param>
    /// <exception cref="ArgumentException">The margin is no number, or so large that the outcome is none.</exception>
    public double FromMargin(double margin) => Histories.HistoryDoor.Finite(Outcome(margin), "outcome");

    private double Outcome(double margin) => Link switch
    {
        OutcomeLink.Logistic => SpecialFunctions.LogisticComplement(-margin),
        OutcomeLink.Log => Math.Exp(margin),
        _ => margin,
    };

    private static void Each(FeatureTable rows, int threads, RowAction action) =>
        Parallel.For(0, (rows.Count + Block - 1) / Block, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, block =>
        {
            float[] row = new float[rows.Width];
            for (int i = block * Block; i < Math.Min(rows.Count, (block + 1) * Block); i++)
            {
                rows.Row(i, row);
                action(row, i);
            }
        });

    private FeatureTable Ordered(FeatureTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.Names.SequenceEqual(Features) ? table : table.Only(Features);
    }

    private delegate void RowAction(ReadOnlySpan<float> row, int index);
}
