using System.Text;
using Perennial.Models.Numerics;

namespace Perennial.Cli.Tests.Safety;

/// <summary>Files that are no tables, called as if they were.</summary>
public sealed class RubbishTests
{
    private static readonly byte[][] Heads = [[], [0x7F, (byte)'E', (byte)'L', (byte)'F'], [0xFF, 0xD8, 0xFF, 0xE0], [0x1F, 0x8B, 8, 0], Encoding.ASCII.GetBytes("PAR1"), Encoding.ASCII.GetBytes("PK\u0003\u0004"), [0xEF, 0xBB, 0xBF], [0xFF, 0xFE]];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Binary_rubbish_is_refused_in_a_sentence_and_publishes_nothing(int head)
    {
        using var shell = new Shell { Pipeline = (options, log, cancellation) => Pipeline.Run(options, log, cancellation) };
        byte[] bytes = new byte[200_000];
        var random = new Pcg64(7, (ulong)head);
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)random.NextInt32(256);
        }

        Heads[head].CopyTo(bytes, 0);
        File.WriteAllBytes(shell.In("rubbish.csv"), bytes);
        foreach (string verb in new[] { "run", "inspect" })
        {
            int exit = shell.Run(verb, shell.In("rubbish.csv"), verb == "run" ? "--out" : "--timezone", verb == "run" ? shell.In("out") : "UTC");
            Assert.Equal(1, exit);
            Assert.Contains("rubbish.csv", shell.Error, StringComparison.Ordinal);
            Assert.Contains("docs/errors/source/", shell.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", shell.Error, StringComparison.Ordinal);
        }

        Assert.Null(Results.Published(shell.In("out")));
        Assert.Equal(["workspace"], Directory.GetFileSystemEntries(shell.In("out")).Select(Path.GetFileName));
    }
}
