using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Portfolio.Stances;

/// <summary>Stances as tables: <c>portfolio_stances</c>, a row a customer, and <c>portfolio_stance_tests</c>, a row a quantity that a rule looked at.</summary>
internal static class StanceKeeping
{
    private const int Block = 4096;

    /// <summary>Keeps them.</summary>
    public static void Keep(DuckDbConnection connection, CustomerStance[] customers, StanceThresholds thresholds)
    {
        SqlFile.Of("Portfolio/Stances", "50_stances").Execute(connection);
        string Ids(CustomerStance one, RuleOutcome outcome) => string.Join(' ', StanceRules.All.Where((_, k) => one.Decision.Outcomes[k] == outcome).Select(rule => rule.Id));
        bool[] floors = Array.ConvertAll(customers, one => one.Told != Stance.Deprioritize);
        using (DuckDbAppender appender = connection.Appender("portfolio_stances"))
        {
            appender.Append(
                Column(one => one.CustomerKey), Column(one => Word(one.Told)), Column(one => one.Status), Column(one => one.Decision.Confidence), Column(one => Word(one.Decision.Says)),
                DuckDbColumn.Strings(Column(one => one.Decision.Rule < 0 ? null : StanceRules.All[one.Decision.Rule].Id)), Column(one => Ids(one, RuleOutcome.Fired)), Column(one => Ids(one, RuleOutcome.NotKnown)),
                Column(one => one.Priority), Column(one => one.Evidence.Value), Finite(Column(one => one.Evidence.Leaving)), Finite(Column(one => one.Evidence.Strategic)),
                DuckDbColumn.Strings(Column(one => one.Override?.Reason)), DuckDbColumn.Strings(Column(one => one.Override?.Owner)),
                DuckDbColumn.Dates(Column(one => one.Override?.ExpiresOn ?? default), Column(one => one.Override is null)), DuckDbColumn.Doubles(Column(_ => thresholds.FloorMinutes), floors));
            appender.Flush();
        }

        using DuckDbAppender tests = connection.Appender("portfolio_stance_tests");
        foreach (CustomerStance[] block in customers.Chunk(Block))
        {
            List<(int Key, string Rule, int Place, TestedQuantity Tested, RuleOutcome Rules)> rows = [];
            foreach (CustomerStance one in block)
            {
                foreach ((int k, StanceRule rule) in StanceRules.All.Index())
                {
                    rows.AddRange(rule.Quantities(one.Evidence, thresholds).Select((tested, place) => (one.CustomerKey, rule.Id, place + 1, tested, one.Decision.Outcomes[k])));
                }
            }

            tests.Append(
                Of(row => row.Key), Of(row => row.Rule), Of(row => row.Place), Of(row => row.Tested.Quantity), Of(row => row.Tested.Unit), Of(row => Comparison(row.Tested.Is)),
                Finite(Of(row => row.Tested.Value)), Finite(Of(row => row.Tested.Threshold)), Of(row => Word(row.Tested.Outcome)), Of(row => Word(row.Rules)));

            T[] Of<T>(Func<(int Key, string Rule, int Place, TestedQuantity Tested, RuleOutcome Rules), T> of) => [.. rows.Select(of)];
        }

        tests.Flush();

        T[] Column<T>(Func<CustomerStance, T> of) => Array.ConvertAll(customers, one => of(one));
    }

    /// <summary>Gives a stance in small letters.</summary>
    public static string Word(Stance stance) => stance.ToString().ToLowerInvariant();

    /// <summary>Gives an outcome in words.</summary>
    public static string Word(RuleOutcome outcome) => outcome switch { RuleOutcome.Fired => "fired", RuleOutcome.No => "no", _ => "not known" };

    private static string Comparison(TestIs test) => test switch { TestIs.AtLeast => "at least", TestIs.AtMost => "at most", TestIs.Above => "above", _ => "below" };

    private static DuckDbColumn Finite(double[] values) => DuckDbColumn.Doubles(values, Array.ConvertAll(values, value => !double.IsFinite(value)));
}
