using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Tests.Kernel;

public sealed class SqlFileTests
{
    [Fact]
    public void Statements_end_at_semicolons_outside_text_names_and_comments() =>
        Assert.Equal(
            ["-- a; b\nSELECT ';' AS \"x;y\"", "SELECT 'it''s; so'"],
            SqlStatements.Split("-- a; b\nSELECT ';' AS \"x;y\";\n\nSELECT 'it''s; so';\n-- the end;\n"));

    [Fact]
    public void A_statement_gets_the_parameters_it_names_and_no_others()
    {
        DuckDbParameter[] parameters = [new("day", 1), new("day_end", 2), new("other", 3)];

        Assert.Equal(["day_end"], SqlStatements.Named("SELECT $day_end -- $other", parameters).Select(static parameter => parameter.Name));
        Assert.Equal(["day"], SqlStatements.Named("SELECT $x + $day", parameters).Select(static parameter => parameter.Name));
        Assert.Empty(SqlStatements.Named("SELECT 1", parameters));
    }

    [Fact]
    public void A_file_that_does_not_exist_is_refused_by_name() =>
        Assert.Contains("'Ledger/Sql/99_none.sql'", Assert.Throws<ArgumentException>(() => SqlFile.Of("Ledger", "99_none")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-0.1)]
    public void Require_names_the_parameter_and_the_rule(double discount)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => Require.AtLeast(discount, 0));

        Assert.Equal("discount", error.ParamName);
        Assert.Contains("at least 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Require_keeps_days_in_order()
    {
        DateOnly origin = new(2020, 2, 1);
        DateOnly until = new(2020, 1, 1);

        Assert.Contains("origin is 2020-02-01, after until 2020-01-01", Assert.Throws<ArgumentOutOfRangeException>(() => Require.NotAfter(origin, until)).Message, StringComparison.Ordinal);
    }
}
