using System.Globalization;
using System.Text;
using System.Text.Json;
using Perennial.Models.BetaDiscreteWeibull;
using Perennial.Models.BgBb;
using Perennial.Models.BgNbd;
using Perennial.Models.CnbdK;
using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.Covariates;
using Perennial.Models.GammaGamma;
using Perennial.Models.GgomNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.ParetoNbd;
using Perennial.Models.ShiftedBetaGeometric;
using Perennial.Models.Survival.Accelerated;
using Perennial.Models.Survival.DiscreteTime;
using Perennial.Models.Survival.ProportionalHazards;
using Perennial.Models.Tests.BgBb;
using Perennial.Models.Tests.CnbdK;
using Perennial.Models.Tests.Covariates;
using Perennial.Models.Tests.ShiftedBetaGeometric;
using Perennial.Models.Tests.Survival;
using Perennial.Models.Tests.Survival.Accelerated;
using Perennial.Models.Tests.Survival.DiscreteTime;
using Perennial.Models.Tests.Survival.ProportionalHazards;
using Perennial.Models.Tests.VaryingCovariates;
using Perennial.Models.VaryingCovariates;
using Perennial.Testing;

namespace Perennial.Models.Tests.Documentation;

/// <summary>Every model on public data beside the program or paper it can be compared with, as the page docs/models/agreement.md.</summary>
public sealed class AgreementTests
{
    private const string Page = "docs/models/agreement.md";

    /// <summary>Names of other programs in ours.</summary>
    private static readonly Dictionary<string, string> Ours = new(StringComparer.Ordinal)
    {
        ["v"] = "gamma", ["trans."] = "purchase:", ["life."] = "dropout:", ["constr."] = "both:", ["Cor(life,trans)"] = "correlation",
    };

    /// <summary>What another program found: where, its log-likelihood and parameters by our names, and whether its search was carried to the very optimum.</summary>
    private sealed record Theirs(string Source, double LogLikelihood, IReadOnlyDictionary<string, double> Parameters, bool Polished)
    {
        /// <summary>Gives how far the log-likelihood may be from what was printed.</summary>
        public double Rounding { get; init; } = 1e-6;
    }

    /// <summary>One fit of ours beside it.</summary>
    private sealed record Row(string Model, string Data, Theirs Theirs, FitExit Exit, double LogLikelihood, IReadOnlyList<ParameterEstimate> Parameters, FitExit Expected);

    /// <summary>Writes the page anew with PERENNIAL_WRITE_GOLDEN=1.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void The_page_holds_what_fits_give_and_none_is_worse_than_its_reference()
    {
        Row[] rows = [.. Purchases(), .. Covariates(), .. Spend(), .. Contracts(), .. Survival()];
        foreach (Row row in rows)
        {
            string name = $"{row.Model} on {row.Data}";
            Assert.True(row.Exit == row.Expected, $"{name} ended as {row.Exit}.");
            double tolerance = row.Theirs.Polished ? 1e-9 * Math.Abs(row.Theirs.LogLikelihood) : row.Theirs.Rounding;
            Assert.True(row.LogLikelihood >= row.Theirs.LogLikelihood - tolerance, $"{name}: {row.LogLikelihood:R} is below {row.Theirs.LogLikelihood:R}.");
            Assert.True(!row.Theirs.Polished || Farthest(row) < 1e-6, $"{name}: a parameter is {Farthest(row):0.0e0} off.");
        }

        string page = Write(rows) + AgreementFigures.Write();
        if (Environment.GetEnvironmentVariable("PERENNIAL_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(Repository.Path(Page), page);
        }

        Assert.True(Repository.Read(Page).ReplaceLineEndings("\n") == page, $"{Page} is not what the fits give:\n{page}\nIf that is right, write it anew: PERENNIAL_WRITE_GOLDEN=1, then this test.");
    }

    private static IEnumerable<Row> Purchases()
    {
        PurchaseHistories sample = CdnowTests.Sample(), full = CdnowTests.Full().Histories, rhythm = CnbdKCorrectness.Cdnow();
        yield return Of("BG/NBD", "CDNOW 1/10", Polished("lifetimes_cdnow_sample_bgnbd"), BgNbdFitter.Fit(sample));
        yield return Of("BG/NBD", "CDNOW full", Polished("lifetimes_cdnow_full_bgnbd"), BgNbdFitter.Fit(full));
        yield return Of("BG/NBD", "CDNOW 1/10", Program("clvtools_cdnow_sample_bgnbd"), BgNbdFitter.Fit(sample));
        yield return Of("MBG/NBD", "CDNOW 1/10", Polished("lifetimes_cdnow_sample_mbgnbd"), MbgNbdFitter.Fit(sample));
        yield return Of("MBG/NBD", "CDNOW full", Stated("lifetimes 0.11.3, polished", -95336.9583198795, ("r", 0.63714), ("alpha", 7.31029), ("a", 0.807474), ("b", 1.228394)), MbgNbdFitter.Fit(full));
        yield return Of("Pareto/NBD", "CDNOW 1/10", Polished("lifetimes_cdnow_sample_pnbd"), ParetoNbdFitter.Fit(sample));
        yield return Of("Pareto/NBD", "CDNOW 1/10", Program("clvtools_cdnow_sample_pnbd"), ParetoNbdFitter.Fit(sample));
        yield return Of("Pareto/NBD", "CDNOW 1/10", Program("btyd_cdnow_sample_pnbd"), ParetoNbdFitter.Fit(sample));
        yield return Of("Pareto/NBD, correlated", "CDNOW 1/10", Program("clvtools_cdnow_sample_pnbd_cor"), CorrelatedParetoNbdFitter.Fit(sample), FitExit.Boundary);
        yield return Of("Pareto/NBD", "CDNOW full", Polished("lifetimes_cdnow_full_pnbd"), ParetoNbdFitter.Fit(full));
        yield return Of("BG/CNBD-k", "CDNOW 1/10", Program("btydplus_cdnow_bgcnbd_k"), CnbdKFitter.Fit(rhythm, new() { Variant = CnbdKVariant.BgCnbdK }));
        yield return Of("MBG/CNBD-k", "CDNOW 1/10", Program("btydplus_cdnow_mbgcnbd_k"), CnbdKFitter.Fit(rhythm, new() { Variant = CnbdKVariant.MbgCnbdK }));
        yield return Of("GGompertz/NBD", "CDNOW 1/10", Program("clvtools_cdnow_sample_ggomnbd"), GgomNbdFitter.Fit(sample), FitExit.NotIdentified);
        yield return Of("GGompertz/NBD", "apparel", Program("clvtools_apparel_ggomnbd"), GgomNbdFitter.Fit(Apparel.Read().Histories), FitExit.NotIdentified);
        yield return Of("BG/BB", "donations", Polished("lifetimes_donations_bgbb"), BgBbFitter.Fit(BgBbCorrectness.Donations()));
        yield return Of("BG/BB", "donations", Program("btyd_donations_bgbb"), BgBbFitter.Fit(BgBbCorrectness.Donations()));
    }

    private static IEnumerable<Row> Covariates()
    {
        (PurchaseHistories histories, CovariateColumns covariates) = Apparel.Read();
        yield return Of("Pareto/NBD", "apparel", Program("clvtools_apparel_pnbd"), ParetoNbdFitter.Fit(histories));
        yield return Of("Pareto/NBD, gender and channel", "apparel", Program("clvtools_apparel_staticcov_pnbd"), CovariateFitter.ParetoNbd(histories, covariates));
        yield return Of("... one coefficient for both", "apparel", Program("clvtools_apparel_staticcov_pnbd_constr"), CovariateFitter.ParetoNbd(histories, covariates, new() { Common = ["Gender", "Channel"] }));
        yield return Of("BG/NBD, gender and channel", "apparel", Stated("CLVTools 0.12.1", -5839.86, ("a", 1222.8), ("b", 9043.8)) with { Rounding = 0.005 }, CovariateFitter.BgNbd(histories, covariates), FitExit.NotIdentified);
        (PurchaseTimes times, CovariatePaths paths, _) = ApparelPaths.Read();
        yield return Of("Pareto/NBD, season, gender and channel by week", "apparel", Program("clvtools_apparel_dyncov_pnbd"), VaryingCovariateFitter.ParetoNbd(times, paths), FitExit.NotIdentified);
    }

    private static IEnumerable<Row> Spend()
    {
        yield return Of("Gamma-Gamma", "CDNOW 1/10", Polished("lifetimes_cdnow_sample_gg"), GammaGammaFitter.Fit(CdnowTests.SampleSpend()));
        yield return Of("Gamma-Gamma", "CDNOW full", Polished("lifetimes_cdnow_full_gg"), GammaGammaFitter.Fit(CdnowTests.Full().Spend));
        yield return Of("Gamma-Gamma", "apparel", Program("clvtools_apparel_gg"), GammaGammaFitter.Fit(Apparel.ReadSpend(104).Spend));
    }

    private static IEnumerable<Row> Contracts()
    {
        foreach ((string cohort, string key) in ((string, string)[])[("highend", "high_end"), ("regular", "regular")])
        {
            var renewals = ContractHistories.FromSurvivors(FaderHardieTests.Load(cohort)[..8]);
            yield return Of("shifted beta-geometric", $"retention, {cohort}", Independent(key, "sbg"), ShiftedBetaGeometricFitter.Fit(renewals));
            yield return Of("beta-discrete-Weibull", $"retention, {cohort}", Independent(key, "bdw"), BetaDiscreteWeibullFitter.Fit(renewals));
        }
    }

    private static IEnumerable<Row> Survival()
    {
        foreach (string fit in CoxCorrectness.Fits.Select(row => row.Data))
        {
            SurvivalReference reference = new(fit);
            string[] names = reference.Names("coef");
            FitReport<CoxModel> report = CoxFitter.Fit(
                CoxCorrectness.Load(fit, names), new() { Ties = fit.EndsWith("breslow", StringComparison.Ordinal) ? CoxTies.Breslow : CoxTies.Efron });
            yield return Of("Cox", fit, OfR(reference, names.ToDictionary(name => name, name => reference["coef", name]!.Value)), report);
        }

        foreach ((string fit, AftDistribution law) in AftCorrectness.Fits.Select(row => row.Data))
        {
            SurvivalReference reference = new(fit);
            string[] names = reference.Names("coef");
            FitReport<AftModel> report = AftFitter.Fit(AftCorrectness.Load(fit, [.. names.Skip(1)]), law);
            yield return Of("accelerated failure time", fit, OfR(reference, names.ToDictionary(name => name, name => reference["coef", name]!.Value)), report);
        }

        foreach ((string fit, HazardLink link, HazardBaseline baseline) in DiscreteHazardTests.Fits.Select(row => row.Data))
        {
            SurvivalReference reference = new(fit);
            yield return Of(
                "discrete-time hazard", fit, OfR(reference, reference.Names("coef").ToDictionary(name => name.StartsWith("period", StringComparison.Ordinal) && char.IsDigit(name[^1]) && name[6] != '^' ? "period " + name[6..] : name, name => reference["coef", name]!.Value)) with { Source = "R 4.2.2, glm" },
                DiscreteHazardTests.Recidivism(link, baseline));
        }
    }

    private static Row Of<TModel>(string model, string data, Theirs theirs, FitReport<TModel> report, FitExit expected = FitExit.Converged)
        where TModel : class => new(model, data, theirs, report.Exit, report.LogLikelihood, report.Parameters, expected);

    private static Theirs Polished(string file) => Read(file, "polished_optimum", polished: true);

    private static Theirs Program(string file) => Read(file, null, polished: false);

    // Known only as it was printed.
    private static Theirs Stated(string source, double logLikelihood, params (string Name, double Value)[] parameters) =>
        new(source, logLikelihood, parameters.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal), Polished: false);

    private static Theirs Independent(string cohort, string model)
    {
        using JsonDocument json = Json("own_sbg_bdw");
        return Found("an independent maximum-likelihood fit", json.RootElement.GetProperty("data").GetProperty(cohort).GetProperty(model), polished: true);
    }

    private static Theirs OfR(SurvivalReference reference, Dictionary<string, double> coefficients) =>
        new("R 4.2.2, survival 3.5-3", reference["loglik"]!.Value, coefficients, Polished: true);

    private static Theirs Read(string file, string? part, bool polished)
    {
        using JsonDocument json = Json(file);
        string peer = string.Join(' ', json.RootElement.GetProperty("peer").GetString()!.Split(' ')[..2]);
        return Found(polished ? $"{peer}, polished" : peer, part is null ? json.RootElement : json.RootElement.GetProperty(part), polished);
    }

    private static Theirs Found(string source, JsonElement fit, bool polished) => new(
        source,
        fit.GetProperty("loglik").GetDouble(),
        fit.GetProperty("params").EnumerateObject().ToDictionary(p => Ours.Aggregate(p.Name, (name, pair) => name == pair.Key || (pair.Key.EndsWith('.') && name.StartsWith(pair.Key, StringComparison.Ordinal)) ? pair.Value + name[pair.Key.Length..] : name), p => p.Value.GetDouble(), StringComparer.Ordinal),
        polished);

    private static JsonDocument Json(string file) => JsonDocument.Parse(File.ReadAllText(RealData.Reference(file + ".json")));

    /// <summary>Gives the largest relative difference of a parameter both have.</summary>
    private static double Farthest(Row row)
    {
        (double Mine, double Other)[] pairs = [.. row.Parameters.Where(p => row.Theirs.Parameters.ContainsKey(p.Name)).Select(p => (p.Value, row.Theirs.Parameters[p.Name]))];
        Assert.True(pairs.Length >= row.Theirs.Parameters.Count(p => p.Key != "k"), $"{row.Model}: {string.Join(", ", row.Parameters.Select(p => p.Name))} against {string.Join(", ", row.Theirs.Parameters.Keys)}.");
        return pairs.Max(p => Math.Abs(p.Mine - p.Other) / Math.Max(1e-3, Math.Abs(p.Other)));
    }

    private static string Write(IEnumerable<Row> rows)
    {
        StringBuilder page = new();
        page.Append("""
            # Agreement

            Every model on public data beside the program or paper it can be compared with. Written by a test that fits them all and fails where one of our
            log-likelihoods lies below its reference, where a parameter is more than 1e-6 off a reference that was carried to the very optimum, or where a ridge is not
            called one. The other programs stop a little early: there the last column says how far, and our log-likelihood is the higher one. Where ours says
            *not identified*, different parameters explain the data equally well, and the program beside it prints one of them as its answer; where it says *at a bound*,
            the program beside it stopped there too and did not say so.

            | model | data | reference | log-likelihood there | ours | ours is higher by | farthest parameter |
            |---|---|---|---:|---:|---:|---:|

            """.ReplaceLineEndings("\n"));
        foreach (Row row in rows)
        {
            double higher = row.LogLikelihood - row.Theirs.LogLikelihood;
            string said = row.Exit switch
            {
                FitExit.NotIdentified => ", not identified",
                FitExit.Boundary => ", at a bound",
                _ => "",
            };
            string ours = Number(row.LogLikelihood, said.Length > 0 ? "0.000" : "0.000000") + said, by = said.Length > 0 ? "" : Math.Abs(higher) < 1e-6 ? "0" : Number(higher, "0.0e0"), off = said.Length > 0 ? "" : Within(Farthest(row));
            page.Append(CultureInfo.InvariantCulture, $"| {row.Model} | {row.Data} | {row.Theirs.Source} | {Number(row.Theirs.LogLikelihood, row.Theirs.Rounding > 1e-6 ? "0.00" : "0.000000")} | {ours} | {by} | {off} |\n");
        }

        return page.ToString();
    }

    // The digits of a difference near rounding are those of the machine; its order is not.
    private static string Within(double difference) => difference < 1e-6 ? "below 1e-6" : Number(difference, "0e0");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
