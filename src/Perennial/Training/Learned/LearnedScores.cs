using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Models.Learning;

namespace Perennial.Training.Learned;

/// <summary>Chances of leaving and their drivers, a row a customer with a running subscription on the as-of day.</summary>
/// <param name="CustomerKey">Keys.</param>
/// <param name="Chances">Chances by horizon in days.</param>
/// <param name="MainHorizon">The horizon the drivers are of.</param>
/// <param name="Contributions">What each feature adds; null where the model knows no features.</param>
/// <param name="Table">The features.</param>
/// <param name="Scale">Unit of the contributions.</param>
public sealed record LearnedScores(int[] CustomerKey, IReadOnlyDictionary<int, double[]> Chances, int MainHorizon, double[][]? Contributions, FeatureTable Table, string Scale)
{
    /// <summary>Gives what the model of the main horizon said where it was tested: on landmarks after all it had learned from, their outcomes known.</summary>
    public required ToldChances Test { get; init; }

    /// <summary>Gives what the model that scores today says of today and of the landmarks before it, as far back as none of them was among those it had learned from, all as if the next renewal were as far as it is today: whose chance rises.</summary>
    public required ChancesOverTime Earlier { get; init; }

    /// <summary>Gives how many drivers are kept a customer.</summary>
    public const int Drivers = 5;

    /// <summary>Keeps them as <c>training_leaving</c> (chances) and <c>training_drivers</c> (customer, rank, feature, value, contribution).</summary>
    public void Keep(DuckDbConnection engine)
    {
        SqlFile.Of("Training", "10_leaving").Execute(engine);
        using (DuckDbAppender appender = engine.Appender("training_leaving"))
        {
            foreach ((int horizon, double[] chances) in Chances.OrderBy(pair => pair.Key))
            {
                int[] days = new int[CustomerKey.Length];
                Array.Fill(days, horizon);
                appender.Append(CustomerKey, days, chances);
            }

            appender.Flush();
        }

        SqlFile.Of("Training", "11_drivers").Execute(engine);
        using DuckDbAppender drivers = engine.Appender("training_drivers");
        List<int> customer = [], rank = [];
        List<string?> feature = [];
        List<double> value = [], contribution = [];
        List<bool> unknown = [];
        for (int i = 0; i < (Contributions is null ? 0 : CustomerKey.Length); i++)
        {
            double[] phi = Contributions![i];
            int place = 0;
            foreach (int j in Enumerable.Range(0, phi.Length).Where(j => phi[j] != 0).OrderByDescending(j => Math.Abs(phi[j])).ThenBy(j => j).Take(Drivers))
            {
                double known = Table.Column(j)[i];
                customer.Add(CustomerKey[i]);
                rank.Add(++place);
                feature.Add(Table.Names[j]);
                value.Add(double.IsNaN(known) ? 0 : known);
                unknown.Add(double.IsNaN(known));
                contribution.Add(phi[j]);
            }
        }

        drivers.Append(customer.ToArray(), rank.ToArray(), feature.ToArray(), DuckDbColumn.Doubles(value.ToArray(), unknown.ToArray()), contribution.ToArray());
        drivers.Flush();
    }
}

/// <summary>Chances told of customers on landmarks, and what came.</summary>
/// <param name="Customer">Keys.</param>
/// <param name="Day">Landmarks.</param>
/// <param name="Chance">Chances of leaving within the main horizon.</param>
/// <param name="Left">Whether they left.</param>
public sealed record ToldChances(int[] Customer, DateOnly[] Day, double[] Chance, bool[] Left);

/// <summary>Chances of leaving within the main horizon, told by one model on several days.</summary>
/// <param name="Customer">Keys.</param>
/// <param name="Landmark">Landmarks: 0 is today, k is k steps before.</param>
/// <param name="Chance">Chances.</param>
public sealed record ChancesOverTime(int[] Customer, int[] Landmark, double[] Chance);
