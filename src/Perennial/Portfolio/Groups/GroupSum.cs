using Perennial.Scoring;
using Perennial.Valuation.Net;

namespace Perennial.Portfolio.Groups;

/// <summary>What the customers of one group add up to.</summary>
internal sealed class GroupSum(ScoreTable scores, NetTable? net, GroupSpread? spread)
{
    private int _customers, _valued, _withNet;
    private double _revenue, _value, _own, _net;

    /// <summary>Adds a customer, or a share of one.</summary>
    public void Add(int row, double share = 1)
    {
        _customers++;
        _revenue += share * (double)scores.RevenueToDate[row];
        if (double.IsFinite(scores.Clv[row]))
        {
            _valued++;
            _value += share * scores.Clv[row];
            _own += spread is null ? 0 : share * share * spread.Own(row);
        }

        if (net is not null && double.IsFinite(net.Own.Net[row]))
        {
            _withNet++;
            _net += share * net.Own.Net[row];
        }
    }

    /// <summary>Gives the group.</summary>
    public ValueGroup Group(string dimension, string name)
    {
        (double Low, double High)? ends = _valued == 0 ? null : spread?.Ends(_value, _own);
        return new(dimension, name, _customers, _valued, _revenue, _valued == 0 ? null : _value, ends?.Low, ends?.High, _withNet == 0 ? null : _net);
    }
}
