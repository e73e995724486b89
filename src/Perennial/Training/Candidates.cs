using System.Globalization;
using Perennial.Features;
using Perennial.Kernel;
using Perennial.Models;
using Perennial.Models.CnbdK;

namespace Perennial.Training;

/// <summary>Which models of purchases a run fits and tests, and why: each costs time, and one whose story cannot fit only adds noise to the choice.</summary>
/// <remarks>
/// Every run tries the three that need nothing but customers who buy at random and leave unsaid. auto adds the models of regular buying where the gaps
/// between purchases say so (<see cref="Regularity"/>) and BG/BB where purchases keep to dates (<see cref="OpportunityEvidence"/>), as known before the
/// hidden months. A model that is asked for is always fitted, beside those three.
/// </remarks>
public static class Candidates
{
    /// <summary>The word for a choice among candidates.</summary>
    public const string Auto = "auto";

    /// <summary>Gives those that every run fits, the simplest first: buying at random, leaving unsaid.</summary>
    public static IReadOnlyList<string> Always { get; } = [.. TransactionModels.All.Where(model => model.Needs == ModelNeeds.Nothing).Select(model => model.Name)];

    /// <summary>Says of every model whether it is tried.</summary>
    /// <param name="asked">auto, or the model asked for.</param>
    /// <param name="regularity">Measures how regularly customers bought before the hidden months; asked only where it decides.</param>
    /// <param name="opportunities">Whether customers buy at opportunities.</param>
    public static IReadOnlyList<CandidateModel> Plan(string asked, Func<Regularity> regularity, OpportunityPlan opportunities)
    {
        Regularity? rhythm = asked == Auto ? regularity() : null;
        return [.. TransactionModels.All.Select(model => Judge(model, asked, rhythm, opportunities))];
    }

    /// <summary>Gives how much of each customer's past the fits of some models need.</summary>
    /// <param name="models">Their names.</param>
    /// <param name="period">How often customers can buy, or null.</param>
    public static HistoryDetail Detail(IReadOnlyCollection<string> models, OpportunityPeriod? period) =>
        new(models.Any(model => TransactionModels.Named(model).Needs is ModelNeeds.RegularBuying or ModelNeeds.OwnRegularity), models.Any(CountsOpportunities) ? period : null);

    /// <summary>Tells whether a model reads histories counted in opportunities.</summary>
    /// <param name="model">Its name.</param>
    public static bool CountsOpportunities(string model) => TransactionModels.Named(model).Needs == ModelNeeds.Opportunities;

    /// <summary>Tells whether what a model says of a customer depends on their own gaps between purchases.</summary>
    /// <param name="model">Its name.</param>
    public static bool ReadsGaps(string model) => TransactionModels.Named(model).Needs == ModelNeeds.OwnRegularity;

    /// <summary>Gives the most customers an origin is tested on.</summary>
    /// <param name="models">Names of the models tested there.</param>
    /// <param name="most">How many where all are fast.</param>
    public static int MostTested(IEnumerable<string> models, int most) => models.Any(model => TransactionModels.Named(model).IsDrawn) ? Math.Min(most, TestSample.MostCustomersDrawn) : most;

    /// <summary>Refuses a model for more customers than it can take.</summary>
    /// <param name="asked">auto, or the model asked for.</param>
    /// <param name="customers">Customers known on the as-of day.</param>
    /// <exception cref="PerennialException">There are too many.</exception>
    public static void Affordable(string asked, int customers)
    {
        if (TransactionModels.Find(asked)?.MostCustomers is { } most && customers > most)
        {
            throw new PerennialException("training/too-many-customers", Fault.Usage, string.Create(
                CultureInfo.InvariantCulture,
                $"--model {asked} was asked for {customers:N0} customers. It takes at most {most:N0}, because what each will do is drawn a thousand times. Take --model mbg-cnbd-k, whose customers are all equally regular, or auto; or run it on a sample of customers."));
        }
    }

    private static CandidateModel Judge(TransactionModelEntry model, string asked, Regularity? rhythm, OpportunityPlan opportunities)
    {
        if (model.Needs == ModelNeeds.Opportunities)
        {
            return new(model.Name, opportunities.Period is not null, opportunities.Why);
        }

        if (model.Name == asked)
        {
            return new(model.Name, true, "It was asked for.");
        }

        return model.Needs switch
        {
            ModelNeeds.Nothing => new(model.Name, true, "Every run tries it."),
            ModelNeeds.RegularBuying when rhythm is { } found => found.IsRegular
                ? new(model.Name, true, $"Buying is regular: {Words(found)}.")
                : new(model.Name, false, $"Buying is not regular: {Words(found)}. Ask for it with --model {model.Name}."),
            ModelNeeds.RegularBuying => new(model.Name, false, $"Not tried, because {asked} was asked for; auto tries it where buying is regular."),
            ModelNeeds.Correlation => new(model.Name, false, $"It is for customers whose rates of buying and of leaving are known to hang together: the correlation often ends at the bound of what it allows. Ask for it with --model {model.Name}."),
            ModelNeeds.OwnRegularity => new(model.Name, false, $"It is for customers known to differ in how regularly they buy: what each will do is drawn, which takes minutes. Ask for it with --model {model.Name}."),
            _ => new(model.Name, false, $"It is for customers known to grow out of what is sold: where they do not, it lies on a ridge and cannot be told from {model.Extends}. Ask for it with --model {model.Name}."),
        };
    }

    private static string Words(Regularity found) => found.Customers == 0
        ? "nobody had bought three times"
        : found.StandardError is not { } error ? "only one customer had bought three times"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"gaps between the purchases of {found.Customers:N0} customers look like k = {found.K:0.0} (1 is random, 2 and more regular; ln of a gap is {found.Excess:0.000} +- {error:0.000} above that of random days)");
}
