using System.Globalization;
using System.Text.Json.Nodes;

namespace Perennial.Reports.Charts;

/// <summary>The parts that every picture's option is made of.</summary>
internal static class ChartJson
{
    /// <summary>Gives the option all pictures start from: still, described for screen readers, quiet axes.</summary>
    public static JsonObject Base(string description) => new()
    {
        ["animation"] = false,
        ["aria"] = new JsonObject { ["enabled"] = true, ["label"] = new JsonObject { ["description"] = description } },
        ["textStyle"] = new JsonObject { ["color"] = "$muted", ["fontSize"] = 12 },
        ["grid"] = new JsonObject { ["left"] = 8, ["right"] = 20, ["top"] = 36, ["bottom"] = 8, ["containLabel"] = true },
        ["tooltip"] = Tooltip(),
    };

    /// <summary>Gives a tooltip that reads each item's own words.</summary>
    public static JsonObject Tooltip(string trigger = "item", string formatter = "@tip") => new()
    {
        ["trigger"] = trigger,
        ["formatter"] = formatter,
        ["confine"] = true,
        ["backgroundColor"] = "$panel",
        ["borderColor"] = "$line",
        ["textStyle"] = new JsonObject { ["color"] = "$ink", ["fontSize"] = 13 },
        ["axisPointer"] = new JsonObject { ["type"] = "line", ["lineStyle"] = new JsonObject { ["color"] = "$line" } },
    };

    /// <summary>A legend's mark for a solid line.</summary>
    public const string SolidLine = "path://M0,5H26V7H0Z";

    /// <summary>A legend's mark for a thick line.</summary>
    public const string ThickLine = "path://M0,2H26V10H0Z";

    /// <summary>A legend's mark for a dashed line.</summary>
    public const string DashedLine = "path://M0,5H7V7H0ZM10,5H17V7H10ZM20,5H27V7H20Z";

    /// <summary>Gives a legend at the top left; marks may be named where the default one says too little.</summary>
    public static JsonObject Legend(params ReadOnlySpan<(string Name, string Icon)> marks)
    {
        JsonObject legend = Plain();
        if (!marks.IsEmpty)
        {
            JsonArray data = [];
            foreach ((string name, string icon) in marks)
            {
                data.Add((JsonNode)new JsonObject { ["name"] = name, ["icon"] = icon });
            }

            legend["data"] = data;
        }

        return legend;
    }

    private static JsonObject Plain() => new()
    {
        ["top"] = 0, ["left"] = 0, ["itemGap"] = 20, ["textStyle"] = new JsonObject { ["color"] = "$ink", ["fontSize"] = 12 },
    };

    /// <summary>Gives an axis of names.</summary>
    public static JsonObject Names(IEnumerable<string> names, string? title = null) => Titled(title, new()
    {
        ["type"] = "category",
        ["data"] = Texts(names),
        ["axisLine"] = new JsonObject { ["lineStyle"] = new JsonObject { ["color"] = "$line" } },
        ["axisTick"] = new JsonObject { ["show"] = false },
        ["axisLabel"] = new JsonObject { ["color"] = "$muted", ["hideOverlap"] = true },
    });

    /// <summary>Gives an axis of values with the page's format of that name.</summary>
    public static JsonObject Values(string format, string? title = null) => Titled(title, new()
    {
        ["type"] = "value",
        ["axisLabel"] = new JsonObject { ["color"] = "$muted", ["formatter"] = format, ["hideOverlap"] = true },
        ["splitLine"] = new JsonObject { ["lineStyle"] = new JsonObject { ["color"] = "$grid" } },
        ["axisLine"] = new JsonObject { ["show"] = false },
    });

    /// <summary>Gives a zoom strip for long series; the wheel alone keeps scrolling the page.</summary>
    public static JsonArray Zoom() =>
    [
        new JsonObject { ["type"] = "inside", ["zoomOnMouseWheel"] = "ctrl", ["moveOnMouseWheel"] = false, ["preventDefaultMouseMove"] = false },
        new JsonObject
        {
            ["type"] = "slider", ["height"] = 18, ["bottom"] = 4, ["borderColor"] = "$line", ["fillerColor"] = "$wash", ["showDetail"] = false, ["brushSelect"] = false,
            ["handleStyle"] = new JsonObject { ["color"] = "$panel", ["borderColor"] = "$muted" },
            ["moveHandleStyle"] = new JsonObject { ["color"] = "$line" },
            ["dataBackground"] = new JsonObject { ["lineStyle"] = new JsonObject { ["color"] = "$line" }, ["areaStyle"] = new JsonObject { ["color"] = "$grid" } },
            ["selectedDataBackground"] = new JsonObject { ["lineStyle"] = new JsonObject { ["color"] = "$muted" }, ["areaStyle"] = new JsonObject { ["color"] = "$grid" } },
        },
    ];

    /// <summary>Gives the style of a stroke.</summary>
    public static JsonObject Stroke(string color, double width = 2, string type = "solid") => new() { ["color"] = color, ["width"] = width, ["type"] = type };

    /// <summary>Gives the pattern of what is incomplete or predicted: never colour alone.</summary>
    public static JsonObject Hatch() => new() { ["symbol"] = "rect", ["dashArrayX"] = new JsonArray(1, 0), ["dashArrayY"] = new JsonArray(2, 4), ["rotation"] = Math.PI / 4, ["color"] = "$hatch" };

    /// <summary>Gives a bar or point with its own tooltip.</summary>
    public static JsonObject Item(JsonNode? value, string tip) => new() { ["value"] = value, ["tip"] = tip };

    /// <summary>Gives a number with six digits, or a gap where there is none: pictures need no more.</summary>
    public static JsonNode? Number(double? number) => number is { } n && double.IsFinite(n)
        ? JsonValue.Create(n == 0 ? 0 : double.Parse(n.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))
        : null;

    /// <summary>Gives a point of two coordinates.</summary>
    public static JsonArray Point(double x, double y) => [Number(x), Number(y)];

    /// <summary>Gives an array.</summary>
    public static JsonArray All(IEnumerable<JsonNode?> nodes) => new([.. nodes]);

    /// <summary>Gives an array of numbers.</summary>
    public static JsonArray Numbers(IEnumerable<double?> numbers) => All(numbers.Select(Number));

    /// <summary>Gives an array of texts.</summary>
    public static JsonArray Texts(IEnumerable<string> texts) => All(texts.Select(t => (JsonNode?)JsonValue.Create(t)));

    private static JsonObject Titled(string? title, JsonObject axis)
    {
        if (title is not null)
        {
            axis["name"] = title;
            axis["nameLocation"] = "middle";
            axis["nameGap"] = 30;
            axis["nameTextStyle"] = new JsonObject { ["color"] = "$muted" };
        }

        return axis;
    }
}
