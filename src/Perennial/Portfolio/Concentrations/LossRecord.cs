namespace Perennial.Portfolio.Concentrations;

/// <summary>What the leaving of the largest accounts within a year may take from the value of all.</summary>
/// <param name="Accounts">How many of the largest.</param>
/// <param name="Value">Their value.</param>
/// <param name="Equity">The value of all customers.</param>
/// <param name="Chance">What the chances to leave are: p_churn_365d, p_zero, 1 - p_alive; joined by a comma where customers differ.</param>
/// <param name="Correlation">The correlation of two accounts that share all traits; 0 where none is known.</param>
/// <param name="Shared">The traits that are shared, in order.</param>
/// <param name="Draws">How often it was drawn.</param>
/// <param name="Linked">The loss with that correlation.</param>
/// <param name="Independent">The loss with none.</param>
public sealed record LossRecord(int Accounts, double Value, double Equity, string Chance, double Correlation, IReadOnlyList<string> Shared, int Draws, LossLaw Linked, LossLaw Independent);

/// <summary>The law of a loss.</summary>
/// <param name="Mean">Its mean, which values already expect.</param>
/// <param name="Var95">The least loss that is not exceeded in 95 % of years.</param>
/// <param name="Var99">The same of 99 %.</param>
/// <param name="Shortfall95">Mean loss of the worst 5 % of years.</param>
/// <param name="Shortfall99">Mean loss of the worst 1 %.</param>
public sealed record LossLaw(double Mean, double Var95, double Var99, double Shortfall95, double Shortfall99)
{
    /// <summary>Finds it from losses, each as likely as the others.</summary>
    /// <param name="losses">The losses; they are put in order.</param>
    public static LossLaw Of(double[] losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        Array.Sort(losses);
        return new(losses.Sum() / losses.Length, Quantile(0.95), Quantile(0.99), Shortfall(0.95), Shortfall(0.99));

        double Quantile(double level) => losses[Math.Max(0, (int)Math.Ceiling((level * losses.Length) - 1e-9) - 1)];

        // The mean beyond the quantile, with as much of the quantile itself as is missing to the share (Rockafellar and Uryasev).
        double Shortfall(double level)
        {
            double at = Quantile(level), beyond = 0;
            foreach (double loss in losses)
            {
                beyond += Math.Max(0, loss - at);
            }

            return at + (beyond / losses.Length / (1 - level));
        }
    }
}
