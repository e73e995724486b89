using Perennial.Ingest.Simulated.Companies.Planted;
using Perennial.Models.Numerics;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>Lets one account use, ask and pay, over the months it lives: past days are written, future ones only added up.</summary>
internal sealed class AccountWorld
{
    private const double MeanGivenBack = 0.3;
    private readonly Account _account;
    private readonly AccountLife _life;
    private readonly AccountUse _use;
    private readonly AccountSupport _support;
    private readonly InvoiceBook _invoices;
    private readonly CompanyTables _tables;
    private readonly CompanyCalendar _calendar;
    private readonly long[] _piece;
    private readonly long[] _units;
    private readonly double[] _expected;
    private readonly double[] _known;

    public AccountWorld(Account account, AccountLife life, IReadOnlyList<Incident> incidents, CompanyTables tables)
    {
        (_account, _life, _tables, _calendar) = (account, life, tables, account.Calendar);
        (_use, _support, _invoices) = (new(account), new(account, incidents, tables), new(account, life, tables));
        int features = account.Plan.Usage.Features.Count;
        (_piece, _units, _expected, _known) = (new long[features], new long[features], new double[features], new double[features]);
    }

    public InvoiceBook Invoices => _invoices;

    /// <summary>Lives all months that were drawn.</summary>
    public void Live(AccountMonths sums, Pcg64 use, Pcg64 support, Pcg64 billing)
    {
        _support.Clear();
        _invoices.Clear();
        Array.Clear(_known);
        var lines = new InvoiceLine[_units.Length + 1];
        foreach (Bill bill in _life.Bills)
        {
            if (bill.Day < _calendar.End)
            {
                _invoices.Write(bill.Day, Lines(bill, lines), bill.Lost, bill.Adjustment, billing);
            }
        }

        for (int i = 0; i < _life.Months.Count; i++)
        {
            LifeMonth month = _life.Months[i];
            Array.Clear(_units);
            for (int from = month.From, to; from < month.To; from = to)
            {
                int m = _calendar.MonthOf(from);
                to = Math.Min(month.To, _calendar.FirstDay(m + 1));
                if (from >= _calendar.Horizon)
                {
                    break;
                }

                Use(month, from, to, use);
                (long minutes, long met) = _support.Live(month, from, to, support);
                sums.Units[m] += _piece.Sum();
                sums.Minutes[m] += minutes;
                sums.Incidents[m] += met;
                sums.Regulated[m] += _account.Regulated && _calendar.FirstDay(m) == from ? 1 : 0;
                for (int f = 0; f < _units.Length; f++)
                {
                    _units[f] += _piece[f];
                    _known[f] = month.To > _calendar.End && month.From < _calendar.End && to <= _calendar.End ? _known[f] + _piece[f] : _known[f];
                }
            }

            if (_account.Plan.Metered)
            {
                Meter(ref month, i == _life.Months.Count - 1, lines, billing);
            }

            Earn(sums, month, month.Revenue, month.Fee);
        }
    }

    /// <summary>Adds up what is expected of months drawn from the last day on; the first may have begun before.</summary>
    public void Expect(AccountMonths sums)
    {
        foreach (LifeMonth month in _life.Months)
        {
            bool began = month.From < _calendar.End;
            for (int f = 0; f < _expected.Length; f++)
            {
                _expected[f] = began ? _known[f] : 0;
            }

            for (int from = Math.Max(month.From, _calendar.End), to; from < Math.Min(month.To, _calendar.Horizon); from = to)
            {
                int m = _calendar.MonthOf(from);
                to = Math.Min(month.To, _calendar.FirstDay(m + 1));
                double units = 0;
                for (int f = 0; f < _expected.Length; f++)
                {
                    double more = _use.Expected(month, f, from, to);
                    units += more;
                    _expected[f] += more;
                }

                (double minutes, double met) = month.Paused ? (0, 0) : _support.Expected(from, to);
                sums.Units[m] += units * month.CostWeight;
                sums.Minutes[m] += minutes * month.CostWeight;
                sums.Incidents[m] += met * month.CostWeight;
                sums.Regulated[m] += _account.Regulated && _calendar.FirstDay(m) == from ? month.CostWeight : 0;
            }

            if (!_account.Plan.Metered)
            {
                Earn(sums, month, month.Revenue * month.RevenueWeight, month.Fee * month.RevenueWeight);
                continue;
            }

            PlantedPayments plan = _account.Plan.Payments;
            double net = month.Lost || month.Paused ? 0 : Metered(month.NewPrice, f => _expected[f]);
            double fee = _account.Card && net > 0 ? ((net * (1 - (plan.Credited * MeanGivenBack)) * (1 + (AccountProfiles.TaxPercent[_account.CountryNo] / 100.0))) * plan.FeeShare) + plan.FeeCents : 0;
            Earn(sums, month, net * (1 - ((plan.Credited + plan.Refunded) * MeanGivenBack)) * month.RevenueWeight, fee * month.RevenueWeight);
        }
    }

    private void Use(in LifeMonth month, int from, int to, Pcg64 random)
    {
        if (to <= _calendar.End)
        {
            _use.Write(month, from, to, _tables.Usage, random, _piece);
            return;
        }

        for (int f = 0; f < _piece.Length; f++)
        {
            _piece[f] = _use.Draw(month, f, from, to, random);
        }
    }

    /// <summary>Spreads money of a month of life over the days it is for.</summary>
    private void Earn(AccountMonths sums, in LifeMonth month, double revenue, double fee)
    {
        for (int from = month.From, to; from < Math.Min(month.To, _calendar.Horizon); from = to)
        {
            int m = _calendar.MonthOf(from);
            to = Math.Min(month.To, _calendar.FirstDay(m + 1));
            double share = (double)(to - from) / (month.To - month.From);
            sums.Revenue[m] += revenue * share;
            sums.Fees[m] += fee * share;
        }
    }

    /// <summary>Bills the use of a month on the day after it, and tells the month what it brought.</summary>
    private void Meter(ref LifeMonth month, bool last, InvoiceLine[] lines, Pcg64 random)
    {
        bool cut = last && month.Lost;
        int count = 0;
        long net = 0;
        for (int f = 0; f < _units.Length; f++)
        {
            PlantedFeature feature = _account.Plan.Usage.Features[f];
            long cents = (long)Math.Round(_units[f] * Price(feature, month.NewPrice) / 1000);
            if (cents > 0)
            {
                lines[count++] = new("usage", feature.Name, 0, _units[f], cents, 0, month.From, month.To);
                net += cents;
            }
        }

        if (!month.Paused && _account.CommittedCents > net)
        {
            lines[count++] = new("subscription", "commitment", 1, 1, _account.CommittedCents - net, 0, month.From, month.To);
            net = _account.CommittedCents;
        }

        Adjustment adjustment = month.Lost ? default : _life.Given(net, random);
        if (!cut && month.To < _calendar.End)
        {
            _invoices.Write(month.To, lines.AsSpan(0, count), month.Lost, adjustment, random);
        }

        (month.Revenue, month.Fee) = month.Lost ? (0, 0) : (net - adjustment.All, _life.Fee(net - adjustment.Credit));
    }

    private double Metered(bool newPrice, Func<int, double> units)
    {
        double net = 0;
        for (int f = 0; f < _units.Length; f++)
        {
            net += units(f) * Price(_account.Plan.Usage.Features[f], newPrice) / 1000;
        }

        return Math.Max(net, _account.CommittedCents);
    }

    private double Price(PlantedFeature feature, bool newPrice) => feature.ThousandCents * (newPrice ? 1 + _account.Plan.PriceChange.Size : 1);

    private ReadOnlySpan<InvoiceLine> Lines(in Bill bill, InvoiceLine[] lines)
    {
        int count = 0;
        if (bill.PlanCents > 0)
        {
            lines[count++] = new("subscription", _account.Plan.Prices.Plans[bill.PlanNo].ToLowerInvariant(), 1, bill.Seats, bill.PlanCents, bill.PlanOff, bill.From, bill.To);
        }

        if (bill.AddOnCents > 0)
        {
            lines[count++] = new("subscription", "insights", SubscriptionBook.AddOnSubscription(bill.AddOnRun), bill.Seats, bill.AddOnCents, bill.AddOnOff, bill.From, bill.To);
        }

        return lines.AsSpan(0, count);
    }
}
