using Perennial.Models.BgBb;
using Perennial.Models.BgNbd;
using Perennial.Models.CnbdK;
using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.Fitting;
using Perennial.Models.GgomNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.ParetoGgg;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Predicting;
using Perennial.Models.Uncertainty;

namespace Perennial.Models;

/// <summary>The one list of purchase models: whoever offers, fits, words or predicts by name reads it here.</summary>
public static class TransactionModels
{
    /// <summary>Gives the models, the simplest first: at equal merit the earlier one is taken.</summary>
    /// <remarks>BG/NBD and MBG/NBD have closed forms where Pareto/NBD needs integrals; BG/NBD is the one most have met. The others have a parameter more.</remarks>
    public static IReadOnlyList<TransactionModelEntry> All { get; } =
    [
        new()
        {
            Name = BgNbdFitter.Name,
            Title = "BG/NBD",
            Parameters = ["r", "alpha", "a", "b"],
            Story = "Customers buy at random at their own steady rate, and after each repeat purchase may leave for good without saying so.",
            UseWhen = "Customers leave unsaid, most likely right after a purchase; also as the quick first look at any shop.",
            NotFor = "Contracts and subscriptions; strong seasons; customers who pause and come back. Holds every one-time buyer to be active.",
            Fit = histories => BgNbdFitter.Fit(histories).As<ITransactionModel>(),
            Refit = (model, histories) => TransactionFit.Refit(histories, BgNbdFitter.Plan(histories.Unit, new()), model.Parameters).As<ITransactionModel>(),
            Surface = (_, histories) => LikelihoodSurface.Of(histories, BgNbdFitter.Plan(histories.Unit, new())),
            Simulate = (model, ages, seed) => BgNbdSimulator.Histories(((BgNbdModel)model).Named, ages, model.Unit, seed),
            Law = model => TransactionLaw.BgNbd(((BgNbdModel)model).Named, model.Unit),
        },
        new()
        {
            Name = MbgNbdFitter.Name,
            Title = "MBG/NBD",
            Parameters = ["r", "alpha", "a", "b"],
            Story = "Customers buy at random at their own steady rate, and after each purchase, the first one too, may leave for good without saying so.",
            UseWhen = "Customers leave unsaid, most likely right after a purchase, and many never come back after the first one.",
            NotFor = "Contracts and subscriptions; strong seasons; customers who pause and come back.",
            Fit = histories => MbgNbdFitter.Fit(histories).As<ITransactionModel>(),
            Refit = (model, histories) => TransactionFit.Refit(histories, MbgNbdFitter.Plan(histories.Unit, new()), model.Parameters).As<ITransactionModel>(),
            Surface = (_, histories) => LikelihoodSurface.Of(histories, MbgNbdFitter.Plan(histories.Unit, new())),
            Simulate = (model, ages, seed) => MbgNbdSimulator.Histories(((MbgNbdModel)model).Named, ages, model.Unit, seed),
            Law = model => TransactionLaw.MbgNbd(((MbgNbdModel)model).Named, model.Unit),
        },
        new()
        {
            Name = ParetoNbdFitter.Name,
            Title = "Pareto/NBD",
            Parameters = ["r", "alpha", "s", "beta"],
            Story = "Customers buy at random at their own steady rate, and may leave for good at any moment without saying so.",
            UseWhen = "Customers leave unsaid at any time, whether they buy or not, and the history covers many purchase cycles.",
            NotFor = "Contracts and subscriptions; strong seasons; histories of a few weeks.",
            Fit = histories => ParetoNbdFitter.Fit(histories).As<ITransactionModel>(),
            Refit = (model, histories) => TransactionFit.Refit(histories, ParetoNbdFitter.Plan(histories.Unit, new()), model.Parameters).As<ITransactionModel>(),
            Surface = (_, histories) => LikelihoodSurface.Of(histories, ParetoNbdFitter.Plan(histories.Unit, new())),
            Simulate = (model, ages, seed) => ParetoNbdSimulator.Histories(((ParetoNbdModel)model).Named, ages, model.Unit, seed),
            Law = model => TransactionLaw.ParetoNbd(((ParetoNbdModel)model).Named, model.Unit),
        },
        new()
        {
            Name = GgomNbdFitter.Name,
            Title = "GGompertz/NBD",
            Parameters = ["r", "alpha", "b", "s", "beta"],
            Story = "Customers buy at random at their own steady rate, and may leave for good at any moment; the longer they have been there, the more likely they leave.",
            UseWhen = "Customers grow out of what is sold, such as things for babies: the longer they have been there, the more of them leave.",
            NotFor = "Contracts and subscriptions; strong seasons; customers whose risk of leaving does not grow with age, whom it cannot tell from Pareto/NBD's.",
            Needs = ModelNeeds.Ageing,
            Extends = ParetoNbdFitter.Name,
            Fit = histories => GgomNbdFitter.Fit(histories).As<ITransactionModel>(),
            Refit = (model, histories) => TransactionFit.Refit(histories, GgomNbdFitter.Plan(histories.Unit, new()), model.Parameters).As<ITransactionModel>(),
            Surface = (_, histories) => LikelihoodSurface.Of(histories, GgomNbdFitter.Plan(histories.Unit, new())),
            Simulate = (model, ages, seed) => GgomNbdSimulator.Histories(((GgomNbdModel)model).Named, ages, model.Unit, seed),
            Law = model => TransactionLaw.GgomNbd(((GgomNbdModel)model).Named, model.Unit),
        },
        Regular(CnbdKVariant.BgCnbdK, "BG/CNBD-k", "after each repeat purchase", "after coming back", BgNbdFitter.Name),
        Regular(CnbdKVariant.MbgCnbdK, "MBG/CNBD-k", "after each purchase, the first one too,", "after any purchase, also the first", MbgNbdFitter.Name),
        new()
        {
            Name = CorrelatedParetoNbdFitter.Name,
            Title = "Pareto/NBD with correlated rates",
            Parameters = ["r", "alpha", "s", "beta", "correlation"],
            Story = "Customers buy at random at their own steady rate, and may leave for good at any moment without saying so; those who buy more may stay longer, or leave sooner.",
            UseWhen = "Heavy buyers are known to be the loyal ones, or the ones who are done sooner, and the history covers many purchase cycles.",
            NotFor = "Contracts and subscriptions; strong seasons; small companies: the correlation is hard to tell, and often ends at the bound of what this form allows.",
            Needs = ModelNeeds.Correlation,
            Extends = ParetoNbdFitter.Name,
            Fit = histories => CorrelatedParetoNbdFitter.Fit(histories, new() { Span = CorrelatedParetoNbdFitter.TypicalSpan(histories) }).As<ITransactionModel>(),
            Refit = (model, histories) => CorrelatedParetoNbdFitter.Fit(histories, new() { Span = ((CorrelatedParetoNbdModel)model).Span, Threads = 1 }).As<ITransactionModel>(),
            Simulate = (model, ages, seed) => CorrelatedParetoNbdSimulator.Histories((CorrelatedParetoNbdModel)model, ages, seed),
            Law = model => TransactionLaw.CorrelatedParetoNbd((CorrelatedParetoNbdModel)model),
            Moved = (model, parameters) => ((CorrelatedParetoNbdModel)model).Within(parameters),
            Coefficients = ["correlation"],
        },
        new()
        {
            Name = ParetoGggFitter.Name,
            Title = "Pareto/GGG",
            Parameters = ["t", "gamma", "r", "alpha", "s", "beta"],
            Story = "Customers buy each in a rhythm of their own, some like clocks and some in bursts, and may leave for good at any moment without saying so.",
            UseWhen = "Some customers are known to buy by the calendar and others at random: the gaps of each then tell how long a silence is long for them.",
            NotFor = "Contracts and subscriptions; strong seasons; more than 20,000 customers: what each will do is drawn, which takes minutes; histories in which hardly anybody bought three times.",
            Needs = ModelNeeds.OwnRegularity,
            MostCustomers = 20_000,
            IsDrawn = true,
            Fit = histories => ParetoGggFitter.Fit(histories).Map<ITransactionModel>(model => new ParetoGggByDraws(model)),
            Refit = (_, histories) => ParetoGggFitter.Fit(histories, threads: 1).Map<ITransactionModel>(model => new ParetoGggByDraws(model)),
            Simulate = (model, ages, seed) => ParetoGggSimulator.Histories(((ParetoGggByDraws)model).Named, ages, model.Unit, seed),
            Law = _ => throw new ArgumentException("What a customer of Pareto/GGG will do depends on the gaps between purchases too. Make the law with TransactionLaw.Of(model, histories), from histories with log gaps."),
        },
        new()
        {
            Name = BgBbFitter.Name,
            Title = "BG/BB",
            Parameters = ["alpha", "beta", "gamma", "delta"],
            Story = "Customers can buy at fixed opportunities only; before each one they may leave for good without saying so, and at each they buy or not, each with a chance of their own.",
            UseWhen = "Purchases happen at fixed opportunities, at most one each: yearly donations, events, a weekly market, a monthly round.",
            NotFor = "Contracts and subscriptions; strong seasons; customers who buy several times an opportunity.",
            Needs = ModelNeeds.Opportunities,
            Fit = histories => BgBbInTime.Fit(histories),
            Refit = (model, histories) => BgBbInTime.Fit(histories, new() { Start = ((BgBbInTime)model).Named, Threads = 1 }),
            Surface = (_, histories) => LikelihoodSurface.Of(BgBbInTime.Schedule(histories).Count(histories)),
            Simulate = (model, ages, seed) => ((BgBbInTime)model).Simulate(ages, seed),
            Law = model => ((BgBbInTime)model).Law,
        },
    ];

    private static TransactionModelEntry Regular(CnbdKVariant variant, string title, string leaving, string when, string extends) => new()
    {
        Name = variant.Name(),
        Title = title,
        WholeParameters = ["k"],
        Parameters = ["r", "alpha", "a", "b"],
        Story = $"Customers buy in a rhythm of their own, the more regularly the larger k, and {leaving} may leave for good without saying so.",
        UseWhen = $"Customers buy what runs out and is bought again at even intervals, such as groceries or coffee, and leave unsaid {when}.",
        NotFor = "Contracts and subscriptions; strong seasons; buying at random, where k is 1 and the simpler model says the same.",
        Needs = ModelNeeds.RegularBuying,
        Extends = extends,
        Fit = histories => CnbdKFitter.Fit(histories, new() { Variant = variant }).As<ITransactionModel>(),
        Refit = (model, histories) => CnbdKFitter.Refit(histories, (CnbdKModel)model).As<ITransactionModel>(),
        Surface = (model, histories) => CnbdKFitter.Surface(histories, (CnbdKModel)model),
        Simulate = (model, ages, seed) => CnbdKSimulator.Histories(variant, ((CnbdKModel)model).Named, ages, model.Unit, seed),
        Law = model => TransactionLaw.CnbdK(variant, ((CnbdKModel)model).Named, model.Unit),
    };

    /// <summary>Gives the names, for a sentence.</summary>
    internal static string Names => string.Join(", ", All.Select(model => model.Name));

    /// <summary>Gives the model of a name, or null where there is none.</summary>
    /// <param name="name">bg-nbd, pareto-nbd, …</param>
    public static TransactionModelEntry? Find(string name) => All.FirstOrDefault(model => model.Name == name);

    /// <summary>Gives the model of a name.</summary>
    /// <param name="name">bg-nbd, pareto-nbd, …</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such model.</exception>
    public static TransactionModelEntry Named(string name) => Find(name)
        ?? throw new ArgumentOutOfRangeException(nameof(name), name, $"There is no such model of purchases. There are {Names}.");

    /// <summary>Gives the expected purchases of all customers together in (T, T + t] for several t: one answer after the other or, where purchases are drawn, from the same draws.</summary>
    /// <param name="model">A fitted model.</param>
    /// <param name="histories">n customers, in the unit of the model.</param>
    /// <param name="times">Rising times t of at least 0.</param>
    public static double[] ExpectedTotals(ITransactionModel model, PurchaseHistories histories, double[] times)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(times);
        return model is ParetoGggByDraws drawn
            ? drawn.ExpectedTotals(histories, times)
            : [.. times.Select(t => model.ConditionalExpectedTransactions(histories, t).Sum())];
    }

    /// <summary>Gives the entry of a fitted model, or refuses one that is not listed: a door for what only listed models have.</summary>
    /// <param name="model">Any fitted model.</param>
    /// <param name="what">What is asked of it, after "There is no".</param>
    /// <param name="parameter">The caller's name of the argument.</param>
    /// <exception cref="ArgumentException">The model is not listed.</exception>
    internal static TransactionModelEntry Listed(ITransactionModel model, string what, string parameter) =>
        Find(model.Name) ?? throw NotListed(model.Name, what, parameter);

    /// <summary>Gives the entry of a name, or refuses one that is not listed.</summary>
    /// <inheritdoc cref="Listed(ITransactionModel, string, string)"/>
    internal static TransactionModelEntry Listed(string model, string what, string parameter) => Find(model) ?? throw NotListed(model, what, parameter);

    private static ArgumentException NotListed(string model, string what, string parameter) =>
        new($"There is no {what} for the model '{model}'. There is one for {Names}: fit one of these to the same histories.", parameter);
}

/// <summary>What customers must be like before a model is worth trying.</summary>
public enum ModelNeeds
{
    /// <summary>Nothing but buying at random and leaving unsaid.</summary>
    Nothing,

    /// <summary>A risk of leaving that grows with age: customers who grow out of what is sold.</summary>
    Ageing,

    /// <summary>Gaps between purchases that are more alike than chance makes them.</summary>
    RegularBuying,

    /// <summary>Fixed opportunities at which they buy at most once: histories then count those.</summary>
    Opportunities,

    /// <summary>Rates of buying and of leaving that hang together.</summary>
    Correlation,

    /// <summary>Gaps between purchases that are more alike with some customers than with others.</summary>
    OwnRegularity,
}

/// <summary>One model of purchases as the list of them has it: its names, its words and its doors.</summary>
public sealed record TransactionModelEntry
{
    // Only the list makes entries, so that each has all its doors.
    internal TransactionModelEntry()
    {
    }

    /// <summary>Gives the name in commands, files and code: bg-nbd.</summary>
    public required string Name { get; init; }

    /// <summary>Gives the name as the field writes it: BG/NBD.</summary>
    public required string Title { get; init; }

    /// <summary>Gives the names of the parameters that are whole numbers, such as k; the others are <see cref="Parameters"/>.</summary>
    public IReadOnlyList<string> WholeParameters { get; init; } = [];

    /// <summary>Gives the names of the parameters that are estimated on a continuum, in the paper's order: that of <see cref="ITransactionModel.Parameters"/>.</summary>
    public required IReadOnlyList<string> Parameters { get; init; }

    /// <summary>Gives the names among <see cref="Parameters"/> of those that may be negative: their covariance is their own, that of the others is of their logarithms.</summary>
    public IReadOnlyList<string> Coefficients { get; init; } = [];

    /// <summary>Gives the story it tells of customers, in a sentence.</summary>
    public required string Story { get; init; }

    /// <summary>Gives when to use it, in a sentence.</summary>
    public required string UseWhen { get; init; }

    /// <summary>Gives what it is not for.</summary>
    public required string NotFor { get; init; }

    /// <summary>Gives what customers must be like before it is worth trying.</summary>
    public ModelNeeds Needs { get; init; }

    /// <summary>Gives the name of the model that it is where its additional parameter has nothing to say, or null: a fit that is not identified then says less than that one's.</summary>
    public string? Extends { get; init; }

    /// <summary>Gives how many customers a run takes it for at most, because each is dear; null where any number is.</summary>
    public int? MostCustomers { get; init; }

    /// <summary>Tells whether purchases to come are drawn, which takes a thousand times as long as a formula.</summary>
    public bool IsDrawn { get; init; }

    /// <summary>Gives the fit by maximum likelihood with the default options; of Pareto/GGG, the mode of its posterior under weak priors.</summary>
    public required Func<PurchaseHistories, FitReport<ITransactionModel>> Fit { get; init; }

    /// <summary>Gives the fit that starts from a fitted model alone, on one thread: one of many. Whole numbers, such as k, stay as they are.</summary>
    internal Func<ITransactionModel, PurchaseHistories, FitReport<ITransactionModel>> Refit { get; init; } = null!;

    /// <summary>Gives the likelihood as a function of the logarithms of a fitted model's parameters.</summary>
    /// <remarks>Null where a parameter is no logarithm: a coefficient, which may be negative.</remarks>
    internal Func<ITransactionModel, PurchaseHistories, LikelihoodSurface>? Surface { get; init; }

    /// <summary>Gives the same model with other parameters, which may lie a little beyond what is possible together.</summary>
    internal Func<ITransactionModel, double[], ITransactionModel> Moved { get; init; } = static (model, parameters) => model.With(parameters);

    /// <summary>Gives simulated histories of a fitted model, for n ages and a seed.</summary>
    internal Func<ITransactionModel, double[], ulong, PurchaseHistories> Simulate { get; init; } = null!;

    /// <summary>Gives the law of a customer who is alive.</summary>
    internal Func<ITransactionModel, TransactionLaw> Law { get; init; } = null!;
}
