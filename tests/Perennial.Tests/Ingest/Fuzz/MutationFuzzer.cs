using System.Globalization;
using System.Text;
using Perennial.Kernel;

namespace Perennial.Tests.Ingest.Fuzz;

/// <summary>Damages small files of real layouts in seeded ways and runs a check on each: only a <see cref="PerennialException"/> may leave it.</summary>
/// <param name="seed">Decides every mutation; a failure prints it with the number of the case and the file itself.</param>
public sealed class MutationFuzzer(int seed)
{
    private static readonly byte[][] Snippets =
    [
        "\""u8.ToArray(), "\"\""u8.ToArray(), ","u8.ToArray(), ";"u8.ToArray(), "\t"u8.ToArray(), "|"u8.ToArray(), " "u8.ToArray(), "\n"u8.ToArray(), "\r\n"u8.ToArray(), "\r"u8.ToArray(),
        "\n\n"u8.ToArray(), "\\"u8.ToArray(), "\\\""u8.ToArray(), "'"u8.ToArray(), [0], [0xFF], [0xC3], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0x1F], [0x1E], [0x1A], "\uFFFD"u8.ToArray(), "é"u8.ToArray(),
        "\U0001F6D2"u8.ToArray(), "-"u8.ToArray(), "(1,234.50)"u8.ToArray(), "1e308"u8.ToArray(), "NaN"u8.ToArray(), "99999999999999999999"u8.ToArray(), "0000-00-00"u8.ToArray(), "=1+1"u8.ToArray(),
        "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), "]"u8.ToArray(), ":"u8.ToArray(), "null"u8.ToArray(), "sep=;\n"u8.ToArray(), "31/12/1999"u8.ToArray(), "$"u8.ToArray(), "€"u8.ToArray(),
    ];

    /// <summary>Runs the check on each mutation.</summary>
    /// <param name="mutations">How many.</param>
    /// <param name="layouts">What is mutated.</param>
    /// <param name="file">A file that is overwritten for each case.</param>
    /// <param name="check">Reads the file; throws a <see cref="PerennialException"/> where it refuses it. Anything else fails the test.</param>
    /// <returns>How many cases were refused.</returns>
    public int Run(int mutations, IReadOnlyList<byte[]> layouts, string file, Action<FuzzCase> check)
    {
        int refused = 0;
        for (int number = 0; number < mutations; number++)
        {
            // Each case has a generator of its own, so that one can be repeated alone.
            Random random = new(HashCode(seed, number));
            byte[] content = Mutate(layouts[number % layouts.Count], layouts, random);
            File.WriteAllBytes(file, content);
            try
            {
                check(new FuzzCase(number, file, content));
            }
            catch (PerennialException)
            {
                refused++;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                throw new InvalidOperationException(
                    string.Create(CultureInfo.InvariantCulture, $"Seed {seed}, case {number}: {fault.GetType().Name}: {fault.Message}\n{Shown(content)}\nBase64: {Convert.ToBase64String(content)}"), fault);
            }
        }

        return refused;
    }

    private static byte[] Mutate(byte[] layout, IReadOnlyList<byte[]> layouts, Random random)
    {
        List<byte> bytes = [.. layout];
        for (int times = random.Next(1, 6); times > 0; times--)
        {
            Step(bytes, layouts, random);
        }

        return random.Next(40) switch
        {
            0 => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString([.. bytes]))],
            1 => Encoding.BigEndianUnicode.GetBytes(Encoding.UTF8.GetString([.. bytes])),
            2 => Encoding.Latin1.GetBytes(Encoding.UTF8.GetString([.. bytes])),
            _ => [.. bytes],
        };
    }

    private static void Step(List<byte> bytes, IReadOnlyList<byte[]> layouts, Random random)
    {
        int at = random.Next(bytes.Count + 1);
        int length = Math.Min(random.Next(1, 12), bytes.Count - at);
        switch (random.Next(12))
        {
            case 0 when length > 0:
                bytes.RemoveRange(at, length);
                break;
            case 1 when length > 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2 when length > 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 3:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 4 when length > 0:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 5:
                ReplaceAll(bytes, (byte)"\n,;\t|\""[random.Next(6)], (byte)"\r,;\t| \""[random.Next(7)]);
                break;
            case 6:
                MoveLine(bytes, random, keep: random.Next(2) == 0);
                break;
            case 7:
                byte[] other = layouts[random.Next(layouts.Count)];
                bytes.InsertRange(at, other.AsSpan(0, random.Next(other.Length)).ToArray());
                break;
            default:
                bytes.InsertRange(at, Snippets[random.Next(Snippets.Length)]);
                break;
        }
    }

    private static void ReplaceAll(List<byte> bytes, byte from, byte to)
    {
        for (int i = 0; i < bytes.Count; i++)
        {
            bytes[i] = bytes[i] == from ? to : bytes[i];
        }
    }

    private static void MoveLine(List<byte> bytes, Random random, bool keep)
    {
        int start = bytes.Count == 0 ? -1 : bytes.IndexOf((byte)'\n', random.Next(bytes.Count));
        int end = start < 0 ? -1 : bytes.IndexOf((byte)'\n', start + 1);
        if (end < 0)
        {
            return;
        }

        List<byte> line = bytes.GetRange(start, end - start);
        if (!keep)
        {
            bytes.RemoveRange(start, end - start);
        }

        bytes.InsertRange(random.Next(bytes.Count + 1), line);
    }

    private static int HashCode(int seed, int number) => unchecked((seed * 486187739) + (number * 16777619));

    private static string Shown(byte[] content) => Encoding.Latin1.GetString(content.AsSpan(0, Math.Min(content.Length, 1500)));
}

/// <summary>One damaged file.</summary>
/// <param name="Number">Which.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Content">What is in it.</param>
public sealed record FuzzCase(int Number, string Path, byte[] Content);
