using System.Reflection;
using System.Runtime.InteropServices;

namespace Perennial.Training.Learned.Native;

/// <summary>Finds XGBoost where the system has it. Without it trees are grown by the library of our own, and the run says so.</summary>
internal static class XgBoostLibrary
{
    /// <summary>Names the environment variable that points to the library; <c>none</c> does without.</summary>
    public const string Variable = "PERENNIAL_XGBOOST";

    private static readonly string[] Names = OperatingSystem.IsWindows() ? ["xgboost.dll"] : OperatingSystem.IsMacOS() ? ["libxgboost.dylib"] : ["libxgboost.so.0", "libxgboost.so"];
    private static readonly nint Handle = Load();

    static XgBoostLibrary()
    {
        if (Handle == nint.Zero)
        {
            return;
        }

        NativeLibrary.SetDllImportResolver(typeof(XgBoostLibrary).Assembly, (name, _, _) => name == XgBoostMethods.Library ? Handle : nint.Zero);
        XgBoostMethods.XGBoostVersion(out int major, out int minor, out int patch);
        Version = FormattableString.Invariant($"{major}.{minor}.{patch}");
        IsUsable = major > 1 || (major == 1 && minor >= 6);
    }

    /// <summary>Gives its version, or null where there is none.</summary>
    public static string? Version { get; }

    /// <summary>Tells whether it is there, in a version whose model files are read (1.6 and later).</summary>
    public static bool IsUsable { get; }

    /// <summary>Gives who grows the boosted trees, in a sentence.</summary>
    public static string Told => IsUsable
        ? $"Boosted trees were grown by XGBoost {Version}."
        : $"Boosted trees were grown by Perennial's own learner: {(Version is null ? "XGBoost is not installed" : $"XGBoost {Version} is older than 1.6")}. Install the package libxgboost0, or let {Variable} name the library, to have them grown by XGBoost.";

    private static nint Load()
    {
        string? wish = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(wish))
        {
            return wish != "none" && NativeLibrary.TryLoad(wish, out nint wished) ? wished : nint.Zero;
        }

        foreach (string name in Names)
        {
            if (NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), null, out nint found))
            {
                return found;
            }
        }

        return nint.Zero;
    }
}
