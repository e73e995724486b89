namespace Perennial.Ingest.Simulated.Companies;

/// <summary>What one account brought and took in each month of the company, past and future; reused for all accounts in turn.</summary>
internal sealed class AccountMonths(int months)
{
    /// <summary>Gives units of use, minutes of support and incidents met, by month.</summary>
    public double[] Units { get; } = new double[months];
    public double[] Minutes { get; } = new double[months];
    public double[] Incidents { get; } = new double[months];

    /// <summary>Gives months in which compliance is worked on, with the chance that it is.</summary>
    public double[] Regulated { get; } = new double[months];

    /// <summary>Gives revenue earned and fees of payments, in cents.</summary>
    public double[] Revenue { get; } = new double[months];
    public double[] Fees { get; } = new double[months];

    public void Clear()
    {
        foreach (double[] column in new[] { Units, Minutes, Incidents, Regulated, Revenue, Fees })
        {
            Array.Clear(column);
        }
    }
}
