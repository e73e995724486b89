namespace Perennial.Training.Contracts;

/// <summary>What models of accounts with subscriptions showed on hidden months.</summary>
public sealed record ContractBacktest
{
    /// <summary>Gives the last day known to the models that were scored.</summary>
    public required DateOnly Origin { get; init; }

    /// <summary>Gives the last hidden day.</summary>
    public required DateOnly End { get; init; }

    /// <summary>Gives the earlier origins, on which the choice was made.</summary>
    public required IReadOnlyList<DateOnly> EarlierOrigins { get; init; }

    /// <summary>Gives accounts that could leave at the last origin.</summary>
    public required int Accounts { get; init; }

    /// <summary>Gives every model's and baseline's score on the hidden months after the last origin, the simplest first.</summary>
    public required IReadOnlyList<ContractScore> Scores { get; init; }

    /// <summary>Gives deciles of the chosen model's chance to stay, beside the share that stayed.</summary>
    public required IReadOnlyList<ContractReliability> Reliability { get; init; }

    /// <summary>Gives the chosen model's totals at every origin, the last one last.</summary>
    public required IReadOnlyList<ContractTotal> Totals { get; init; }
}

/// <summary>How well one model did on the hidden months.</summary>
/// <param name="Model">The model or baseline.</param>
/// <param name="LogScore">Mean log score of staying or leaving over all hidden months; higher is better.</param>
/// <param name="Retained">What was predicted and seen by horizon.</param>
/// <param name="Revenue">Revenue of the hidden months, predicted.</param>
/// <param name="ActualRevenue">The same, seen.</param>
/// <param name="Bias">Predicted less seen, by seen.</param>
/// <param name="Crps">Mean CRPS of an account's revenue.</param>
/// <param name="Coverage80">coverage80 of an account's revenue.</param>
/// <param name="Coverage80Tolerance">By how much it may miss .80.</param>
/// <param name="Gini">Normalised Gini of revenue.</param>
public sealed record ContractScore(
    string Model, double LogScore, IReadOnlyList<ContractRetained> Retained, double Revenue, double ActualRevenue, double Bias, double Crps, double Coverage80, double Coverage80Tolerance, double Gini);

/// <summary>Accounts that stayed.</summary>
/// <param name="Days">Days after the origin.</param>
/// <param name="Predicted">Share expected to stay.</param>
/// <param name="Actual">Share that stayed.</param>
/// <param name="Brier">Brier score.</param>
/// <param name="LogScore">Mean log score; higher is better.</param>
public sealed record ContractRetained(int Days, double Predicted, double Actual, double Brier, double LogScore);

/// <summary>A tenth of the accounts, by their chance to stay.</summary>
/// <param name="Predicted">Mean chance.</param>
/// <param name="Actual">Share that stayed.</param>
/// <param name="Accounts">How many.</param>
public sealed record ContractReliability(double Predicted, double Actual, int Accounts);

/// <summary>Revenue of all accounts at one origin.</summary>
/// <param name="Origin">The last known day.</param>
/// <param name="Predicted">Predicted.</param>
/// <param name="Actual">Seen.</param>
/// <param name="P10">10 % quantile of the predicted total.</param>
/// <param name="P90">90 % quantile.</param>
public sealed record ContractTotal(DateOnly Origin, double Predicted, double Actual, double P10, double P90);
