using Perennial.Ingest.Mapping;
using Perennial.Kernel;

namespace Perennial.Ingest.Snapshots;

/// <summary>Finds the columns that play a part in a table with one row a customer: by what was stated, else by name and content.</summary>
internal sealed class SnapshotRoles
{
    private static readonly string[] LeftWords = ["churn", "churned", "left", "exited", "attrited", "attrition", "cancelled", "canceled", "cancellation", "lapsed", "terminated", "unsubscribed", "gekundigt", "abgewandert", "baja", "resilie"];
    private static readonly string[] TenureWords = ["tenure", "duration", "lifetime", "age", "stay", "stayed", "loyalty", "seniority", "dauer", "antiguedad", "anciennete"];
    private static readonly string[] ForecastWords = ["clv", "cltv", "ltv", "predicted", "prediction", "propensity"];
    private static readonly string[] GroupWords = ["contract", "plan", "segment", "tier", "package", "product", "subscription", "vertrag", "tarif", "contrato", "contrat"];
    private static readonly string[] Yes = ["yes", "y", "true", "t", "1", "1.0", "churned", "churn", "left", "exited", "cancelled", "canceled", "gone", "lapsed", "attrited customer", "ja", "si", "sí", "oui"];
    private readonly IReadOnlyList<ColumnProfile> _columns;
    private readonly List<SnapshotRole> _roles = [];

    private SnapshotRoles(IReadOnlyList<ColumnProfile> columns) => _columns = columns;

    /// <summary>Gives the roles found, with evidence.</summary>
    public IReadOnlyList<SnapshotRole> Found => _roles;

    /// <summary>Gives the column of the time stayed.</summary>
    public ColumnProfile Tenure { get; private set; } = null!;

    /// <summary>Gives how many months one unit of it is.</summary>
    public double MonthsPerUnit { get; private set; }

    /// <summary>Gives the column that says who left.</summary>
    public ColumnProfile Left { get; private set; } = null!;

    /// <summary>Gives the stated word for having left, or null where the usual ones count.</summary>
    public string? LeftWord { get; private set; }

    /// <summary>Gives the column of ids, or null: rows are numbered.</summary>
    public ColumnProfile? Id { get; private set; }

    /// <summary>Gives the column by which customers are compared, or null.</summary>
    public ColumnProfile? By { get; private set; }

    /// <summary>Gives the column of what a customer pays a month, or null.</summary>
    public ColumnProfile? Value { get; private set; }

    /// <summary>Finds the parts.</summary>
    /// <exception cref="PerennialException">A column stated is not there, or none is recognised (<c>ingest/snapshot-column</c>).</exception>
    public static SnapshotRoles Of(IReadOnlyList<ColumnProfile> columns, SnapshotOptions options)
    {
        var roles = new SnapshotRoles(columns);
        roles.FindLeft(options.Left);
        roles.FindTenure(options.Tenure, options.Unit);
        roles.Id = options.Id is { } id ? roles.Stated("id", id) : roles.Best("id", column => column.Unique ? NameEvidence.Score(Role.Customer, column.Name) : 0, 0.4, "its name says customer, and no value repeats");
        roles.By = options.By is { } by ? roles.Stated("by", by) : roles.Best("by", column => column.Distinct is >= 2 and <= 8 ? Says(column, GroupWords) : 0, 0.5, "its name says what was agreed, and it has few values");
        roles.Value = options.Value is { } value ? roles.Stated("value", value) : roles.Best("value", Monthly, 0.5, "its name says an amount a month, and it holds numbers");
        return roles;
    }

    /// <summary>Tells whether a column's name speaks of leaving.</summary>
    public static bool SpeaksOfLeaving(string name) => NameEvidence.Words(name).Intersect(LeftWords, StringComparer.Ordinal).Any();

    /// <summary>Tells whether a column's name says that it is somebody's forecast of a customer's worth.</summary>
    public static bool IsForecast(string name) => NameEvidence.Words(name).Intersect(ForecastWords, StringComparer.Ordinal).Any();

    /// <summary>Tells whether a cell says that the customer left; null where it says neither.</summary>
    public bool? HasLeft(string? cell, string? other) => cell is null ? null
        : LeftWord is { } word ? string.Equals(cell, word, StringComparison.OrdinalIgnoreCase)
        : Yes.Contains(cell, StringComparer.OrdinalIgnoreCase) ? true
        : other is null || string.Equals(cell, other, StringComparison.OrdinalIgnoreCase) ? false : null;

    private void FindLeft(string? stated)
    {
        if (stated is not null)
        {
            int mark = stated.LastIndexOf('=');
            bool named = mark > 0 && !_columns.Any(column => string.Equals(column.Name, stated, StringComparison.OrdinalIgnoreCase));
            LeftWord = named ? stated[(mark + 1)..] : null;
            Left = Stated("left", named ? stated[..mark] : stated);
            return;
        }

        Left = Best("left", column => column.Distinct == 2 ? Says(column, LeftWords) : 0, 0.3, "its name speaks of leaving, and it has two values")
            ?? throw Missing("says who left", "left", "two values such as Yes and No");
    }

    private void FindTenure(string? stated, string? unit)
    {
        Tenure = stated is not null
            ? Stated("tenure", stated)
            : Best("tenure", column => column != Left && column.NumberShare > 0.95 && column.Negative == 0 ? Says(column, TenureWords) : 0, 0.2, "its name says how long, and it holds numbers")
                ?? throw Missing("says how long customers have stayed", "tenure", "numbers of months");
        string word = unit ?? NameEvidence.Words(Tenure.Name).FirstOrDefault(name => name is "day" or "days" or "week" or "weeks" or "year" or "years") ?? "month";
        MonthsPerUnit = word.TrimEnd('s') switch { "day" => 1 / 30.4375, "week" => 7 / 30.4375, "year" => 12, _ => 1 };
        _roles[^1] = _roles[^1] with { Why = $"{_roles[^1].Why}; read as {word.TrimEnd('s')}s" };
    }

    private ColumnProfile Stated(string role, string name)
    {
        ColumnProfile found = _columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new PerennialException("ingest/snapshot-column", Fault.Usage, $"--{role} names the column '{name}', which the table does not have. {Names()}");
        _roles.Add(new(role, found.Name, "stated"));
        return found;
    }

    private ColumnProfile? Best(string role, Func<ColumnProfile, double> score, double least, string why)
    {
        ColumnProfile? best = _columns.Where(column => _roles.TrueForAll(taken => taken.Column != column.Name)).MaxBy(score);
        if (best is null || score(best) < least)
        {
            return null;
        }

        _roles.Add(new(role, best.Name, why));
        return best;
    }

    private PerennialException Missing(string what, string flag, string like) =>
        new("ingest/snapshot-column", Fault.Data, $"No column {what}. {Names()} State it with --{flag} COLUMN: {like}, one row a customer.");

    private string Names() => $"The columns are {string.Join(", ", _columns.Select(column => $"'{column.Name}'"))}.";

    // A name of few words that are the right ones says most.
    private static double Says(ColumnProfile column, string[] words)
    {
        string[] own = NameEvidence.Words(column.Name);
        return own.Length == 0 ? 0 : (double)own.Count(word => words.Contains(word, StringComparer.Ordinal)) / own.Length;
    }

    private static double Monthly(ColumnProfile column) => column.NumberShare < 0.95 || column.Negative > 0 ? 0
        : NameEvidence.Words(column.Name) is var words && (words.Contains("mrr") || (words.Any(word => word is "monthly" or "month") && words.Any(word => word is "charge" or "charges" or "price" or "fee" or "amount" or "revenue" or "payment" or "bill" or "spend"))) ? 1 : 0;
}
