using System.Text.RegularExpressions;
using Mono.Cecil;
using Perennial.DuckDb;
using Perennial.Models;

namespace Perennial.Tests.Architecture;

/// <summary>The seams that deserve a guard: the library knows no world, the binding knows no customer, the pipeline knows no console.</summary>
public sealed partial class SeamTests
{
    private static readonly string[] WorldNamespaces = ["System.IO", "System.Net", "System.Data", "System.Console", "Microsoft.Win32", "Perennial.DuckDb", "Perennial.Kernel"];
    private static readonly string[] Clocks = ["System.DateTime", "System.DateTimeOffset", "System.TimeZoneInfo", "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Console", "System.Diagnostics.Process"];

    [Fact]
    public void The_statistics_library_knows_no_file_no_clock_no_network_and_no_sql()
    {
        IEnumerable<string> violations =
            from reference in CompiledReferences.Of(Open(typeof(PurchaseHistories)))
            where WorldNamespaces.Any(n => reference.To.Namespace == n || reference.To.Namespace.StartsWith($"{n}.", StringComparison.Ordinal)) || Clocks.Contains(reference.To.FullName, StringComparer.Ordinal)
            select $"{reference.From} uses {reference.To.FullName}";
        Assert.Empty(violations.Distinct());
    }

    [Fact]
    public void The_binding_to_the_engine_knows_no_domain_word()
    {
        AssemblyDefinition assembly = Open(typeof(DuckDbDatabase));
        IEnumerable<string> words = assembly.MainModule.GetTypes().SelectMany(t => t.Methods.Select(m => m.Name).Concat(t.Fields.Select(f => f.Name)).Concat(CompiledReferences.Texts(t)).Append(t.Name));
        Assert.Empty(words.Where(w => Domain().IsMatch(w)).Distinct());
    }

    [Fact]
    public void The_rooms_know_no_console_and_no_http()
    {
        IEnumerable<string> violations =
            from reference in CompiledReferences.Of(Open(typeof(RunOptions)))
            where reference.To.FullName == "System.Console" || reference.To.Namespace.StartsWith("System.Net", StringComparison.Ordinal) || reference.To.Namespace.StartsWith("Spectre", StringComparison.Ordinal)
            select $"{reference.From} uses {reference.To.FullName}";
        Assert.Empty(violations.Distinct());
    }

    private static AssemblyDefinition Open(Type type) => AssemblyDefinition.ReadAssembly(type.Assembly.Location);

    [GeneratedRegex("customer|purchase|clv|recency|cohort|churn|revenue|ledger|invoice|margin|lifetime value", RegexOptions.IgnoreCase)]
    private static partial Regex Domain();
}
