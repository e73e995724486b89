using Perennial.Models;
using Perennial.Models.Assessing;
using Perennial.Models.BgNbd;
using Perennial.Models.GammaGamma;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Predicting;
using Perennial.Training;
using Perennial.Valuation;

namespace Perennial.Tests.Valuation;

/// <summary>Does the interval of all customers' value hold what it promises, over many companies whose future is simulated?</summary>
/// <remarks>Times are continuous and orders of one day stay apart, as the models have it; the value is discounted margin, as realised.</remarks>
[Trait("Speed", "Slow")]
public sealed class EquityCoverageTests
{
    private const int Companies = 240;
    private const int Replicates = 240;
    private const double Margin = 0.35;
    private static readonly ContinuousRate Rate = ContinuousRate.FromEffectiveAnnual(0.1, TimeUnit.Week);

    [Theory]
    [InlineData("bg-nbd")]
    [InlineData("pareto-nbd")]
    public void An_80_percent_interval_of_equity_covers_80_percent_of_companies(string model)
    {
        Tally found = Over(seed =>
        {
            const double known = 52, hidden = 52;
            var company = new Company(model, seed, customers: 450, acquiredWithin: 20, until: known + hidden, blockWeeks: known + hidden, shock: 0);
            return company.Value(known, hidden, null, seed);
        });
        found.Passes();
    }

    [Fact]
    public void With_a_calendar_that_moves_everybody_the_interval_covers_80_percent_of_companies()
    {
        // Every half-year has a climate of its own, which multiplies what everybody spends. Five rolling origins show how large it is.
        const double block = 26;
        const int blocks = 7;
        Tally found = Over(seed =>
        {
            var company = new Company("bg-nbd", seed, customers: 350, acquiredWithin: block, until: (blocks + 1) * block, blockWeeks: block, shock: 0.2);
            var errors = new List<TotalError>();
            for (int k = 2; k < blocks; k++)
            {
                if (company.ErrorAt(k * block, block) is { } error)
                {
                    errors.Add(error);
                }
            }

            return errors.Count < CalendarShock.FewestOrigins ? null : company.Value(blocks * block, block, EquityStage.Calendar(errors), seed);
        });
        found.Passes();
    }

    [Fact]
    public void A_calendar_that_is_ignored_leaves_the_interval_too_narrow()
    {
        const double block = 26;
        Tally found = Over(seed => new Company("bg-nbd", seed, customers: 350, acquiredWithin: block, until: 8 * block, blockWeeks: block, shock: 0.2)
            .Value(7 * block, block, null, seed));
        Assert.True(found.Share < 0.74, $"covered {found}");
    }

    [Theory]
    [InlineData("bg-nbd")]
    [InlineData("pareto-nbd")]
    public void Values_over_three_years_cover_80_percent_of_customers(string model)
    {
        // Three times what is known: no backtest can reach so far, a simulated future can.
        CoverageResult found = new Company(model, 77, customers: 4000, acquiredWithin: 20, until: 52 + 156, blockWeeks: 208, shock: 0).Customers(52, 156);
        TestContext.Current.TestOutputHelper?.WriteLine($"covered {found.Coverage} +- {found.Tolerance}");
        Assert.True(found.Passes, $"covered {found}");
    }

    private static Tally Over(Func<ulong, Outcome?> company)
    {
        var outcomes = new Outcome?[Companies];
        Parallel.For(0, Companies, i => outcomes[i] = company((ulong)i + 1));
        return new(
            outcomes.Count(o => o is { } known && known.Actual >= known.Low && known.Actual <= known.High),
            outcomes.Count(o => o is { } known && known.Actual < known.Low),
            outcomes.Count(o => o is { } known && known.Actual > known.High),
            outcomes.Count(o => o is null));
    }

    private readonly record struct Outcome(double Low, double High, double Actual);

    private sealed record Tally(int Covered, int Below, int Above, int NotFitted)
    {
        public double Share => (double)Covered / (Covered + Below + Above);

        public void Passes()
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"covered {this}");
            Assert.True(Companies - NotFitted >= 200, $"too few companies had a usable fit: {this}");
            Assert.True(Share is >= 0.74 and <= 0.86, $"covered {this}");
        }

        public override string ToString() => $"{Share:P1} of {Companies - NotFitted} companies; below {Below}, above {Above}, not fitted {NotFitted}";
    }

    private sealed class Company
    {
        private readonly string _model;
        private readonly double[] _start;
        private readonly (double Time, double Money)[][] _purchases;

        public Company(string model, ulong seed, int customers, double acquiredWithin, double until, double blockWeeks, double shock)
        {
            _model = model;
            Pcg64 random = new(seed, 999_983);
            double Between(double low, double high) => low + ((high - low) * random.NextDouble());
            double[] climate = [.. Enumerable.Range(0, 1 + (int)(until / blockWeeks)).Select(_ => Math.Exp(shock * random.NextNormal()))];
            BgNbdParameters bg = new(Between(0.5, 1.2), Between(5, 9), Between(0.4, 0.9), Between(2.5, 4.5));
            ParetoNbdParameters pareto = new(Between(0.5, 1.2), Between(5, 9), Between(0.5, 1), Between(8, 16));
            GammaGammaParameters spend = new(Between(4, 8), Between(3.5, 5), Between(12, 25));
            _start = new double[customers];
            _purchases = new (double, double)[customers][];
            for (int i = 0; i < customers; i++)
            {
                _start[i] = Between(0, acquiredWithin);
                double[] times = model == "bg-nbd" ? BgNbdSimulator.Purchases(bg, until - _start[i], random) : ParetoNbdSimulator.Purchases(pareto, until - _start[i], random);
                double nu = random.NextGamma(spend.Q) / spend.Gamma;
                double first = _start[i];
                _purchases[i] = [.. times.Select(time => (first + time, random.NextGamma(spend.P) / nu * climate[(int)((first + time) / blockWeeks)]))];
            }
        }

        /// <summary>Gives the interval of what all customers are worth from a week on, and what they turned out to be worth; null without usable fits.</summary>
        public Outcome? Value(double now, double horizon, CalendarShock? calendar, ulong seed)
        {
            (PurchaseHistories histories, double[] mean) = Known(now);
            if (Fit(histories, mean) is not { } fit)
            {
                return null;
            }

            var portfolio = new EquityPortfolio(fit.Model, fit.Spend.Named, histories, mean, horizon, Rate, Margin, threads: 1);
            EquityDistribution equity = EquityDistribution.Simulate(portfolio.Ask(fit.Covariance, fit.SpendCovariance, calendar, Replicates, seed));
            double actual = Margin * Within(now, horizon).Sum(purchase => purchase.Money * Math.Exp(-Rate.Delta * (purchase.Time - now)));
            return new(equity.Quantile(0.1), equity.Quantile(0.9), actual);
        }

        /// <summary>Gives how well the customers' own predictive distributions cover what each turned out to be worth.</summary>
        public CoverageResult Customers(double now, double horizon)
        {
            (PurchaseHistories histories, double[] mean) = Known(now);
            Fitted fit = Fit(histories, mean) ?? throw new InvalidOperationException("No usable fit.");
            double[] worth = [.. _purchases.Select(purchases => Margin * purchases
                .Where(purchase => purchase.Time > now && purchase.Time <= now + horizon)
                .Sum(purchase => purchase.Money * Math.Exp(-Rate.Delta * (purchase.Time - now))))];
            var value = ValueDistribution.Create(TransactionLaw.Of(fit.Model), fit.Spend.Named, horizon, Rate, Margin);
            (double[] below, double[] atMost) = value.Cdf(histories.Frequency, histories.Recency, histories.T, fit.Model.ProbabilityAlive(histories), mean, worth);
            return Coverage.Measure(below, atMost, 0.8);
        }

        /// <summary>Gives how far the total of a window was off, as the training room measures it.</summary>
        public TotalError? ErrorAt(double origin, double window)
        {
            (PurchaseHistories histories, double[] mean) = Known(origin);
            if (Fit(histories, mean) is not { } fit)
            {
                return null;
            }

            var value = ValueDistribution.Create(TransactionLaw.Of(fit.Model), fit.Spend.Named, window, ContinuousRate.PerUnit(0, TimeUnit.Week), 1, 1);
            (double?[] means, double?[] variances) = value.Moments(histories.Frequency, histories.Recency, histories.T, fit.Model.ProbabilityAlive(histories), mean);
            double predicted = means.Sum(mean => mean!.Value);
            return new TotalError(Math.Log(Within(origin, window).Sum(purchase => purchase.Money) / predicted), variances.Sum(variance => variance!.Value) / (predicted * predicted));
        }

        private IEnumerable<(double Time, double Money)> Within(double now, double horizon) =>
            _purchases.SelectMany(purchases => purchases.Where(purchase => purchase.Time > now && purchase.Time <= now + horizon));

        private (PurchaseHistories Histories, double[] MeanSpend) Known(double now)
        {
            int[] rows = [.. Enumerable.Range(0, _start.Length).Where(i => _start[i] < now)];
            (double Time, double Money)[][] known = [.. rows.Select(i => _purchases[i].TakeWhile(purchase => purchase.Time <= now).ToArray())];
            return (
                new([.. known.Select(k => k.Length)], [.. known.Select((k, at) => k.Length == 0 ? 0 : k[^1].Time - _start[rows[at]])], [.. rows.Select(i => now - _start[i])], TimeUnit.Week),
                [.. known.Select(k => k.Length == 0 ? 0 : k.Average(purchase => purchase.Money))]);
        }

        private Fitted? Fit(PurchaseHistories histories, double[] mean)
        {
            int[] repeat = [.. Enumerable.Range(0, mean.Length).Where(i => histories.Frequency[i] > 0)];
            FitReport<GammaGammaModel> spend = GammaGammaFitter.Fit(
                new SpendHistories([.. repeat.Select(i => histories.Frequency[i])], [.. repeat.Select(i => mean[i])]), new GammaGammaOptions());
            TransactionFits.Candidate fit = TransactionFits.Fit(_model, histories);
            return fit.Model is { } model && spend.IsUsable ? new(model, fit.Covariance, spend.Model!, spend.LogParameterCovariance) : null;
        }

        private readonly record struct Fitted(ITransactionModel Model, double[]? Covariance, GammaGammaModel Spend, double[]? SpendCovariance);
    }
}
