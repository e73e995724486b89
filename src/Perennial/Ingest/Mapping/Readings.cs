namespace Perennial.Ingest.Mapping;

/// <summary>How the mapped columns are read: all that the conversion needs besides the roles.</summary>
internal sealed record Readings
{
    public required DateReading Date { get; init; }

    /// <summary>Gives how each number role is read.</summary>
    public required IReadOnlyDictionary<Role, NumberReading> Numbers { get; init; }

    /// <summary>Tells whether customer ids are whole numbers that a program wrote with a decimal (17850.0).</summary>
    public required bool CustomerDotZero { get; init; }

    /// <summary>Tells whether customer ids are e-mail addresses, which do not differ by case.</summary>
    public required bool CustomerEmails { get; init; }

    /// <summary>Tells whether order numbers are plain digits, so that C and A in front of them mean something.</summary>
    public required bool NumberedInvoices { get; init; }

    /// <summary>Gives what the rows say about day first or month first, where the format has both.</summary>
    public DayMonthEvidence? DayMonth { get; init; }

    /// <summary>Decides from the sample.</summary>
    public static Readings Of(Decision decision, DateReading date)
    {
        ColumnProfile customer = decision[Role.Customer]!.Column;
        var numbers = new Dictionary<Role, NumberReading>();
        foreach (Role role in (Role[])[Role.Amount, Role.Quantity, Role.Price])
        {
            if (decision[role] is { } choice)
            {
                numbers[role] = NumberReading.Of(choice.Column);
            }
        }

        return new Readings
        {
            Date = date,
            Numbers = numbers,
            CustomerDotZero = customer.DotZero > 0 && customer.Share(customer.Whole) > 0.5,
            CustomerEmails = customer.Share(customer.Emails) > 0.5,
            NumberedInvoices = decision[Role.Order] is { } order && order.Column.Share(order.Column.Whole) >= 0.8,
        };
    }
}
