using System.Globalization;
using System.Text;
using System.Text.Json;
using Perennial.Models.BgBb;
using Perennial.Models.BgNbd;
using Perennial.Models.Covariates;
using Perennial.Models.GammaGamma;
using Perennial.Models.ParetoGgg;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Survival.Comparing;
using Perennial.Models.Survival.CompetingRisks;
using Perennial.Models.Survival.Curves;
using Perennial.Models.Tests.BgBb;
using Perennial.Models.Tests.CnbdK;
using Perennial.Models.Tests.Covariates;
using Perennial.Models.Tests.Survival;
using Perennial.Testing;

namespace Perennial.Models.Tests.Documentation;

/// <summary>What has no likelihood to compare, or is more than a likelihood: standard errors, curves, tests, and the means of another program's draws.</summary>
internal static class AgreementFigures
{
    /// <summary>One figure of another program, and ours.</summary>
    private sealed record Figure(string What, string Data, string Source, double Theirs, double Ours, double Tolerance)
    {
        public double Difference => Math.Abs(Ours - Theirs) / Math.Max(1e-3, Math.Abs(Theirs));
    }

    /// <summary>Writes the tables and holds every figure to its tolerance.</summary>
    public static string Write()
    {
        StringBuilder page = new();
        Table(page, "Standard errors", """
            At the same optimum: to 1e-4 where it was carried to the end; a program that stops early has them where it stopped. Those of MBG/NBD and of Pareto/NBD on all of CDNOW
            no other program states.
            """, StandardErrors());
        Table(page, "Curves and tests", "Survival, cumulative hazards, incidence by cause and test statistics by formula: no search, so that all digits agree.", [.. Curves(), .. LogRanks(), .. Causes()]);
        Draws(page);
        return page.ToString();
    }

    private static void Table(StringBuilder page, string title, string story, IEnumerable<Figure> figures)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n{story.ReplaceLineEndings("\n")}\n\n| figure | data | reference | there | ours | relative difference |\n|---|---|---|---:|---:|---:|\n");
        foreach (Figure figure in figures)
        {
            Assert.True(figure.Difference <= figure.Tolerance, $"{figure.What} on {figure.Data}: {figure.Ours:R}, there {figure.Theirs:R}.");
            string off = figure.Difference < 1e-9 ? "below 1e-9" : figure.Difference < 1e-6 ? "below 1e-6" : Number(figure.Difference, "0e0");
            page.Append(CultureInfo.InvariantCulture, $"| {figure.What} | {figure.Data} | {figure.Source} | {Number(figure.Theirs, "0.######")} | {Number(figure.Ours, "0.######")} | {off} |\n");
        }
    }

    private static IEnumerable<Figure> StandardErrors()
    {
        PurchaseHistories sample = CdnowTests.Sample();
        (PurchaseHistories apparel, CovariateColumns covariates) = Apparel.Read();
        return
        [
            .. Errors("BG/NBD", "CDNOW 1/10", "lifetimes_cdnow_sample_bgnbd", BgNbdFitter.Fit(sample).Parameters, 1e-4),
            .. Errors("BG/NBD", "CDNOW full", "lifetimes_cdnow_full_bgnbd", BgNbdFitter.Fit(CdnowTests.Full().Histories).Parameters, 1e-4),
            .. Errors("Pareto/NBD", "CDNOW 1/10", "clvtools_cdnow_sample_pnbd", ParetoNbdFitter.Fit(sample).Parameters, 5e-3),
            .. Errors("Gamma-Gamma", "CDNOW 1/10", "lifetimes_cdnow_sample_gg", GammaGammaFitter.Fit(CdnowTests.SampleSpend()).Parameters, 1e-4),
            .. Errors("Gamma-Gamma", "CDNOW full", "lifetimes_cdnow_full_gg", GammaGammaFitter.Fit(CdnowTests.Full().Spend).Parameters, 1e-4),
            .. Errors("BG/BB", "donations", "lifetimes_donations_bgbb", BgBbFitter.Fit(BgBbCorrectness.Donations()).Parameters, 1e-4),
            .. Errors("Pareto/NBD, gender and channel", "apparel", "clvtools_apparel_staticcov_pnbd", CovariateFitter.ParetoNbd(apparel, covariates).Parameters, 2e-2),
        ];
    }

    private static IEnumerable<Figure> Errors(string model, string data, string file, IReadOnlyList<ParameterEstimate> ours, double tolerance)
    {
        using JsonDocument json = Json(file);
        JsonElement root = json.RootElement, fit = root.TryGetProperty("default_fit", out JsonElement first) ? first : root;
        string program = Program(root);
        (string Name, double Error)[] theirs = [.. fit.GetProperty("standard_errors").EnumerateObject().Select(p => (p.Name, p.Value.GetDouble()))];
        return theirs.Select(own => new Figure($"{model}: standard error of {Ours(own.Name)}", data, program, own.Error, ours.Single(p => p.Name == Ours(own.Name)).StandardError!.Value, tolerance));

        static string Ours(string name) => name switch
        {
            "v" => "gamma",
            _ when name.StartsWith("trans.", StringComparison.Ordinal) => "purchase:" + name[6..],
            _ when name.StartsWith("life.", StringComparison.Ordinal) => "dropout:" + name[5..],
            _ => name,
        };
    }

    private static IEnumerable<Figure> Curves()
    {
        const string R = "R 4.2.2, survfit";
        foreach ((string fit, string data, SurvivalHistories all, string column, int value) in ((string, string, SurvivalHistories, string, int)[])
        [
            ("lung-km-1", "lung, men", Sets.Lung("sex"), "sex", 1), ("lung-km-2", "lung, women", Sets.Lung("sex"), "sex", 2),
            ("heart-km-0", "Stanford heart, before a transplant", Sets.Heart("transplant"), "transplant", 0), ("heart-km-1", "Stanford heart, after it", Sets.Heart("transplant"), "transplant", 1),
        ])
        {
            int[] group = Sets.Column(all, column);
            SurvivalHistories rows = all.Select([.. Enumerable.Range(0, all.Count).Where(i => group[i] == value)]);
            KaplanMeierCurve curve = KaplanMeier.Estimate(rows);
            NelsonAalenCurve hazard = NelsonAalen.Estimate(rows);
            SurvivalReference reference = new(fit);
            foreach (string time in reference.Names("survival"))
            {
                double at = double.Parse(time, CultureInfo.InvariantCulture);
                int step = Array.FindLastIndex(curve.Times, t => t <= at);
                yield return new($"Kaplan-Meier, S({time})", data, R, reference["survival", time]!.Value, curve.Survival[step], 1e-9);
                yield return new("... its standard error", data, R, reference["se", time]!.Value, curve.StandardError[step], 1e-9);
                if (reference.Names("hazard").Contains(time))
                {
                    yield return new($"Nelson-Aalen, H({time})", data, R, reference["hazard", time]!.Value, hazard.CumulativeHazard[step], 1e-9);
                }
            }
        }

        KaplanMeierCurve remission = KaplanMeier.Estimate(Sets.FreireichTreated);
        yield return new("Kaplan-Meier, S(23)", "remission times of Freireich", "every textbook", 0.44817927, remission.At(23), 1e-7);
        yield return new("... its standard error", "remission times of Freireich", "every textbook", 0.134591457, remission.StandardError[Array.IndexOf(remission.Times, 23.0)], 1e-7);
    }

    private static IEnumerable<Figure> LogRanks()
    {
        const string R = "R 4.2.2, survdiff";
        SurvivalHistories lung = Sets.Lung("sex"), ecog = Sets.Lung("sex", "ecog"), veteran = Sets.Veteran("small", "adeno", "large", "trt"), rossi = Sets.Rossi("fin"), gbsg2 = Sets.Gbsg2("hormone");
        int[] cell = [.. Enumerable.Range(0, veteran.Count).Select(i => Sets.Column(veteran, "small")[i] + (2 * Sets.Column(veteran, "adeno")[i]) + (3 * Sets.Column(veteran, "large")[i]))];
        foreach ((string fit, string data, LogRankResult found) in ((string, string, LogRankResult)[])
        [
            ("lung-sex-rho0", "lung by sex", LogRank.Test(lung, Sets.Column(lung, "sex"))),
            ("lung-sex-rho1", "lung by sex, weights S(t-)", LogRank.Test(lung, Sets.Column(lung, "sex"), LogRankWeight.FlemingHarrington(1, 0))),
            ("lung-sex-by-ecog", "lung by sex within ECOG", LogRank.Test(new(ecog.Time, ecog.Observed, ecog.Unit, stratum: Sets.Column(ecog, "ecog")), Sets.Column(ecog, "sex"))),
            ("veteran-cell", "veteran by cell type", LogRank.Test(veteran, cell)),
            ("veteran-trt-by-cell", "veteran by treatment within cell type", LogRank.Test(new(veteran.Time, veteran.Observed, veteran.Unit, stratum: cell), Sets.Column(veteran, "trt"))),
            ("rossi-fin", "Rossi by financial aid", LogRank.Test(rossi, Sets.Column(rossi, "fin"))),
            ("gbsg2-hormone", "gbsg2 by hormone therapy", LogRank.Test(gbsg2, Sets.Column(gbsg2, "hormone"))),
        ])
        {
            yield return new("log-rank chi-square", data, R, new SurvivalReference(fit)["chisq"]!.Value, found.Test.Statistic, 1e-9);
        }

        yield return new("log-rank chi-square", "remission times of Freireich", "every textbook", 16.7929, LogRank.Test(Sets.Freireich, Sets.FreireichGroup).Test.Statistic, 1e-5);
    }

    private static IEnumerable<Figure> Causes()
    {
        SurvivalHistories lung = Sets.Lung("sex");
        CumulativeIncidence found = AalenJohansen.Estimate(lung, [.. Sets.Column(lung, "sex").Select((sex, i) => lung.Observed[i] ? sex : 0)]);
        SurvivalReference reference = new("lung-causes");
        foreach (int cause in (int[])[1, 2])
        {
            foreach (string time in reference.Names($"state{cause}"))
            {
                yield return new(
                    $"Aalen-Johansen, incidence of cause {cause} by {time}", "lung, the sex as cause", "R 4.2.2, survfit", reference[$"state{cause}", time]!.Value, found.At(cause, double.Parse(time, CultureInfo.InvariantCulture)), 1e-9);
            }
        }
    }

    /// <summary>Pareto/GGG: another program's draws, of chains too short to be more than a hint.</summary>
    private static void Draws(StringBuilder page)
    {
        using JsonDocument json = Json("btydplus_cdnow_pggg");
        FitReport<ParetoGggModel> fit = ParetoGggFitter.Fit(CnbdKCorrectness.Cdnow());
        Assert.Equal(FitExit.Converged, fit.Exit);
        page.Append("""

            ## Draws

            Pareto/GGG has no likelihood that another program maximises. Beside the means and standard deviations of draws by chains that are short, and indicative only, stands the mode
            of our posterior; the regularity k of customers is gamma (t, gamma), and t and gamma can grow together. What purchases say of r, alpha, s and beta lies within one of those standard deviations.

            | parameter | data | reference | mean there | standard deviation there | our mode | standard deviations off |
            |---|---|---|---:|---:|---:|---:|

            """.ReplaceLineEndings("\n"));
        foreach (JsonElement row in json.RootElement.GetProperty("level2").EnumerateArray())
        {
            string name = row.GetProperty("_row").GetString()!;
            double mean = row.GetProperty("Mean").GetDouble(), deviation = row.GetProperty("SD").GetDouble(), mode = fit.Parameters.Single(p => p.Name == name).Value, off = (mode - mean) / deviation;
            Assert.True(name is "t" or "gamma" || Math.Abs(off) < 1, $"{name}: {mode}, there {mean} +- {deviation}.");
            page.Append(CultureInfo.InvariantCulture, $"| {name} | CDNOW 1/10 | {Program(json.RootElement)} | {mean:0.0000} | {deviation:0.0000} | {mode:0.000} | {off:0.0} |\n");
        }
    }

    private static string Program(JsonElement root) => string.Join(' ', root.GetProperty("peer").GetString()!.Split(' ')[..2]);

    private static JsonDocument Json(string file) => JsonDocument.Parse(File.ReadAllText(RealData.Reference(file + ".json")));

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
