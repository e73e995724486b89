using System.Globalization;

namespace Perennial.Reports.Finance;

/// <content>Assumptions, and the value that follows from them.</content>
internal sealed partial class FinanceModel
{
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

    private readonly List<(string Segment, double Gross, double Net, string GrossAt, string NetAt, string AccountsAt, long Accounts)> _values = [];

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
}
