using System.Globalization;

/// <summary>
/// Makes the process feel foreign before its first line runs: a decimal comma, a minus sign that is not ASCII, points between thousands
/// and days first. <c>./test</c> loads it through DOTNET_STARTUP_HOOKS for its second pass; nothing that Perennial computes or writes may change.
/// </summary>
#pragma warning disable CA1050, MA0047 // the runtime looks for exactly this name, outside any namespace
internal static class StartupHook
#pragma warning restore CA1050, MA0047
{
    /// <summary>Called by the runtime.</summary>
    public static void Initialize()
    {
        var elsewhere = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        elsewhere.NumberFormat.NumberDecimalSeparator = ",";
        elsewhere.NumberFormat.NumberGroupSeparator = ".";
        elsewhere.NumberFormat.NegativeSign = "\u2212";
        elsewhere.NumberFormat.CurrencyDecimalSeparator = ",";
        elsewhere.NumberFormat.PercentDecimalSeparator = ",";
        elsewhere.DateTimeFormat.DateSeparator = ".";
        elsewhere.DateTimeFormat.TimeSeparator = ".";
        elsewhere.DateTimeFormat.ShortDatePattern = "dd.MM.yyyy";
        elsewhere.DateTimeFormat.FirstDayOfWeek = DayOfWeek.Monday;
        CultureInfo.DefaultThreadCurrentCulture = elsewhere;
        CultureInfo.CurrentCulture = elsewhere;
    }
}
