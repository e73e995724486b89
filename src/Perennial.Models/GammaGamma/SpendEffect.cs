namespace Perennial.Models.GammaGamma;

/// <summary>How one covariate moves the level of spend.</summary>
/// <param name="Covariate">The name of the column.</param>
/// <param name="Coefficient">ln(level of spend) rises by it per unit of the covariate; any finite number, no unit of money.</param>
public sealed record SpendEffect(string Covariate, double Coefficient)
{
    /// <summary>Gives the name in reports: spend:channel.</summary>
    public string Name => "spend:" + Covariate;
}
