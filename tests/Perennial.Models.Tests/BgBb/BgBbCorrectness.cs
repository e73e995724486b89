using System.Globalization;
using Perennial.Models.BgBb;
using Perennial.Models.Tests.Points;

namespace Perennial.Models.Tests.BgBb;

/// <summary>The donations of Fader, Hardie and Shang (2010): 11,104 donors, six yearly opportunities, 22 patterns.</summary>
public sealed class BgBbCorrectness
{
    private static readonly BgBbParameters Lifetimes = new(1.2035222433917079, 0.749716318502526, 0.6567182714332747, 2.783442685105627);
    private static readonly BgBbParameters Btyd = new(1.20350708052731, 0.749766677759683, 0.656756817145443, 2.78388732532571);

    [Fact]
    public void Bg_bb_gives_the_polished_optimum_on_the_donations()
    {
        FitReport<BgBbModel> report = BgBbFitter.Fit(Donations());
        Assert.Equal(FitExit.Converged, report.Exit);
        Assert.Equal(11_104, report.Customers);
        Assert.Equal(22, report.Groups);
        Close(-33225.58127434613, report.LogLikelihood, 1e-12);
        double[] values = [1.2035222433917079, 0.749716318502526, 0.6567182714332747, 2.783442685105627];

        // Another program's, by numerical differences at its own, slightly different end: right to four or five digits.
        double[] errors = [0.06939136218670083, 0.029447716220977884, 0.05100985033286411, 0.320818939435451];
        for (int i = 0; i < 4; i++)
        {
            Close(values[i], report.Parameters[i].Value, 1e-6);
            Close(errors[i], report.Parameters[i].StandardError!.Value, 2e-4);
        }
    }

    [Fact]
    public void Log_likelihoods_of_the_donations_are_those_of_lifetimes_and_BTYD_at_their_parameters()
    {
        Close(-33225.58127434613, LogLikelihood(Lifetimes), 1e-12);
        Close(-33225.5812852484, LogLikelihood(Btyd), 1e-12);
    }

    // x, t_x, n = 6; P(alive at n + 1), P(alive at n), expectations for 1, 5, 10 and 50 years: lifetimes 0.11.3 at the polished optimum.
    [Theory]
    [InlineData(0, 0, 0.10813329621695232, 0.1162181797782009, 0.016363249541124354, 0.07286334510141282, 0.13021809481508612, 0.40488998968431306)]
    [InlineData(1, 1, 0.06946181119987939, 0.07465531472887299, 0.019245071659054695, 0.08569571063931655, 0.15315152162922493, 0.4761973986844858)]
    [InlineData(1, 6, 0.9304335726416006, 1, 0.25778568785014594, 1.1478849288965642, 2.051448342095988, 6.378613504126596)]
    [InlineData(3, 4, 0.4395938814192593, 0.47246132807862423, 0.23233839199269227, 1.0345715497111243, 1.8489397647852643, 5.74894912534147)]
    [InlineData(4, 5, 0.6968001017252584, 0.7488982794836797, 0.4558916220490527, 2.0300239572048064, 3.627967557189, 11.280519415456059)]
    [InlineData(6, 6, 0.9304335726417375, 1, 0.842725750568576, 3.752544201883883, 6.706378303090593, 20.85228973602577)]
    public void Predictions_are_those_of_lifetimes_at_the_polished_optimum(
        int x, int tx, double next, double now, double in1, double in5, double in10, double in50)
    {
        BgBbModel model = new(Lifetimes);
        DiscreteHistories one = new([x], [tx], [6]);
        Close(next, model.ProbabilityAlive(one, 1)[0], 1e-11);
        Close(now, model.ProbabilityAlive(one)[0], 1e-11);
        Close(in1, model.ConditionalExpectedTransactions(one, 1)[0], 1e-11);
        Close(in5, model.ConditionalExpectedTransactions(one, 5)[0], 1e-11);
        Close(in10, model.ConditionalExpectedTransactions(one, 10)[0], 1e-11);
        Close(in50, model.ConditionalExpectedTransactions(one, 50)[0], 1e-11);
    }

    // P(alive at n + 1), expectation for 5 years, DERT at 10 %: BTYD 2.4.3 at its parameters.
    [Theory]
    [InlineData(6, 6, 0.930433050199313, 3.75251073451968, 5.90980527458074)]
    [InlineData(5, 6, 0.930433050199313, 3.23158242938015, 5.089398602037)]
    [InlineData(5, 5, 0.521988989872291, 1.81297348330419, 2.85524040097851)]
    [InlineData(4, 5, 0.696803586187069, 2.03001550114651, 3.19705849360933)]
    [InlineData(1, 4, 0.680386087151317, 0.839387895114653, 1.32194665409872)]
    [InlineData(2, 2, 0.0664223205284244, 0.119133131981552, 0.187622011387003)]
    [InlineData(1, 2, 0.254721538417614, 0.31424830696924, 0.494907658749869)]
    public void Predictions_are_those_of_BTYD_at_its_parameters(int x, int tx, double next, double in5, double dert)
    {
        BgBbModel model = new(Btyd);
        DiscreteHistories one = new([x], [tx], [6]);
        Close(next, model.ProbabilityAlive(one, 1)[0], 1e-12);
        Close(in5, model.ConditionalExpectedTransactions(one, 5)[0], 1e-12);
        Close(dert, model.Dert(one, PeriodicRate.PerOpportunity(0.1))[0], 1e-12);
    }

    [Fact]
    public void Expected_numbers_of_donors_by_donations_are_those_of_lifetimes()
    {
        double[] expected =
            [3454.881978755044, 1888.6543832221832, 1348.882354686909, 1113.3785349262382, 1017.9223942799862, 1027.1660173330642, 1253.1143367965872];
        double[] found = new BgBbModel(Lifetimes).ProbabilityOfCount(6, 7);
        for (int x = 0; x <= 6; x++)
        {
            Close(expected[x], 11_104 * found[x], 1e-9);
        }
    }

    private static double LogLikelihood(BgBbParameters p)
    {
        DiscreteHistories rows = Donations();
        return Enumerable.Range(0, rows.Count)
            .Sum(i => rows.Weight![i] * BgBbLikelihood.LogLikelihood(p, rows.Frequency[i], rows.Recency[i], rows.Opportunities[i]));
    }

    internal static DiscreteHistories Donations()
    {
        int[][] rows = [.. OraclePoints.Lines("fader_hardie_shang_2010.csv").Skip(1)
            .Select(line => Array.ConvertAll(line.Split(','), v => int.Parse(v, CultureInfo.InvariantCulture)))];
        return new([.. rows.Select(r => r[0])], [.. rows.Select(r => r[1])], [.. rows.Select(r => r[2])], [.. rows.Select(r => (double)r[3])]);
    }

    private static void Close(double expected, double found, double relative) =>
        Assert.True(Math.Abs(found - expected) <= relative * Math.Abs(expected), $"Found {found:R}, expected {expected:R}.");
}
