using Perennial.Models.BgNbd;
using Perennial.Models.Fitting;
using Perennial.Models.MbgNbd;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Predicting;
using Perennial.Models.Uncertainty;

namespace Perennial.Models;

/// <summary>The one list of purchase models: whoever offers, fits, words or predicts by name reads it here.</summary>
public static class TransactionModels
{
    /// <summary>Gives the models, the simplest first: at equal merit the earlier one is taken.</summary>
    /// <remarks>All have four parameters. BG/NBD and MBG/NBD have closed forms where Pareto/NBD needs integrals; BG/NBD is the one most have met.</remarks>
    public static IReadOnlyList<TransactionModelEntry> All { get; } =
    [
        new()
        {
            Name = BgNbdFitter.Name,
            Title = "BG/NBD",
            Parameters = ["r", "alpha", "a", "b"],
            Story = "Customers buy at random at their own steady rate, and after each repeat purchase may leave for good without saying so.",
            NotFor = "Contracts and subscriptions; strong seasons; customers who pause and come back. Holds every one-time buyer to be active.",
            Fit = histories => BgNbdFitter.Fit(histories).As<ITransactionModel>(),
            Refit = (histories, start) => TransactionFit.Refit(histories, BgNbdFitter.Plan(histories.Unit, new()), start).As<ITransactionModel>(),
            Surface = histories => LikelihoodSurface.Of(histories, BgNbdFitter.Plan(histories.Unit, new())),
            Simulate = (p, ages, unit, seed) => BgNbdSimulator.Histories(new(p[0], p[1], p[2], p[3]), ages, unit, seed),
            Law = (p, unit) => TransactionLaw.BgNbd(new(p[0], p[1], p[2], p[3]), unit),
        },
        new()
        {
            Name = MbgNbdFitter.Name,
            Title = "MBG/NBD",
            Parameters = ["r", "alpha", "a", "b"],
            Story = "Customers buy at random at their own steady rate, and after each purchase, the first one too, may leave for good without saying so.",
            NotFor = "Contracts and subscriptions; strong seasons; customers who pause and come back.",
            Fit = histories => MbgNbdFitter.Fit(histories).As<ITransactionModel>(),
            Refit = (histories, start) => TransactionFit.Refit(histories, MbgNbdFitter.Plan(histories.Unit, new()), start).As<ITransactionModel>(),
            Surface = histories => LikelihoodSurface.Of(histories, MbgNbdFitter.Plan(histories.Unit, new())),
            Simulate = (p, ages, unit, seed) => MbgNbdSimulator.Histories(new(p[0], p[1], p[2], p[3]), ages, unit, seed),
            Law = (p, unit) => TransactionLaw.MbgNbd(new(p[0], p[1], p[2], p[3]), unit),
        },
        new()
        {
            Name = ParetoNbdFitter.Name,
            Title = "Pareto/NBD",
            Parameters = ["r", "alpha", "s", "beta"],
            Story = "Customers buy at random at their own steady rate, and may leave for good at any moment without saying so.",
            NotFor = "Contracts and subscriptions; strong seasons; histories of a few weeks.",
            Fit = histories => ParetoNbdFitter.Fit(histories).As<ITransactionModel>(),
            Refit = (histories, start) => TransactionFit.Refit(histories, ParetoNbdFitter.Plan(histories.Unit, new()), start).As<ITransactionModel>(),
            Surface = histories => LikelihoodSurface.Of(histories, ParetoNbdFitter.Plan(histories.Unit, new())),
            Simulate = (p, ages, unit, seed) => ParetoNbdSimulator.Histories(new(p[0], p[1], p[2], p[3]), ages, unit, seed),
            Law = (p, unit) => TransactionLaw.ParetoNbd(new(p[0], p[1], p[2], p[3]), unit),
        },
    ];

    /// <summary>Gives the model of a name, or null where there is none.</summary>
    /// <param name="name">bg-nbd, pareto-nbd, …</param>
    public static TransactionModelEntry? Find(string name) => All.FirstOrDefault(model => model.Name == name);

    /// <summary>Gives the model of a name.</summary>
    /// <param name="name">bg-nbd, pareto-nbd, …</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such model.</exception>
    public static TransactionModelEntry Named(string name) => Find(name)
        ?? throw new ArgumentOutOfRangeException(nameof(name), name, $"There is no such model of purchases. There are {Names(_ => true)}.");

    /// <summary>Gives the names of some of the models, for a sentence.</summary>
    internal static string Names(Func<TransactionModelEntry, bool> which) => string.Join(", ", All.Where(which).Select(model => model.Name));
}

/// <summary>One model of purchases as the list of them has it: its names, its words and its doors.</summary>
public sealed record TransactionModelEntry
{
    /// <summary>Gives the name in commands, files and code: bg-nbd.</summary>
    public required string Name { get; init; }

    /// <summary>Gives the name as the field writes it: BG/NBD.</summary>
    public required string Title { get; init; }

    /// <summary>Gives the parameters' names in the paper's order.</summary>
    public required IReadOnlyList<string> Parameters { get; init; }

    /// <summary>Gives the story it tells of customers, in a sentence.</summary>
    public required string Story { get; init; }

    /// <summary>Gives what it is not for.</summary>
    public required string NotFor { get; init; }

    /// <summary>Gives the fit by maximum likelihood with the default options.</summary>
    public required Func<PurchaseHistories, FitReport<ITransactionModel>> Fit { get; init; }

    /// <summary>Gives the fit that starts from given parameters alone, on one thread: one of many; null where it does not exist.</summary>
    internal Func<PurchaseHistories, double[], FitReport<ITransactionModel>>? Refit { get; init; }

    /// <summary>Gives the likelihood as a function of the logarithms of the parameters, or null.</summary>
    internal Func<PurchaseHistories, LikelihoodSurface>? Surface { get; init; }

    /// <summary>Gives simulated histories for parameters in the paper's order, n ages, a unit and a seed, or null.</summary>
    internal Func<double[], double[], TimeUnit, ulong, PurchaseHistories>? Simulate { get; init; }

    /// <summary>Gives the law of a customer who is alive, from parameters in the paper's order; null where predictive distributions do not exist.</summary>
    internal Func<double[], TimeUnit, TransactionLaw>? Law { get; init; }
}
