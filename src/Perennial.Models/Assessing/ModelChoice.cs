using System.Globalization;

namespace Perennial.Models.Assessing;

/// <summary>One model among those compared.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MeanLoss">Its mean loss.</param>
/// <param name="Behind">Its mean loss less that of the best one, at least 0.</param>
/// <param name="StandardError">Standard error of that difference over the rows, each with both losses; 0 for the best one.</param>
public sealed record ComparedModel(string Name, double MeanLoss, double Behind, double StandardError);

/// <summary>A choice between models and the sentence that explains it: of those within one standard error of the best, the simplest.</summary>
/// <remarks>Losses are of rows that nobody was fitted on, such as the CRPS of customers at the origins of <see cref="RollingBacktest"/>.</remarks>
/// <source paper="BreimanFriedmanOlshenStone1984"/>
public sealed record ModelChoice
{
    private ModelChoice(string chosen, string because, IReadOnlyList<ComparedModel> compared) => (Chosen, Because, Compared) = (chosen, because, compared);

    /// <summary>Gives the name of the model to take.</summary>
    public string Chosen { get; }

    /// <summary>Gives the reason, with the figures.</summary>
    public string Because { get; }

    /// <summary>Gives the models compared, in the order given.</summary>
    public IReadOnlyList<ComparedModel> Compared { get; }

    /// <summary>Chooses.</summary>
    /// <param name="models">Names, the simplest model first, each with its n losses; row i of all models is the same customer at the same origin.</param>
    /// <param name="loss">What the losses are, for the sentence: CRPS.</param>
    /// <exception cref="ArgumentException">There is no model, a name repeats, losses differ in number or are not finite.</exception>
    public static ModelChoice Of(IReadOnlyList<(string Name, double[] Losses)> models, string loss = "CRPS")
    {
        ArgumentNullException.ThrowIfNull(models);
        Columns.NotEmpty(models.Count, "a choice between models");
        foreach ((string name, double[] losses) in models)
        {
            Columns.Pair(losses, name, models[0].Losses, models[0].Name, "a choice between models");
            if (models.Count(other => string.Equals(other.Name, name, StringComparison.Ordinal)) > 1)
            {
                throw new ArgumentException($"There are two models called '{name}'. Give each once.", nameof(models));
            }
        }

        (string best, double[] lowest) = models.MinBy(model => model.Losses.Average());
        ComparedModel[] compared = [.. models.Select(model => Compare(model.Name, model.Losses, lowest))];
        ComparedModel first = compared.First(model => model.Name == best || model.Behind <= model.StandardError);
        double least = lowest.Average();
        if (first.Name != best)
        {
            return new(first.Name, Text($"{first.Name} has a {loss} of {first.MeanLoss:0.0000}, {best} of {least:0.0000}: less than one standard error ({first.StandardError:0.0000}) apart, so the simpler one is taken."), compared);
        }

        string others = string.Join(", ", compared.Where(model => model.Name != best).Select(model => Text($"{model.Name} {model.MeanLoss:0.0000}")));
        return new(best, others.Length == 0 ? $"{best} is the only candidate." : Text($"{best} has the lowest {loss}, {least:0.0000} against {others}."), compared);
    }

    private static ComparedModel Compare(string name, double[] losses, double[] lowest)
    {
        double[] difference = [.. losses.Zip(lowest, (mine, its) => mine - its)];
        double mean = difference.Average();
        double deviation = Math.Sqrt(difference.Sum(d => (d - mean) * (d - mean)) / Math.Max(1, difference.Length - 1));
        return new(name, losses.Average(), mean, deviation / Math.Sqrt(difference.Length));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
