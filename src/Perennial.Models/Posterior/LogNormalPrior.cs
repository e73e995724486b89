namespace Perennial.Models.Posterior;

/// <summary>What is believed of one parameter before the data: its logarithm is normal. A prior is data, and is printed with the draws.</summary>
/// <param name="Parameter">The paper's name in lower case: r, alpha, a, b, s, beta, p, q, gamma, delta.</param>
/// <param name="Median">The median, in the unit of the parameter; positive.</param>
/// <param name="LogStandardDeviation">Standard deviation of the logarithm; positive. 2 says "between a fiftieth and fifty times the median".</param>
public sealed record LogNormalPrior(string Parameter, double Median, double LogStandardDeviation);
