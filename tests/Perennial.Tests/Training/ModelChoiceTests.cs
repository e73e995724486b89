using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Perennial.DuckDb;
using Perennial.Features;
using Perennial.Kernel;
using Perennial.Models.BgBb;
using Perennial.Models.CnbdK;
using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.GgomNbd;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoGgg;
using Perennial.Models.ParetoNbd;
using Perennial.Reports;
using Perennial.Testing;
using Perennial.Training;

namespace Perennial.Tests.Training;

/// <summary>Does every model of the list carry a run from the file to the values, and is it said which were tried and why?</summary>
public sealed class ModelChoiceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perennial-choice-");

    private static readonly OpportunityPlan None = new(null, "There are none.");

    public static TheoryData<string> Names => [.. Models.TransactionModels.All.Select(model => model.Name)];

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("ggom-nbd")]
    [InlineData("bg-cnbd-k")]
    [InlineData("bg-bb")]
    [InlineData("correlated-pareto-nbd")]
    [InlineData("pareto-ggg")]
    public void What_not_every_run_tries_values_customers_of_its_own_story(string model) => Every_model_values_customers_of_its_own_story(model);

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Names))]
    public void Every_model_values_customers_of_its_own_story(string model)
    {
        RunRecord record = Run(Company(model, 400), new TrainingOptions { Model = model });
        Assert.Equal(model, record.Chosen);
        FittedModel fit = record.Models.Single(m => m.Name == model);
        Assert.True(fit.Exit == "converged" || (model == CorrelatedParetoNbdFitter.Name && fit.Exit == "boundary"), fit.Explanation);
        Assert.Equal($"{model} was asked for.", record.Holdout!.Selection);
        Assert.Equal(1, record.Holdout.Predicted / record.Holdout.Actual, 0.35);
        Assert.InRange(record.Holdout.Coverage80, 0.7, 0.9);
        Assert.True(record.Equity!.Mean > 0 && record.Equity.P10 < record.Equity.P90);
        Assert.True(record.Candidates.Single(candidate => candidate.Model == model).Tried);
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
        using DuckDbConnection engine = database.Connect();
        string scores = $"'{Path.Combine(_folder.FullName, "out", "scores.parquet")}'";
        Assert.Equal(record.Facts.Buyers, engine.Scalar<long>($"SELECT count(*) FROM {scores} WHERE clv >= 0 AND clv_p10 <= clv_p90 AND p_zero BETWEEN 0 AND 1 AND p_alive BETWEEN 0 AND 1"));
        Assert.Equal(record.Equity.Mean, engine.Scalar<double>($"SELECT sum(clv) FROM {scores}"), 0.02 * record.Equity.Mean);
    }

    [Fact]
    public void Where_the_model_asked_for_lies_on_a_ridge_the_one_it_extends_is_tested_and_values_customers()
    {
        const string Reason = "was asked for, but its fit lies on a ridge; pareto-nbd, which it extends, is used instead.";
        RunRecord record = Run(Company("pareto-nbd", 200), new TrainingOptions { Model = "ggom-nbd" });
        FittedModel fit = record.Models.Single(m => m.Name == "ggom-nbd");
        Assert.Equal("not-identified", fit.Exit);
        Assert.EndsWith("take pareto-nbd.", fit.Explanation, StringComparison.Ordinal);
        Assert.Equal("pareto-nbd", record.Chosen);
        Assert.Contains($"ggom-nbd {Reason}", record.Warnings);
        Assert.Equal($"ggom-nbd {Reason}", record.Holdout!.Selection);
        Assert.Equal("pareto-nbd", record.Holdout.Chosen);
        Assert.Equal($"It {Reason}", record.Candidates.Single(candidate => candidate.Model == "ggom-nbd").Why);
        Assert.Contains($"ggom-nbd {Reason}", File.ReadAllText(Path.Combine(_folder.FullName, "out", "report.html")), StringComparison.Ordinal);
        Assert.Equal(record.Holdout.Models["pareto-nbd"].Predicted, record.Holdout.Predicted);
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
        using DuckDbConnection engine = database.Connect();
        Assert.Equal(record.Facts.Buyers, engine.Scalar<long>($"SELECT count(clv) FROM '{Path.Combine(_folder.FullName, "out", "scores.parquet")}'"));
    }

    [Theory]
    [InlineData("ggom-nbd", "not-identified", "pareto-nbd", "its fit lies on a ridge; pareto-nbd, which it extends, is used instead.")]
    [InlineData("mbg-cnbd-k", "failed", "mbg-nbd", "it has no usable fit; mbg-nbd, which it extends, is used instead.")]
    [InlineData("mbg-cnbd-k", "failed", "bg-nbd pareto-nbd", "it has no usable fit; bg-nbd is used instead. Best of them.")]
    [InlineData("pareto-nbd", "failed", "bg-nbd mbg-nbd", "it has no usable fit; bg-nbd is used instead. Best of them.")]
    public void What_cannot_be_used_is_replaced_by_what_it_extends_or_by_the_best_of_the_others(string asked, string exit, string usable, string reason)
    {
        string[] all = [.. Candidates.Always.Union([asked])], fine = usable.Split(' ');
        bool simpler = fine.Contains(Models.TransactionModels.Named(asked).Extends);
        var found = AskedModel.Resolve(asked, all, all.ToDictionary(name => name, name => Fit(name, simpler ? name != asked : fine.Contains(name), exit)));
        Assert.True(found.IsReplaced);
        Assert.Equal(fine, found.Candidates);
        Assert.Equal($"{asked} was asked for, but {reason}", found.Selection(fine[0], "Best of them."));
        Assert.DoesNotContain("Best", found.Warning(fine[0]), StringComparison.Ordinal);

        static TransactionFits.Candidate Fit(string name, bool usable, string exit) => new(
            usable ? new Models.BgNbd.BgNbdModel(new(1, 1, 1, 1), Models.TimeUnit.Week) : null,
            new() { Name = name, Parameters = new Dictionary<string, double>(), StandardErrors = new Dictionary<string, double?>(), LogLikelihood = -1, Exit = exit, Explanation = "-", Unit = "week", Customers = 1, Groups = 1 },
            null);
    }

    [Theory]
    [InlineData("ggom-nbd", "bg-nbd pareto-nbd", "ggom-nbd has no usable fit on what was known by 1997-12-30, so it was not tested on the months after it. pareto-nbd has one: with --model pareto-nbd values are tested.")]
    [InlineData("ggom-nbd", "bg-nbd", "ggom-nbd has no usable fit on what was known by 1997-12-30, so it was not tested on the months after it. bg-nbd has one: with --model bg-nbd values are tested.")]
    [InlineData("bg-nbd", "", "No model could be fitted on what was known by 1997-12-30, so there is nothing to test on the months after it.")]
    public void What_had_no_usable_fit_at_the_origin_is_named_with_what_could_be_tested(string taken, string usable, string sentence) =>
        Assert.Equal(sentence, AskedModel.Untested(taken, usable.Split(' ', StringSplitOptions.RemoveEmptyEntries), new DateOnly(1997, 12, 30)));

    [Fact]
    public void What_is_not_tried_beside_a_model_asked_for_says_so_in_a_sentence() => Assert.Equal(
        "Not tried, because bg-nbd was asked for; auto tries it where buying is regular.",
        Candidates.Plan("bg-nbd", () => throw new InvalidOperationException("Nobody needs the rhythm."), None).Single(candidate => candidate.Model == "bg-cnbd-k").Why);

    [Fact]
    public void Auto_tries_what_every_run_tries_and_says_why_not_the_others()
    {
        RunRecord record = Run(Company("pareto-nbd", 300), new TrainingOptions());
        Assert.Equal(Models.TransactionModels.All.Select(model => model.Name), record.Candidates.Select(candidate => candidate.Model));
        Assert.Equal(["bg-nbd", "mbg-nbd", "pareto-nbd"], record.Candidates.Where(candidate => candidate.Tried).Select(candidate => candidate.Model));
        Assert.Equal(["bg-nbd", "mbg-nbd", "pareto-nbd"], record.Holdout!.Models.Keys);
        Assert.All(record.Candidates, candidate => Assert.EndsWith(".", candidate.Why, StringComparison.Ordinal));
    }

    [Fact]
    public void Models_of_regular_buying_are_tried_where_gaps_are_regular_and_all_that_is_asked_for()
    {
        Regularity regular = new(2.4, 0.3, 0.02, 800), random = new(1.1, 0.02, 0.02, 800), few = new(2.4, 0.3, 0.2, 8);
        string[] always = ["bg-nbd", "mbg-nbd", "pareto-nbd"];
        Assert.Equal([.. always, "bg-cnbd-k", "mbg-cnbd-k"], Tried("auto", regular));
        Assert.Equal(always, Tried("auto", random));
        Assert.Equal(always, Tried("auto", few));
        Assert.Equal([.. always, "mbg-cnbd-k"], Tried("mbg-cnbd-k", random));
        Assert.Equal([.. always, "ggom-nbd"], Tried("ggom-nbd", regular));
        Assert.Equal(always, Tried("pareto-nbd", regular));
        Assert.Equal("nobody had bought three times", Regex.Match(Candidates.Plan("auto", () => new(1, 0, double.PositiveInfinity, 0), None).Single(model => model.Model == "mbg-cnbd-k").Why, "nobody[^.]*").Value);

        static IEnumerable<string> Tried(string asked, Regularity found) => Candidates.Plan(asked, () => found, None).Where(model => model.Tried).Select(model => model.Model);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Auto_tries_models_of_regular_buying_where_gaps_are_regular_and_takes_one()
    {
        RunRecord record = Run(Company("bg-cnbd-k", 400), new TrainingOptions());
        CandidateModel[] regular = [.. record.Candidates.Where(candidate => candidate.Model.EndsWith("cnbd-k", StringComparison.Ordinal))];
        Assert.Equal(2, regular.Length);
        Assert.All(regular, candidate => Assert.True(candidate.Tried, candidate.Why));
        Assert.All(regular, candidate => Assert.StartsWith("Buying is regular: gaps between the purchases of", candidate.Why, StringComparison.Ordinal));
        Assert.EndsWith("cnbd-k", record.Chosen, StringComparison.Ordinal);
        Assert.Equal(3, record.Models.Single(model => model.Name == record.Chosen).Parameters["k"]);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Auto_tries_models_of_opportunities_where_purchases_keep_to_dates_and_says_so()
    {
        RunRecord record = Run(Market(250), new TrainingOptions());
        CandidateModel candidate = record.Candidates.Single(one => one.Model == "bg-bb");
        Assert.True(candidate.Tried);
        Assert.StartsWith("Purchases keep to opportunities. An opportunity is a week: 100.0 % of", candidate.Why, StringComparison.Ordinal);
        Assert.Equal("bg-bb", record.Chosen);
        Assert.Equal(1, record.Holdout!.Predicted / record.Holdout.Actual, 0.3);
        Assert.Contains("at an opportunity", File.ReadAllText(Path.Combine(_folder.FullName, "out", "report.html")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_published_donors_give_the_published_parameters_and_total_in_a_run()
    {
        // Fader, Hardie and Shang (2010): donors of 1995, six years after; who gave x times, last in year t_x, gave in the first years as well as in any.
        var text = new StringBuilder("donor,date,amount\n");
        int donor = 0;
        foreach (string[] row in File.ReadLines(RealData.Path("donations_bgbb/donations_recency_frequency.csv")).Skip(1).Select(line => line.Split(',')))
        {
            (int x, int last, int customers) = (int.Parse(row[0], CultureInfo.InvariantCulture), int.Parse(row[1], CultureInfo.InvariantCulture), int.Parse(row[3], CultureInfo.InvariantCulture));
            int[] years = x == 0 ? [0] : [.. Enumerable.Range(0, x), last];
            for (int c = 0; c < customers; c++, donor++)
            {
                foreach (int year in years)
                {
                    text.Append(CultureInfo.InvariantCulture, $"d{donor},{1995 + year}-12-{5 + ((donor + (7 * year)) % 20):00},{20 + (donor % 40) + (((donor * 7) + (year * 13)) % 11)}\n");
                }
            }
        }

        string path = Path.Combine(_folder.FullName, "donations.csv");
        File.WriteAllText(path, text.ToString());
        RunRecord record = Pipeline.Run(
            new()
            {
                Inputs = [path],
                Out = Path.Combine(_folder.FullName, "out"),
                Ingest = new() { AsOf = new(2001, 12, 31) },
                Training = new() { Model = "bg-bb", HoldoutDays = 0 },
                Valuation = new() { Horizon = Horizon.Parse("5y") },
            },
            SilentLog.Instance,
            CancellationToken.None);
        FittedModel fit = record.Models.Single(model => model.Name == "bg-bb");
        Assert.Equal([1.20352, 0.74972, 0.65672, 2.78344], fit.Parameters.Values.Select(value => Math.Round(value, 5)));
        Assert.Equal(-33225.58127, fit.LogLikelihood, 1e-4);
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
        using DuckDbConnection engine = database.Connect();
        Assert.Equal(12884.156, engine.Scalar<double>($"SELECT sum(expected_orders) FROM '{Path.Combine(_folder.FullName, "out", "scores.parquet")}'"), 0.01);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void An_opportunity_that_is_stated_is_taken_and_one_at_which_customers_buy_several_times_is_refused()
    {
        string log = Market(120);
        RunRecord record = Run(log, new TrainingOptions { Model = "bg-bb", Opportunity = OpportunityPeriod.Week, HoldoutDays = 0 });
        Assert.Equal("It was asked for. An opportunity is a week, as stated.", record.Candidates.Single(one => one.Model == "bg-bb").Why);
        PerennialException refusal = Assert.Throws<PerennialException>(() => Run(log, new TrainingOptions { Model = "bg-bb", Opportunity = OpportunityPeriod.Parse("1y"), HoldoutDays = 0 }));
        Assert.Contains("customers bought on several days", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_customers_for_a_model_that_draws_each_are_refused_before_work_starts()
    {
        int most = Models.TransactionModels.Named("pareto-ggg").MostCustomers!.Value;
        Candidates.Affordable("pareto-ggg", most);
        Candidates.Affordable(Candidates.Auto, int.MaxValue);
        PerennialException refusal = Assert.Throws<PerennialException>(() => Candidates.Affordable("pareto-ggg", most + 1));
        Assert.Equal("training/too-many-customers", refusal.Code);
        Assert.StartsWith("--model pareto-ggg was asked for 20,001 customers. It takes at most 20,000,", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Take --model mbg-cnbd-k", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((5_000, 25_000), (Candidates.MostTested(["bg-nbd", "pareto-ggg"], 25_000), Candidates.MostTested(["bg-nbd"], 25_000)));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private RunRecord Run(string log, TrainingOptions training) => Pipeline.Run(
        new RunOptions { Inputs = [log], Out = Path.Combine(_folder.FullName, "out"), Training = training }, SilentLog.Instance, CancellationToken.None);

    /// <summary>Writes the log of a market that is held on Saturdays.</summary>
    private string Market(int customers)
    {
        var text = new StringBuilder("customer,date,amount\n");
        for (int c = 0; c < customers; c++)
        {
            var random = new Pcg64(8, (ulong)c);
            int first = random.NextInt32(40);
            foreach (int week in (int[])[0, .. BgBbSimulator.Purchases(new(2, 2, 0.5, 12), 90 - first, random)])
            {
                text.Append(CultureInfo.InvariantCulture, $"c-{c},{new DateOnly(2022, 1, 8).AddDays(7 * (first + week)):yyyy-MM-dd},{20 * random.NextGamma(6):0.00}\n");
            }
        }

        string path = Path.Combine(_folder.FullName, "market.csv");
        File.WriteAllText(path, text.ToString());
        return path;
    }

    /// <summary>Writes the log of customers who live the story of a model for about two years; days are whole, as in any log.</summary>
    private string Company(string model, int customers)
    {
        const int Days = 700;
        var text = new StringBuilder("customer,date,amount\n");
        for (int c = 0; c < customers; c++)
        {
            var random = new Pcg64(7, (ulong)c);
            int first = random.NextInt32(Days / 2);
            double spend = 20 + (5 * random.NextGamma(2));
            foreach (double at in (double[])[0, .. Purchases(model, (Days - first) / 7.0, random)])
            {
                text.Append(CultureInfo.InvariantCulture, $"c-{c},{new DateOnly(2022, 1, 3).AddDays(first + (int)Math.Ceiling(7 * at)):yyyy-MM-dd},{spend * random.NextGamma(6) / 6:0.00}\n");
            }
        }

        string path = Path.Combine(_folder.FullName, "log.csv");
        File.WriteAllText(path, text.ToString());
        return path;
    }

    // Sarmanov's form with a kappa of -.15 through a span of ten weeks: who buys more stays longer.
    private static double[] Correlated(double weeks, Pcg64 random)
    {
        const double Span = 10, Kappa = -0.15;
        double a = Math.Pow(8 / (8 + Span), 1.5), b = Math.Pow(14 / (14 + Span), 1.2), m = Kappa / (a * b), rate, leave;
        do
        {
            rate = random.NextGamma(1.5) / 8;
            leave = random.NextGamma(1.2) / 14;
        }
        while (random.NextDouble() * (1 + Math.Abs(m)) > 1 + (m * (Math.Exp(-Span * rate) - a) * (Math.Exp(-Span * leave) - b)));
        double end = Math.Min(weeks, random.NextExponential() / leave);
        List<double> times = [];
        for (double at = random.NextExponential() / rate; at < end; at += random.NextExponential() / rate)
        {
            times.Add(at);
        }

        return [.. times];
    }

    private static double[] Purchases(string model, double weeks, Pcg64 random) => model switch
    {
        "bg-nbd" => Models.BgNbd.BgNbdSimulator.Purchases(new(0.8, 9, 0.7, 2.5), weeks, random),
        "mbg-nbd" => Models.MbgNbd.MbgNbdSimulator.Purchases(new(0.8, 9, 0.7, 2.5), weeks, random),
        "pareto-nbd" => ParetoNbdSimulator.Purchases(new(0.8, 9, 0.7, 14), weeks, random),
        "bg-cnbd-k" => CnbdKSimulator.Purchases(CnbdKVariant.BgCnbdK, new(3, 2, 3, 0.7, 4), weeks, random),
        "mbg-cnbd-k" => CnbdKSimulator.Purchases(CnbdKVariant.MbgCnbdK, new(2, 2, 4, 0.6, 4), weeks, random),
        "bg-bb" => [.. BgBbSimulator.Purchases(new(0.7, 4, 0.5, 12), (int)weeks, random).Select(k => (double)k)],
        "correlated-pareto-nbd" => Correlated(weeks, random),
        "pareto-ggg" => ParetoGggSimulator.Purchases(new(2, 0.5, 2, 8, 0.7, 14), weeks, random),
        "ggom-nbd" => GgomNbdSimulator.Purchases(new(0.8, 5, 0.12, 1, 20), weeks, random),
        _ => throw new ArgumentOutOfRangeException(nameof(model), model, "A model without a company: write one."),
    };
}
