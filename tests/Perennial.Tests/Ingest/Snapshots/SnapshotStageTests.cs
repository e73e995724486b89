using Perennial.DuckDb;
using Perennial.Ingest.Snapshots;
using Perennial.Kernel;

namespace Perennial.Tests.Ingest.Snapshots;

/// <summary>Tables with one row a customer: parts recognised, rows accounted for, columns that know the future left out.</summary>
public sealed class SnapshotStageTests
{
    private static SnapshotTable Read(string text, SnapshotOptions? options = null)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("perennial-snapshot-").FullName, "table.csv");
        try
        {
            File.WriteAllText(path, text);
            using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
            using DuckDbConnection engine = database.Connect();
            return SnapshotStage.Run(engine, [path], options ?? new SnapshotOptions(), SilentLog.Instance);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    private static string Table(string head, int rows, Func<int, string> row) => head + "\n" + string.Concat(Enumerable.Range(0, rows).Select(i => row(i) + "\n"));

    [Fact]
    public void Parts_are_recognised_by_name_and_content()
    {
        SnapshotTable table = Read(Table(
            "customer_id,tenure_months,plan,monthly_charge,seats,churned", 40, i => $"C{i:000},{1 + (i * 7 % 30)},{(i % 3 == 0 ? "Pro" : "Basic")},{10 + i}.50,{i % 5},{(i % 4 == 0 ? "Yes" : "No")}"));
        Assert.Equal(
            [("left", "churned"), ("tenure", "tenure_months"), ("id", "customer_id"), ("by", "plan"), ("value", "monthly_charge")],
            table.Roles.Select(role => (role.Role, role.Column)));
        Assert.Equal(40, table.Count);
        Assert.Equal("C003", table.Id[3]);
        Assert.Equal(22, table.Months[3]);
        Assert.Equal(13.5, table.Value![3]);
        Assert.Equal("Pro", table.By!.Words![3]);
        Assert.Equal(10, table.Left.Count(one => one));
        Assert.Equal(["plan", "monthly_charge", "seats"], table.Columns.Select(column => column.Name));
        Assert.All(table.Entry, entry => Assert.Equal(0, entry));
    }

    [Fact]
    public void Every_row_is_used_or_set_aside_or_in_quarantine_with_its_line()
    {
        SnapshotTable table = Read("id,tenure,churn\na,5,Yes\nb,-1,No\nc,x,No\nd,0,No\ne,0,Yes\nf,3,No\ng,4,Maybe\nh,9,No\ni,8,No\n", new() { Tenure = "tenure", Left = "churn" });
        Assert.Equal((9, 5, 3), (table.Rows.In, table.Rows.Used, table.Rows.Quarantined));
        Assert.Equal(1, Assert.Single(table.Rows.SetAside).Value);
        Assert.Equal([(3, "tenure", "-1"), (4, "tenure", "x"), (8, "churn", "Maybe")], table.Quarantine.Select(row => ((int)row.Line, row.Column, row.Value)));
        Assert.Contains("--left 'churn=WORD'", table.Quarantine[2].Reason, StringComparison.Ordinal);

        // Who left at once was there for less than a month, not for no time.
        Assert.Equal([5, 0.5, 3, 9, 8], table.Months);
    }

    [Fact]
    public void Columns_that_know_the_future_are_named_and_left_out_unless_stated()
    {
        static string Row(int i) => $"C{i},{1 + (i * 7 % 30)},{(i % 4 == 0 ? "1" : "0")},{(i % 4 == 0 ? "moved" : string.Empty)},{i % 100},{(1 + (i * 7 % 30)) * 20},{(i % 4 == 0 ? 5 : 1)},{i % 7},word{i},{1000 + (i % 9)}";
        string text = Table("customer,tenure,churn,churn_reason,churn_score,total_paid,alarm,tickets,note,cltv", 60, Row);
        SnapshotTable table = Read(text);
        Assert.Equal(["tickets"], table.Columns.Select(column => column.Name));
        Assert.Equal(["churn_reason", "churn_score", "total_paid", "alarm", "note", "cltv"], table.LeftOut.Select(column => column.Column));
        string Why(string name) => table.LeftOut.Single(column => column.Column == name).Why;
        Assert.Contains("speaks of leaving", Why("churn_score"), StringComparison.Ordinal);
        Assert.Contains("rank correlation 1.00", Why("total_paid"), StringComparison.Ordinal);
        Assert.Contains("concordance 1.00", Why("alarm"), StringComparison.Ordinal);
        Assert.Contains("60 different words", Why("note"), StringComparison.Ordinal);
        Assert.Contains("forecast", Why("cltv"), StringComparison.Ordinal);

        SnapshotTable told = Read(text, new() { Use = ["Churn_Score"], LeaveOut = ["tickets"] });
        Assert.Equal(["churn_score"], told.Columns.Select(column => column.Name));
    }

    [Fact]
    public void Units_words_and_a_stated_watch_are_obeyed()
    {
        string text = Table("who;Days active;Status;x", 30, i => $"{i};{30 * (i + 1)};{(i % 5 == 0 ? "Cancelled" : i % 5 == 1 ? "Active" : "Paused")};1,{i}");
        SnapshotTable table = Read(text, new() { Tenure = "days active", Left = "Status=Cancelled", LeftWithin = 3 });
        Assert.Equal(30, table.Rows.Used);
        Assert.Equal(6, table.Left.Count(one => one));
        Assert.Equal(30 / 30.4375, table.Months[0], 1e-12);
        Assert.Equal(0, table.Entry[0]);
        Assert.Equal(table.Months[20] - 3, table.Entry[20], 1e-12);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n5,9\n", "No column says who left. The columns are 'a', 'b'. State it with --left COLUMN")]
    [InlineData("id,churned\n1,Yes\n2,No\n3,No\n", "No column says how long customers have stayed.")]
    [InlineData("id,tenure,churned\n1,5,Yes\n2,4,No\n3,9,No\n", "and 1 of them left")]
    public void What_is_missing_is_said(string text, string expected)
    {
        PerennialException refused = Assert.Throws<PerennialException>(() => Read(text));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Equal(Fault.Data, refused.Fault);
    }

    [Fact]
    public void A_stated_column_that_is_not_there_is_refused_with_those_that_are()
    {
        PerennialException refused = Assert.Throws<PerennialException>(() => Read("id,tenure,churned\n1,5,Yes\n2,4,No\n", new() { By = "plan" }));
        Assert.Equal(("ingest/snapshot-column", Fault.Usage), (refused.Code, refused.Fault));
        Assert.Contains("--by names the column 'plan', which the table does not have. The columns are 'id', 'tenure', 'churned'.", refused.Message, StringComparison.Ordinal);
    }
}
