using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Perennial.Kernel;
using Perennial.Models.Learning;
using Perennial.Models.Learning.Trees;

namespace Perennial.Training.Learned.Native;

/// <summary>Trains with XGBoost and hands the model over as trees of our own: what follows needs no native library.</summary>
internal static unsafe class XgBoostTrainer
{
    // One thread and histograms: the same bytes on any machine of one kind.
    private static readonly (string Name, string Value)[] Always = [("nthread", "1"), ("tree_method", "hist"), ("max_bin", "256"), ("seed", "1"), ("verbosity", "0")];

    /// <summary>Trains boosted trees.</summary>
    /// <param name="table">Rows; NaN where not known.</param>
    /// <param name="outcome">Outcomes.</param>
    /// <param name="options">How; Quantile is not among what XGBoost 1 offers.</param>
    public static TreeEnsemble Boost(FeatureTable table, double[] outcome, BoostingOptions options) => XgBoostModelFile.Read(Train(
        table,
        outcome,
        [
            ("objective", Objective(options.Objective)), ("tweedie_variance_power", Text(options.Power)), ("eta", Text(options.LearningRate)), ("max_depth", Text(options.Depth)),
            ("lambda", Text(options.Penalty)), ("min_child_weight", Text(options.Objective == BoostingObjective.Logistic ? options.LeafRows / 20.0 : options.LeafRows)), ("base_score", Text(Start(options.Objective, outcome))),
        ],
        options.Rounds,
        null).Model, table.Names);

    /// <summary>Trains with any parameters; for tests also gives its own predictions and contributions (the last of each row is the base).</summary>
    internal static (byte[] Model, float[]? Predictions, float[]? Contributions) Train(
        FeatureTable table, double[] outcome, IReadOnlyList<(string Name, string Value)> parameters, int rounds, FeatureTable? predicted)
    {
        nint matrix = nint.Zero, booster = nint.Zero;
        try
        {
            matrix = Matrix(table);
            float[] labels = Array.ConvertAll(outcome, value => (float)value);
            fixed (float* at = labels)
            {
                Check(XgBoostMethods.XGDMatrixSetFloatInfo(matrix, "label", at, (ulong)labels.Length));
            }

            nint matrices = matrix;
            Check(XgBoostMethods.XGBoosterCreate(&matrices, 1, out booster));
            foreach ((string name, string value) in Always.Concat(parameters))
            {
                Check(XgBoostMethods.XGBoosterSetParam(booster, name, value));
            }

            for (int round = 0; round < rounds; round++)
            {
                Check(XgBoostMethods.XGBoosterUpdateOneIter(booster, round, matrix));
            }

            Check(XgBoostMethods.XGBoosterSaveModelToBuffer(booster, """{"format":"json"}""", out ulong length, out byte* buffer));
            byte[] model = new ReadOnlySpan<byte>(buffer, checked((int)length)).ToArray();
            return predicted is null ? (model, null, null) : (model, Predict(booster, predicted, 0), Predict(booster, predicted, 4));
        }
        finally
        {
            if (booster != nint.Zero)
            {
                _ = XgBoostMethods.XGBoosterFree(booster);
            }

            if (matrix != nint.Zero)
            {
                _ = XgBoostMethods.XGDMatrixFree(matrix);
            }
        }
    }

    private static float[] Predict(nint booster, FeatureTable table, int options)
    {
        nint matrix = Matrix(table);
        try
        {
            Check(XgBoostMethods.XGBoosterPredict(booster, matrix, options, 0, 0, out ulong length, out float* result));
            return new ReadOnlySpan<float>(result, checked((int)length)).ToArray();
        }
        finally
        {
            _ = XgBoostMethods.XGDMatrixFree(matrix);
        }
    }

    private static nint Matrix(FeatureTable table)
    {
        float[] rows = new float[(long)table.Count * table.Width];
        for (int j = 0; j < table.Width; j++)
        {
            ReadOnlySpan<double> column = table.Column(j);
            for (int i = 0; i < column.Length; i++)
            {
                rows[((long)i * table.Width) + j] = (float)column[i];
            }
        }

        fixed (float* at = rows)
        {
            Check(XgBoostMethods.XGDMatrixCreateFromMat(at, (ulong)table.Count, (ulong)table.Width, float.NaN, out nint matrix));
            return matrix;
        }
    }

    private static string Objective(BoostingObjective objective) => objective switch
    {
        BoostingObjective.Logistic => "binary:logistic",
        BoostingObjective.Gamma => "reg:gamma",
        BoostingObjective.Tweedie => "reg:tweedie",
        BoostingObjective.SquaredError => "reg:squarederror",
        _ => throw new ArgumentOutOfRangeException(nameof(objective), objective, "XGBoost 1 has no such objective; the library's own learner has."),
    };

    private static double Start(BoostingObjective objective, double[] outcome)
    {
        double mean = outcome.Average();
        return objective switch
        {
            BoostingObjective.Logistic => Math.Clamp(mean, 1e-4, 1 - 1e-4),
            BoostingObjective.SquaredError => mean,
            _ => Math.Max(mean, 1e-6),
        };
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static void Check(int code)
    {
        if (code != 0)
        {
            byte* said = XgBoostMethods.XGBGetLastError();
            string why = said is null ? "no reason given" : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(said)).Split('\n')[0];
            throw new PerennialException("training/xgboost", Fault.World, $"XGBoost refused: {why}. Let {XgBoostLibrary.Variable}=none do without it, or install the package libxgboost0 anew.");
        }
    }
}
