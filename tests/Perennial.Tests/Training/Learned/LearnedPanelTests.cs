using Perennial.Features.Signals;
using Perennial.Training.Learned;

namespace Perennial.Tests.Training.Learned;

/// <summary>What is learned from.</summary>
public sealed class LearnedPanelTests
{
    /// <summary>Scores that people enter say what a customer is worth beyond money: no model of money hears of them, whatever they say.</summary>
    [Fact]
    public void Every_signal_that_says_something_is_a_feature_but_what_people_say_of_strategic_worth()
    {
        const int Rows = 4;
        SignalColumns columns = new()
        {
            CustomerKey = [1, 2, 3, 4],
            Landmark = new int[Rows],
            Day = new int[Rows],
            Active = [true, true, true, true],
            Segments = [""],
            Segment = new int[Rows],
            Values = [.. SignalCatalogue.All.Select((_, signal) => Enumerable.Range(0, Rows).Select(row => (double)((row + signal) % Rows)).ToArray())],
        };
        LearnedPanel panel = LearnedPanel.Of(columns, [true, true, true, true]);
        Assert.Equal(SignalCatalogue.All.Where(signal => signal.Family != SignalFamilies.Strategic).Select(signal => signal.Id), panel.Features);
        Assert.DoesNotContain(SignalFamilies.Strategic, panel.Families);
        Assert.Contains(SignalFamilies.External, panel.Families);
    }
}
