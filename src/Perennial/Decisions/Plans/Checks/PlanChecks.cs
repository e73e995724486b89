namespace Perennial.Decisions.Plans.Checks;

/// <summary>Holds a plan against itself: every contradiction with its line and what would be consistent.</summary>
public static class PlanChecks
{
    /// <summary>Finds them, in the order of the lines.</summary>
    /// <param name="file">The plan.</param>
    /// <param name="actuals">What a run measured, or null: then the plan is held against itself alone.</param>
    public static IReadOnlyList<PlanFinding> Of(PlanFile file, PlanActuals? actuals = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        return
        [
            .. TotalChecks.Of(file).Concat(MoneyChecks.Of(file)).Concat(ValueChecks.Of(file)).Concat(GoalChecks.Of(file)).Concat(WorkChecks.Of(file)).Concat(actuals is null ? [] : RunChecks.Of(file, actuals))
                .OrderBy(finding => finding.Gravity).ThenBy(finding => finding.Line).ThenBy(finding => finding.Code, StringComparer.Ordinal).ThenBy(finding => finding.Place, StringComparer.Ordinal),
        ];
    }

    internal static PlanFinding Finding(this PlanFile file, PlanGravity gravity, string code, string place, FormattableString found, FormattableString consistent) =>
        new(code, gravity, place, file.Line(place), PlanNumber.Text(found), PlanNumber.Text(consistent));

    internal static string Money(decimal? amount) => PlanNumber.Write(amount, PlanUnit.Money);

    internal static string Share(decimal? share) => PlanNumber.Write(share, PlanUnit.Share);

    internal static string Share(double? share) => PlanNumber.Write(share, PlanUnit.Share);

    // Half a unit of the last digit people write: 0.5 % of an amount, half a point of a share.
    internal static bool Near(decimal a, decimal b) => Math.Abs(a - b) <= 0.005m * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)));
}
