using Perennial.Portfolio;

namespace Perennial.Reports.Finance;

/// <content>What the ledger says, row by row.</content>
internal sealed partial class FinanceModel
{
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
}
