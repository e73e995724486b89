namespace Perennial.Ingest.Reading;

/// <summary>The records of all inputs as text columns the engine can read, before anybody knows what they mean.</summary>
/// <remarks>
/// Records = rows of <see cref="Relation"/> + rows of the table <c>ingest_rejects</c>, always; <see cref="SourceFile.Rows"/> was counted independently of the engine.
/// <c>ingest_rejects(file_no INTEGER, line_no BIGINT, column_name VARCHAR, value VARCHAR, reason VARCHAR)</c> has one row a rejected record; it exists (maybe empty) after reading.
/// </remarks>
public sealed record SourceTable
{
    /// <summary>Gives the files in the order given; <see cref="SourceFile.No"/> counts from 1.</summary>
    public required IReadOnlyList<SourceFile> Files { get; init; }

    /// <summary>Gives the columns c0, c1, … in the order of the first file.</summary>
    public required IReadOnlyList<SourceColumn> Columns { get; init; }

    /// <summary>Gives SQL for a FROM clause: a sub-select in parentheses, without alias.</summary>
    /// <remarks>
    /// One row a record, in file order, with columns <c>c0 … cK VARCHAR</c> (as found, without the format's own quoting; not trimmed; an empty or missing cell is NULL)
    /// and <c>file_no INTEGER</c>. The text may be scanned more than once, but each scan parses again: materialise once.
    /// Order is kept by <c>CREATE TABLE t AS SELECT … FROM relation</c> (no filter), so that the table's <c>rowid</c> is the position over all files, from 0.
    /// </remarks>
    public required string Relation { get; init; }

    /// <summary>Tells whether column names were found in the data.</summary>
    public required bool HasHeader { get; init; }

    /// <summary>Gives what the reading itself noticed: damaged encoding, error cells, merged cells, formulas without a value. No revenue share.</summary>
    public required IReadOnlyList<QualityFinding> Findings { get; init; }

    /// <summary>Gives the records found in all files: those of the relation and the rejected ones.</summary>
    public long Rows => Files.Sum(file => file.Rows);

    /// <summary>Gives the rejected records of all files.</summary>
    public long Rejected => Files.Sum(file => file.Rejected);

    /// <summary>Gives the physical line (from 1) in the original file on which a record of the relation begins; for a workbook the row of the sheet.</summary>
    /// <param name="fileNo">File, from 1.</param>
    /// <param name="rowNo">Row of this file in the relation, from 1, rejected records not counted.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such file or row.</exception>
    public long LineNumber(int fileNo, long rowNo) => LineNumbers(fileNo, [rowNo])[0];

    /// <summary>Gives the lines of many rows of one file, in the order asked; the file is looked through once at most.</summary>
    /// <inheritdoc cref="LineNumber" />
    public IReadOnlyList<long> LineNumbers(int fileNo, IReadOnlyList<long> rowNos)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fileNo, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fileNo, Files.Count);
        SourceFile file = Files[fileNo - 1];
        foreach (long rowNo in rowNos)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(rowNo, 1, nameof(rowNos));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(rowNo, file.Rows - file.Rejected, nameof(rowNos));
        }

        return file.Lines is { } lines
            ? lines.Find(rowNos)
            : throw new InvalidOperationException("This file was not read by a source reader, so its lines are unknown.");
    }

    /// <summary>Checks that what was made of the relation has every row; call it once with the rows read.</summary>
    /// <exception cref="Perennial.Kernel.PerennialException">A file changed after it was counted, or the engine read it otherwise (<c>source/changed</c>).</exception>
    public void RequireWhole(long rowsRead)
    {
        if (rowsRead != Rows - Rejected)
        {
            throw SourceProblem.NotWhole(string.Join("', '", Files.Select(file => file.Path)), Rows - Rejected, rowsRead);
        }
    }

    /// <summary>Gives file and row of a position in the whole relation.</summary>
    /// <param name="position">From 0, in relation order: the <c>rowid</c> of an unfiltered materialisation.</param>
    public (int FileNo, long RowNo) Locate(long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        long left = position;
        foreach (SourceFile file in Files)
        {
            long rows = file.Rows - file.Rejected;
            if (left < rows)
            {
                return (file.No, left + 1);
            }

            left -= rows;
        }

        throw new ArgumentOutOfRangeException(nameof(position), position, "The relation has fewer rows.");
    }
}
