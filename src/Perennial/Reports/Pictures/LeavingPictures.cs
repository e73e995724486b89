using Perennial.Reports.Charts;
using Perennial.Training.Learned;

namespace Perennial.Reports.Pictures;

/// <summary>Pictures of the test of leaving: tenths of customers by chance, stated against observed.</summary>
internal static class LeavingPictures
{
    public static Chart? Reliability(ChurnRecord churn)
    {
        var bins = churn.Reliability;
        if (bins.Count < 2)
        {
            return null;
        }

        return new Chart
        {
            Id = "leaving-reliability",
            Title = $"Stated chances of leaving are off by {ReliabilityPicture.Gap(bins)} points on average",
            Caption = $"Chance of leaving within {churn.HorizonDays} days by {churn.Chosen}, against the share that left, in tenths; {Figure.Of(churn.Test.Rows, "row")} of landmarks from {Figure.Day(churn.TestedFrom)} to {Figure.Day(churn.TestedTo)} that nothing was learned from.",
            DefinitionId = DefinitionIds.Leaving,
            Views = [ReliabilityPicture.Draw(bins, "Stated chance of leaving", "row", "rows", "Rows")],
            Height = 320,
        };
    }
}
