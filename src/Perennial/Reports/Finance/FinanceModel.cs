using System.Globalization;
using Perennial.Portfolio;

namespace Perennial.Reports.Finance;

/// <summary>The sheets of the finance workbook: inputs, assumptions, and the calculation by formulas beside whose values the program's own stand.</summary>
/// <remarks>
/// The value of a customer follows the assumptions of the sheet, not the fitted models: revenue per account, kept by the churn and grown by the expansion of the last year, at the gross
/// margin, less cost to serve, discounted at the middle of each month.
/// </remarks>
internal sealed class FinanceModel
{
    /// <summary>Months the calculation looks ahead at most.</summary>
    public const int MostMonths = 60;

    private const int FirstRow = 6;
    private static readonly string[] Kinds = ["New", "Reactivation", "Expansion", "Contraction", "Churn", "Currency"];
    private readonly RunRecord _run;
    private readonly FinanceInputs _inputs;
    private readonly RecurringFacts _recurring;
    private readonly List<(string What, double? Difference, string Formula)> _checks = [];
    private readonly Sheet _movements = new("Inputs", 5, 2, 12, 18, 14);
    private readonly Sheet _cohort = new("Cohort", 5, 1, 20, 17);
    private readonly Sheet _money = new("Money", 5, 1, 14, 17);
    private readonly Sheet _assumptions = new("Assumptions", 4, 1, 34, 15);
    private readonly Sheet _calculation = new("Calculation", 5, 1, 12, 14);
    private readonly Sheet _retention = new("Retention", 5, 1, 20, 15);
    private readonly Sheet _clv = new("CLV", 6, 2, 8, 12, 14);
    private readonly Sheet _summary = new("Summary", 3, 0, 44, 18, 18, 12, 70);
    private readonly Sheet _checked = new("Checks", 4, 0, 66, 18, 40);
    private readonly Sheet _definitions = new("Definitions", 3, 1, 26, 30, 60, 40, 40, 24, 16);

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private double _discount;
    private double _margin;
    private double? _cac;
    private double? _nrr;
    private double? _grr;
    private double? _logo;
    private double _gross;
    private double _net;
    private readonly List<(double Arpa, double Churn, double Growth, double Serve)> _used = [];

    private FinanceModel(RunRecord run, FinanceInputs inputs)
    {
        _run = run;
        _inputs = inputs;
        _recurring = run.Recurring!;
    }

    /// <summary>Makes the sheets and the names of what a person may change.</summary>
    public static (IReadOnlyList<Sheet> Sheets, IReadOnlyDictionary<string, string> Names) Make(RunRecord run, FinanceInputs inputs)
    {
        var model = new FinanceModel(run, inputs);
        model.Inputs();
        model.Cohort();
        model.Money();
        model.Retention();
        model.Assumptions();
        model.Bridge();
        model.Clv();
        string check = model.Checks();
        model.Summary(check);
        model.Definitions();
        return ([model._summary, model._movements, model._cohort, model._money, model._assumptions, model._calculation, model._retention, model._clv, model._checked, model._definitions], model._names);
    }

    private int LastMovement => FirstRow + Math.Max(1, _inputs.Movements.Count) - 1;

    private int LastSegment => FirstRow + _inputs.Cohort.Count - 1;

    private string Unit => _run.Currency ?? "the run's currency";

    private static void Heads(Sheet sheet, int row, params string[] heads)
    {
        for (int i = 0; i < heads.Length; i++)
        {
            sheet.Put(row, i + 1, heads[i], CellStyle.Head);
        }
    }

    private void Title(Sheet sheet, string title, string note)
    {
        sheet.Put(1, 1, title, CellStyle.Title);
        sheet.Put(2, 1, note, CellStyle.Note);
        sheet.Put(3, 1, string.Create(CultureInfo.InvariantCulture, $"As of {_run.AsOf:yyyy-MM-dd}; money in {Unit}; run {_run.RunId}."), CellStyle.Note);
    }

    private void Inputs()
    {
        Title(_movements, "Movements of recurring revenue", $"By month and segment, a month, counted as {_recurring.Preset.Name}; what is lost is negative. Definition mrr.movement.v1.");
        Heads(_movements, FirstRow - 1, ["Month", "Segment", .. Kinds, "Customers won", "Customers lost"]);
        for (int i = 0; i < _inputs.Movements.Count; i++)
        {
            FinanceMovement move = _inputs.Movements[i];
            int row = FirstRow + i;
            _movements.Put(row, 1, move.Month, CellStyle.Month);
            _movements.Put(row, 2, move.Segment);
            for (int kind = 0; kind < Kinds.Length; kind++)
            {
                _movements.Put(row, 3 + kind, move.Amounts[kind], CellStyle.Money);
            }

            _movements.Put(row, 9, move.Won, CellStyle.Count);
            _movements.Put(row, 10, move.Lost, CellStyle.Count);
        }
    }

    private void Cohort()
    {
        Title(_cohort, "Customers of a year ago", "Who had recurring revenue at the opening of the twelve months, and what they pay now; by segment. Definitions nrr.v1, grr.v1, churn.logo.v1.");
        Heads(_cohort, FirstRow - 1, "Segment", "Opening MRR", "Customers", "Lost", "MRR counted now", "Of it, at most opening", "Customers now", "MRR now", "Cost to serve, year");
        for (int i = 0; i < _inputs.Cohort.Count; i++)
        {
            FinanceCohort c = _inputs.Cohort[i];
            int row = FirstRow + i;
            _cohort.Put(row, 1, c.Segment);
            _cohort.Put(row, 2, c.Opening, CellStyle.Money);
            _cohort.Put(row, 3, c.Customers, CellStyle.Count);
            _cohort.Put(row, 4, c.Lost, CellStyle.Count);
            _cohort.Put(row, 5, c.Counted, CellStyle.Money);
            _cohort.Put(row, 6, c.Kept, CellStyle.Money);
            _cohort.Put(row, 7, c.CustomersNow, CellStyle.Count);
            _cohort.Put(row, 8, c.MrrNow, CellStyle.Money);
            _cohort.Put(row, 9, c.Serve, CellStyle.Money);
        }
    }

    private void Money()
    {
        Title(_money, "Revenue and costs", "Net revenue by month as the ledger has it (revenue.net.month.v1), and what was booked by pool (cost-to-serve.v1, cost.unused.v1).");
        Heads(_money, FirstRow - 1, "Month", "Net revenue", "Orders");
        IReadOnlyList<MonthFact> months = _run.Facts.Months;
        for (int i = 0; i < months.Count; i++)
        {
            _money.Put(FirstRow + i, 1, months[i].Month, CellStyle.Month);
            _money.Put(FirstRow + i, 2, (double)months[i].RevenueNet, CellStyle.Money);
            _money.Put(FirstRow + i, 3, months[i].Orders, CellStyle.Count);
        }

        int last = FirstRow + Math.Max(1, months.Count) - 1;
        double revenue = months.Sum(month => (double)month.RevenueNet);
        _checks.Add(("Net revenue of the months adds up to the ledger's", Rounded(revenue - (double)_run.Facts.RevenueNet, 4), $"ABS(ROUND(SUM({_money.Range(2, FirstRow, last)})-{Number((double)_run.Facts.RevenueNet)},4))"));
        Waterfall();
        if (_run.Costs is not { Pools.Count: > 0 } costs)
        {
            return;
        }

        string[] heads = ["Pool", "Booked", "Caused by customers", "Unused", "Without a driver"];
        for (int i = 0; i < heads.Length; i++)
        {
            _money.Put(FirstRow - 1, 5 + i, heads[i], CellStyle.Head);
        }

        for (int i = 0; i < costs.Pools.Count; i++)
        {
            CostPool pool = costs.Pools[i];
            _money.Put(FirstRow + i, 5, pool.Pool);
            _money.Put(FirstRow + i, 6, (double)pool.Amount, CellStyle.Money);
            _money.Put(FirstRow + i, 7, (double)pool.Allocated, CellStyle.Money);
            _money.Put(FirstRow + i, 8, (double)pool.Unused, CellStyle.Money);
            _money.Put(FirstRow + i, 9, (double)pool.WithoutDriver, CellStyle.Money);
        }

        int lastPool = FirstRow + costs.Pools.Count - 1;
        double gap = costs.Pools.Sum(pool => (double)pool.Amount) - costs.Pools.Sum(pool => (double)pool.Allocated) - costs.Pools.Sum(pool => (double)pool.Unused) - costs.Pools.Sum(pool => (double)pool.WithoutDriver);
        _checks.Add(("What customers caused, unused and without a driver add up to what was booked", Rounded(gap, 4), $"ABS(ROUND(SUM({_money.Range(6, FirstRow, lastPool)})-SUM({_money.Range(7, FirstRow, lastPool)})-SUM({_money.Range(8, FirstRow, lastPool)})-SUM({_money.Range(9, FirstRow, lastPool)}),4))"));
    }

    // From gross revenue to net, of the whole time.
    private void Waterfall()
    {
        if (_run.Margin is not { } margin)
        {
            return;
        }

        _money.Put(FirstRow - 1, 11, "From gross to net", CellStyle.Head);
        _money.Put(FirstRow - 1, 12, "Whole time", CellStyle.Head);
        (string What, decimal Value)[] lines = [("Gross revenue", margin.Gross), ("Refunds", -margin.Refunds), ("Cost of goods", -margin.Goods), ("Delivery", -margin.Delivery), ("Cost to serve", -margin.Serve), ("Retention", -margin.Retention)];
        for (int i = 0; i < lines.Length; i++)
        {
            _money.Put(FirstRow + i, 11, lines[i].What);
            _money.Put(FirstRow + i, 12, (double)lines[i].Value, CellStyle.Money);
        }

        int after = FirstRow + lines.Length;
        double sum = lines.Sum(line => (double)line.Value);
        _money.Put(after, 11, "Contribution", CellStyle.Block);
        _money.Compute(after, 12, $"SUM(L{FirstRow}:L{after - 1})", sum, CellStyle.MoneySum);
        _checks.Add(("Gross revenue less refunds and costs is the contribution (contribution.v1)", Rounded(sum - (double)margin.Contribution, 4), $"ABS(ROUND({_money.Far(after, 12)}-{Number((double)margin.Contribution)},4))"));
    }

    private void Retention()
    {
        Title(_retention, "What was kept over twelve months", "Net and gross revenue retention and customer churn of those who were customers a year ago; the last line is all of them.");
        Heads(_retention, FirstRow - 1, "Segment", "NRR", "GRR", "Logo churn");
        long won = _recurring.Preset.NewInLogoChurn && _recurring.Retention is { LogoChurn: { } logo and > 0 } kept ? (long)Math.Round(kept.Lost / logo) - kept.Customers : 0;
        for (int i = 0; i < _inputs.Cohort.Count; i++)
        {
            FinanceCohort c = _inputs.Cohort[i];
            int row = FirstRow + i;
            _retention.Put(row, 1, c.Segment);
            _retention.Compute(row, 2, Divided($"Cohort!E{row}", $"Cohort!B{row}"), c.Opening > 0 ? c.Counted / c.Opening : null, CellStyle.Share);
            _retention.Compute(row, 3, Divided($"Cohort!F{row}", $"Cohort!B{row}"), c.Opening > 0 ? c.Kept / c.Opening : null, CellStyle.Share);
            _retention.Compute(row, 4, Divided($"Cohort!D{row}", $"Cohort!C{row}"), c.Customers > 0 ? (double)c.Lost / c.Customers : null, CellStyle.Share);
        }

        int all = LastSegment + 1;
        double opening = _inputs.Cohort.Sum(c => c.Opening);
        long customers = _inputs.Cohort.Sum(c => c.Customers) + won;
        string Sum(int column) => $"SUM({_cohort.Range(column, FirstRow, LastSegment)})";
        _retention.Put(all, 1, "All customers", CellStyle.Block);
        _retention.Put(all + 1, 1, "New customers in the denominator of logo churn", CellStyle.Note);
        _retention.Put(all + 1, 4, won, CellStyle.Count);
        _nrr = _retention.Compute(all, 2, Divided(Sum(5), Sum(2)), opening > 0 ? _inputs.Cohort.Sum(c => c.Counted) / opening : null, CellStyle.Share);
        _grr = _retention.Compute(all, 3, Divided(Sum(6), Sum(2)), opening > 0 ? _inputs.Cohort.Sum(c => c.Kept) / opening : null, CellStyle.Share);
        _logo = _retention.Compute(all, 4, Divided(Sum(4), $"({Sum(3)}+{Sheet.Place(all + 1, 4)})"), customers > 0 ? (double)_inputs.Cohort.Sum(c => c.Lost) / customers : null, CellStyle.Share);
        if (_recurring.Retention is not { } program)
        {
            return;
        }

        foreach ((string what, int column, double? here, double? there) in new[] { ("Net revenue retention", 2, _nrr, program.Nrr), ("Gross revenue retention", 3, _grr, program.Grr), ("Customer churn", 4, _logo, program.LogoChurn) })
        {
            if (here is { } mine && there is { } theirs)
            {
                _checks.Add(($"{what} is the program's", Rounded(mine - theirs, 9), $"ABS(ROUND({_retention.Far(all, column)}-{Number(theirs)},9))"));
            }
        }
    }

    private void Assumptions()
    {
        Title(_assumptions, "Assumptions", "Blue cells are to be changed; everything else follows. What a segment did in the last year is used where no other value is given.");
        double stated = double.TryParse(_run.Options.GetValueOrDefault("discount"), NumberStyles.Float, CultureInfo.InvariantCulture, out double rate) ? rate : 0;
        _discount = stated > 0 ? stated : 0.10;
        double? known = _run.Margin is { KnowsCost: true, MarginShare: { } share } ? share : double.TryParse(_run.Options.GetValueOrDefault("margin"), NumberStyles.Float, CultureInfo.InvariantCulture, out double option) ? option : null;
        _margin = known ?? 1;
        _cac = _run.Acquisition?.Cac;
        (string What, string Name, object? Value, CellStyle Style, string Note)[] lines =
        [
            ("Discount rate a year", "DiscountRate", _discount, CellStyle.ShareInput, stated > 0 ? "As the run's." : "The run does not discount; 10 % is a start."),
            ("Gross margin", "GrossMargin", _margin, CellStyle.ShareInput, known is null ? "Not known: revenue counts in full." : "As the run's (margin.gross.v1)."),
            ("Months ahead", "HorizonMonths", MostMonths, CellStyle.CountInput, $"At most {MostMonths}."),
            ("Months in which accounts still grow", "ExpansionMonths", 12, CellStyle.CountInput, "Growth does not last for ever."),
            ("Cost to win a customer", "Cac", _cac, CellStyle.MoneyInput, _cac is null ? "Not known; without it there is no payback." : "As the run's (cac.v1)."),
        ];
        for (int i = 0; i < lines.Length; i++)
        {
            _assumptions.Put(FirstRow + i, 1, lines[i].What);
            _assumptions.Put(FirstRow + i, 2, lines[i].Value, lines[i].Style);
            _assumptions.Put(FirstRow + i, 3, lines[i].Note, CellStyle.Note);
            _names[lines[i].Name] = _assumptions.Far(FirstRow + i, 2);
        }

        string[] heads = ["Segment", "Accounts now", "ARPA a month", "Churn a month, seen", "Churn, other", "Churn used", "Growth a month, seen", "Growth, other", "Growth used", "Cost to serve a month, seen", "Cost, other", "Cost used"];
        Heads(_assumptions, Segments - 1, heads);
        for (int i = 0; i < _inputs.Cohort.Count; i++)
        {
            FinanceCohort c = _inputs.Cohort[i];
            int row = Segments + i;
            int from = FirstRow + i;
            double lost = c.Customers > 0 ? (double)c.Lost / c.Customers : 0;
            double churn = c.Customers > 0 ? 1 - Math.Pow(1 - lost, 1.0 / 12) : 0;
            double growth = c.Opening > 0 && lost < 1 && c.Counted > 0 ? Math.Pow(c.Counted / c.Opening / (1 - lost), 1.0 / 12) - 1 : 0;
            double mean = (c.Customers + c.CustomersNow) / 2.0;
            double serve = mean > 0 ? c.Serve / 12 / mean : 0;
            _assumptions.Compute(row, 2, $"Cohort!G{from}", c.CustomersNow, CellStyle.Count);
            _assumptions.Put(row, 1, c.Segment);
            double arpa = _assumptions.Compute(row, 3, $"IF(Cohort!G{from}>0,Cohort!H{from}/Cohort!G{from},0)", c.CustomersNow > 0 ? c.MrrNow / c.CustomersNow : 0, CellStyle.Money)!.Value;
            _assumptions.Compute(row, 4, $"IF(Cohort!C{from}>0,1-(1-Cohort!D{from}/Cohort!C{from})^(1/12),0)", churn, CellStyle.Share);
            _assumptions.Put(row, 5, null, CellStyle.ShareInput);
            _assumptions.Compute(row, 6, $"IF(E{row}=\"\",D{row},E{row})", churn, CellStyle.Share);
            _assumptions.Compute(row, 7, $"IF(AND(Cohort!B{from}>0,Cohort!D{from}<Cohort!C{from},Cohort!E{from}>0),(Cohort!E{from}/Cohort!B{from}/(1-Cohort!D{from}/Cohort!C{from}))^(1/12)-1,0)", growth, CellStyle.Share);
            _assumptions.Put(row, 8, null, CellStyle.ShareInput);
            _assumptions.Compute(row, 9, $"IF(H{row}=\"\",G{row},H{row})", growth, CellStyle.Share);
            _assumptions.Compute(row, 10, $"IF(Cohort!C{from}+Cohort!G{from}>0,Cohort!I{from}/12/((Cohort!C{from}+Cohort!G{from})/2),0)", serve, CellStyle.Money);
            _assumptions.Put(row, 11, null, CellStyle.MoneyInput);
            _assumptions.Compute(row, 12, $"IF(K{row}=\"\",J{row},K{row})", serve, CellStyle.Money);
            _used.Add((arpa, churn, growth, serve));
        }
    }

    private static int Segments => FirstRow + 8;

    private void Bridge()
    {
        Title(_calculation, "Recurring revenue by month", "Opening and movements give the closing, by formulas over Inputs; beside it what the program found.");
        Heads(_calculation, FirstRow - 1, ["Month", "Opening", .. Kinds, "Closing", "Program's", "Difference", "Customers", "ARPA", "Gross churn", "Net churn", "Quick ratio"]);
        IReadOnlyList<RecurringMonth> months = _recurring.Months;
        string month = _movements.Range(1, FirstRow, LastMovement);
        double closing = 0;
        double customers = 0;
        double differences = 0;
        for (int i = 0; i < months.Count; i++)
        {
            int row = FirstRow + i;
            double opening = closing;
            FinanceMovement[] moves = [.. _inputs.Movements.Where(move => move.Month == months[i].Month)];
            double[] sums = [.. Enumerable.Range(0, Kinds.Length).Select(kind => moves.Sum(move => move.Amounts[kind]))];
            _calculation.Put(row, 1, months[i].Month, CellStyle.Month);
            _calculation.Compute(row, 2, i == 0 ? "0" : $"I{row - 1}", opening, CellStyle.Money);
            for (int kind = 0; kind < Kinds.Length; kind++)
            {
                _calculation.Compute(row, 3 + kind, $"SUMIFS({_movements.Range(3 + kind, FirstRow, LastMovement)},{month},$A{row})", sums[kind], CellStyle.Money);
            }

            closing = _calculation.Compute(row, 9, $"SUM(B{row}:H{row})", opening + sums.Sum(), CellStyle.MoneySum)!.Value;
            _calculation.Put(row, 10, (double)months[i].Closing, CellStyle.Money);
            double difference = _calculation.Compute(row, 11, $"ROUND(I{row}-J{row},4)", Math.Round(closing - (double)months[i].Closing, 4), CellStyle.Money)!.Value;
            differences += Math.Abs(difference);
            customers = _calculation.Compute(
                row, 12, $"{(i == 0 ? string.Empty : $"L{row - 1}+")}SUMIFS({_movements.Range(9, FirstRow, LastMovement)},{month},$A{row})-SUMIFS({_movements.Range(10, FirstRow, LastMovement)},{month},$A{row})",
                customers + moves.Sum(move => move.Won) - moves.Sum(move => move.Lost), CellStyle.Count)!.Value;
            _calculation.Compute(row, 13, Divided($"I{row}", $"L{row}"), customers > 0 ? closing / customers : null, CellStyle.Money);
            _calculation.Compute(row, 14, Divided($"-(F{row}+G{row})", $"B{row}"), opening > 0 ? -(sums[3] + sums[4]) / opening : null, CellStyle.Share);
            _calculation.Compute(row, 15, Divided($"-(F{row}+G{row}+E{row}+D{row})", $"B{row}"), opening > 0 ? -(sums[3] + sums[4] + sums[2] + sums[1]) / opening : null, CellStyle.Share);
            _calculation.Compute(row, 16, Divided($"(C{row}+D{row}+E{row})", $"-(F{row}+G{row})"), -(sums[3] + sums[4]) > 0 ? (sums[0] + sums[1] + sums[2]) / -(sums[3] + sums[4]) : null, CellStyle.Factor);
        }

        int last = FirstRow + Math.Max(1, months.Count) - 1;
        double now = _inputs.Cohort.Sum(c => c.MrrNow);
        _checks.Add(("Recurring revenue of every month is the program's", differences, $"SUMPRODUCT(ABS({_calculation.Range(11, FirstRow, last)}))"));
        _checks.Add(("Customers at the end are the program's", Math.Abs(customers - _recurring.Customers), $"ABS({_calculation.Far(last, 12)}-{_recurring.Customers})"));
        _checks.Add(("Recurring revenue of the segments adds up to that of the last month", Rounded(now - closing, 3), $"ABS(ROUND(SUM({_cohort.Range(8, FirstRow, LastSegment)})-{_calculation.Far(last, 9)},3))"));
    }

    private void Clv()
    {
        Title(_clv, "Value of an account, month by month", "Of an account as it is today: revenue kept and grown, at the margin, less cost to serve; discounted at the middle of the month. Definitions margin.gross.v1, contribution.v1.");
        int first = FirstRow + 1;
        int last = first + MostMonths - 1;
        _clv.Put(FirstRow, 1, "Month", CellStyle.Head);
        _clv.Put(FirstRow, 2, "Discount", CellStyle.Head);
        for (int t = 1; t <= MostMonths; t++)
        {
            int row = first + t - 1;
            _clv.Put(row, 1, t, CellStyle.Count);
            _clv.Compute(row, 2, $"IF(A{row}<=HorizonMonths,(1+DiscountRate)^(-(A{row}-0.5)/12),0)", Math.Pow(1 + _discount, -(t - 0.5) / 12), CellStyle.Factor);
        }

        int sums = last + 2;
        _clv.Put(sums, 1, "Gross", CellStyle.Block);
        _clv.Put(sums + 1, 1, "Net", CellStyle.Block);
        _clv.Put(sums + 2, 1, "Accounts", CellStyle.Block);
        for (int i = 0; i < _inputs.Cohort.Count; i++)
        {
            (double arpa, double churn, double growth, double serve) = _used[i];
            int column = 3 + (i * 3);
            int from = Segments + i;
            _clv.Put(FirstRow - 1, column, _inputs.Cohort[i].Segment, CellStyle.Block);
            _clv.Put(FirstRow, column, "Alive", CellStyle.Head);
            _clv.Put(FirstRow, column + 1, "Gross margin", CellStyle.Head);
            _clv.Put(FirstRow, column + 2, "Net", CellStyle.Head);
            double gross = 0;
            double net = 0;
            for (int t = 1; t <= MostMonths; t++)
            {
                int row = first + t - 1;
                double discount = Math.Pow(1 + _discount, -(t - 0.5) / 12);
                double alive = _clv.Compute(row, column, $"(1-Assumptions!$F${from})^($A{row}-1)", Math.Pow(1 - churn, t - 1), CellStyle.Factor)!.Value;
                double margin = _clv.Compute(
                    row, column + 1, $"{Sheet.Place(row, column)}*Assumptions!$C${from}*(1+Assumptions!$I${from})^MIN($A{row}-1,ExpansionMonths)*GrossMargin", alive * arpa * Math.Pow(1 + growth, Math.Min(t - 1, 12)) * _margin, CellStyle.Money)!.Value;
                double left = _clv.Compute(row, column + 2, $"{Sheet.Place(row, column + 1)}-{Sheet.Place(row, column)}*Assumptions!$L${from}", margin - (alive * serve), CellStyle.Money)!.Value;
                gross += margin * discount;
                net += left * discount;
            }

            string discounts = $"$B${first}:$B${last}";
            _clv.Compute(sums, column + 1, $"SUMPRODUCT({Sheet.Place(first, column + 1)}:{Sheet.Place(last, column + 1)},{discounts})", gross, CellStyle.MoneySum);
            _clv.Compute(sums + 1, column + 2, $"SUMPRODUCT({Sheet.Place(first, column + 2)}:{Sheet.Place(last, column + 2)},{discounts})", net, CellStyle.MoneySum);
            _clv.Compute(sums + 2, column, $"Assumptions!$B${from}", _inputs.Cohort[i].CustomersNow, CellStyle.Count);
            _values.Add((_inputs.Cohort[i].Segment, gross, net, _clv.Far(sums, column + 1), _clv.Far(sums + 1, column + 2), _clv.Far(sums + 2, column), _inputs.Cohort[i].CustomersNow));
            _gross += gross * _inputs.Cohort[i].CustomersNow;
            _net += net * _inputs.Cohort[i].CustomersNow;
        }
    }

    private readonly List<(string Segment, double Gross, double Net, string GrossAt, string NetAt, string AccountsAt, long Accounts)> _values = [];

    private string Checks()
    {
        _checked.Put(1, 1, "Checks", CellStyle.Title);
        _checked.Put(2, 1, "Each difference must be zero: what the formulas give, the program's numbers, and the ledger are one.", CellStyle.Note);
        Heads(_checked, 4, "What", "Difference");
        for (int i = 0; i < _checks.Count; i++)
        {
            _checked.Put(5 + i, 1, _checks[i].What);
            _checked.Compute(5 + i, 2, _checks[i].Formula, _checks[i].Difference, CellStyle.Check);
        }

        int all = 5 + _checks.Count;
        _checked.Put(all, 1, "All differences", CellStyle.Block);
        _checked.Compute(all, 2, $"SUM(B5:B{all - 1})", _checks.Sum(check => check.Difference ?? 0), CellStyle.Check);
        _names["Check"] = _checked.Far(all, 2);
        return _names["Check"];
    }

    private void Summary(string check)
    {
        _summary.Put(1, 1, "Customer value: the finance model", CellStyle.Title);
        _summary.Put(2, 1, string.Create(CultureInfo.InvariantCulture, $"As of {_run.AsOf:yyyy-MM-dd}, money in {Unit}, recurring revenue counted as {_recurring.Preset.Name}. Change the blue cells of Assumptions; everything follows."), CellStyle.Note);
        int row = 4;
        int last = FirstRow + Math.Max(1, _recurring.Months.Count) - 1;
        int all = LastSegment + 1;
        double closing = (double)_recurring.Mrr;
        double mean = _recurring.Customers > 0 ? closing / _recurring.Customers : 0;
        _summary.Put(row, 1, "Recurring revenue", CellStyle.Head);
        _summary.Put(row, 2, "Value", CellStyle.Head);
        _summary.Put(row, 5, "Where it comes from", CellStyle.Head);
        double mrr = _inputs.Cohort.Sum(c => c.MrrNow);
        Line("MRR", _calculation.Far(last, 9), Last(), CellStyle.Money, "Calculation, the last closing (mrr.movement.v1)");
        Line("ARR", $"12*{_calculation.Far(last, 9)}", 12 * Last(), CellStyle.Money, "Twelve times MRR");
        Line("Accounts", _calculation.Far(last, 12), _recurring.Customers, CellStyle.Count, "Calculation");
        Line("ARPA a month", _calculation.Far(last, 13), _recurring.Customers > 0 ? Last() / _recurring.Customers : null, CellStyle.Money, "MRR by accounts (arpa.v1); no lifetime value");
        Line("Net revenue retention, 12 months", _retention.Far(all, 2), _nrr, CellStyle.Share, "Retention (nrr.v1)");
        Line("Gross revenue retention, 12 months", _retention.Far(all, 3), _grr, CellStyle.Share, "Retention (grr.v1)");
        Line("Customer churn, 12 months", _retention.Far(all, 4), _logo, CellStyle.Share, "Retention (churn.logo.v1)");
        double? payback = _cac is { } cac && mean * _margin > 0 ? cac / (mrr / Math.Max(1, _inputs.Cohort.Sum(c => c.CustomersNow)) * _margin) : null;
        Line("Payback of a customer won, months", $"IF(OR(Cac=\"\",SUM({_cohort.Range(8, FirstRow, LastSegment)})<=0),\"\",Cac/(SUM({_cohort.Range(8, FirstRow, LastSegment)})/SUM({_cohort.Range(7, FirstRow, LastSegment)})*GrossMargin))", payback, CellStyle.Factor, "Cost to win one, by ARPA at the margin");
        row += 2;
        _summary.Put(row, 1, "Value of an account of today, by segment", CellStyle.Head);
        _summary.Put(row, 2, "Gross CLV", CellStyle.Head);
        _summary.Put(row, 3, "Net CLV", CellStyle.Head);
        _summary.Put(row, 4, "Accounts", CellStyle.Head);
        row++;
        foreach ((string segment, double gross, double net, string grossAt, string netAt, string accountsAt, long accounts) in _values)
        {
            _summary.Put(row, 1, segment);
            _summary.Compute(row, 2, grossAt, gross, CellStyle.Money);
            _summary.Compute(row, 3, netAt, net, CellStyle.Money);
            _summary.Compute(row, 4, accountsAt, accounts, CellStyle.Count);
            row++;
        }

        int firstValue = row - _values.Count;
        _summary.Put(row, 1, "All accounts together (equity)", CellStyle.Block);
        _summary.Compute(row, 2, $"SUMPRODUCT(B{firstValue}:B{row - 1},D{firstValue}:D{row - 1})", _gross, CellStyle.MoneySum);
        _summary.Compute(row, 3, $"SUMPRODUCT(C{firstValue}:C{row - 1},D{firstValue}:D{row - 1})", _net, CellStyle.MoneySum);
        row += 2;
        if (_run.Equity is { } equity)
        {
            _summary.Put(row, 1, "The program's own equity, for comparison", CellStyle.Block);
            _summary.Put(row, 2, equity.Mean, CellStyle.Money);
            _summary.Put(row, 5, string.Create(CultureInfo.InvariantCulture, $"By {_run.Chosen} over {_run.Horizon} ({_run.DefinitionId}), 80 % interval {equity.P10:N0} to {equity.P90:N0}: another model and horizon than this sheet's"), CellStyle.Note);
            row += 2;
        }

        foreach (Valuation.Net.NetHorizon horizon in _run.Net?.Horizons ?? [])
        {
            _summary.Put(row, 1, $"The program's own values ahead, {horizon.Horizon}");
            _summary.Put(row, 2, horizon.Gross, CellStyle.Money);
            _summary.Put(row, 3, horizon.Net, CellStyle.Money);
            _summary.Put(row++, 5, $"Gross and net of all customers by the fitted models ({_run.Net!.DefinitionId})", CellStyle.Note);
        }

        row += _run.Net is null ? 0 : 1;
        _summary.Put(row, 1, "Check: must be zero", CellStyle.Block);
        _summary.Compute(row, 2, check, _checks.Sum(c => c.Difference ?? 0), CellStyle.Check);
        _summary.Put(row, 5, "Checks: the program's numbers and the ledger", CellStyle.Note);
        row += 2;
        foreach (string line in new[] { $"Run {_run.RunId}, version {_run.Version}.", $"Hash of the inputs: {InputHash()}.", "The value of an account follows the assumptions of this workbook, not the fitted models; churn goes with a segment's last year, and no interval says how sure that is." })
        {
            _summary.Put(row++, 1, line, CellStyle.Note);
        }

        void Line(string what, string formula, double? value, CellStyle style, string from)
        {
            row++;
            _summary.Put(row, 1, what);
            _summary.Compute(row, 2, formula, value, style);
            _summary.Put(row, 5, from, CellStyle.Note);
        }

        double Last() => _inputs.Movements.Sum(move => move.Amounts.Sum());
    }

    private void Definitions()
    {
        _definitions.Put(1, 1, "Definitions", CellStyle.Title);
        Heads(_definitions, 3, "Id", "Name", "Formula", "Numerator", "Denominator", "Period", "Unit");
        int row = 4;
        foreach (Kernel.Definition d in Page.Sections.DefinitionsSection.Shown(_run))
        {
            string?[] cells = [d.Id, d.Name, d.Formula, d.Numerator, d.Denominator, d.Period, d.Unit];
            for (int i = 0; i < cells.Length; i++)
            {
                _definitions.Put(row, i + 1, cells[i]);
            }

            row++;
        }
    }

    private string InputHash()
    {
        string all = string.Join('\n', _run.Inputs.Select(input => input.Sha256));
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(all)));
    }

    private static string Divided(string above, string below) => $"IF({below}>0,{above}/{below},\"\")";

    private static double Rounded(double value, int digits) => Math.Abs(Math.Round(value, digits));

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
