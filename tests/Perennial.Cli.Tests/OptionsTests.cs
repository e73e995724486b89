using System.Text.Json;
using Perennial.Cli.Commands;
using Perennial.Cli.Options;
using Perennial.Kernel;
using Perennial.Models;
using Perennial.Testing;

namespace Perennial.Cli.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Without_a_word_a_run_has_the_defaults_of_its_records()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("run", "log.csv", "--out", shell.In("out")));
        var defaults = new RunOptions { Inputs = ["log.csv"], Out = shell.In("out") };
        Assert.Equal(defaults.Training, shell.Asked!.Training);
        Assert.Equal(defaults.Valuation, shell.Asked.Valuation);
        Assert.Equal(defaults.Ingest with { Map = shell.Asked.Ingest.Map }, shell.Asked.Ingest);
        Assert.Empty(shell.Asked.Ingest.Map);
        Assert.Equal(365, shell.Asked.Valuation.Horizon.Days);
        Assert.Equal(TimeUnit.Week, shell.Asked.Training.Unit);
        Assert.Equal(0.10, shell.Asked.Valuation.Discount);
        Assert.Equal("UTC", shell.Asked.Ingest.TimeZone);
        Assert.Null(shell.Asked.Ingest.AsOf);
    }

    [Fact]
    public void Every_flag_reaches_its_option()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run(
            "run", "a.csv", "b.csv", "--out", shell.In("out"), "--map", "customer=Kunden, Nr,date=Datum", "--map", "amount=Betrag", "--mapping", "m.json", "--sheet", "Orders", "--as-of", "1997-09-30",
            "--horizon", "lifetime", "--holdout", "39w", "--unit", "day", "--discount", "7.5%", "--margin", "0.35", "--model", "bg-nbd", "--currency", "eur", "--timezone", "Pacific/Chatham",
            "--control-total", "ledger.csv", "--quarantine-limit", "0.1", "--xlsx", "--seed", "18446744073709551615", "--threads", "2"));
        RunOptions asked = shell.Asked!;
        Assert.Equal(["a.csv", "b.csv"], asked.Inputs);
        Assert.Equal(new Dictionary<string, string>(StringComparer.Ordinal) { ["customer"] = "Kunden, Nr", ["date"] = "Datum", ["amount"] = "Betrag" }, asked.Ingest.Map);
        Assert.Equal(("m.json", "Orders", new DateOnly(1997, 9, 30)), (asked.Ingest.MappingFile, asked.Ingest.Sheet, asked.Ingest.AsOf));
        Assert.Equal((Horizon.Lifetime, 273, TimeUnit.Day), (asked.Valuation.Horizon, asked.Training.HoldoutDays, asked.Training.Unit));
        Assert.Equal((0.075, 0.35, "bg-nbd"), (asked.Valuation.Discount, asked.Valuation.Margin, asked.Training.Model));
        Assert.Equal(("EUR", "Pacific/Chatham", "ledger.csv", 0.1), (asked.Ingest.Currency, asked.Ingest.TimeZone, asked.Ingest.ControlTotal, asked.Ingest.QuarantineLimit));
        Assert.Equal((true, ulong.MaxValue, 2), (asked.Xlsx, asked.Training.Seed, asked.Threads));
    }

    [Fact]
    public void Flags_beat_the_environment_which_beats_the_file()
    {
        using var shell = new Shell();
        shell.Put("perennial.json", """{ "run": { "horizon": "30d", "discount": 0.05, "margin": 0.2, "xlsx": true, "map": { "customer": "ID" } } }""");
        shell.Environment["PERENNIAL_RUN_HORIZON"] = "90d";
        shell.Environment["PERENNIAL_RUN_DISCOUNT"] = "0.06";
        Assert.Equal(0, shell.Run("options", "--horizon", "lifetime", "--json"));
        using JsonDocument document = JsonDocument.Parse(shell.Out);
        (string?, string?) Of(string name) => (document.RootElement.GetProperty(name).GetProperty("value").GetString(), document.RootElement.GetProperty(name).GetProperty("origin").GetString());
        Assert.Equal(("lifetime", "flag"), Of("horizon"));
        Assert.Equal(("0.06", "PERENNIAL_RUN_DISCOUNT"), Of("discount"));
        Assert.Equal(("0.2", "perennial.json"), Of("margin"));
        Assert.Equal(("true", "perennial.json"), Of("xlsx"));
        Assert.Equal(("customer=ID", "perennial.json"), Of("map"));
        Assert.Equal(("week", "default"), Of("unit"));
    }

    [Fact]
    public void Every_role_that_the_help_names_is_accepted()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("run", "--help"));
        string help = string.Join(' ', shell.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        int start = help.IndexOf("Roles: ", StringComparison.Ordinal) + "Roles: ".Length;
        string[] roles = help[start..help.IndexOf('.', start)].Split(", ");
        Assert.Equal(Perennial.Ingest.Mapping.RoleNames.All.Count, roles.Length);
        Assert.Equal(0, shell.Run("run", "log.csv", "--map", string.Join(',', roles.Select(role => $"{role}=the {role}"))));
        Assert.All(roles, role => Assert.Equal($"the {role}", shell.Asked!.Ingest.Map[role]));
    }

    [Fact]
    public void Everything_wrong_is_said_at_once_with_what_is_allowed()
    {
        using var shell = new Shell();
        shell.Put("perennial.json", """{ "run": { "unit": "month", "colour": "red" }, "server": {} }""");
        shell.Environment["PERENNIAL_RUN_MODEL"] = "arima";
        shell.Environment["PERENNIAL_RUN_TYPO"] = "1";
        Assert.Equal(2, shell.Run("run", "log.csv", "--horizon", "9q", "--discount", "7", "--as-of", "30.9.1997", "--timezone", "Mars/Olympus", "--map", "client=ID", "--seed", "-1", "--horison", "3d"));
        foreach (string word in new[] { "--unit: 'month'", "week, day", "It was set by perennial.json", "run.colour", "'server'", "'arima'", "It was set by PERENNIAL_RUN_MODEL", "PERENNIAL_RUN_TYPO", "'9q'", "--discount: '7'", "'30.9.1997'", "yyyy-mm-dd", "Mars/Olympus", "'client=ID'", "--seed: '-1'", "no option --horison. Did you mean --horizon?" })
        {
            Assert.Contains(word, shell.Error, StringComparison.Ordinal);
        }

        Assert.Null(shell.Asked);
        Assert.Empty(shell.Out);
    }

    [Theory]
    [InlineData("discount", "-0.1")]
    [InlineData("discount", "NaN")]
    [InlineData("discount", "0,1")]
    [InlineData("margin", "0")]
    [InlineData("margin", "101%")]
    [InlineData("holdout", "lifetime")]
    [InlineData("holdout", "39")]
    [InlineData("currency", "euro")]
    [InlineData("threads", "1.5")]
    [InlineData("threads", "-1")]
    [InlineData("xlsx", "maybe")]
    [InlineData("map", "customer")]
    [InlineData("map", "customer=A,customer=B")]
    public void A_value_that_cannot_be_is_refused_as_wrong_use(string name, string value)
    {
        PerennialException refusal = Assert.Throws<PerennialException>(() => Settings.Named(name).Apply(new RunOptions { Inputs = [] }, value));
        Assert.Equal(Fault.Usage, refusal.Fault);
        Assert.Contains(value.Split('=', ',')[0], refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_setting_shows_it_reads_back()
    {
        RunOptions options = new() { Inputs = [] };
        foreach ((string name, string value) in new[] { ("holdout", "39w"), ("holdout", "30d"), ("holdout", "none"), ("holdout", "auto"), ("unit", "day"), ("discount", "0.1234"), ("as-of", "2011-12-09"), ("horizon", "730d"), ("map", "customer=A,date=B") })
        {
            Setting setting = Settings.Named(name);
            Assert.Equal(value, setting.Show(setting.Apply(options, value)));
        }
    }

    [Fact]
    public void The_documentation_is_the_programs_own_table() => Assert.Equal(Repository.Read("docs/options.md").ReplaceLineEndings("\n"), OptionsVerb.Markdown());

    [Fact]
    public void A_broken_settings_file_is_named()
    {
        using var shell = new Shell();
        shell.Put("perennial.json", "{ run: ");
        Assert.Equal(2, shell.Run("options"));
        Assert.Contains("perennial.json is not JSON", shell.Error, StringComparison.Ordinal);
    }
}
