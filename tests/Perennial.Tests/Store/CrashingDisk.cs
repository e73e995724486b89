using Perennial.Store;

namespace Perennial.Tests.Store;

/// <summary>The power fails.</summary>
public sealed class PowerFailureException() : Exception("The power failed.");

/// <summary>A disk that fails after a number of changes, and then keeps only what was synced, or a part of the rest as chance has it.</summary>
/// <remarks>A file's content and a folder's entries are durable only after their own sync: the least that POSIX promises.</remarks>
internal sealed class CrashingDisk : IDisk
{
    private readonly string _root;
    private readonly Node _tree;
    private int _left;

    public CrashingDisk(string root, int changesBeforeFailure)
    {
        _root = Path.GetFullPath(root);
        _left = changesBeforeFailure;
        _tree = Adopt(_root);
    }

    /// <summary>Tells whether syncs are ignored: a disk that lies, to show that the tests notice.</summary>
    public bool IgnoresSyncs { get; init; }

    public bool Failed { get; private set; }

    public int Changes { get; private set; }

    public void CreateFolder(string path) => Change(() =>
    {
        Directory.CreateDirectory(path);
        Parent(path).Now.TryAdd(Path.GetFileName(path), Node.NewFolder());
    });

    public void Write(string path, ReadOnlySpan<byte> content)
    {
        byte[] bytes = content.ToArray();
        Change(() =>
        {
            File.WriteAllBytes(path, bytes);
            Known(path);
        });
    }

    public void Sync(string path) => Change(() =>
    {
        Node node = Known(path);
        node.Content = IgnoresSyncs ? node.Content : File.ReadAllBytes(path);
    });

    public void SyncFolder(string path) => Change(() =>
    {
        Node node = Find(path);
        node.Durable = IgnoresSyncs ? node.Durable : new(node.Now, StringComparer.Ordinal);
    });

    public void Move(string from, string to) => Change(() =>
    {
        Node node = Directory.Exists(from) ? Find(from) : Known(from);
        SystemDisk.Instance.Move(from, to);
        Parent(from).Now.Remove(Path.GetFileName(from));
        Parent(to).Now[Path.GetFileName(to)] = node;
    });

    public void Link(string from, string to) => Change(() =>
    {
        SystemDisk.Instance.Link(from, to);
        Parent(to).Now[Path.GetFileName(to)] = Known(from);
    });

    public void Delete(string path) => Change(() =>
    {
        SystemDisk.Instance.Delete(path);
        Parent(path).Now.Remove(Path.GetFileName(path));
    });

    /// <summary>Gives what the disk may hold after the failure, one of many possibilities, in another folder.</summary>
    /// <param name="into">The folder to fill.</param>
    /// <param name="chance">Decides for each change that was not synced whether it survives: 0 none, 1 all.</param>
    public void Survive(string into, Func<double> chance) => Restore(_tree, _root, into, chance);

    private static Node Adopt(string path)
    {
        if (!Directory.Exists(path))
        {
            return new Node { Content = File.ReadAllBytes(path) };
        }

        Node folder = Node.NewFolder();
        foreach (string entry in Directory.GetFileSystemEntries(path))
        {
            folder.Now[Path.GetFileName(entry)] = Adopt(entry);
        }

        folder.Durable = new(folder.Now, StringComparer.Ordinal);
        return folder;
    }

    private static void Restore(Node folder, string? real, string into, Func<double> chance)
    {
        Directory.CreateDirectory(into);
        foreach (string name in folder.Now.Keys.Union(folder.Durable.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            Node? now = folder.Now.GetValueOrDefault(name);
            Node? durable = folder.Durable.GetValueOrDefault(name);
            Node? node = now == durable || chance() < 0.5 ? durable : now;
            string? place = node == now && real is not null ? Path.Combine(real, name) : null;
            string path = Path.Combine(into, name);
            if (node is { IsFolder: true })
            {
                Restore(node, place, path, chance);
            }
            else if (node is not null)
            {
                File.WriteAllBytes(path, Contents(node, place, chance));
            }
        }
    }

    private static byte[] Contents(Node node, string? place, Func<double> chance)
    {
        byte[] durable = node.Content ?? [];
        byte[] now = place is not null && File.Exists(place) ? File.ReadAllBytes(place) : durable;
        return now.AsSpan().SequenceEqual(durable) ? durable : chance() switch { < 0.4 => durable, < 0.7 => now[..(now.Length / 2)], _ => now };
    }

    // What happens after the failure happens to nobody.
    private void Change(Action act)
    {
        if (Failed)
        {
            return;
        }

        if (_left-- == 0)
        {
            Failed = true;
            throw new PowerFailureException();
        }

        Changes++;
        act();
    }

    private Node Parent(string path) => Find(Path.GetDirectoryName(Path.GetFullPath(path))!);

    private Node Find(string path)
    {
        string relative = Path.GetRelativePath(_root, path);
        return relative == "." ? _tree : relative.Split(Path.DirectorySeparatorChar).Aggregate(_tree, (node, name) => node.Now[name]);
    }

    // The engine writes its files itself: they are met when they are first synced or moved.
    private Node Known(string path)
    {
        Node parent = Parent(path);
        if (!parent.Now.TryGetValue(Path.GetFileName(path), out Node? node))
        {
            parent.Now[Path.GetFileName(path)] = node = new Node();
        }

        return node;
    }

    private sealed class Node
    {
        public bool IsFolder { get; private init; }

        public byte[]? Content { get; set; }

        public Dictionary<string, Node> Now { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, Node> Durable { get; set; } = new(StringComparer.Ordinal);

        public static Node NewFolder() => new() { IsFolder = true };
    }
}
