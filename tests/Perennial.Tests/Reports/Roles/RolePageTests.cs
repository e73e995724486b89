using System.Text.RegularExpressions;
using Perennial.Ingest.Simulated.Companies;
using Perennial.Kernel;
using Perennial.Reports;
using Perennial.Reports.Roles;

namespace Perennial.Tests.Reports.Roles;

/// <summary>Pages of roles of a simulated company.</summary>
[Trait("Speed", "Slow")]
public sealed partial class RolePageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-roles-").FullName;

    [Fact]
    public void Each_reader_has_a_page_whose_figures_are_defined_and_tie()
    {
        string company = Directory.CreateDirectory(Path.Combine(_folder, "company")).FullName, output = Path.Combine(_folder, "out");
        SimulatedCompany.Write(
            new SimulatedCompanyOptions { Kind = "saas", Customers = 300, Months = 36, Seed = 5 },
            name => name.StartsWith("truth", StringComparison.Ordinal) ? Stream.Null : File.Create(Path.Combine(company, name)),
            SilentLog.Instance,
            CancellationToken.None);
        RunRecord run = Pipeline.Run(new RunOptions { Inputs = [company], Out = output, Label = "For the board only" }, SilentLog.Instance, CancellationToken.None);
        foreach (ReportRole role in ReportRoles.All)
        {
            string page = File.ReadAllText(Path.Combine(output, role.FileName()));
            Assert.Contains("For the board only", page, StringComparison.Ordinal);
            Assert.All(Linked().Matches(page), match => Assert.Contains($"id=\"def-{match.Groups[1].Value}\"", page, StringComparison.Ordinal));
            string read = page[page.IndexOf("<main", StringComparison.Ordinal)..page.IndexOf("</main>", StringComparison.Ordinal)];
            Assert.DoesNotContain("NaN", read, StringComparison.Ordinal);
            Assert.DoesNotContain("∞", read, StringComparison.Ordinal);
        }

        Assert.Contains("For the board only", File.ReadAllText(Path.Combine(output, "report.html")), StringComparison.Ordinal);
        FinancePage.Tie[] ties = [.. FinancePage.Ties(run)];
        Assert.True(ties.Length >= 6);
        Assert.All(ties, tie => Assert.Equal(0, tie.Difference));

        string book = File.ReadAllText(Path.Combine(output, ReportRole.CustomerSuccess.FileName()));
        Assert.Contains("My book", book, StringComparison.Ordinal);
        Assert.Contains("Renewals ahead", book, StringComparison.Ordinal);
        Assert.Contains("Stance", book, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_gets_the_pages_it_is_asked_for()
    {
        string log = Path.Combine(_folder, "log.csv"), output = Path.Combine(_folder, "out");
        File.WriteAllLines(log, ["customer,date,amount", .. Enumerable.Range(0, 300).Select(i => FormattableString.Invariant($"c{i % 120},{new DateOnly(2025, 1, 1).AddDays(i * 7 % 330):yyyy-MM-dd},{10 + (i % 7)}"))]);
        Pipeline.Run(new RunOptions { Inputs = [log], Out = output }, SilentLog.Instance, CancellationToken.None);
        Assert.Empty(Directory.GetFiles(output, "report-*.html"));
        Pipeline.Run(new RunOptions { Inputs = [log], Out = output, Roles = [ReportRole.Finance, ReportRole.CustomerSuccess] }, SilentLog.Instance, CancellationToken.None);
        Assert.Equal(["report-cs.html", "report-finance.html"], Directory.GetFiles(output, "report-*.html").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [GeneratedRegex("href=\"#def-([^\"]+)\"")]
    private static partial Regex Linked();
}
