using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Ingest.Mapping;

/// <summary>Decides which column plays which role: by the user's word, else by name and content together.</summary>
internal static class Mapper
{
    /// <summary>Decides all roles.</summary>
    /// <exception cref="AmbiguousMappingException">A role is truly ambiguous.</exception>
    /// <exception cref="PerennialException">No column can be the customer or the date.</exception>
    public static Decision Decide(DuckDbConnection connection, IReadOnlyList<ColumnProfile> columns, StatedMapping stated)
    {
        var evidence = new Evidence(connection, columns);
        var decision = new Decision();
        foreach ((Role role, ColumnProfile column) in stated.Columns)
        {
            decision.Roles[role] = new Choice(column, 1, stated.Origin(role));
        }

        if (decision[Role.Date] is null && Summaries.Are(columns))
        {
            throw Summaries.Refusal(columns);
        }

        if (Layouts.IsShopify(columns))
        {
            Layouts.AddShopify(decision, columns);
        }

        ChooseOrder(evidence, decision);
        ChooseCustomer(evidence, decision);
        ChooseDate(evidence, decision, connection);
        ClockTime.Choose(evidence, decision);
        OtherChooser.Choose(evidence, decision);
        MoneyChooser.Choose(evidence, decision, connection);
        return decision;
    }

    private static void ChooseOrder(Evidence evidence, Decision decision)
    {
        if (decision[Role.Order] is not null)
        {
            return;
        }

        Choice[] choices = [.. OrderChooser.Rank(evidence).Where(choice => !decision.Takes(choice.Column) && Evidence.Name(Role.Customer, choice.Column) < 0.7)];
        if (choices.Length > 0 && choices[0].Confidence >= 0.5 && Evidence.Name(Role.Product, choices[0].Column) < 0.7)
        {
            decision.Roles[Role.Order] = choices[0];
        }
    }

    private static void ChooseCustomer(Evidence evidence, Decision decision)
    {
        if (decision[Role.Customer] is { } said)
        {
            SayTwins(evidence, said, decision);
            return;
        }

        Choice[] choices = [.. CustomerChooser.Rank(evidence, decision[Role.Order]?.Column).Where(choice => !decision.Takes(choice.Column))];
        if (choices.Length == 0 || choices[0].Confidence < 0.2)
        {
            throw Missing(Role.Customer, "ingest/no-customer-column", "names who bought", evidence);
        }

        Choice best = choices[0];
        Choice[] close = [.. choices.Skip(1).Where(other => best.Confidence - other.Confidence < Evidence.Margin && !evidence.OneToOne(best.Column, other.Column))];
        if (close.Length > 0)
        {
            throw AmbiguousMappingException.Between(Role.Customer, "Several columns could name the customer, and they do not name the same people.", [best, .. close]);
        }

        decision.Roles[Role.Customer] = best;
        SayTwins(evidence, best, decision);
    }

    private static void SayTwins(Evidence evidence, Choice customer, Decision decision)
    {
        foreach (ColumnProfile other in evidence.Columns)
        {
            bool twin = other.Index != customer.Column.Index && !decision.Takes(other) && Ids.Possible(other) && !DateChooser.IsDate(other) && other.Distinct > 1
                && !other.Unique && evidence.OneToOne(customer.Column, other);
            if (twin)
            {
                decision.Warnings.Add(
                    $"'{Printable.Text(customer.Column.Name)}' and '{Printable.Text(other.Name)}' identify customers one to one; '{Printable.Text(customer.Column.Name)}' was taken. To take the other: --map customer={other.Index + 1}.");
            }
        }
    }

    private static void ChooseDate(Evidence evidence, Decision decision, DuckDbConnection connection)
    {
        if (decision[Role.Date] is not null)
        {
            return;
        }

        Choice[] choices = [.. DateChooser.Rank(evidence, decision[Role.Order]?.Column, decision[Role.Customer]?.Column, connection).Where(choice => !decision.Takes(choice.Column))];
        if (choices.Length == 0 || choices[0].Confidence < 0.2)
        {
            throw Missing(Role.Date, "ingest/no-date-column", "holds the day of the purchase", evidence);
        }

        Choice[] close = [.. choices.Where(choice => choices[0].Confidence - choice.Confidence < Evidence.Margin)];
        bool same = close.Skip(1).All(other => evidence.OneToOne(close[0].Column, other.Column));
        decision.Roles[Role.Date] = close.Length == 1 || same
            ? choices[0]
            : throw AmbiguousMappingException.Between(Role.Date, "Several columns hold dates, and none is clearly the day of the purchase.", close);
    }

    private static PerennialException Missing(Role role, string code, string what, Evidence evidence)
    {
        string columns = string.Join(", ", evidence.Columns.Take(30).Select(column => $"{column.Index + 1} '{Printable.Text(column.Name)}'"));
        string hint = role == Role.Date && evidence.Columns.FirstOrDefault(column => Evidence.Name(Role.Date, column) >= 0.7) is { } called
            ? $" '{Printable.Text(called.Name)}' is called like a date, but holds {string.Join(", ", called.Samples.Take(3).Select(sample => $"'{sample}'").DefaultIfEmpty("nothing"))}."
            : string.Empty;
        return new PerennialException(
            code,
            Fault.Usage,
            $"No column {what}.{hint} The columns are {columns}. A transaction file has one row a purchase with at least a customer and a date; state the column with --map {role.Word()}=COLUMN, by name or by number.");
    }
}
