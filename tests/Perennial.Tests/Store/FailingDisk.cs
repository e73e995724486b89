using Perennial.Store;

namespace Perennial.Tests.Store;

/// <summary>A disk on which one change, or every one from there on, fails. It does not wait for the medium.</summary>
internal sealed class FailingDisk(int after, Exception failure, bool forGood = false) : IDisk
{
    private int _left = after;

    public bool Failed { get; private set; }

    public void CreateFolder(string path) => Change(() => SystemDisk.Instance.CreateFolder(path));

    public void Write(string path, ReadOnlySpan<byte> content)
    {
        byte[] bytes = content.ToArray();
        Change(() => SystemDisk.Instance.Write(path, bytes));
    }

    public void Sync(string path) => Change(() => _ = new FileInfo(path).Length);

    public void SyncFolder(string path) => Change(() => _ = Directory.GetFileSystemEntries(path));

    public void Move(string from, string to) => Change(() => SystemDisk.Instance.Move(from, to));

    public void Link(string from, string to) => Change(() => SystemDisk.Instance.Link(from, to));

    public void Delete(string path) => Change(() => SystemDisk.Instance.Delete(path));

    private void Change(Action act)
    {
        bool fails = _left == 0 || (forGood && _left < 0);
        _left--;
        if (fails)
        {
            Failed = true;
            throw failure;
        }

        act();
    }
}
