namespace Perennial.Valuation.Bridges;

/// <summary>Why the value of all customers moved from the run before to this one. Start and steps add up to the end, to the last digit.</summary>
/// <param name="From">The run before.</param>
/// <param name="FromAsOf">The day it knew everything up to.</param>
/// <param name="FromDefinitionId">The definition of its values.</param>
/// <param name="FromModel">The model its values come from.</param>
public sealed record BridgeRecord(string From, DateOnly FromAsOf, string FromDefinitionId, string FromModel)
{
    /// <summary>Gives why nothing is told; null where the steps are.</summary>
    public string? Why { get; init; }

    /// <summary>Gives the value of all customers then.</summary>
    public decimal Start { get; init; }

    /// <summary>Gives the value of all customers now.</summary>
    public decimal End { get; init; }

    /// <summary>Gives what moved it, in the order of <see cref="BridgeSteps.All"/>; steps that moved nobody are among them where they could have.</summary>
    public IReadOnlyList<BridgeStep> Steps { get; init; } = [];

    /// <summary>Gives customers with a value then, and now.</summary>
    public int Before { get; init; }

    /// <inheritdoc cref="Before"/>
    public int Now { get; init; }

    /// <summary>Gives net value then and now, and what of its move lies in what is taken off: goods, delivery, cost to serve; null where one of the runs has none.</summary>
    public BridgeNet? Net { get; init; }
}

/// <summary>One step.</summary>
/// <param name="Id">A name of <see cref="BridgeSteps"/>.</param>
/// <param name="Amount">By how much it moved the value of all customers.</param>
/// <param name="Customers">Customers it moved by a hundredth of a unit of currency or more.</param>
public sealed record BridgeStep(string Id, decimal Amount, int Customers);

/// <summary>Net value: <c>Start + (End - Start of revenue or margin) + TakenOff = End</c>.</summary>
/// <param name="Start">Net value of all customers then.</param>
/// <param name="End">Net value of all customers now.</param>
/// <param name="TakenOff">By how much what is taken off moved it.</param>
public sealed record BridgeNet(decimal Start, decimal End, decimal TakenOff);
