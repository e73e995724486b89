using System.IO.Compression;
using System.Text;
using Perennial.Ingest;
using Perennial.Ingest.Reading;
using Perennial.Kernel;

namespace Perennial.Tests.Ingest.Reading;

public sealed class RefusedFiles : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string, byte[]> Contents
    {
        get
        {
            Random random = new(7);
            byte[] rubbish = new byte[5000];
            random.NextBytes(rubbish);
            rubbish[0] = 1;
            return new()
            {
                { "source/empty", [] },
                { "source/empty", "\r\n  \n"u8.ToArray() },
                { "source/no-rows", "customer,date,amount\n"u8.ToArray() },
                { "source/not-a-table", "%PDF-1.7 something"u8.ToArray() },
                { "source/not-a-table", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0] },
                { "source/not-a-table", rubbish },
                { "source/not-a-table", Zip("readme.txt", "hello") },
                { "source/not-a-table", "<html><body>Sign in</body></html>"u8.ToArray() },
                { "source/no-columns", "just\nsome\nwords\n"u8.ToArray() },
                { "source/no-columns", "Dear customer\nthis is not a table at all but a letter\nwith kind regards from us\nKim\n"u8.ToArray() },
                { "source/old-workbook", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0] },
                { "source/encoding", [0xFF, 0xFE, 0, 0, 0x41, 0, 0, 0] },
                { "source/corrupt", Gzipped("id,date\n1,2020-01-01\n"u8.ToArray())[..^12] },
                { "source/corrupt", Gzipped("id,date\n1,2020-01-01\n"u8.ToArray())[..^4] },
                { "source/corrupt", Flip(Gzipped("id,date\n1,2020-01-01\n"u8.ToArray()), -6) },
                { "source/corrupt", [.. "PAR1"u8, .. rubbish, .. "PAR1"u8] },
                { "source/corrupt", "PAR1"u8.ToArray() },
                { "source/corrupt", [0x50, 0x4B, 0x03, 0x04, 1, 2, 3] },
                { "source/corrupt", Zip("xl/workbook.xml", "<workbook><sheets>") },
                { "source/line-too-long", Encoding.ASCII.GetBytes(new string('x', 3_000_000)) },
                { "source/corrupt", Encoding.ASCII.GetBytes("[{\"id\":\n \"" + new string('x', 3_000_000)) },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public void What_is_no_table_is_refused_with_its_name_and_what_to_do(string code, byte[] content)
    {
        string path = _bench.Write(content, "orders.csv");
        PerennialException refused = Assert.Throws<PerennialException>(() => _bench.Read(path));

        Assert.Equal(code, refused.Code);
        Assert.Contains(path, refused.Message);
        Assert.Equal(Fault.Data, refused.Fault);
    }

    [Fact]
    public void Paths_that_are_no_files_are_refused()
    {
        Assert.Equal("source/not-found", Assert.Throws<PerennialException>(() => _bench.Read(Path.Combine(_bench.Folder, "nowhere", "x.csv"))).Code);
        Assert.Equal("source/is-a-folder", Assert.Throws<PerennialException>(() => _bench.Read(_bench.Folder)).Code);
        Assert.Equal("source/no-input", Assert.Throws<PerennialException>(() => _bench.Read()).Code);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/proc/self/mem"))
        {
            Assert.Skip("This machine has no file that exists and refuses to be read by everybody.");
        }

        PerennialException refused = Assert.Throws<PerennialException>(() => _bench.Read("/proc/self/mem"));
        Assert.Equal("source/unreadable", refused.Code);
        Assert.Equal(Fault.World, refused.Fault);
    }

    [Fact]
    public void Files_of_different_shape_are_refused_with_the_difference()
    {
        string first = _bench.Write("id,date,amount\n1,2020-01-01,5\n");
        string second = _bench.Write("id,date,price\n1,2020-01-01,5\n");
        PerennialException refused = Assert.Throws<PerennialException>(() => _bench.Read(first, second));

        Assert.Equal("source/different-shape", refused.Code);
        Assert.Contains("it lacks 'amount' and it has 'price' besides", refused.Message);
    }

    [Fact]
    public void A_file_given_twice_is_said_to_be()
    {
        string path = _bench.Write("id,date,amount\n1,2020-01-01,5\n");
        SourceTable table = _bench.Read(path, path);

        Assert.Equal("same-file-twice", Assert.Single(table.Findings).Code);
        Assert.Equal(1, table.Findings[0].Count);
    }

    [Fact]
    public void A_line_without_end_within_a_file_is_rejected_in_bounded_memory()
    {
        string path = Path.Combine(_bench.Folder, "long");
        using (StreamWriter text = new(path))
        {
            text.Write("id,date,amount\n1,2020-01-01,5\n2,");
            string piece = new('x', 1 << 20);
            for (int i = 0; i < 64; i++)
            {
                text.Write(piece);
            }

            text.Write("\r\n3,2020-01-03,7\n");
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        SourceTable table = _bench.Read(path);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
        Assert.Equal("1|2020-01-01|5\n3|2020-01-03|7", _bench.Shown(table));
        Assert.Equal([2L, 4L], table.LineNumbers(1, [1, 2]));
        _bench.AssertSums(table);
    }

    [Fact]
    public void An_archive_made_to_exhaust_the_machine_is_refused()
    {
        byte[] bomb = WorkbookFile.Make(new string(' ', 200 << 20));
        Assert.Equal("source/expands-too-much", Assert.Throws<PerennialException>(() => _bench.Read(_bench.Write(bomb))).Code);
    }

    [Fact]
    public void A_temp_folder_that_cannot_be_written_is_named()
    {
        string blocker = _bench.Write("x", "blocker");
        string path = _bench.Write("id,date\n1,2020-01-01\n");
        PerennialException refused = Assert.Throws<PerennialException>(() =>
            SourceReader.Read([path], new IngestOptions(), _bench.Connection, Path.Combine(blocker, "temp"), SilentLog.Instance, TestContext.Current.CancellationToken));
        Assert.Equal("source/temp-folder", refused.Code);
    }

    private static byte[] Gzipped(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private static byte[] Zip(string name, string text)
    {
        using MemoryStream file = new();
        using (ZipArchive zip = new(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream part = zip.CreateEntry(name).Open();
            part.Write(Encoding.UTF8.GetBytes(text));
        }

        return file.ToArray();
    }

    private static byte[] Flip(byte[] bytes, int fromEnd)
    {
        bytes[bytes.Length + fromEnd] ^= 0x55;
        return bytes;
    }
}
