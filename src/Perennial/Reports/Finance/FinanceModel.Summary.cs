using System.Globalization;

namespace Perennial.Reports.Finance;

/// <content>The summary, the checks and the definitions.</content>
internal sealed partial class FinanceModel
{
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
}
