namespace Perennial.Testing;

/// <summary>Says that a test carries the golden number of a definition. Every definition needs one.</summary>
/// <param name="id">The definition's id, such as <c>hhi.revenue.v1</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class GoldenAttribute(string id) : Attribute
{
    /// <summary>Gives the definition's id.</summary>
    public string Id { get; } = id;
}
