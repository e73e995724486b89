namespace Perennial.Reports.Page.Sections;

/// <summary>How the run can be repeated: inputs by hash, options, seed, version, and how long it took.</summary>
internal static class RunSection
{
    public static Section Draw(RunRecord run) => new("run", "This run", Markup.Of($"""
        <p>The same inputs, options, version and seed give the same numbers. Version {run.Version}, seed {run.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)}, run <code>{run.RunId}</code>.</p>
        {Tables.Draw("Inputs by content", ["File", "#Rows", "#Bytes", "SHA-256"], run.Inputs.Select(i => (IReadOnlyList<Markup>)[Tables.Data(i.Path), Tables.Text(Figure.Count(i.Rows)), Tables.Text(Figure.Count(i.Bytes)), Markup.Of($"""<code class="hash">{i.Sha256}</code>""")]))}
        {Tables.Draw("Options", ["Option", "Value"], run.Options.Select(o => (IReadOnlyList<Markup>)[Markup.Of($"<code>{o.Key}</code>"), Tables.Data(o.Value)]))}
        {Tables.Draw("Time by stage", ["Stage", "#Seconds"], run.Timings.Select(t => (IReadOnlyList<Markup>)[Tables.Text(t.Key), Tables.Text(Figure.Fixed(t.Value, "0.00"))]))}
        """));
}
