namespace Perennial.Ingest.Mapping;

/// <summary>How the numbers of a column are read, and how sure that is.</summary>
/// <param name="Mark">Point or comma.</param>
/// <param name="Certain">Cells that only this style can have written.</param>
/// <param name="Contrary">Cells that only the other style can have written; they are quarantined or misread otherwise, so any is reported.</param>
/// <param name="Doubtful">Whether every cell with a mark could be read both ways (1,234).</param>
public sealed record NumberReading(DecimalMark Mark, long Certain, long Contrary, bool Doubtful)
{
    /// <summary>Decides from a profile.</summary>
    internal static NumberReading Of(ColumnProfile column) =>
        Decide(column.CertainPoint, column.CertainComma, column.PointNumbers, column.CommaNumbers, column.FractionShare > 0);

    /// <summary>Decides by the majority of cells that leave no doubt; without any, by what reads more cells, and a decimal point on a tie.</summary>
    internal static NumberReading Decide(long certainPoint, long certainComma, long pointNumbers, long commaNumbers, bool marked)
    {
        DecimalMark mark = certainPoint != certainComma
            ? certainPoint > certainComma ? DecimalMark.Point : DecimalMark.Comma
            : commaNumbers > pointNumbers ? DecimalMark.Comma : DecimalMark.Point;
        bool point = mark == DecimalMark.Point;
        return new NumberReading(mark, point ? certainPoint : certainComma, point ? certainComma : certainPoint, marked && certainPoint == 0 && certainComma == 0);
    }

    /// <summary>Gives SQL of the number of a cell as found, NULL where it is not written as the engine reads numbers; null where none is. Blanks around it change nothing.</summary>
    internal string? Plain(string raw) => Mark == DecimalMark.Point ? $"try_cast({raw} AS DECIMAL(18, 4))" : null;

    /// <summary>Gives SQL of the number, NULL where the trimmed text does not fit.</summary>
    internal string Sql(string v) => Mark.Number(v);
}
