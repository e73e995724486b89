using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using Perennial.Testing;

namespace Perennial.Models.Tests.Documentation;

/// <summary>The library as a package: what is in it, and a project of somebody else that uses it, without a network.</summary>
[Trait("Speed", "Slow")]
public sealed class PackageTests : IDisposable
{
    private const string Project = "src/Perennial.Models/Perennial.Models.csproj";
    private static readonly string Configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-package-").FullName;

    [Fact]
    public void The_package_holds_the_library_its_documentation_and_nothing_else()
    {
        string feed = Pack("feed");
        string package = Assert.Single(Directory.GetFiles(feed, "*.nupkg")), symbols = Assert.Single(Directory.GetFiles(feed, "*.snupkg"));
        Assert.Equal(["README.md", "lib/net10.0/Perennial.Models.dll", "lib/net10.0/Perennial.Models.xml"], Content(package).Keys);
        Assert.Equal(["lib/net10.0/Perennial.Models.pdb"], Content(symbols).Keys);
        using ZipArchive archive = ZipFile.OpenRead(package);
        XElement metadata = XDocument.Load(archive.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open()).Root!.Elements().Single();
        XNamespace of = metadata.Name.Namespace;
        Assert.Equal("Apache-2.0", metadata.Element(of + "license")!.Value);
        Assert.Equal("README.md", metadata.Element(of + "readme")!.Value);
        Assert.Equal(["System.Numerics.Tensors"], metadata.Descendants(of + "dependency").Select(dependency => dependency.Attribute("id")!.Value));
    }

    [Fact]
    public void Packed_twice_it_is_the_same_to_the_last_byte()
    {
        foreach (string kind in (string[])["*.nupkg", "*.snupkg"])
        {
            SortedDictionary<string, byte[]> first = Content(Directory.GetFiles(Pack("one"), kind).Single()), second = Content(Directory.GetFiles(Pack("two"), kind).Single());
            Assert.Equal(first.Keys, second.Keys);
            Assert.All(first, entry => Assert.Equal(entry.Value, second[entry.Key]));
        }
    }

    [Fact]
    public void A_project_of_somebody_else_restores_it_from_a_folder_and_runs_the_first_sample()
    {
        string feed = Pack("feed"), project = Directory.CreateDirectory(Path.Combine(_folder, "project")).FullName;
        foreach (string package in Needed())
        {
            File.Copy(package, Path.Combine(feed, Path.GetFileName(package)));
        }

        string version = Path.GetFileNameWithoutExtension(Directory.GetFiles(feed, "Perennial.Models.*.nupkg").Single())["Perennial.Models.".Length..];

        // No source but the folder, and no cache but one of its own: nothing of this machine can stand in for the package.
        File.WriteAllText(Path.Combine(project, "nuget.config"), "<configuration><packageSources><clear /><add key=\"folder\" value=\"../feed\" /></packageSources><config><add key=\"globalPackagesFolder\" value=\"../packages\" /></config></configuration>");
        File.WriteAllText(Path.Combine(project, "scratch.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
                <UseAppHost>false</UseAppHost>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Perennial.Models" Version="{version}" />
              </ItemGroup>
            </Project>
            """);
        File.Copy(Repository.Path("samples/FirstFit.cs"), Path.Combine(project, "Program.cs"));
        File.WriteAllText(Path.Combine(project, "Readme.cs"), Example());
        Run(project, "build", "-c", "Release", "-v", "q", "-nologo", "--disable-build-servers");
        string printed = Run(project, Path.Combine("bin", "Release", "net10.0", "scratch.dll"));
        string page = Repository.Read("samples/README.md").ReplaceLineEndings("\n");
        Assert.Contains("```text\n" + printed + "```", page, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "packages", "perennial.models", version, "lib", "net10.0", "Perennial.Models.xml")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Pack(string into)
    {
        string folder = Path.Combine(_folder, into);
        if (!Directory.Exists(folder))
        {
            Run(Repository.Root, "pack", Project, "-c", Configuration == "debug" ? "Debug" : "Release", "--no-build", "-o", folder, "-v", "q", "-nologo", "--disable-build-servers");
        }

        return folder;
    }

    // The lines of code of the package's page, as a method.
    private static string Example()
    {
        string page = Repository.Read("src/Perennial.Models/README.md").ReplaceLineEndings("\n");
        string[] lines = page.Split("```csharp\n")[1].Split("```")[0].Split('\n');
        ILookup<bool, string> parts = lines.ToLookup(line => line.StartsWith("using ", StringComparison.Ordinal));
        return string.Join('\n', parts[true]) + "\ninternal static class Readme\n{\n    public static double[] Run()\n    {\n" + string.Join('\n', parts[false]) + "\n        return [.. alive, .. orders];\n    }\n}\n";
    }

    // What the library itself depends on, from where this build took it.
    private static IEnumerable<string> Needed()
    {
        using JsonDocument assets = JsonDocument.Parse(Repository.Read("artifacts/obj/Perennial.Models/project.assets.json"));
        string[] folders = [.. assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name)];
        return
        [
            .. assets.RootElement.GetProperty("libraries").EnumerateObject()
                .Where(library => library.Name.StartsWith("System.", StringComparison.Ordinal))
                .Select(library => (Id: library.Name.Split('/')[0].ToLowerInvariant(), Version: library.Name.Split('/')[1]))
                .Select(library => folders.Select(folder => Path.Combine(folder, library.Id, library.Version, $"{library.Id}.{library.Version}.nupkg")).First(File.Exists)),
        ];
    }

    private static SortedDictionary<string, byte[]> Content(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        SortedDictionary<string, byte[]> content = new(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => !entry.FullName.StartsWith("_rels/", StringComparison.Ordinal)
            && !entry.FullName.StartsWith("package/", StringComparison.Ordinal) && entry.FullName != "[Content_Types].xml" && !entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)))
        {
            using Stream stream = entry.Open();
            using MemoryStream bytes = new();
            stream.CopyTo(bytes);
            content.Add(entry.FullName, bytes.ToArray());
        }

        return content;
    }

    private static string Run(string folder, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment.Remove("NUGET_PACKAGES");
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}{error.Result}");
        return output.ReplaceLineEndings("\n");
    }
}
