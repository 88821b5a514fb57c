using System.Globalization;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Samples;

namespace NativeGan.Training.Commands;

/// <summary>A run on the console: its lines, and on a terminal how far it is.</summary>
internal sealed class ConsoleProgress : ITrainingObserver
{
    private readonly TrainingOptions _options;
    private readonly IReadOnlyList<string> _statistics;
    private readonly ProgressLine _line;

    /// <summary>Shows a run.</summary>
    /// <param name="options">The run's configuration.</param>
    /// <param name="statistics">Names of what each line of metrics has besides; see <see cref="TrainingSession.Statistics"/>.</param>
    /// <param name="startStep">Steps done before.</param>
    /// <param name="line">Where to; not owned.</param>
    public ConsoleProgress(TrainingOptions options, IReadOnlyList<string> statistics, long startStep, ProgressLine line)
    {
        (_options, _statistics, _line) = (options, statistics, line);
        OnProgress(startStep);
    }

    /// <summary>Runs a training while showing its progress.</summary>
    /// <param name="options">The run's configuration.</param>
    /// <param name="statistics">Names of what each line of metrics has besides; see <see cref="TrainingSession.Statistics"/>.</param>
    /// <param name="startStep">Steps done before.</param>
    /// <param name="train">The training; it is handed the observer.</param>
    public static void Show(TrainingOptions options, IReadOnlyList<string> statistics, long startStep, Action<ITrainingObserver> train)
    {
        using ProgressLine line = ProgressLine.Open();
        train(new ConsoleProgress(options, statistics, startStep, line));
    }

    /// <inheritdoc/>
    public void OnProgress(long step) => _line.Report(_options.Preset, step, _options.Steps, "step");

    /// <inheritdoc/>
    public void OnSamples(SampleReport samples) =>
        _line.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {samples.Step,6}  samples: {samples.FiguresText}"));

    /// <inheritdoc/>
    public void OnMetrics(in MetricsRow metrics)
    {
        OnProgress(metrics.Step);
        _line.WriteLine(Line(metrics));
    }

    // The time left stands in the line below where there is one.
    private string Line(in MetricsRow metrics)
    {
        string statistics = string.Concat(_statistics.Zip(metrics.Statistics, (name, value) => string.Create(CultureInfo.InvariantCulture, $"  {name} {value:F3}")));
        double secondsLeft = (_options.Steps - metrics.Step) / Math.Max(metrics.StepsPerSecond, 1e-3);
        string left = _line.IsLive || metrics.Step >= _options.Steps ? "" : $"  {Durations.InWords(secondsLeft)} left";
        return string.Create(CultureInfo.InvariantCulture,
            $"step {metrics.Step,6}  D {metrics.DiscriminatorLoss:F3}  G {metrics.GeneratorLoss:F3}  D(x) {metrics.RealScore:F2}  D(G(z)) {metrics.FakeScore:F2}{statistics}  {metrics.StepsPerSecond:F0} steps/s{left}");
    }
}
