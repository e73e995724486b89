namespace Perennial.Ingest.Reading;

/// <summary>Picks records evenly from the whole of a file whose length nobody knows yet; the same records for the same bytes.</summary>
/// <remarks>Every record at first; whenever the sample is full, every other one is dropped and the stride doubles.</remarks>
internal sealed class SampleStride
{
    private const int Limit = 512;
    private readonly List<(long Record, byte[] Bytes)> _taken = [];
    private long _stride = 1;

    /// <summary>Gives the records taken, in file order.</summary>
    public IEnumerable<byte[]> Records => _taken.Select(taken => taken.Bytes);

    /// <summary>Tells whether a record (from 0) belongs to the sample.</summary>
    public bool Wants(long record) => record % _stride == 0;

    /// <summary>Takes a record.</summary>
    public void Add(long record, ReadOnlySpan<byte> bytes)
    {
        _taken.Add((record, bytes.ToArray()));
        if (_taken.Count < Limit)
        {
            return;
        }

        _stride *= 2;
        _taken.RemoveAll(taken => taken.Record % _stride != 0);
    }
}
