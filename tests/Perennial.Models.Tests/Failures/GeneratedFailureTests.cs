using Perennial.Models.Tests.Contract;

namespace Perennial.Models.Tests.Failures;

/// <summary>Every kind of input that breaks other libraries, small and drawn here: right or honest answers need no data set.</summary>
public sealed class GeneratedFailureTests
{
    /// <summary>What each kind must end as with each model, in the words of <see cref="FailureOutcome"/>.</summary>
    private static readonly FailureTable Expected = new("""
        kind                        bg-nbd      mbg-nbd     bg-cnbd-k, k = 3  mbg-cnbd-k, k = 2  pareto-nbd  ggom-nbd    correlated-pareto-nbd  bg-nbd with covariates  mbg-nbd with covariates  pareto-nbd with covariates  ggom-nbd with covariates  gamma-gamma
        one customer                rates       rates       rates             rates              rates       rates       rates                  constant                constant                 constant                    constant                  price
        three customers             dropout     rates       dropout           rates              rates       ridge       rates                  ridge                   ridge                    ridge                       ridge                     customers
        all one-timers              once        once        once              once               once        once        once                   once                    once                     once                        once                      unspent
        nobody leaves               immortal    immortal    immortal          immortal           immortal    immortal    immortal               immortal                immortal                 immortal                    immortal                  optimum
        all identical               immortal    immortal    immortal          immortal           immortal    rates       immortal               constant                constant                 constant                    constant                  price
        some of age 0               optimum     optimum     optimum           optimum            optimum     optimum     bound                  optimum                 optimum                  optimum                     optimum                   optimum
        all of age 0                unborn      unborn      unborn            unborn             unborn      unborn      unborn                 unborn                  unborn                   unborn                      unborn                    unspent
        all bought on the last day  immortal    immortal    immortal          immortal           immortal    immortal    immortal               immortal                immortal                 immortal                    immortal                  purchases
        buys 2000 times             optimum     optimum     optimum           optimum            dropout     dropout     dropout                optimum                 ridge                    ridge                       ridge                     optimum
        buys 20000 times            optimum     optimum     optimum           optimum            dropout     dropout     dropout                optimum                 ridge                    ridge                       ridge                     optimum
        buys every day              dropout     dropout     dropout           dropout            dropout     ridge       dropout                constant                constant                 constant                    constant                  optimum
        in seconds                  optimum     optimum     optimum           optimum            optimum     optimum     untold                 constant                constant                 constant                    constant                  optimum
        in years                    optimum     optimum     optimum           optimum            optimum     optimum     bound                  optimum                 optimum                  optimum                     optimum                   optimum
        in millionths               optimum     optimum     optimum           optimum            optimum     optimum     bound                  optimum                 optimum                  optimum                     optimum                   optimum
        in thousand millions        optimum     optimum     optimum           optimum            optimum     optimum     bound                  optimum                 optimum                  optimum                     optimum                   optimum
        free orders                 optimum     optimum     optimum           optimum            optimum     optimum     bound                  optimum                 optimum                  optimum                     optimum                   optimum
        one price                   optimum     optimum     optimum           optimum            optimum     optimum     bound                  optimum                 optimum                  optimum                     optimum                   price
        heavy tail                  optimum     optimum     optimum           optimum            optimum     optimum     bound                  optimum                 optimum                  optimum                     optimum                   infinite
        nobody                      empty       empty       empty             empty              empty       empty       empty                  empty                   empty                    empty                       empty                     unspent
        short window                immortal    immortal    immortal          immortal           immortal    immortal    immortal               immortal                immortal                 immortal                    immortal                  purchases
        buys once a year            immortal    immortal    immortal          rates              immortal    immortal    immortal               immortal                immortal                 immortal                    immortal                  optimum
        buys many times a week      dropout     dropout     dropout           dropout            dropout     dropout     dropout                constant                constant                 constant                    constant                  optimum
        """);

    /// <summary>Gives the kinds.</summary>
    public static TheoryData<string> Kinds => [.. FailureKinds.Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_gives_a_right_or_an_honest_answer(string name)
    {
        (PurchaseHistories histories, SpendHistories spend) = FailureKinds.Drawn(name);
        Expected.Holds(name, histories, PurchaseCases.All.Where(model => model.TimePowers.Length == 4));
        Expected.Holds(name, spend);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    [Trait("Speed", "Slow")]
    public void So_it_does_to_models_of_more_parameters(string name) =>
        Expected.Holds(name, FailureKinds.Drawn(name).Histories, PurchaseCases.All.Where(model => model.TimePowers.Length > 4));

    [Fact]
    public void Rows_that_cannot_be_are_refused_by_their_number_and_value()
    {
        Refused("Row 3 has T NaN", () => new PurchaseHistories([1, 1, 0, 1], [2, 3, 0, 1], [9, 9, 9, double.NaN], TimeUnit.Week));
        Refused("Row 1 has T Infinity", () => new PurchaseHistories([1, 1], [2, 3], [9, double.PositiveInfinity], TimeUnit.Week));
        Refused("Row 1 has recency NaN", () => new PurchaseHistories([1, 1], [2, double.NaN], [9, 9], TimeUnit.Week));
        Refused("Row 0 has recency 50 but T 38.857", () => new PurchaseHistories([1], [50], [38.857], TimeUnit.Week));
        Refused("Row 0 has recency -1", () => new PurchaseHistories([1], [-1], [38.857], TimeUnit.Week));
        Refused("Row 0 has frequency -1", () => new PurchaseHistories([-1], [1], [38.857], TimeUnit.Week));
        Refused("Row 0 has mean spend -12.5", () => new SpendHistories([2], [-12.5]));
        Refused("Row 1 has mean spend NaN", () => new SpendHistories([2, 2], [12.5, double.NaN]));

        static void Refused(string sentence, Func<object> make) => Assert.StartsWith(sentence, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_the_table_is_drawn_and_every_model_is_in_it()
    {
        Assert.Equal(FailureKinds.Names, Expected.Kinds);
        Assert.Equal(PurchaseCases.All.Select(model => model.Name).Append("gamma-gamma").Order(StringComparer.Ordinal), Expected.Models.Order(StringComparer.Ordinal));
    }
}
