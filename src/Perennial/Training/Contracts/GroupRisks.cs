namespace Perennial.Training.Contracts;

/// <summary>Months ahead of accounts at the same risk: draw by draw for lives to be lived, and averaged over the draws.</summary>
internal sealed class GroupRisks
{
    private GroupRisks(int draws, int months, (double Voluntary, double Payment) into)
    {
        Stays = new double[draws][];
        ByChoice = new double[draws][];
        Mean = new(new double[months], new double[months], into);
    }

    /// <summary>Gives, by draw, the chance to be still there after the end of each month.</summary>
    public double[][] Stays { get; }

    /// <summary>Gives, by draw, the chance that who leaves at the end of a month does so voluntarily.</summary>
    public double[][] ByChoice { get; }

    /// <summary>Gives the risks averaged over the draws.</summary>
    public ContractRisks Mean { get; }

    /// <summary>Asks a law.</summary>
    /// <param name="law">The law.</param>
    /// <param name="group">Who.</param>
    /// <param name="draws">How many draws of its parameters.</param>
    /// <param name="months">How many months ahead.</param>
    public static GroupRisks Of(ContractLaw law, ContractGroup group, int draws, int months)
    {
        var risks = new GroupRisks(draws, months, law.Into);
        for (int d = 0; d < draws; d++)
        {
            (risks.Stays[d], risks.ByChoice[d]) = risks.Ask(law, group, d);
        }

        return risks;
    }

    private (double[] Stays, double[] ByChoice) Ask(ContractLaw law, ContractGroup group, int draw)
    {
        int months = Mean.Voluntary.Length;
        double weight = 1.0 / Stays.Length;
        double[] voluntary = new double[months], payment = new double[months], stays = new double[months], byChoice = new double[months];
        law.Hazards(group, draw, voluntary, payment);
        double stay = 1;
        for (int j = 0; j < months; j++)
        {
            double all = Math.Min(voluntary[j] + payment[j], 1);
            Mean.Voluntary[j] += stay * voluntary[j] * weight;
            Mean.Payment[j] += stay * Math.Min(payment[j], 1 - voluntary[j]) * weight;
            byChoice[j] = all > 0 ? voluntary[j] / all : 1;
            stay *= 1 - all;
            stays[j] = stay;
        }

        return (stays, byChoice);
    }
}
