namespace Perennial.Models.CnbdK;

/// <summary>After which purchases customers may drop out.</summary>
public enum CnbdKVariant
{
    /// <summary>After repeat purchases only, as in BG/NBD: bg-cnbd-k.</summary>
    BgCnbdK,

    /// <summary>After every purchase, the first one too, as in MBG/NBD: mbg-cnbd-k.</summary>
    MbgCnbdK,
}

/// <summary>What the variants are called and how they differ.</summary>
internal static class CnbdKVariants
{
    /// <summary>Gives the model's name.</summary>
    public static string Name(this CnbdKVariant variant) => variant switch
    {
        CnbdKVariant.BgCnbdK => "bg-cnbd-k",
        CnbdKVariant.MbgCnbdK => "mbg-cnbd-k",
        _ => throw new ArgumentOutOfRangeException(nameof(variant), variant, "A variant is BgCnbdK or MbgCnbdK."),
    };

    /// <summary>Gives the number of chances to drop out before the first repeat purchase.</summary>
    public static int ChancesBeforeTheFirstRepeat(this CnbdKVariant variant) => variant == CnbdKVariant.MbgCnbdK ? 1 : 0;
}
