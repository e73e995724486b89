using Perennial.Portfolio;

namespace Perennial.Reports.Finance;

/// <content>Recurring revenue and what is kept of it, by formulas.</content>
internal sealed partial class FinanceModel
{
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
}
