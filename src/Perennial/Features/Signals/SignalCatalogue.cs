using System.Text;
using Perennial.Features.Signals.Catalogue;

namespace Perennial.Features.Signals;

/// <summary>Every signal, in the order of the columns of <c>features_signals</c>. docs/signals.md is written from it.</summary>
public static class SignalCatalogue
{
    /// <summary>Gives how many features of the product have columns of their own.</summary>
    public const int NamedFeatures = 6;

    private static readonly Dictionary<string, int> Places;

    static SignalCatalogue()
    {
        All =
        [
            .. LifeSignals.All, .. RevenueSignals.All, .. TermSignals.All, .. PaymentSignals.All, .. PurchaseSignals.All, .. SupportSignals.All,
            .. IncidentSignals.All, .. CostSignals.All, .. UseSignals.All, .. AdoptionSignals.All, .. PeopleSignals.All, .. OutsideSignals.All,
        ];
        Places = All.Select((signal, place) => (signal.Id, place)).ToDictionary(pair => pair.Id, pair => pair.place, StringComparer.Ordinal);
    }

    /// <summary>Gives the signals in the order of the columns.</summary>
    public static IReadOnlyList<Signal> All { get; }

    /// <summary>Gives the signals of how hard the product is used: they are also held against customers of the same segment on the same plan.</summary>
    public static IReadOnlyList<string> ByPlan { get; } = ["use_a_user_28d", "minutes_a_user_28d", "use_a_week_28d", "seat_utilisation"];

    /// <summary>Gives the place of a signal in <see cref="All"/>.</summary>
    /// <param name="id">The signal's id.</param>
    /// <exception cref="ArgumentException">There is no such signal.</exception>
    public static int PlaceOf(string id) => Places.TryGetValue(id, out int place)
        ? place
        : throw new ArgumentException($"There is no signal '{id}'. docs/signals.md lists those there are.", nameof(id));

    /// <summary>Writes the catalogue as the page docs/signals.md.</summary>
    public static string ToMarkdown()
    {
        StringBuilder page = new();
        page.Append("# Signals\n\n");
        page.Append("What is known of a customer on a day, written from the catalogue in the code. A run of a company keeps them as the table `features_signals`, one row a customer:\n");
        page.Append("`customer_key`, `day`, `active` (a subscription runs; empty for customers who never had one), `segment`, then the signals below. An empty cell is a missing value:\n");
        page.Append("nothing is imputed. `features_signals_relative` has, for each signal, `ID_z` and `ID_percentile`: where the customer stands among those of the own segment;\n");
        page.Append($"for {string.Join(", ", ByPlan.Select(id => $"`{id}`"))} also `ID_plan_z` and `ID_plan_percentile`, among those of the segment on the same plan.\n\n");
        page.Append("A row counts from the day it became known (`recorded_at`, else its own day) until it was replaced; nothing later enters. Windows reach back from the end of the day.\n");
        page.Append("Better: + more of it is better for the company, - less is, o it depends. Fresh: for how many days it may be used as known.\n");
        foreach (string family in SignalFamilies.All.Where(family => All.Any(signal => signal.Family == family)))
        {
            page.Append($"\n## {family}\n\n| signal | unit | window | is | better | missing where | fresh, days | from |\n|---|---|---|---|---|---|---|---|\n");
            foreach (Signal signal in All.Where(signal => signal.Family == family))
            {
                string better = signal.Better switch { > 0 => "+", < 0 => "-", _ => "o" };
                page.Append($"| `{signal.Id}` | {signal.Unit} | {signal.Window} | {signal.Formula} | {better} | {signal.Missing} | {signal.FreshDays} | {string.Join(", ", signal.Sources)} |\n");
            }
        }

        return page.ToString();
    }
}
