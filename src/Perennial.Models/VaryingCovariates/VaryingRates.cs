namespace Perennial.Models.VaryingCovariates;

/// <summary>What each row of covariates does to both rates at given coefficients: once for all customers who meet it.</summary>
internal sealed class VaryingRates
{
    private readonly double[] _purchaseX;
    private readonly double[] _dropoutX;

    /// <summary>Works out e^(g'x) and e^(h'z) for each row.</summary>
    /// <param name="x">Rows of q covariates, row after row.</param>
    /// <param name="width">q.</param>
    /// <param name="purchase">The places of the covariates that act on purchases.</param>
    /// <param name="dropout">The places of those that act on drop-out.</param>
    /// <param name="g">Coefficients of the former.</param>
    /// <param name="h">Coefficients of the latter.</param>
    public VaryingRates(double[] x, int width, int[] purchase, int[] dropout, ReadOnlySpan<double> g, ReadOnlySpan<double> h)
    {
        int rows = width == 0 ? 1 : x.Length / width;
        (Purchases, Dropouts) = (purchase.Length, dropout.Length);
        (_purchaseX, Purchase) = Picked(x, rows, width, purchase, g);
        (_dropoutX, Dropout) = Picked(x, rows, width, dropout, h);
    }

    /// <summary>Gives the number of coefficients on purchases.</summary>
    public int Purchases { get; }

    /// <summary>Gives the number of coefficients on drop-out.</summary>
    public int Dropouts { get; }

    /// <summary>Gives, for each row, the factor of the purchase rate.</summary>
    public double[] Purchase { get; }

    /// <summary>Gives, for each row, the factor of the drop-out rate.</summary>
    public double[] Dropout { get; }

    /// <summary>Gives the covariates of a row that act on purchases.</summary>
    public ReadOnlySpan<double> PurchaseX(int row) => _purchaseX.AsSpan(row * Purchases, Purchases);

    /// <summary>Gives the covariates of a row that act on drop-out.</summary>
    public ReadOnlySpan<double> DropoutX(int row) => _dropoutX.AsSpan(row * Dropouts, Dropouts);

    private static (double[] X, double[] Factor) Picked(double[] x, int rows, int width, int[] places, ReadOnlySpan<double> coefficients)
    {
        double[] picked = new double[rows * places.Length];
        double[] factor = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            double log = 0.0;
            for (int k = 0; k < places.Length; k++)
            {
                double value = x[(row * width) + places[k]];
                picked[(row * places.Length) + k] = value;
                log += coefficients[k] * value;
            }

            factor[row] = Math.Exp(log);
        }

        return (picked, factor);
    }
}
