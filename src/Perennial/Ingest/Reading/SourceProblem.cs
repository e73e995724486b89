using System.Globalization;
using Perennial.Kernel;

namespace Perennial.Ingest.Reading;

/// <summary>The sentences a file is refused with: which file, what was found, what is allowed, what to do.</summary>
internal static class SourceProblem
{
    private const string Allowed =
        "Perennial reads CSV and other delimited text (comma, semicolon, tab, pipe, spaces), gzip of these, Parquet, JSON (one object a line, or an array) and XLSX.";

    public static PerennialException NoInput() => new(
        "source/no-input", Fault.Usage, "No file was given. Name at least one file of transactions.");

    public static PerennialException NotFound(string path, Exception? cause = null) => new(
        "source/not-found", Fault.World, $"There is no file '{path}'. Check the path; if the file was just there, another program moved or removed it.", cause);

    public static PerennialException IsFolder(string path) => new(
        "source/is-a-folder", Fault.Usage, $"'{path}' is a folder. Inputs are files: name them, for example '{path.TrimEnd('/', '\\')}/*.csv' in a shell.");

    public static PerennialException Unreadable(string path, Exception cause) => new(
        "source/unreadable", Fault.World, $"The file '{path}' cannot be read: {cause.Message} Check its permissions and the disk, or copy it elsewhere and name the copy.", cause);

    public static PerennialException Changed(string path) => new(
        "source/changed", Fault.World, $"The file '{path}' changed while it was being read. Wait until it is complete, or read a copy.");

    public static PerennialException NotWhole(string paths, long counted, long read) => new(
        "source/changed",
        Fault.World,
        string.Create(CultureInfo.InvariantCulture, $"'{paths}': {counted} records were counted and {read} were read afterwards. Both must be the same; the files probably changed meanwhile. Wait until they are complete, or read a copy."));

    public static PerennialException Empty(string path) => new(
        "source/empty", Fault.Data, $"The file '{path}' is empty. At least one record is needed; export it again.");

    public static PerennialException NoRows(string path) => new(
        "source/no-rows", Fault.Data, $"The file '{path}' has column names but no record below them. At least one record is needed; check the export's filter and dates.");

    public static PerennialException NotATable(string path, string found) => new(
        "source/not-a-table", Fault.Data, $"The file '{path}' is {found}, not a table. {Allowed} Export the data again in one of these.");

    public static PerennialException NoColumns(string path, string found) => new(
        "source/no-columns",
        Fault.Data,
        $"No columns were found in '{path}': {found}. Records need at least two columns, separated by comma, semicolon, tab, pipe or spaces, the same number in most lines. Export with one of these.");

    public static PerennialException TooManyColumns(string path, int found, int allowed) => new(
        "source/too-many-columns",
        Fault.Data,
        string.Create(CultureInfo.InvariantCulture, $"The file '{path}' has {found} columns; at most {allowed} are read. A log has one row a transaction: turn a wide table into a long one, or export fewer columns."));

    public static PerennialException LineTooLong(string path, int allowed) => new(
        "source/line-too-long",
        Fault.Data,
        string.Create(CultureInfo.InvariantCulture, $"The file '{path}' has a first record of more than {allowed:N0} bytes. A record may have at most that; the file probably lacks line breaks or is not text. Export it again with one record a line."));

    public static PerennialException Corrupt(string path, string format, string detail, Exception? cause = null) => new(
        "source/corrupt", Fault.Data, $"The file '{path}' is a damaged {format} file: {Sentence(detail)} It must be complete; copy or export it again.", cause);

    public static PerennialException ExpandsTooMuch(string path, string detail) => new(
        "source/expands-too-much", Fault.Data, $"The file '{path}' is suspiciously small for what it holds: {detail}. This is how archives made to exhaust a machine look. If it is genuine, unpack it and name the unpacked file, or export it as CSV.");

    public static PerennialException OldWorkbook(string path) => new(
        "source/old-workbook", Fault.Data, $"The file '{path}' is an Excel file of the old kind (.xls) or one protected by a password. Only .xlsx without a password is read: open it in a spreadsheet program and save it as .xlsx or CSV.");

    public static PerennialException SheetNotFound(string path, string sheet, IEnumerable<string> sheets) => new(
        "source/sheet-not-found", Fault.Usage, $"The workbook '{path}' has no visible sheet '{sheet}'. Its sheets are: {string.Join(", ", sheets.Select(name => $"'{name}'"))}. Name one of them.");

    public static PerennialException Encoding(string path, string found) => new(
        "source/encoding", Fault.Data, $"The file '{path}' is text in {found}. UTF-8, UTF-16, Latin-1 and Windows-1252 are read; save it as UTF-8.");

    public static PerennialException DifferentShape(string path, string first, string difference) => new(
        "source/different-shape", Fault.Data, $"The file '{path}' does not have the columns of '{first}': {difference}. Files read together need the same columns, in any order. Read them in separate runs, or export them alike.");

    public static PerennialException TempFolder(string path, Exception cause) => new(
        "source/temp-folder", Fault.World, $"A temporary copy could not be written to '{path}': {cause.Message} Free space there, or choose another folder.", cause);

    private static string Sentence(string text)
    {
        string trimmed = text.Trim();
        return trimmed.EndsWith('.') ? trimmed : trimmed + ".";
    }
}
