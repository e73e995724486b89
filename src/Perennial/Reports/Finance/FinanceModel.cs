using System.Globalization;
using Perennial.Portfolio;

namespace Perennial.Reports.Finance;

/// <summary>The sheets of the finance workbook: inputs, assumptions, and the calculation by formulas beside whose values the program's own stand.</summary>
/// <remarks>
/// The value of a customer follows the assumptions of the sheet, not the fitted models: revenue per account, kept by the churn and grown by the expansion of the last year, at the gross
/// margin, less cost to serve, discounted at the middle of each month.
/// </remarks>
internal sealed partial class FinanceModel
{
    /// <summary>Months the calculation looks ahead at most.</summary>
    public const int MostMonths = 60;

    private const int FirstRow = 6;
    private static readonly string[] Kinds = ["New", "Reactivation", "Expansion", "Contraction", "Churn", "Currency"];
    private readonly RunRecord _run;
    private readonly FinanceInputs _inputs;
    private readonly RecurringFacts _recurring;
    private readonly List<(string What, double? Difference, string Formula)> _checks = [];
    private readonly Sheet _movements = new("Inputs", 5, 2, 12, 18, 14);
    private readonly Sheet _cohort = new("Cohort", 5, 1, 20, 17);
    private readonly Sheet _money = new("Money", 5, 1, 14, 17);
    private readonly Sheet _assumptions = new("Assumptions", 4, 1, 34, 15);
    private readonly Sheet _calculation = new("Calculation", 5, 1, 12, 14);
    private readonly Sheet _retention = new("Retention", 5, 1, 20, 15);
    private readonly Sheet _clv = new("CLV", 6, 2, 8, 12, 14);
    private readonly Sheet _summary = new("Summary", 3, 0, 44, 18, 18, 12, 70);
    private readonly Sheet _checked = new("Checks", 4, 0, 66, 18, 40);
    private readonly Sheet _definitions = new("Definitions", 3, 1, 26, 30, 60, 40, 40, 24, 16);

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private double _discount;
    private double _margin;
    private double? _cac;
    private double? _nrr;
    private double? _grr;
    private double? _logo;
    private double _gross;
    private double _net;
    private readonly List<(double Arpa, double Churn, double Growth, double Serve)> _used = [];

    private FinanceModel(RunRecord run, FinanceInputs inputs)
    {
        _run = run;
        _inputs = inputs;
        _recurring = run.Recurring!;
    }

    /// <summary>Makes the sheets and the names of what a person may change.</summary>
    public static (IReadOnlyList<Sheet> Sheets, IReadOnlyDictionary<string, string> Names) Make(RunRecord run, FinanceInputs inputs)
    {
        var model = new FinanceModel(run, inputs);
        model.Inputs();
        model.Cohort();
        model.Money();
        model.Retention();
        model.Assumptions();
        model.Bridge();
        model.Clv();
        string check = model.Checks();
        model.Summary(check);
        model.Definitions();
        return ([model._summary, model._movements, model._cohort, model._money, model._assumptions, model._calculation, model._retention, model._clv, model._checked, model._definitions], model._names);
    }

    private int LastMovement => FirstRow + Math.Max(1, _inputs.Movements.Count) - 1;

    private int LastSegment => FirstRow + _inputs.Cohort.Count - 1;

    private string Unit => _run.Currency ?? "the run's currency";

    private static void Heads(Sheet sheet, int row, params string[] heads)
    {
        for (int i = 0; i < heads.Length; i++)
        {
            sheet.Put(row, i + 1, heads[i], CellStyle.Head);
        }
    }

    private void Title(Sheet sheet, string title, string note)
    {
        sheet.Put(1, 1, title, CellStyle.Title);
        sheet.Put(2, 1, note, CellStyle.Note);
        sheet.Put(3, 1, string.Create(CultureInfo.InvariantCulture, $"As of {_run.AsOf:yyyy-MM-dd}; money in {Unit}; run {_run.RunId}."), CellStyle.Note);
    }

    private static string Divided(string above, string below) => $"IF({below}>0,{above}/{below},\"\")";

    private static double Rounded(double value, int digits) => Math.Abs(Math.Round(value, digits));

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
