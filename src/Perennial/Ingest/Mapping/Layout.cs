using Perennial.Ingest.Reading;

namespace Perennial.Ingest.Mapping;

/// <summary>The shapes of export with rules of their own.</summary>
internal enum Layout
{
    /// <summary>One row a purchase, or a line of one.</summary>
    Log,

    /// <summary>The blank-separated CDNOW text: id, compact date, pieces, dollars.</summary>
    CdnowText,

    /// <summary>One row an invoice line; the amount is quantity times price; cancellations carry a C.</summary>
    InvoiceLines,

    /// <summary>Shopify's order export: one row a line item, the order's own fields on its first line only.</summary>
    ShopifyOrders,
}

/// <summary>Recognises layouts.</summary>
internal static class Layouts
{
    private static readonly string[] ShopifyNeeds = ["name", "email", "financial status", "created at", "total", "lineitem quantity", "lineitem name"];

    /// <summary>Gives the word used in results.</summary>
    public static string Word(this Layout layout) => layout switch
    {
        Layout.Log => "log",
        Layout.CdnowText => "cdnow-text",
        Layout.InvoiceLines => "invoice-lines",
        Layout.ShopifyOrders => "shopify-orders",
        _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "No such layout."),
    };

    /// <summary>Tells whether the columns are those of Shopify's order export, in any order.</summary>
    public static bool IsShopify(IReadOnlyList<ColumnProfile> columns) => columns.Count > 0 && columns[0].Named && ShopifyNeeds.All(name => Find(columns, name) is not null);

    /// <summary>Gives the column of a name, without regard to case.</summary>
    public static ColumnProfile? Find(IReadOnlyList<ColumnProfile> columns, string name) =>
        columns.FirstOrDefault(column => column.Named && string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds the roles of Shopify's export that nobody stated.</summary>
    public static void AddShopify(Decision decision, IReadOnlyList<ColumnProfile> columns)
    {
        (Role, string)[] roles =
        [
            (Role.Customer, "Email"), (Role.Date, "Created at"), (Role.Amount, "Total"), (Role.Order, "Name"), (Role.Product, "Lineitem sku"), (Role.Product, "Lineitem name"),
            (Role.Quantity, "Lineitem quantity"), (Role.Currency, "Currency"), (Role.Status, "Financial Status"),
        ];
        foreach ((Role role, string name) in roles)
        {
            if (decision[role] is null && Find(columns, name) is { Filled: > 0 } column && !decision.Takes(column))
            {
                decision.Roles[role] = new Choice(column, 0.99, "by the layout of Shopify's order export");
            }
        }

        decision.Warnings.Add("This is Shopify's order export: one row a line item. The order's own fields stand on its first line, which carries the order; the other lines are set aside. The amount is Total (with shipping and taxes) less Refunded Amount.");
    }

    /// <summary>Names the layout once the roles are known.</summary>
    public static Layout Of(Decision decision, IReadOnlyList<ColumnProfile> columns, SourceTable source) =>
        IsShopify(columns) ? Layout.ShopifyOrders
        : decision[Role.Amount] is null && decision[Role.Price] is not null && decision[Role.Quantity] is not null ? Layout.InvoiceLines
        : !source.HasHeader && source.Columns.Count is (4 or 5) && decision[Role.Date]?.Column.BestDate.Format == DateFormat.Compact ? Layout.CdnowText
        : Layout.Log;
}
