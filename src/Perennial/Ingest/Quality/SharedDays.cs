using System.Numerics;
using Perennial.DuckDb;

namespace Perennial.Ingest.Quality;

/// <summary>Finds the customer-days with more than one row in one pass, for the price of a bit or two a row: grouping tens of millions of days costs several times more.</summary>
/// <remarks>A day sets the bit its number points to; a day that finds its bit set may have been there before. It is kept, and so are a few that only share a bit.</remarks>
internal static class SharedDays
{
    private const int BitsARow = 16;
    private const int MostBits = 1 << 30;
    private const int Rows = 1 << 16;

    /// <summary>Makes <c>ingest_shared</c>.</summary>
    /// <param name="connection">The session with <c>ingest_typed</c>.</param>
    /// <param name="rows">The rows of <c>ingest_typed</c>.</param>
    public static void Make(DuckDbConnection connection, long rows)
    {
        connection.Execute(IngestSql.Text("48_shared"));
        int bits = (int)BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(rows * BitsARow, 64, MostBits));
        int shift = 64 - BitOperations.Log2((uint)bits);
        ulong[] seen = new ulong[bits / 64];
        ulong[] shared = new ulong[Rows];
        int found = 0;
        using DuckDbResult result = connection.Query(IngestSql.Text("47_days_as_numbers"));
        using DuckDbAppender appender = connection.Appender("ingest_shared");
        while (result.Read(out DuckDbChunk chunk))
        {
            foreach (ulong day in chunk.UInt64(0))
            {
                // Multiplied by 2^64 over the golden ratio, so that the upper bits depend on all.
                ulong place = (day * 0x9E3779B97F4A7C15) >> shift;
                ref ulong word = ref seen[place >> 6];
                ulong bit = 1UL << (int)(place & 63);
                if ((word & bit) == 0)
                {
                    word |= bit;
                    continue;
                }

                shared[found++] = day;
                if (found == Rows)
                {
                    appender.Append(DuckDbColumn.UInt64s(shared));
                    found = 0;
                }
            }
        }

        appender.Append(DuckDbColumn.UInt64s(shared.AsMemory(0, found)));
        appender.Flush();
    }
}
