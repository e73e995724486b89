using System.Text.RegularExpressions;
using Mono.Cecil;
using Perennial.Testing;

namespace Perennial.Tests.Architecture;

/// <summary>No room uses a room below it in the table of src/README.md: not in code, not in SQL.</summary>
public sealed partial class RoomOrderTests
{
    private static readonly AssemblyDefinition Assembly = AssemblyDefinition.ReadAssembly(typeof(RunOptions).Assembly.Location);

    [Fact]
    public void The_table_is_read_and_in_order()
    {
        Assert.True(Rooms.Order.Count >= 5, "src/README.md has no table of rooms that this test can read.");
        Assert.Equal(Rooms.Order.Values.Order(), Rooms.Order.Values);
    }

    [Fact]
    public void Every_folder_of_the_pipeline_is_a_room_of_the_table_or_shared_by_all()
    {
        IEnumerable<string> folders = Repository.Files("src/Perennial", ".cs").Where(f => f.Count(c => c == '/') > 2).Select(f => f.Split('/')[2]).Distinct();
        Assert.Empty(folders.Where(f => !Rooms.Order.ContainsKey(f) && !Rooms.Shared.Contains(f)));
    }

    [Fact]
    public void Every_namespace_is_its_folder()
    {
        IEnumerable<string> wrong = Repository.Files("src", ".cs")
            .Select(file => (File: file, Declared: NamespaceLine().Match(Repository.Read(file))))
            .Where(f => f.Declared.Success)
            .Where(f => f.File.Split('/')[1..^1] is var folders && f.Declared.Groups["name"].Value != string.Join('.', folders) && !AtTheDoor(f.File, f.Declared.Groups["name"].Value))
            .Select(f => $"{f.File} declares {f.Declared.Groups["name"].Value}");
        Assert.Empty(wrong);
    }

    [Fact]
    public void No_room_uses_a_room_below_it_in_code()
    {
        IEnumerable<string> violations =
            from reference in CompiledReferences.Of(Assembly)
            let user = Rooms.Of(reference.Namespace)
            let used = Rooms.Of(CompiledReferences.NamespaceOf(reference.To))
            where user is not null && used is not null && !Rooms.MayUse(user, used)
            select $"{reference.From} ({user}) uses {reference.To.FullName} ({used})";
        Assert.Empty(violations.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Kernel_and_store_use_no_room()
    {
        IEnumerable<string> violations =
            from reference in CompiledReferences.Of(Assembly)
            where Rooms.Shared.Contains(reference.Namespace.Split('.').ElementAtOrDefault(1) ?? string.Empty)
            let used = Rooms.Of(CompiledReferences.NamespaceOf(reference.To))
            where used is not null
            select $"{reference.From} uses {reference.To.FullName}";
        Assert.Empty(violations.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_room_reads_a_table_of_a_room_below_it()
    {
        var violations = new List<string>();
        foreach (string file in Repository.Files("src/Perennial", ".sql"))
        {
            violations.AddRange(BelowIn(file.Split('/')[2], WithoutComments(Repository.Read(file))).Select(t => $"{file} names {t}"));
        }

        foreach (TypeDefinition type in Assembly.MainModule.GetTypes())
        {
            if (Rooms.Of(CompiledReferences.NamespaceOf(type)) is { } room)
            {
                violations.AddRange(CompiledReferences.Texts(type).Where(t => SqlVerb().IsMatch(t)).SelectMany(t => BelowIn(room, t)).Select(t => $"{type.FullName} names {t} in a statement"));
            }
        }

        Assert.Empty(violations.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_table_has_the_prefix_of_the_room_that_makes_it()
    {
        IEnumerable<string> violations =
            from file in Repository.Files("src/Perennial", ".sql")
            let room = file.Split('/')[2].ToLowerInvariant()
            from Match made in Made().Matches(WithoutComments(Repository.Read(file)))
            let table = made.Groups["table"].Value.Trim('"')
            where !table.StartsWith($"{room}_", StringComparison.Ordinal)
            select $"{file} makes {table}";
        Assert.Empty(violations);
    }

    [Fact]
    public void Every_sql_file_says_its_grain_at_its_head_and_has_a_number()
    {
        IEnumerable<string> violations =
            from file in Repository.Files("src/Perennial", ".sql")
            let head = string.Join('\n', Repository.Read(file).Split('\n').TakeWhile(l => l.StartsWith("--", StringComparison.Ordinal))).ToLowerInvariant()
            where (!head.Contains("grain") && !head.Contains("one row")) || !Numbered().IsMatch(file)
            select file;
        Assert.Empty(violations);
    }

    [Theory]
    [InlineData("Ledger", "CREATE TABLE ledger_days AS SELECT * FROM ingest_rows", 0)]
    [InlineData("Ledger", "SELECT * FROM scoring_values", 1)]
    [InlineData("Ingest", "SELECT * FROM ingest_rows JOIN ledger_days USING (day)", 1)]
    public void The_check_itself_sees_what_it_should(string room, string sql, int found) =>
        Assert.Equal(found, BelowIn(room, sql).Count());

    private static IEnumerable<string> BelowIn(string room, string sql) =>
        from other in Rooms.Order.Keys
        where Rooms.Order.ContainsKey(room) && !Rooms.MayUse(room, other)
        from Match match in Regex.Matches(sql, $@"\b{other.ToLowerInvariant()}_[a-z0-9_]+", RegexOptions.None, TimeSpan.FromSeconds(5))
        select match.Value;

    private static string WithoutComments(string sql) => Comment().Replace(sql, string.Empty);

    // The door of the library is its root namespace: types of shared folders (Histories, Fitting) are used as Perennial.Models.X.
    private static bool AtTheDoor(string file, string declared) => file.StartsWith("src/Perennial.Models/", StringComparison.Ordinal) && declared == "Perennial.Models";

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"--[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(?:SELECT|FROM|JOIN|INSERT|CREATE|COPY|UPDATE|DELETE)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SqlVerb();

    [GeneratedRegex(@"\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:TEMP\s+|TEMPORARY\s+)?(?:TABLE|VIEW|MACRO|TYPE|SEQUENCE|FUNCTION)\s+(?:IF\s+NOT\s+EXISTS\s+)?(?<table>[""\w]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Made();

    [GeneratedRegex(@"/Sql/\d\d_[a-z0-9_]+(?:\.clickhouse)?\.sql$")]
    private static partial Regex Numbered();
}
