using Perennial.Models.Numerics;

namespace Perennial.Decisions.Plans;

/// <summary>What an investment is worth today, by what the plan says of it (plan.investment.v1).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Amount">What is spent.</param>
/// <param name="Returns">What comes back.</param>
/// <param name="Multiple">What comes back by what is spent.</param>
/// <param name="NetReturn">The same less one.</param>
/// <param name="Npv">Present value of what comes back less that of what is spent.</param>
/// <param name="Rates">Annual rates at which that is nothing, the lowest first; none where there is none.</param>
/// <param name="RatesSaid">What the number of rates means, in words.</param>
/// <param name="Payback">Month in which what came back reaches what was spent, or null.</param>
/// <param name="DiscountedPayback">The same of present values, or null.</param>
/// <param name="Loss">The chance that the present value is below nothing.</param>
/// <param name="Outcome">The distribution of what comes back that this chance rests on, in words.</param>
/// <param name="Priority">The plan's priority, or null.</param>
public sealed record InvestmentCase(
    string Name, decimal Amount, decimal Returns, double Multiple, double NetReturn, double Npv, IReadOnlyList<double> Rates, string RatesSaid, int? Payback, int? DiscountedPayback, double Loss, string Outcome,
    string? Priority)
{
    private const int ReturnMonths = 12;
    private const double Z90 = 1.2815515655446004, UsualSpread = 2;

    /// <summary>Works an investment out: spent in equal parts over its months, coming back in equal parts over the months after. Null where nothing says what comes back.</summary>
    /// <param name="one">The investment.</param>
    /// <param name="discount">The effective annual rate.</param>
    public static InvestmentCase? Of(PlanInvestment one, double discount)
    {
        ArgumentNullException.ThrowIfNull(one);
        if ((one.Returns ?? (one.Multiple * one.Amount)) is not { } returns || one.Amount <= 0)
        {
            return null;
        }

        int back = one.ReturnMonths ?? ReturnMonths;
        double[] flows = [.. Enumerable.Repeat(-(double)one.Amount / one.Months, one.Months), .. Enumerable.Repeat((double)returns / back, back)];
        double spent = -Present(flows[..one.Months], discount, 0), brought = Present(flows[one.Months..], discount, one.Months), multiple = (double)(returns / one.Amount);
        IReadOnlyList<double> rates = InternalRates.Of(flows);
        double spread = one is { Low: { } low, High: { } high } ? Math.Log((double)(high / low)) / (2 * Z90) : Math.Log(UsualSpread) / Z90;
        double middle = one is { Low: { } l, High: { } h } ? Math.Sqrt((double)(l * h)) / multiple : 1;
        double loss = brought <= 0 ? 1 : Normal.Cdf((Math.Log(spent / brought) - Math.Log(middle)) / spread);
        return new(
            one.Name, one.Amount, returns, multiple, multiple - 1, brought - spent, rates, InternalRates.Say(rates), Reached(flows, 0), Reached(flows, discount), loss,
            one.Low is { } stated
                ? PlanNumber.Text($"log-normal, one in ten below {stated:0.##} times and one in ten above {one.High:0.##} times what is spent, as the plan states")
                : PlanNumber.Text($"log-normal around {multiple:0.##} times what is spent, one in ten below half of it and one in ten above double: an assumption, as the plan states none"),
            one.Priority);
    }

    /// <summary>Gives the present value of monthly flows, each in the middle of its month.</summary>
    /// <param name="flows">The flows.</param>
    /// <param name="discount">The effective annual rate, above -1.</param>
    /// <param name="first">Months before the first.</param>
    public static double Present(IReadOnlyList<double> flows, double discount, int first = 0)
    {
        ArgumentNullException.ThrowIfNull(flows);
        double sum = 0;
        for (int month = 0; month < flows.Count; month++)
        {
            sum += flows[month] * Math.Pow(1 + discount, -(first + month + 0.5) / 12);
        }

        return sum;
    }

    // The month at whose end everything since the first comes to nothing or more, and stays there.
    private static int? Reached(double[] flows, double discount)
    {
        int? reached = null;
        double sum = 0;
        for (int month = 0; month < flows.Length; month++)
        {
            sum += flows[month] * Math.Pow(1 + discount, -(month + 0.5) / 12);
            reached = sum < -1e-9 * Math.Abs(flows[0]) ? null : reached ?? month + 1;
        }

        return reached;
    }
}
