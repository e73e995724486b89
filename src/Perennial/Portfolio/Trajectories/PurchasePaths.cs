using Perennial.Models;
using Perennial.Models.Predicting;

namespace Perennial.Portfolio.Trajectories;

/// <summary>Trajectories of customers who buy when they like: purchase days ahead beside those of the last year. None is churn, as far as anybody can see it.</summary>
internal static class PurchasePaths
{
    // The share of the year at which the chance to be there is asked, to find when half of those who go have gone.
    private const int Steps = 12;

    // A pace seen for fewer days is carried on as if it had taken so many.
    private const int LeastAge = 90;

    /// <summary>Gives the chances.</summary>
    /// <param name="model">The model of purchases.</param>
    /// <param name="histories">n histories.</param>
    /// <param name="length">Time ahead, in the model's unit.</param>
    /// <param name="before">n numbers of purchase days in a span before as long as the one ahead (<see cref="Usual"/>).</param>
    /// <param name="band">Share by which as many may be more or fewer and still count as about as many.</param>
    public static TrajectoryChances[] Of(ITransactionModel model, PurchaseHistories histories, double length, double[] before, double band)
    {
        double[] alive = model.ProbabilityAlive(histories);
        var counts = CountDistribution.Create(TransactionLaw.Of(model, histories), length);
        (int Least, int Most)[] same = Array.ConvertAll(before, count => Same(count, band));
        int[] x = histories.Frequency;
        double[] recency = histories.Recency, age = histories.T;
        (double[] none, _) = counts.Cdf(x, recency, age, alive, Array.ConvertAll(before, _ => 1));
        (double[] fewer, _) = counts.Cdf(x, recency, age, alive, Array.ConvertAll(same, s => s.Least));
        (_, double[] atMost) = counts.Cdf(x, recency, age, alive, Array.ConvertAll(same, s => s.Most));
        return [.. none.Select((churn, i) =>
        {
            double contraction = Math.Max(0, fewer[i] - churn), expansion = Math.Max(0, 1 - Math.Max(churn, atMost[i]));
            return new TrajectoryChances(expansion, Math.Max(0, 1 - churn - contraction - expansion), contraction, churn);
        })];
    }

    /// <summary>Gives the purchase days a span of time would have by what was seen: those of the last span; of who has been known for less, the repeat purchases so far at their pace, at least one.</summary>
    /// <param name="counted">Purchase days in the last span.</param>
    /// <param name="repeats">Repeat purchase days ever.</param>
    /// <param name="ageDays">Days since the first purchase.</param>
    /// <param name="spanDays">Days of the span.</param>
    public static double Usual(int counted, int repeats, int ageDays, int spanDays) =>
        ageDays >= spanDays ? counted : Math.Max(1, (double)repeats * spanDays / Math.Max(ageDays, Math.Min(spanDays, LeastAge)));

    /// <summary>Tells what came.</summary>
    /// <param name="before">Purchase days before.</param>
    /// <param name="came">Purchase days after, in a span as long.</param>
    /// <param name="band">As above.</param>
    public static Trajectory Came(double before, int came, double band)
    {
        (int least, int most) = Same(before, band);
        return came == 0 ? Trajectory.Churn : came < least ? Trajectory.Contraction : came <= most ? Trajectory.Stable : Trajectory.Expansion;
    }

    /// <summary>Gives months until half of those who go within the time have gone; 0 where it is likelier than not that the customer has gone already.</summary>
    public static double[] MonthsToLeaving(ITransactionModel model, PurchaseHistories histories, double length)
    {
        double[][] there = [.. Enumerable.Range(0, Steps + 1).Select(step => model.ProbabilityAlive(histories, length * step / Steps))];
        return [.. Enumerable.Range(0, there[0].Length).Select(i =>
        {
            double half = 0.5 * (there[0][i] + there[Steps][i]);
            int after = there[0][i] < 0.5 ? 0 : Enumerable.Range(0, Steps + 1).First(step => step == Steps || there[step][i] <= half);
            return after == 0 ? 0 : after - 1 + (there[after - 1][i] > there[after][i] ? (there[after - 1][i] - half) / (there[after - 1][i] - there[after][i]) : 1);
        })];
    }

    // From the first to the second as many is about as many; at least one purchase.
    private static (int Least, int Most) Same(double before, double band) => (Math.Max(1, (int)Math.Ceiling((before * (1 - band)) - 1e-9)), (int)Math.Floor((before * (1 + band)) + 1e-9));
}
