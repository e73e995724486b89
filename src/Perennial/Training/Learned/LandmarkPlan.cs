namespace Perennial.Training.Learned;

/// <summary>Which landmarks train, calibrate and test. Outcomes of one group are over before the next begins, so nothing learned knows what it is tested on.</summary>
/// <param name="Horizon">Days after a landmark that are looked at.</param>
/// <param name="TestFrom">The latest landmark whose horizon is over.</param>
/// <param name="Block">Landmarks a group, for calibrating and for testing.</param>
/// <param name="Last">The earliest landmark there is.</param>
public sealed record LandmarkPlan(int Horizon, int TestFrom, int Block, int Last)
{
    private const int MostBlock = 4;

    /// <summary>Gives the earliest landmark of the test.</summary>
    public int TestTo => TestFrom + Block - 1;

    /// <summary>Gives the latest landmark of the calibration.</summary>
    public int CalibrateFrom => TestTo + TestFrom;

    /// <summary>Gives the earliest landmark of the calibration.</summary>
    public int CalibrateTo => CalibrateFrom + Block - 1;

    /// <summary>Gives the latest landmark of the training.</summary>
    public int TrainFrom => CalibrateTo + TestFrom;

    /// <summary>Plans: a horizon needs three times itself of history.</summary>
    /// <param name="horizon">Days, from 1.</param>
    /// <param name="landmarks">Landmarks before the as-of day.</param>
    /// <param name="step">Days from landmark to landmark.</param>
    /// <returns>The plan, or null where the history is too short.</returns>
    public static LandmarkPlan? Of(int horizon, int landmarks, int step)
    {
        int mature = (horizon + step - 1) / step, free = landmarks - (3 * mature);
        return free < 0 ? null : new(horizon, mature, Math.Clamp(free / 4, 1, MostBlock), landmarks);
    }
}
