using Perennial.DuckDb;

namespace Perennial.Ingest.Mapping;

/// <summary>Finds amount, quantity and price: what a row is worth.</summary>
internal static class MoneyChooser
{
    private const double Named = 0.7;

    /// <summary>Decides the three roles among the columns that are not taken.</summary>
    /// <exception cref="AmbiguousMappingException">Two columns of money cannot be told apart, and nobody answers.</exception>
    public static void Choose(Evidence evidence, Decision decision, DuckDbConnection connection)
    {
        ColumnProfile[] numbers = [.. evidence.Columns.Where(column => !decision.Takes(column) && IsNumber(column))];
        if (decision[Role.Quantity] is null && Best(numbers, column => Quantity(column)) is { Confidence: >= 0.5 } quantity)
        {
            decision.Roles[Role.Quantity] = quantity;
            numbers = [.. numbers.Where(column => column.Index != quantity.Column.Index)];
        }

        if (decision[Role.Amount] is not null)
        {
            return;
        }

        Choice[] amounts = Rank(numbers, column => Money(Role.Amount, column, evidence, decision));
        Choice[] prices = Rank(numbers, column => Money(Role.Price, column, evidence, decision));
        bool namedAmount = amounts.Length > 0 && Evidence.Name(Role.Amount, amounts[0].Column) >= Named;
        if (decision[Role.Price] is not null)
        {
            decision.Warnings.Add("The amount is quantity times price, because the mapping names a price and no amount.");
        }
        else if (namedAmount)
        {
            decision.Roles[Role.Amount] = Clearest(Role.Amount, amounts);
        }
        else if (prices.Length > 0 && Evidence.Name(Role.Price, prices[0].Column) >= Named)
        {
            PriceOrTotal(Clearest(Role.Price, prices), decision, connection);
        }
        else
        {
            ByContent(amounts, evidence, decision, connection);
        }
    }

    private static bool IsNumber(ColumnProfile column) =>
        column.NumberShare >= 0.5 && column.Share(column.LeadingZero) < 0.05 && !column.CountsRows && !DateChooser.IsDate(column);

    private static Choice? Best(ColumnProfile[] columns, Func<ColumnProfile, Choice> judge) => Rank(columns, judge).FirstOrDefault();

    private static Choice[] Rank(ColumnProfile[] columns, Func<ColumnProfile, Choice> judge) =>
        [.. columns.Select(judge).Where(choice => choice.Confidence > 0).OrderByDescending(choice => choice.Confidence).ThenBy(choice => choice.Column.Index)];

    private static Choice Quantity(ColumnProfile column)
    {
        double name = Evidence.Name(Role.Quantity, column);
        double content = column.Share(column.Whole) < 0.9 ? (name >= Named && column.FractionShare < 0.9 ? 0.4 : 0) : column.MedianNumber <= 20 && column.Repeats > 4 ? 0.6 : column.MedianNumber <= 100 ? 0.4 : 0.1;
        return new Choice(column, name >= 0.5 ? Evidence.Join(name, content) : 0, $"by name; by content: {column.Share(column.Whole):P0} whole numbers, half of them up to {column.MedianNumber:0.##}");
    }

    private static Choice Money(Role role, ColumnProfile column, Evidence evidence, Decision decision)
    {
        double name = Evidence.Name(role, column);
        double content = column.FractionShare > 0.02 ? 0.7 : column.MedianNumber >= 50 && column.Distinct >= 20 ? 0.35 : name >= Named ? 0.35 : 0.15;
        if (column.Share(column.WithCurrency) > 0.5)
        {
            content = 0.95;
        }
        else if (column.LargestNumber <= 1 && column.Rows > 10)
        {
            content = 0.1;
        }

        if (decision[Role.Customer] is { } customer && customer.Column.Repeats > 1.2 && column.Distinct > 1)
        {
            (long groups, double share) = evidence.Determines(customer.Column, column);
            content *= groups >= 20 && share > 0.98 ? 0.3 : 1;
        }

        string why = $"{column.NumberShare:P0} numbers, {column.FractionShare:P0} with decimals";
        return new Choice(column, Evidence.Join(name, content), name > 0.3 ? $"by name; by content: {why}" : $"by content: {why}");
    }

    private static Choice Clearest(Role role, Choice[] choices)
    {
        Choice[] close = [.. choices.Where(choice => choices[0].Confidence - choice.Confidence < Evidence.Margin)];
        return close.Length == 1
            ? choices[0]
            : throw AmbiguousMappingException.Between(role, $"Several columns could be the {role.Word()}.", close);
    }

    /// <summary>A column called plainly "price" may be the price of a piece or of the row; money that grows with the quantity is the row's.</summary>
    private static void PriceOrTotal(Choice price, Decision decision, DuckDbConnection connection)
    {
        if (decision[Role.Quantity] is not { } quantity)
        {
            decision.Roles[Role.Amount] = price with { Evidence = price.Evidence + "; no quantity beside it" };
            return;
        }

        bool perPiece = NameEvidence.Words(price.Column.Name).Any(word => word is "unit" or "each" or "per" or "einzelpreis" or "unitario" or "unitaire" or "stuckpreis" or "piece");
        (double slope, bool known) = Slope(price.Column, quantity.Column, connection);
        if (perPiece && price.Column.Named || slope < 0.25 || !known)
        {
            decision.Roles[Role.Price] = price with { Evidence = known ? $"{price.Evidence}; does not grow with the quantity (slope {slope:0.00})" : price.Evidence };
            decision.Warnings.Add($"The amount is '{Printable.Text(quantity.Column.Name)}' times '{Printable.Text(price.Column.Name)}'.");
        }
        else if (slope >= 0.5)
        {
            decision.Roles[Role.Amount] = price with { Evidence = $"{price.Evidence}; grows with the quantity (slope {slope:0.00}), so it is the row's total" };
            decision.Warnings.Add($"'{Printable.Text(price.Column.Name)}' grows with '{Printable.Text(quantity.Column.Name)}', so it is taken as the row's total, not as the price of a piece.");
        }
        else
        {
            throw AmbiguousMappingException.Between(Role.Amount, $"'{Printable.Text(price.Column.Name)}' may be the total of a row or the price of one piece (--map price=… then).", [price, quantity]);
        }
    }

    /// <summary>Names say nothing: one column with decimals is money, several are a question, whole numbers are no evidence of money.</summary>
    private static void ByContent(Choice[] amounts, Evidence evidence, Decision decision, DuckDbConnection connection)
    {
        Choice[] money = [.. amounts.Where(choice => choice.Column.FractionShare > 0.02 && choice.Column.LargestNumber > 1 || choice.Column.Share(choice.Column.WithCurrency) > 0.5)];
        bool silentNames = !evidence.Columns.Any(column => column.Named && RoleNames.All.Any(role => Evidence.Name(role, column) >= Named));
        if (money.Length == 1)
        {
            if (decision[Role.Quantity] is null && silentNames)
            {
                GuessQuantity(money[0], evidence, decision);
            }

            PriceOrTotal(money[0], decision, connection);
            return;
        }

        if (money.Length > 1)
        {
            decision.Roles[Role.Amount] = silentNames || money[0].Confidence >= 0.3
                ? throw AmbiguousMappingException.Between(Role.Amount, "Several columns hold money and no name says which is the amount.", money)
                : money[0];
            return;
        }

        Choice[] whole = [.. amounts.Where(choice => choice.Column.MedianNumber >= 50 && choice.Column.Distinct >= 20 && !choice.Column.Unique)];
        if (silentNames && whole.Length > 0)
        {
            decision.Roles[Role.Amount] = whole.Length == 1 && amounts.Length == 1
                ? whole[0]
                : throw AmbiguousMappingException.Between(Role.Amount, "Whole numbers may be money, and no name says so.", whole);
            return;
        }

        if (silentNames && amounts is [{ Column: { Distinct: > 2, Unique: false } only }])
        {
            throw AmbiguousMappingException.Between(
                Role.Amount, $"'{Printable.Text(only.Name)}' holds whole numbers, which may be the amount or a number of pieces (--map quantity={only.Index + 1} then), and no name says so.", amounts);
        }

        decision.Warnings.Add("No column holds amounts, so everything but money is computed. If there is one, state it with --map amount=COLUMN.");
    }

    private static void GuessQuantity(Choice money, Evidence evidence, Decision decision)
    {
        Choice[] counts = [.. evidence.Columns
            .Where(column => !decision.Takes(column) && column.Index != money.Column.Index && IsNumber(column) && Ids.LooksLikeCounts(column) && column.Distinct > 1)
            .Select(column => new Choice(column, 0.5, $"by content: small whole numbers, half of them up to {column.MedianNumber:0.##}"))];
        if (counts.Length == 1)
        {
            decision.Roles[Role.Quantity] = counts[0];
        }
    }

    private static (double Slope, bool Known) Slope(ColumnProfile money, ColumnProfile pieces, DuckDbConnection connection)
    {
        string sql = IngestSql.Text(
            "14_totals_or_units",
            ("money", NumberReading.Of(money).Sql(Cell.Clean(Cell.Name(money.Index)))),
            ("pieces", NumberReading.Of(pieces).Sql(Cell.Clean(Cell.Name(pieces.Index)))));
        (long n, double slope, double spread) = connection.List(sql, row => (row.Int64(0), row.Double(1), row.Double(2)))[0];
        return (slope, n >= 20 && spread > 0.1);
    }
}
