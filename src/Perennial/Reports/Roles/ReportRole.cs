namespace Perennial.Reports.Roles;

/// <summary>Who reads a page.</summary>
public enum ReportRole
{
    /// <summary>What the customer base is worth, where it goes and where it is fragile.</summary>
    Executive,

    /// <summary>Figures that tie to the ledger, and why they moved.</summary>
    Finance,

    /// <summary>What goes with staying and with value.</summary>
    Product,

    /// <summary>Whom to call, and why.</summary>
    CustomerSuccess,
}

/// <summary>The names of roles.</summary>
public static class ReportRoles
{
    /// <summary>Gives all, in the order pages are listed.</summary>
    public static IReadOnlyList<ReportRole> All { get; } = [ReportRole.Executive, ReportRole.Finance, ReportRole.Product, ReportRole.CustomerSuccess];

    /// <summary>Gives the word of a role: executive, finance, product, cs.</summary>
    public static string Word(this ReportRole role) => role switch
    {
        ReportRole.Executive => "executive",
        ReportRole.Finance => "finance",
        ReportRole.Product => "product",
        _ => "cs",
    };

    /// <summary>Gives the name of a role's page.</summary>
    public static string FileName(this ReportRole role) => $"report-{role.Word()}.html";

    /// <summary>Gives the role of a word; null where there is none.</summary>
    public static ReportRole? Find(string word) => All.Where(role => role.Word() == word).Select(role => (ReportRole?)role).FirstOrDefault();
}
