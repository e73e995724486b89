using Perennial.Models.Fitting;

namespace Perennial.Models.Uncertainty;

/// <summary>A model's likelihood of given histories, as a function of the logarithms of its parameters.</summary>
internal sealed record LikelihoodSurface
{
    /// <summary>Gives the parameters as the fit sees them.</summary>
    public required IReadOnlyList<FittedParameter> Parameters { get; init; }

    /// <summary>Gives one internal unit of each parameter in the unit of the histories.</summary>
    public required double[] Units { get; init; }

    /// <summary>Gives the mean negative log-likelihood.</summary>
    public required SmoothFunction Mean { get; init; }

    /// <summary>Gives the number of customers.</summary>
    public required double Customers { get; init; }

    /// <summary>Makes the surface of a purchase model.</summary>
    public static LikelihoodSurface Of<TModel>(PurchaseHistories histories, TransactionFitPlan<TModel> plan)
        where TModel : class
    {
        HistoryGroups groups = HistoryGroups.Of(histories);
        return new()
        {
            Parameters = plan.Parameters,
            Units = [.. plan.Parameters.Select(p => p.Unit(groups.TimeScale))],
            Mean = plan.Objective(groups, plan.Threads),
            Customers = groups.Customers,
        };
    }
}
