namespace Perennial.Training.Contracts;

/// <summary>What accounts are expected to bring to each horizon, before margin.</summary>
public sealed class ContractForecast
{
    private readonly int _draws;

    internal ContractForecast(double[] horizons, int accounts, int draws)
    {
        _draws = draws;
        Horizons = horizons;
        Revenue = [.. horizons.Select(_ => new double[accounts])];
        Discounted = [.. horizons.Select(_ => new double[accounts])];
        ActiveMonths = [.. horizons.Select(_ => new double[accounts])];
        Totals = [.. horizons.Select(_ => new double[draws])];
        Risks = new ContractRisks[accounts];
    }

    /// <summary>Gives the months to each horizon.</summary>
    public double[] Horizons { get; }

    /// <summary>Gives, by horizon, n expected revenues, not discounted.</summary>
    public double[][] Revenue { get; }

    /// <summary>Gives, by horizon, n expected revenues, discounted.</summary>
    public double[][] Discounted { get; }

    /// <summary>Gives, by horizon, n expected months in which the account pays, discounted: what a cost a month is multiplied by.</summary>
    public double[][] ActiveMonths { get; }

    /// <summary>Gives, by horizon, draws of the discounted revenue of all accounts together.</summary>
    public double[][] Totals { get; }

    /// <summary>Gives n chances to leave.</summary>
    public ContractRisks[] Risks { get; }

    internal void Add(int horizon, int row, double revenue, double discounted, double active)
    {
        Revenue[horizon][row] += revenue / _draws;
        Discounted[horizon][row] += discounted / _draws;
        ActiveMonths[horizon][row] += active / _draws;
    }
}
