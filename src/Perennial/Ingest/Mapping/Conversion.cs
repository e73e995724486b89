using Perennial.DuckDb;
using Perennial.Ingest.Reading;

namespace Perennial.Ingest.Mapping;

/// <summary>Writes the SQL that turns text columns into <c>ingest_typed</c>: one pass over the inputs.</summary>
internal sealed class Conversion
{
    private const string CancelledWords = "cancell?ed|void|voided|failed|declined|expired|unavailable|storniert|cancelado|annul[eé]e?|annullato|geannuleerd";
    private const string RefundedWords = "refunded|returned|erstattet|reembolsado|rembours[eé]e?|rimborsato";
    private const string UnpaidWords = "pending|unpaid|authori[sz]ed|awaiting[ _]payment|payment[ _]pending|offen|pendiente|en attente";
    private const string TestWords = "(test|test@.*|.*@(example\\.(com|org|net)|test\\.com))";
    private const string TestState = "test";
    private const string ReturnWords = "returns?|returned|refunds?|refunded|credit( note| memo)?|cancellation|retoure|ruckgabe|rückgabe|gutschrift|storno|devolucion|devolución|retour|avoir|reso|devolucao|devolução";

    /// <summary>Where more rows than this share look like tests, they are the data, anonymised: nothing is set aside.</summary>
    private const double MostTests = 0.5;

    private readonly Decision _decision;
    private readonly Readings _readings;
    private readonly Layout _layout;
    private readonly string _timeZone;
    private readonly ColumnProfile? _refunded;
    private readonly ColumnProfile? _cancelledAt;
    private bool _testIds;
    private bool _testStates;

    public Conversion(Decision decision, Readings readings, Layout layout, IReadOnlyList<ColumnProfile> columns, string timeZone)
    {
        _decision = decision;
        _readings = readings;
        _layout = layout;
        _timeZone = timeZone;
        if (layout == Layout.ShopifyOrders)
        {
            bool total = decision[Role.Amount] is { } amount && string.Equals(amount.Column.Name, "Total", StringComparison.OrdinalIgnoreCase);
            _refunded = total ? Layouts.Find(columns, "Refunded Amount") : null;
            _cancelledAt = Layouts.Find(columns, "Cancelled at");
        }
    }

    /// <summary>Tells whether rows have an amount, given or computed.</summary>
    public bool HasAmount => Has(Role.Amount) || Computed;

    /// <summary>Tells whether the amount is quantity times price.</summary>
    public bool Computed => !Has(Role.Amount) && Has(Role.Quantity) && Has(Role.Price);

    /// <summary>Tells whether rows name a currency, in a column or in the amount itself.</summary>
    public bool HasCurrency => Has(Role.Currency) || CurrencyInAmount;

    public bool HasOccurred => _readings.Date.HasTime || Has(Role.Time);

    /// <summary>Tells whether the return flag decides the kind, not the sign alone.</summary>
    public bool HasReturns => Has(Role.Type) || (_layout == Layout.InvoiceLines && _readings.NumberedInvoices);

    private bool CurrencyInAmount => _decision[Role.Amount] is { } amount && amount.Column.WithCurrency > 0;

    /// <summary>Makes <c>ingest_typed</c>.</summary>
    public void Run(DuckDbConnection connection, SourceTable source, CancellationToken cancellation)
    {
        string relation = source.Relation;
        string order = "";
        _testIds = TestsAreExceptions(Role.Customer, TestWords, connection);
        _testStates = TestsAreExceptions(Role.Status, TestState, connection);
        if (_layout == Layout.ShopifyOrders)
        {
            // The lines of an order are found by a window, which needs the position of each row.
            connection.Execute(new QueryOptions { Cancellation = cancellation }, $"CREATE OR REPLACE TEMP TABLE ingest_text AS SELECT * FROM {relation} AS source");
            relation = $"(SELECT *, rowid AS position, row_number() OVER (PARTITION BY {Cell.Clean(Text(Role.Order))} ORDER BY rowid) AS line FROM ingest_text)";
            order = " ORDER BY position";
        }

        string sql = IngestSql.Text(
            "20_typed",
            ("stored", Stored(source)),
            ("wrong_text", WrongText()),
            ("rule", Rule()),
            ("wrong_role", WrongRole()),
            ("derived", Derived()),
            ("values", Values()),
            ("texts", Texts()),
            ("cells", Cells(source)),
            ("relation", relation),
            ("order", order));
        connection.Execute(new QueryOptions { Cancellation = cancellation }, sql);
        if (_layout == Layout.ShopifyOrders)
        {
            connection.Execute("DROP TABLE ingest_text");
        }
    }

    private bool TestsAreExceptions(Role role, string words, DuckDbConnection connection)
    {
        if (_decision[role] is not { Column: { WithLetters: > 0 } column })
        {
            return false;
        }

        double share = connection.Scalar<double>(
            $"SELECT coalesce(avg(CAST(regexp_full_match(lower(value), '{words}') AS INTEGER)), 0) FROM (SELECT {Cell.Clean(Text(role))} AS value FROM ingest_sample)");
        string kept = $"More than half of the rows look like tests by '{Printable.Text(column.Name)}', so they are taken as the data, and kept.";
        if (share > MostTests && !_decision.Warnings.Contains(kept))
        {
            _decision.Warnings.Add(kept);
        }

        return share <= MostTests;
    }

    private string? IsTest()
    {
        var tests = new List<string>();
        if (_testIds)
        {
            tests.Add($"((strlen(customer_id) = 4 OR contains(customer_id, '@')) AND regexp_full_match(lower(customer_id), '{TestWords}'))");
        }

        if (_testStates)
        {
            tests.Add($"lower(status_text) = '{TestState}'");
        }

        return tests.Count == 0 ? null : string.Join(" OR ", tests);
    }

    private bool Has(Role role) => _decision[role] is not null;

    private string Text(Role role) => Cell.Name(_decision[role]!.Column.Index);

    private string Cells(SourceTable source)
    {
        var cells = new List<string> { "file_no", $"hash({string.Join(", ", source.Columns.Select(column => Cell.Name(column.Index)))}) AS row_hash" };
        foreach (Role role in _decision.Roles.Keys.Order())
        {
            cells.Add(Plain(role) is { } plain
                ? $"{Text(role)} AS {role.Word()}_raw, {plain} AS {role.Word()}_plain"
                : $"{Cell.Clean(Text(role))} AS {role.Word()}_text");
        }

        if (_layout == Layout.ShopifyOrders)
        {
            cells.Add("position");
            cells.Add("line");
            cells.Add(_refunded is null ? "NULL AS refunded_text" : $"{Cell.Clean(Cell.Name(_refunded.Index))} AS refunded_text");
            cells.Add(_cancelledAt is null ? "NULL AS cancelled_text" : $"{Cell.Clean(Cell.Name(_cancelledAt.Index))} AS cancelled_text");
        }

        return string.Join(", ", cells);
    }

    /// <summary>Gives SQL of the value of a cell that needs no cleaning, or null where the role has no such form.</summary>
    private string? Plain(Role role) => role == Role.Date ? _readings.Date.Plain(Text(role))
        : _readings.Numbers.TryGetValue(role, out NumberReading? number) ? number.Plain(Text(role))
        : null;

    /// <summary>Cleans the cells that the plain reading left: a few, as a rule, and cleaning costs more than reading.</summary>
    private string Texts() => string.Concat(_decision.Roles.Keys.Order().Where(role => Plain(role) is not null)
        .Select(role => $", CASE WHEN {role.Word()}_plain IS NULL THEN {Cell.Clean($"{role.Word()}_raw")} END AS {role.Word()}_text"));

    private string OrPlain(Role role, string read) => Plain(role) is null ? read : $"coalesce({role.Word()}_plain, {read})";

    private string Values()
    {
        var values = new List<string> { $"{_readings.Date.Day(read => OrPlain(Role.Date, read), "date_text", _timeZone)} AS read_day", $"{Customer()} AS customer_id" };
        if (Has(Role.Time))
        {
            values.Add($"{ClockTime.Sql("time_text")} AS read_time");
        }
        else if (_readings.Date.Instant(read => OrPlain(Role.Date, read), "date_text", _timeZone) is { } instant)
        {
            values.Add($"{instant} AS occurred");
        }

        foreach ((Role role, NumberReading reading) in _readings.Numbers)
        {
            values.Add($"{OrPlain(role, reading.Sql($"{role.Word()}_text"))} AS {role.Word()}_number");
        }

        if (_layout == Layout.ShopifyOrders)
        {
            values.Add($"coalesce({DecimalMark.Point.Number("refunded_text")}, 0) AS refunded_number");
        }

        return string.Join(", ", values);
    }

    private string Customer()
    {
        string id = "customer_text";
        if (_readings.CustomerDotZero)
        {
            id = $"CASE WHEN ends_with({id}, '.0') THEN left({id}, -2) ELSE {id} END";
        }

        return _readings.CustomerEmails ? $"CASE WHEN contains({id}, '@') THEN lower({id}) ELSE {id} END" : id;
    }

    private string Derived()
    {
        var derived = new List<string> { "CASE WHEN read_day BETWEEN DATE '1900-01-01' AND DATE '2299-12-31' THEN read_day END AS day" };
        string isReturn = Has(Role.Type) ? IsReturn() : HasReturns ? "regexp_full_match(order_text, '[Cc]\\d+')" : "false";
        derived.Add($"coalesce({isReturn}, false) AS is_return");
        if (Has(Role.Time))
        {
            derived.Add($"{DateReading.WallClock("(read_day + coalesce(read_time, TIME '00:00:00'))", _timeZone)} AS occurred");
        }

        if (HasAmount)
        {
            string amount = Computed ? "try_cast(quantity_number * price_number AS DECIMAL(18, 4))" : "amount_number";
            if (_layout == Layout.ShopifyOrders && _refunded is not null)
            {
                amount = "amount_number - refunded_number";
            }

            derived.Add($"CAST({(Has(Role.Type) ? $"CASE WHEN {isReturn} THEN -abs({amount}) ELSE {amount} END" : amount)} AS DECIMAL(18, 4)) AS amount");
        }

        if (Has(Role.Quantity))
        {
            derived.Add(_layout == Layout.ShopifyOrders ? "CAST(sum(quantity_number) OVER (PARTITION BY order_text) AS DECIMAL(18, 4)) AS quantity" : "quantity_number AS quantity");
        }

        if (HasCurrency)
        {
            derived.Add($"{Currency()} AS currency");
        }

        return string.Join(", ", derived);
    }

    private string IsReturn()
    {
        string name = _decision[Role.Type]!.Column.Name;
        bool flag = NameEvidence.Words(name).Any(word => word.StartsWith("return", StringComparison.Ordinal) || word.StartsWith("refund", StringComparison.Ordinal));
        string words = flag ? ReturnWords + "|yes|y|true|1|r" : ReturnWords + "|r";
        return $"regexp_full_match(lower(type_text), '{words}')";
    }

    private string Currency()
    {
        if (Has(Role.Currency))
        {
            return "upper(currency_text)";
        }

        return "CASE WHEN contains(amount_text, '€') THEN 'EUR' WHEN contains(amount_text, '£') THEN 'GBP' WHEN contains(amount_text, 'R$') THEN 'BRL' WHEN contains(amount_text, '₹') THEN 'INR' "
            + "WHEN contains(amount_text, '¥') THEN 'JPY' WHEN contains(amount_text, '$') THEN 'USD' ELSE nullif(regexp_extract(amount_text, '[A-Z]{3}'), '') END";
    }

    private string WrongRole()
    {
        var cases = new List<string> { $"WHEN day IS NULL THEN {(int)Role.Date}" };
        foreach (Role role in _readings.Numbers.Keys)
        {
            bool needed = role == Role.Amount || Computed;
            cases.Add(needed
                ? $"WHEN {role.Word()}_number IS NULL THEN {(int)role}"
                : $"WHEN {role.Word()}_number IS NULL AND {role.Word()}_text IS NOT NULL THEN {(int)role}");
        }

        if (Has(Role.Time))
        {
            cases.Add($"WHEN read_time IS NULL AND time_text IS NOT NULL THEN {(int)Role.Time}");
        }

        if (Computed)
        {
            cases.Add($"WHEN amount IS NULL THEN {(int)Role.Price}");
        }

        return $"CASE {string.Join(' ', cases)} ELSE 0 END";
    }

    private string WrongText()
    {
        IEnumerable<string> cases = new[] { Role.Date, Role.Time }.Where(Has).Concat(_readings.Numbers.Keys)
            .Select(role => $"WHEN {(int)role} THEN {(Plain(role) is null ? $"{role.Word()}_text" : Cell.Clean($"{role.Word()}_raw"))}");
        return $"CASE wrong_role {string.Join(' ', cases)} END";
    }

    private string Rule()
    {
        var cases = new List<string>();
        foreach (Disposition disposition in IngestRules.Precedence)
        {
            if (Condition(disposition) is { } condition)
            {
                cases.Add($"WHEN {condition} THEN {(int)disposition}");
            }
        }

        return $"CASE {string.Join(' ', cases)} ELSE 0 END";
    }

    private string? Condition(Disposition disposition) => disposition switch
    {
        Disposition.OrderLineOfOrder when _layout == Layout.ShopifyOrders => "line > 1 AND order_text IS NOT NULL",
        Disposition.Quarantined => "wrong_role > 0",
        Disposition.NoCustomer => "customer_id IS NULL",
        Disposition.TestOrder => IsTest(),
        Disposition.CancelledOrder when Has(Role.Status) =>
            $"regexp_full_match(lower(status_text), '{CancelledWords}'){(_layout == Layout.ShopifyOrders ? " OR cancelled_text IS NOT NULL" : "")}",
        Disposition.RefundedOrder when Has(Role.Status) => $"regexp_full_match(lower(status_text), '{RefundedWords}')",
        Disposition.UnpaidOrder when Has(Role.Status) => $"regexp_full_match(lower(status_text), '{UnpaidWords}')",
        Disposition.NonSaleDocument when _layout == Layout.InvoiceLines && _readings.NumberedInvoices => "regexp_full_match(order_text, '[Aa]\\d+')",
        _ => null,
    };

    private string Stored(SourceTable source)
    {
        var stored = new List<string> { "customer_id", "day" };
        Add(source.Files.Count > 1, "file_no");
        Add(HasOccurred, "occurred");
        Add(HasAmount, "amount");
        Add(Has(Role.Order), "order_text AS order_id");
        Add(Has(Role.Product), "product_text AS product_id");
        Add(Has(Role.Quantity), "quantity");
        Add(HasCurrency, "currency");
        Add(HasReturns, "is_return");
        return string.Join(", ", stored);

        void Add(bool there, string column)
        {
            if (there)
            {
                stored.Add(column);
            }
        }
    }
}
