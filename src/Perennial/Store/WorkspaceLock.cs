using System.Globalization;
using System.Text.Json;
using Perennial.Kernel;

namespace Perennial.Store;

/// <summary>Who is writing to a workspace.</summary>
public sealed record LockHolder(int Process, string Machine, string What, string Since);

/// <summary>Another process writes to the workspace.</summary>
public sealed class StoreBusyException : PerennialException
{
    internal StoreBusyException(string folder, LockHolder? holder, Exception cause)
        : base(
            "store/busy",
            Fault.World,
            $"The workspace '{folder}' is being written by {(holder is null ? "another process" : $"process {holder.Process.ToString(CultureInfo.InvariantCulture)} on {holder.Machine} ({holder.What}, since {holder.Since})")}. "
            + "One writer at a time is allowed; readers need not wait. Wait until it is done, or choose another folder with --out.",
            cause) => Holder = holder;

    /// <summary>Gives who holds it, where that is known.</summary>
    public LockHolder? Holder { get; }
}

/// <summary>The one writer's right. The operating system takes it back when the process dies, however it dies.</summary>
internal sealed class WorkspaceLock : IDisposable
{
    private const int LinuxLocked = 11;
    private const int MacLocked = 35;
    private const int WindowsSharing = unchecked((int)0x80070020);
    private const int WindowsLocked = unchecked((int)0x80070021);
    private readonly FileStream _file;
    private readonly string _holder;

    private WorkspaceLock(FileStream file, string holder)
    {
        _file = file;
        _holder = holder;
    }

    /// <summary>Takes the lock.</summary>
    /// <exception cref="StoreBusyException">Another writer has it.</exception>
    internal static WorkspaceLock Take(string folder, string what)
    {
        string path = Path.Combine(folder, "LOCK");

        // The holder stands in a file of its own, because a locked file cannot be read everywhere.
        string holder = path + ".json";
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult is LinuxLocked or MacLocked or WindowsSharing or WindowsLocked)
        {
            throw new StoreBusyException(folder, ReadHolder(holder), e);
        }

        try
        {
            LockHolder me = new(Environment.ProcessId, Environment.MachineName, what, DateTimeOffset.UtcNow.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            File.WriteAllBytes(holder, JsonSerializer.SerializeToUtf8Bytes(me, StoreJson.Default.LockHolder));
            return new WorkspaceLock(file, holder);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            File.Delete(_holder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only a courtesy to others: the lock itself is what counts.
        }

        _file.Dispose();
    }

    private static LockHolder? ReadHolder(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), StoreJson.Default.LockHolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
