using System.Globalization;
using Perennial.Ingest;
using Perennial.Kernel;

namespace Perennial.Tests.Ingest.Mapping;

/// <summary>Days, times and zones at their edges.</summary>
public sealed class DayTests
{
    public static TheoryData<string, string> Months { get; } = new()
    {
        { "{0} {1} 2021", "January February March April May June July August September October November December" },
        { "{1} {0}, 2021", "January February March April May June July August September October November December" },
        { "Mon, {0} {1} 2021", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec" },
        { "{0}. {1} 2021", "Januar Februar März April Mai Juni Juli August September Oktober November Dezember" },
        { "{0}. {1}. 21", "Jän Feb Mär Apr Mai Jun Jul Aug Sept Okt Nov Dez" },
        { "lundi {0} {1} 2021", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre" },
        { "{0} {1} 2021", "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc." },
        { "{0} de {1} de 2021", "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre" },
        { "{0}-{1}-21", "ene feb mar abr may jun jul ago sep oct nov dic" },
        { "{0} {1} 2021", "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre" },
        { "{0}-{1}-2021", "gen feb mar apr mag giu lug ago set ott nov dic" },
        { "{0} {1} 2021", "januari februari maart april mei juni juli augustus september oktober november december" },
        { "{0}-{1}-2021", "jan feb mrt apr mei jun jul aug sep okt nov dec" },
        { "{0} de {1} de 2021", "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro" },
        { "{0}/{1}/2021", "" },
        { "{0} {1} 2021", "JANUARI FEBRUARI MARS APRIL MAJ JUNI JULI AUGUSTI SEPTEMBER OKTOBER NOVEMBER DECEMBER" },
    };

    [Theory]
    [MemberData(nameof(Months))]
    public void Months_are_read_by_name_in_several_languages(string form, string names)
    {
        string[] months = names.Length > 0 ? names.Split(' ') : [.. Enumerable.Range(1, 12).Select(month => month.ToString("00", CultureInfo.InvariantCulture))];
        string text = "kunde;wann;betrag\n" + Ingested.Rows(24, i => $"K{i % 5};{string.Format(CultureInfo.InvariantCulture, form, 1 + i, months[i % 12])}{(i % 3 == 0 ? " 10:05" : string.Empty)};{i + 1},50");
        using Ingested ingested = Ingested.Text(text);
        Assert.Equal(string.Join(' ', Enumerable.Range(0, 24).Select(i => $"2021-{1 + (i % 12):00}-{1 + i:00}")), ingested.Values("day"));
        Assert.Equal("10:05:00", ingested.Connection.Scalar<string>("SELECT CAST(CAST(occurred AS TIME) AS VARCHAR) FROM ingest_rows WHERE row_no = 3"));
    }

    [Fact]
    public void A_word_that_is_no_month_is_quarantined()
    {
        using Ingested ingested = Ingested.Text("customer,date,amount\n" + Ingested.Rows(30, i => $"C{i % 4},{1 + (i % 28)} März 2021,{i}.50") + "C1,5 Marzipan 2021,1.00\nC1,31 Februar 2021,1.00\n");
        Assert.Equal(2, ingested.Result.Rows.Quarantined);
        ingested.AssertRowsSum();
    }

    [Theory]
    [InlineData("2021-03-01", "9:05", "21:30:15")]
    [InlineData("2021-03-01 00:00:00", "09:05", "21:30:15")]
    [InlineData("01.03.2021", "9:05 am", "9:30:15 PM")]
    [InlineData("20210301", "09:05:00.000", "21:30:15.000")]
    public void Days_and_times_in_two_columns_are_one_instant(string day, string morning, string evening)
    {
        string text = "customer,date,time,amount\n" + Ingested.Rows(40, i => $"C{i % 7},{day},{(i % 2 == 0 ? morning : evening)},{i}.50") + $"C1,{day},,1.00\nC2,{day},25:71,1.00\n";
        using Ingested ingested = Ingested.Text(text, new IngestOptions { TimeZone = "Europe/Berlin", AsOf = new DateOnly(2021, 3, 1) });
        Assert.Equal("time", ingested.Column("time"));
        Assert.Equal("date", ingested.Column("date"));
        Assert.Equal("2021-03-01 08:05:00 2021-03-01 20:30:15", ingested.Connection.Scalar<string>("SELECT string_agg(CAST(occurred AS VARCHAR), ' ' ORDER BY row_no) FROM ingest_rows WHERE row_no < 2"));
        Assert.Equal("2021-02-28 23:00:00", ingested.Connection.Scalar<string>("SELECT CAST(occurred AS VARCHAR) FROM ingest_rows WHERE row_no = 40"));
        Assert.Equal("time 25:71", ingested.Connection.Scalar<string>("SELECT \"column\" || ' ' || \"value\" FROM ingest_quarantine"));
        Assert.Equal(41, ingested.Connection.Scalar<long>("SELECT count(*) FROM ingest_rows WHERE disposition = 0 AND day = DATE '2021-03-01'"));
        ingested.AssertRowsSum();
    }

    [Fact]
    public void Times_are_found_without_names_are_nobodys_id_and_two_columns_of_them_are_not_guessed()
    {
        string Log(string header, string more) => header + Ingested.Rows(60, i => $"{i * 37 % 11:0000},{Ingested.Day(i)},{8 + (i % 9)}:{i % 60:00}{more},{i}.25");
        using Ingested bare = Ingested.Text(Log("", ""));
        Assert.Equal("column 3", bare.Column("time"));
        Assert.Equal("column 1", bare.Column("customer"));
        using Ingested two = Ingested.Text(Log("customer,date,open,close,amount\n", ",20:00"));
        Assert.Null(two.Column("time"));
        Assert.Contains(two.Result.Mapping.Warnings, warning => warning.Contains("--map time=COLUMN", StringComparison.Ordinal));
        using Ingested stated = Ingested.Text(Log("customer,date,open,close,amount\n", ",20:00"), new IngestOptions { Map = new Dictionary<string, string>(StringComparer.Ordinal) { ["time"] = "open" } });
        Assert.Equal("2020-01-02 09:01:00", stated.Connection.Scalar<string>("SELECT CAST(occurred AS VARCHAR) FROM ingest_rows WHERE row_no = 1"));
        using Ingested own = Ingested.Text("customer,date,opens,amount\n" + Ingested.Rows(60, i => $"{i % 11:0000},{Ingested.Day(i)} 10:0{i % 10},08:00,{i}.25"));
        Assert.Null(own.Column("time"));
    }

    [Fact]
    public void Spreadsheet_serials_are_days_since_1899_12_30_from_1970_to_2099_to_the_second()
    {
        string[] serials = ["25569", "36526", "43890", "43891", "36525.999999", "36525.5", "73050", "25568", "73051", "60"];
        string text = "customer;date;amount\n" + Ingested.Rows(60, i => $"C{i % 7};{40000 + i};{i},50") + string.Concat(serials.Select(serial => $"C1;{serial};1,00\n"));
        using Ingested ingested = Ingested.Text(text, new IngestOptions { AsOf = new DateOnly(2100, 1, 1) });
        string days = ingested.Values("coalesce(strftime(CASE WHEN disposition = 0 THEN day END, '%Y-%m-%d'), 'none')");
        Assert.EndsWith("1970-01-01 2000-01-01 2020-02-29 2020-03-01 2000-01-01 1999-12-31 2099-12-31 none none none", days, StringComparison.Ordinal);
        Assert.Equal("1999-12-31 12:00:00", ingested.Connection.Scalar<string>("SELECT CAST(occurred AS VARCHAR) FROM ingest_rows WHERE row_no = 65"));
        ingested.AssertRowsSum();
    }

    [Theory]
    [InlineData("Europe/Berlin", "2021-03-28 01:59:59", "2021-03-28", "2021-03-28 00:59:59")]
    [InlineData("Europe/Berlin", "2021-03-28 02:30:00", "2021-03-28", "2021-03-28 01:30:00")]
    [InlineData("Europe/Berlin", "2021-03-28 03:00:00", "2021-03-28", "2021-03-28 01:00:00")]
    [InlineData("Europe/Berlin", "2021-10-31 01:59:59", "2021-10-31", "2021-10-30 23:59:59")]
    [InlineData("Europe/Berlin", "2021-10-31 02:30:00", "2021-10-31", "2021-10-31 01:30:00")]
    [InlineData("Europe/Berlin", "2021-10-31T02:30:00+02:00", "2021-10-31", "2021-10-31 00:30:00")]
    [InlineData("Europe/Berlin", "2021-10-31T02:30:00+01:00", "2021-10-31", "2021-10-31 01:30:00")]
    [InlineData("Europe/Berlin", "2021-10-31T23:30:00Z", "2021-11-01", "2021-10-31 23:30:00")]
    [InlineData("Europe/Berlin", "2021-06-30T22:30:00Z", "2021-07-01", "2021-06-30 22:30:00")]
    [InlineData("America/Sao_Paulo", "2018-11-04 00:15:00", "2018-11-04", "2018-11-04 03:15:00")]
    [InlineData("America/Sao_Paulo", "2018-02-17 23:30:00", "2018-02-17", "2018-02-18 02:30:00")]
    [InlineData("Pacific/Apia", "2011-12-30 12:00:00", "2011-12-30", "2011-12-30 22:00:00")]
    [InlineData("UTC", "2021-03-28 02:30:00", "2021-03-28", "2021-03-28 02:30:00")]
    public void A_skipped_time_lies_behind_the_gap_a_repeated_one_is_the_second_and_the_day_is_the_one_written(string zone, string written, string day, string instant)
    {
        bool offset = written.Contains('T', StringComparison.Ordinal);
        string text = "customer,date,amount\n" + Ingested.Rows(20, i => $"C{i % 5},{Ingested.Day(i)}{(offset ? "T10:00:00Z" : " 10:00:00")},{i}.50") + $"C1,{written},1.00\n";
        using Ingested ingested = Ingested.Text(text, new IngestOptions { TimeZone = zone, AsOf = new DateOnly(2022, 1, 1) });
        Assert.Equal(day, ingested.Connection.Scalar<string>("SELECT CAST(day AS VARCHAR) FROM ingest_rows WHERE row_no = 20"));
        Assert.Equal(instant, ingested.Connection.Scalar<string>("SELECT CAST(occurred AS VARCHAR) FROM ingest_rows WHERE row_no = 20"));
    }

    [Fact]
    public void A_time_without_a_date_is_refused_with_the_columns() =>
        Assert.Equal("ingest/no-date-column", Assert.Throws<PerennialException>(() => Ingested.Text("customer,time,amount\n" + Ingested.Rows(30, i => $"C{i % 4},10:{i % 60:00},{i}.50")).Dispose()).Code);
}
