using Perennial.Kernel;

namespace Perennial.Ingest.Mapping;

/// <summary>What a column can mean.</summary>
public enum Role
{
    /// <summary>Who bought. Required.</summary>
    Customer,

    /// <summary>When. Required.</summary>
    Date,

    /// <summary>What the row is worth in money, in total.</summary>
    Amount,

    /// <summary>The order, invoice or receipt the row belongs to.</summary>
    Order,

    /// <summary>What was bought.</summary>
    Product,

    /// <summary>How many pieces.</summary>
    Quantity,

    /// <summary>Money for one piece; the amount is quantity times price where there is no amount.</summary>
    Price,

    /// <summary>The currency of the row.</summary>
    Currency,

    /// <summary>The state of the order: paid, cancelled, pending.</summary>
    Status,

    /// <summary>Sale or return.</summary>
    Type,

    /// <summary>The time of day, where the date column has none.</summary>
    Time,
}

/// <summary>The words for roles on the command line and in saved mappings.</summary>
public static class RoleNames
{
    /// <summary>Gives all roles, the required ones first.</summary>
    public static IReadOnlyList<Role> All { get; } = Enum.GetValues<Role>();

    /// <summary>Gives the word: customer, date, amount, …</summary>
    public static string Word(this Role role) => role switch
    {
        Role.Customer => "customer",
        Role.Date => "date",
        Role.Amount => "amount",
        Role.Order => "order",
        Role.Product => "product",
        Role.Quantity => "quantity",
        Role.Price => "price",
        Role.Currency => "currency",
        Role.Status => "status",
        Role.Type => "type",
        Role.Time => "time",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "No such role."),
    };

    /// <summary>Reads a role's word, without regard to case.</summary>
    /// <exception cref="PerennialException">There is no such role.</exception>
    public static Role Parse(string word)
    {
        foreach (Role role in All)
        {
            if (string.Equals(role.Word(), word.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return role;
            }
        }

        throw new PerennialException(
            "ingest/map-role",
            Fault.Usage,
            $"The mapping names the role '{Printable.Text(word)}'. Roles are {string.Join(", ", All.Select(role => role.Word()))}. Write --map customer=COLUMN,date=COLUMN,amount=COLUMN.");
    }
}
