namespace Perennial.Models.Posterior;

/// <summary>Tunes the step size of a chain to a mean acceptance during warm-up.</summary>
/// <source paper="HoffmanGelman2014" page="1607"/>
internal sealed class DualAveraging
{
    private const double Shrinkage = 0.05;
    private const double Delay = 10.0;
    private const double Forgetting = 0.75;
    private readonly double _target;
    private double _centre;
    private double _error;
    private double _logMean;
    private int _steps;

    public DualAveraging(double target) => _target = target;

    /// <summary>Gives the step to use once tuning ends.</summary>
    public double Tuned => Math.Exp(_logMean);

    /// <summary>Starts anew around a step size.</summary>
    public void Restart(double step)
    {
        _centre = Math.Log(10.0 * step);
        _error = 0.0;
        _logMean = 0.0;
        _steps = 0;
    }

    /// <summary>Takes the acceptance of a step and gives the next step size.</summary>
    public double Next(double acceptance)
    {
        _steps++;
        double weight = 1.0 / (_steps + Delay);
        _error = ((1.0 - weight) * _error) + (weight * (_target - acceptance));
        double log = _centre - (Math.Sqrt(_steps) / Shrinkage * _error);
        double fade = Math.Pow(_steps, -Forgetting);
        _logMean = (fade * log) + ((1.0 - fade) * _logMean);
        return Math.Exp(log);
    }
}
