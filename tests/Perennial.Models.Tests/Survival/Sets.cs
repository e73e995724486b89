using System.Globalization;
using Perennial.Testing;

namespace Perennial.Models.Tests.Survival;

/// <summary>The public sets of survival analysis, read where they are present, and one that is small enough to be stated.</summary>
internal static class Sets
{
    /// <summary>
    /// Weeks in remission of 21 pairs of children with leukaemia (Freireich et al. 1963; in every textbook): 6-mercaptopurine, then placebo. Negative: censored.
    /// </summary>
    private static readonly double[] Mercaptopurine = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35];
    private static readonly double[] Placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];

    public static SurvivalHistories Freireich { get; } = new(
        [.. Mercaptopurine.Concat(Placebo).Select(Math.Abs)],
        [.. Mercaptopurine.Concat(Placebo).Select(t => t > 0)],
        TimeUnit.Week,
        covariates: new(["treated"], [[.. Enumerable.Repeat(1.0, 21), .. Enumerable.Repeat(0.0, 21)]]));

    public static SurvivalHistories FreireichTreated => Freireich.Select([.. Enumerable.Range(0, 21)]);

    public static int[] FreireichGroup => [.. Freireich.Covariates!.Columns[0].Select(v => (int)v)];

    public static SurvivalHistories Rossi(params string[] covariates) => Load("rossi", "week", "arrest", TimeUnit.Week, covariates);

    public static SurvivalHistories Veteran(params string[] covariates) => Load("veteran", "time", "status", TimeUnit.Day, covariates, (name, row) => name switch
    {
        "small" => row("celltype") == "smallcell" ? 1 : 0,
        "adeno" => row("celltype") == "adeno" ? 1 : 0,
        "large" => row("celltype") == "large" ? 1 : 0,
        _ => Number(row(name)),
    });

    public static SurvivalHistories Gbsg2(params string[] covariates) => Load("gbsg2", "time", "cens", TimeUnit.Day, covariates, (name, row) => name switch
    {
        "hormone" => row("horTh") == "yes" ? 1 : 0,
        "post" => row("menostat") == "Post" ? 1 : 0,
        "grade2" => row("tgrade") == "II" ? 1 : 0,
        "grade3" => row("tgrade") == "III" ? 1 : 0,
        _ => Number(row(name)),
    });

    /// <summary>Rows with a missing covariate are left out.</summary>
    public static SurvivalHistories Lung(params string[] covariates) => Load("lung", "time", "status", TimeUnit.Day, covariates, (name, row) => name switch
    {
        "ecog" => Number(row("ph.ecog")),
        "karno" => Number(row("ph.karno")),
        _ => Number(row(name)),
    });

    public static SurvivalHistories Heart(params string[] covariates) => Load("stanford_heart", "stop", "event", TimeUnit.Day, covariates, (name, row) => name switch
    {
        "age.transplant" => Number(row("age")) * Number(row("transplant")),
        "surgery.transplant" => Number(row("surgery")) * Number(row("transplant")),
        _ => Number(row(name)),
    });

    /// <summary>Gives a covariate as groups or strata.</summary>
    public static int[] Column(SurvivalHistories histories, string name)
    {
        CovariateColumns columns = histories.Covariates!;
        return [.. columns.Columns[columns.Names.ToList().IndexOf(name)].Select(v => (int)v)];
    }

    private static SurvivalHistories Load(
        string file, string time, string observed, TimeUnit unit, string[] covariates, Func<string, Func<string, string>, double>? value = null)
    {
        value ??= (name, row) => Number(row(name));
        string[][] lines = [.. File.ReadLines(RealData.Path($"survival_reference/{file}.csv")).Select(line => line.Split(','))];
        Dictionary<string, int> column = lines[0].Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i);
        (string[] Line, double[] X)[] rows = [.. lines.Skip(1)
            .Select(line => (line, covariates.Select(c => value(c, name => line[column[name]])).ToArray()))
            .Where(row => row.Item2.All(double.IsFinite))];
        return new SurvivalHistories(
            [.. rows.Select(r => Number(r.Line[column[time]]))],
            [.. rows.Select(r => r.Line[column[observed]] == "1")],
            unit,
            column.TryGetValue("start", out int start) ? [.. rows.Select(r => Number(r.Line[start]))] : null,
            subject: column.TryGetValue("id", out int id) ? [.. rows.Select(r => (int)Number(r.Line[id]))] : null,
            covariates: covariates.Length == 0 ? null : new(covariates, [.. covariates.Select((_, j) => rows.Select(r => r.X[j]).ToArray())]));
    }

    private static double Number(string cell) => cell.Length == 0 || cell == "NA" ? double.NaN : double.Parse(cell, CultureInfo.InvariantCulture);
}

/// <summary>The numbers of another program, from Reference/survival.csv.</summary>
internal sealed class SurvivalReference
{
    private static readonly string[][] All = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Reference", "survival.csv"))
        .Where(line => !line.StartsWith('#')).Skip(1).Select(line => line.Split(','))];

    private readonly string _fit;
    private readonly List<string> _wrong = [];
    private int _compared;

    public SurvivalReference(string fit) => _fit = fit;

    public double? this[string quantity, string name = ""] =>
        All.Single(r => r[0] == _fit && r[1] == quantity && r[2] == name)[3] is var cell && cell == "none" ? null : double.Parse(cell, CultureInfo.InvariantCulture);

    public string[] Names(string quantity) => [.. All.Where(r => r[0] == _fit && r[1] == quantity).Select(r => r[2])];

    /// <summary>Notes a difference above the relative tolerance (absolute for what is below 1e-3).</summary>
    public void Compare(string quantity, string name, double? found, double tolerance)
    {
        _compared++;
        double? expected = this[quantity, name];
        if (expected.HasValue != found.HasValue || (expected is { } e && !(Math.Abs(found!.Value - e) <= tolerance * Math.Max(1e-3, Math.Abs(e)))))
        {
            _wrong.Add($"{quantity} {name}: found {found:R}, expected {expected:R}");
        }
    }

    public void Compare(string quantity, Func<string, double?> found, double tolerance)
    {
        foreach (string name in Names(quantity))
        {
            Compare(quantity, name, found(name), tolerance);
        }
    }

    public void Holds()
    {
        Assert.True(_compared > 0);
        Assert.Empty(_wrong);
    }
}
