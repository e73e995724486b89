using System.Globalization;
using System.Text.Json;

namespace Perennial.Models.Learning.Trees;

/// <summary>Reads the JSON model file of XGBoost (1.6 and later), so that a model trained there scores here without it.</summary>
/// <source paper="ChenGuestrin2016"/>
public static class XgBoostModelFile
{
    // Nodes that no training row reached still need a weight for expectations.
    private const double LeastCover = 1e-12;

    /// <summary>Reads a model of one output: boosted trees or a forest of them.</summary>
    /// <param name="json">The file, UTF-8.</param>
    /// <param name="features">Names of the features in the order of training; where null, the file's own.</param>
    /// <returns>The ensemble; its predictions are those of XGBoost to single precision.</returns>
    /// <exception cref="FormatException">It is no such file, or a kind that is not read: linear boosters, DART, several classes, splits on categories.</exception>
    public static TreeEnsemble Read(ReadOnlyMemory<byte> json, IReadOnlyList<string>? features = null)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return Read(document.RootElement.GetProperty("learner"), features);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new FormatException($"This is not a model file of XGBoost as JSON: {e.Message} Save the model with the file name ending in .json.", e);
        }
    }

    private static TreeEnsemble Read(JsonElement learner, IReadOnlyList<string>? features)
    {
        JsonElement booster = learner.GetProperty("gradient_booster"), parameters = learner.GetProperty("learner_model_param");
        string kind = booster.GetProperty("name").GetString()!;
        if (kind != "gbtree")
        {
            throw new FormatException($"The booster is '{kind}'. Only gbtree is read: train with booster=gbtree.");
        }

        if (Number(parameters, "num_class") > 1 || (parameters.TryGetProperty("num_target", out _) && Number(parameters, "num_target") > 1))
        {
            throw new FormatException("The model has several outputs. Only models of one output are read: train one a class.");
        }

        OutcomeLink link = LinkOf(learner.GetProperty("objective").GetProperty("name").GetString()!);
        int width = (int)Number(parameters, "num_feature");
        string[] own = learner.TryGetProperty("feature_names", out JsonElement named) ? [.. named.EnumerateArray().Select(name => name.GetString()!)] : [];
        IReadOnlyList<string> names = features ?? (own.Length > 0 ? own : [.. Enumerable.Range(0, width).Select(i => string.Create(CultureInfo.InvariantCulture, $"f{i}"))]);
        if (names.Count != width)
        {
            throw new FormatException($"The model has {width} features and {names.Count} names were given. Give a name each, in the order of training.");
        }

        DecisionTree[] trees = [.. booster.GetProperty("model").GetProperty("trees").EnumerateArray().Select(Tree)];
        double start = Number(parameters, "base_score");
        return new(names, trees, link switch { OutcomeLink.Logistic => Math.Log(start / (1 - start)), OutcomeLink.Log => Math.Log(start), _ => start }, link);
    }

    private static OutcomeLink LinkOf(string objective) => objective switch
    {
        "binary:logistic" or "reg:logistic" => OutcomeLink.Logistic,
        "reg:gamma" or "reg:tweedie" or "count:poisson" => OutcomeLink.Log,
        "reg:squarederror" or "reg:absoluteerror" or "reg:pseudohubererror" or "reg:linear" => OutcomeLink.Identity,
        _ => throw new FormatException($"The objective '{objective}' is not read. Read are binary:logistic, reg:logistic, reg:gamma, reg:tweedie, count:poisson, reg:squarederror, reg:absoluteerror, reg:pseudohubererror."),
    };

    private static DecisionTree Tree(JsonElement tree)
    {
        if (tree.TryGetProperty("split_type", out JsonElement types) && types.EnumerateArray().Any(type => type.GetInt32() != 0))
        {
            throw new FormatException("A tree splits on categories. Only splits on numbers are read: give categories as columns of 0 and 1.");
        }

        int[] left = Ints(tree, "left_children"), right = Ints(tree, "right_children");
        float[] conditions = Floats(tree, "split_conditions");
        return new()
        {
            Left = left,
            Right = right,
            Feature = Ints(tree, "split_indices"),
            Threshold = conditions,
            UnknownLeft = [.. tree.GetProperty("default_left").EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Number ? one.GetInt32() != 0 : one.GetBoolean())],
            Value = [.. conditions.Select((value, node) => left[node] < 0 ? (double)value : 0)],
            Cover = Array.ConvertAll(Floats(tree, "sum_hessian"), cover => Math.Max(cover, LeastCover)),
            Gain = [.. Floats(tree, "loss_changes").Select((gain, node) => left[node] < 0 ? 0.0 : gain)],
        };
    }

    private static int[] Ints(JsonElement of, string name) => [.. of.GetProperty(name).EnumerateArray().Select(one => one.GetInt32())];

    private static float[] Floats(JsonElement of, string name) => [.. of.GetProperty(name).EnumerateArray().Select(one => one.GetSingle())];

    // Scalars are kept as text: "5E-1".
    private static double Number(JsonElement of, string name) => double.Parse(of.GetProperty(name).GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);
}
