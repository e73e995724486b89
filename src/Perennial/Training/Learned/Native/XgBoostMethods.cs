using System.Runtime.InteropServices;

namespace Perennial.Training.Learned.Native;

/// <summary>The part of XGBoost's C interface that training needs. Names are the interface's own.</summary>
internal static unsafe partial class XgBoostMethods
{
    public const string Library = "xgboost";

    [LibraryImport(Library)]
    internal static partial void XGBoostVersion(out int major, out int minor, out int patch);

    [LibraryImport(Library)]
    internal static partial byte* XGBGetLastError();

    [LibraryImport(Library)]
    internal static partial int XGDMatrixCreateFromMat(float* data, ulong rows, ulong columns, float missing, out nint matrix);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int XGDMatrixSetFloatInfo(nint matrix, string field, float* values, ulong count);

    [LibraryImport(Library)]
    internal static partial int XGDMatrixFree(nint matrix);

    [LibraryImport(Library)]
    internal static partial int XGBoosterCreate(nint* matrices, ulong count, out nint booster);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int XGBoosterSetParam(nint booster, string name, string value);

    [LibraryImport(Library)]
    internal static partial int XGBoosterUpdateOneIter(nint booster, int iteration, nint matrix);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int XGBoosterSaveModelToBuffer(nint booster, string options, out ulong length, out byte* buffer);

    [LibraryImport(Library)]
    internal static partial int XGBoosterPredict(nint booster, nint matrix, int options, uint trees, int training, out ulong length, out float* result);

    [LibraryImport(Library)]
    internal static partial int XGBoosterFree(nint booster);
}
