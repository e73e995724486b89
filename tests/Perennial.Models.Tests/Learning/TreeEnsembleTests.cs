using System.Text.Json;
using Perennial.Models.Learning;
using Perennial.Models.Learning.Explaining;
using Perennial.Models.Learning.Trees;

namespace Perennial.Models.Tests.Learning;

/// <summary>Trees read from another program give its predictions; contributions are the Shapley values of the definition.</summary>
public sealed class TreeEnsembleTests
{
    private static readonly JsonElement Reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "xgboost.json"))).RootElement;

    [Theory]
    [InlineData("logistic")]
    [InlineData("tweedie")]
    [InlineData("forest")]
    public void A_model_of_xgboost_gives_its_predictions_margins_and_contributions(string model)
    {
        JsonElement theirs = Reference.GetProperty(model);
        TreeEnsemble ensemble = Read(theirs.GetProperty("model").GetRawText());
        FeatureTable rows = Rows();
        double[] prediction = ensemble.Predict(rows), margin = ensemble.Margin(rows);
        double[][] phi = ensemble.Contributions(rows, threads: 2);
        for (int i = 0; i < rows.Count; i++)
        {
            Assert.Equal(theirs.GetProperty("prediction")[i].GetDouble(), prediction[i], 1e-6 * Math.Max(1, prediction[i]));
            Assert.Equal(theirs.GetProperty("margin")[i].GetDouble(), margin[i], 1e-6);
            Assert.Equal(margin[i], ensemble.ExpectedMargin + phi[i].Sum(), 1e-9);
            double[] other = [.. theirs.GetProperty("contributions")[i].EnumerateArray().Select(one => one.GetDouble())];
            Assert.Equal(other[^1], ensemble.ExpectedMargin, 1e-5);
            for (int j = 0; j < rows.Width; j++)
            {
                Assert.Equal(other[j], phi[i][j], 1e-5);
            }
        }
    }

    [Fact]
    public void Contributions_are_the_shapley_values_of_expectations_over_all_coalitions()
    {
        (FeatureTable table, double[] y) = Drawn.Of(400, 5, 3, (x, random) => (2 * x[0]) - (x[1] * x[2]) + (0.1 * random.NextNormal()), unknown: 0.15);
        TreeEnsemble ensemble = BoostingFitter.Fit(table, y, new() { Rounds = 12, Depth = 5, LeafRows = 5 });
        for (int row = 0; row < 25; row++)
        {
            double[] brute = GroupedShapley.Of(5, coalition => ensemble.MarginGiven(table, row, Known(coalition)));
            double[] phi = ensemble.Contributions(table.Rows([row]))[0];
            Assert.All(brute.Zip(phi), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
        }

        static bool[] Known(uint coalition) => [.. Enumerable.Range(0, 5).Select(j => (coalition & (1u << j)) != 0)];
    }

    [Fact]
    public void Chance_times_amount_is_shared_in_money_and_sums_exactly()
    {
        (FeatureTable table, double[] pays) = Drawn.Of(600, 4, 5, (x, random) => Drawn.Event(x[0] - x[1], random));
        double[] amount = [.. Enumerable.Range(0, 600).Select(i => Math.Exp(0.5 * table.Column(2)[i]))];
        TreeEnsemble chance = BoostingFitter.Fit(table, pays, new() { Objective = BoostingObjective.Logistic, Rounds = 30 });
        TreeEnsemble value = BoostingFitter.Fit(table, amount, new() { Objective = BoostingObjective.Gamma, Rounds = 30 });
        double Money(uint coalition)
        {
            bool[] known = [.. Enumerable.Range(0, 4).Select(j => (coalition & (1u << j)) != 0)];
            return chance.FromMargin(chance.MarginGiven(table, 7, known)) * value.FromMargin(value.MarginGiven(table, 7, known));
        }

        double[] shares = GroupedShapley.Of(4, Money);
        Assert.Equal(chance.Predict(table)[7] * value.Predict(table)[7], Money(15), 1e-12);
        Assert.Equal(Money(15) - Money(0), shares.Sum(), 1e-12);
    }

    [Fact]
    public void Columns_in_another_order_and_more_of_them_change_nothing()
    {
        TreeEnsemble ensemble = Read(Reference.GetProperty("logistic").GetProperty("model").GetRawText());
        FeatureTable rows = Rows();
        FeatureTable turned = new(["more", "f4", "f3", "f2", "f1", "f0"], [new double[rows.Count], .. Enumerable.Range(0, 5).Select(j => rows.Column(4 - j).ToArray())]);
        Assert.Equal(ensemble.Margin(rows), ensemble.Margin(turned));
        Assert.Contains("There is no feature 'f0'", Assert.Throws<ArgumentException>(() => ensemble.Margin(rows.Only(["f1", "f2"]))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"gbtree\"}", "\"dart\"}", "booster is 'dart'")]
    [InlineData("binary:logistic", "multi:softprob", "objective 'multi:softprob'")]
    [InlineData("\"num_class\":\"0\"", "\"num_class\":\"3\"", "several outputs")]
    [InlineData("\"learner\"", "\"lerner\"", "not a model file")]
    public void What_cannot_be_read_is_refused_by_name(string here, string there, string message)
    {
        string text = Reference.GetProperty("logistic").GetProperty("model").GetRawText();
        Assert.Contains(here, text, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<FormatException>(() => Read(text.Replace(here, there, StringComparison.Ordinal))).Message, StringComparison.Ordinal);
    }

    private static TreeEnsemble Read(string json) => XgBoostModelFile.Read(System.Text.Encoding.UTF8.GetBytes(json));

    private static FeatureTable Rows()
    {
        double[][] rows = [.. Reference.GetProperty("rows").EnumerateArray().Select(row => row.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Null ? double.NaN : one.GetDouble()).ToArray())];
        return new(["f0", "f1", "f2", "f3", "f4"], [.. Enumerable.Range(0, 5).Select(j => rows.Select(row => row[j]).ToArray())]);
    }
}
