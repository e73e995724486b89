using Perennial.Reports.Charts;
using Perennial.Reports.Page;

namespace Perennial.Tests.Reports;

public sealed class MarkupTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("a&b \"c\" 'd'", "a&amp;b &quot;c&quot; &#39;d&#39;")]
    [InlineData("nul\u0000bell\u0007", "nul\uFFFDbell\uFFFD")]
    [InlineData("Ärger 東京", "Ärger 東京")]
    [InlineData(null, "")]
    public void Holes_are_escaped(string? value, string expected) => Assert.Equal($"<p title=\"{expected}\">{expected}</p>", Markup.Of($"<p title=\"{value}\">{value}</p>").ToString());

    [Fact]
    public void A_character_in_a_hole_is_a_character() => Assert.Equal("<p>p&lt;</p>", Markup.Of($"<p>{'p'}{'<'}</p>").ToString());

    [Fact]
    public void Markup_in_a_hole_stays_markup() => Assert.Equal("<p><b>&lt;</b></p>", Markup.Of($"<p>{Markup.Of($"<b>{"<"}</b>")}</p>").ToString());

    [Fact]
    public void Data_of_a_chart_cannot_end_its_script_element()
    {
        Chart chart = new()
        {
            Id = "x", Title = "</script><img src=x onerror=alert(1)>", Caption = "<!--", DefinitionId = "customers.v1",
            Views = [new ChartView(string.Empty, new() { ["series"] = "</script><!--\u2028&" }, new ChartTable([new("a", false)], [[new("</script>")]]))],
        };
        string html = ChartMarkup.Figure(chart).ToString();
        Assert.Equal(1, html.Split("</script>").Length - 1);
        Assert.DoesNotContain("<!--", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\u2028", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
    }
}
