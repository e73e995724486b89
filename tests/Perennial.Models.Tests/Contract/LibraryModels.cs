using Perennial.Models.Assessing;

namespace Perennial.Models.Tests.Contract;

/// <summary>Every class of the library that is a model: it answers the questions on purchases, or is called one.</summary>
internal static class LibraryModels
{
    /// <summary>Gives them; those that are learned have tests of their own, and a compared one is but a row of scores.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [
        .. typeof(FitExit).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false, IsNested: false })
            .Where(type => typeof(ITransactionModel).IsAssignableFrom(type) || type.Name.Split('`')[0].EndsWith("Model", StringComparison.Ordinal))
            .Where(type => !type.Namespace!.StartsWith("Perennial.Models.Learning", StringComparison.Ordinal) && !type.Equals(typeof(ComparedModel))),
    ];
}
