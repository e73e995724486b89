using Perennial.Ingest.Mapping;

namespace Perennial.Ingest.Quality;

/// <summary>What could not be read, and what was read by a decision somebody may want to know.</summary>
internal static class ReadingFindings
{
    public static IEnumerable<QualityFinding> Of(QualityFacts facts)
    {
        IReadOnlyList<(Role Role, long Rows)> wrong = facts.Connection.List(
            "SELECT wrong_role, count(*) FROM ingest_typed WHERE rule = 1 GROUP BY wrong_role ORDER BY wrong_role", row => ((Role)row.Int32(0), row.Int64(1)));
        foreach ((Role role, long rows) in wrong)
        {
            IReadOnlyList<string> examples = facts.Connection.List(
                $"SELECT coalesce(wrong_text, '(empty)') FROM ingest_typed WHERE rule = 1 AND wrong_role = {(int)role} GROUP BY ALL ORDER BY count(*) DESC, min(rowid) LIMIT 5",
                row => Printable.Text(row.String(0)!));
            string severity = rows > 0.01 * facts.Rows.In ? QualityReport.Serious : QualityReport.Warning;
            yield return new QualityFinding($"unparsable-{role.Word()}", severity, $"Rows whose {role.Word()} cannot be read", rows, null, examples, "Quarantined, each with file, line, column, value and reason in quarantine.csv.");
        }

        if (facts.Source.Rejected > 0)
        {
            yield return new QualityFinding("rejected-records", QualityReport.Warning, "Records that are no rows of the table", facts.Source.Rejected, null, [], "Quarantined, each with file, line and reason in quarantine.csv.");
        }

        if (facts.Readings.DayMonth is { Mixed: true } mixed)
        {
            string taken = facts.Readings.Date.Format.Words();
            yield return new QualityFinding(
                "mixed-day-month",
                QualityReport.Serious,
                "Day and month are in different order in different rows",
                Math.Min(mixed.OnlyDayFirst, mixed.OnlyMonthFirst),
                null,
                [$"{mixed.OnlyDayFirst:N0} rows can only be day first", $"{mixed.OnlyMonthFirst:N0} rows can only be month first", $"{mixed.Either:N0} rows read both ways"],
                $"Read as {taken} by the majority of rows that leave no doubt; rows that cannot be are quarantined. Rows that read both ways may be wrong: have the file exported again.");
        }

        else if (facts.Readings.DayMonth is not null && Exchanged(facts) is > 0 and long exchanged)
        {
            yield return new QualityFinding(
                "mixed-day-month",
                QualityReport.Serious,
                "Day and month have changed places in some rows",
                exchanged,
                null,
                [],
                $"Read as {facts.Readings.Date.Format.Words()} all the same: the file is in order of time, and these rows fit it only with day and month exchanged. Their dates are wrong; have the file exported again.");
        }

        foreach ((Role role, NumberReading reading) in facts.Readings.Numbers)
        {
            if (reading.Contrary > 0)
            {
                yield return new QualityFinding($"mixed-numbers-{role.Word()}", QualityReport.Serious, $"Decimal point and decimal comma are mixed in the {role.Word()}", reading.Contrary, null, [], $"Read with a {reading.Mark.Words()} by the majority; cells that cannot be are quarantined.");
            }
            else if (reading.Doubtful)
            {
                yield return new QualityFinding($"doubtful-numbers-{role.Word()}", QualityReport.Warning, $"Every mark in the {role.Word()} could group thousands or begin decimals", facts.Rows.In, null, facts.Decision[role]!.Column.Samples, $"Read with a {reading.Mark.Words()}.");
            }
        }

        if (facts.Conversion.Computed)
        {
            yield return new QualityFinding("computed-amount", QualityReport.Info, "There is no amount column", facts.Rows.In, null, [], $"The amount is '{Printable.Text(facts.Decision[Role.Quantity]!.Column.Name)}' times '{Printable.Text(facts.Decision[Role.Price]!.Column.Name)}'.");
        }

        if (facts.Conversion.HasOccurred)
        {
            yield return new QualityFinding(
                "time-zone",
                QualityReport.Info,
                "Purchases carry a time of day",
                facts.Rows.In,
                null,
                [],
                facts.Readings.Date.HasOffset && facts.Decision[Role.Time] is null
                    ? $"Offsets in the data are honoured; a business day begins at midnight in {facts.Options.TimeZone}."
                    : $"Times without an offset are wall-clock times in {facts.Options.TimeZone}, where a business day begins at midnight.");
        }
    }

    /// <summary>Gives the rows that fit an ordered file only with day and month exchanged; 0 where the file is in no order.</summary>
    private static long Exchanged(QualityFacts facts)
    {
        (long rows, long steps, long backward) = facts.Connection.List(IngestSql.Text("61_swapped_dates"), row => (row.Int64(0), row.Int64(1), row.Int64(2)))[0];
        return steps >= 20 && backward <= steps / 100 ? rows : 0;
    }
}
