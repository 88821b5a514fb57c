using System.Globalization;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Samples;
using Spectre.Console;

namespace NativeGan.Training.Commands;

/// <summary>A run on the console: a bar on a terminal, plain lines where output is redirected, in CI, or under NO_COLOR.</summary>
public sealed class ConsoleProgress : ITrainingObserver
{
    private readonly TrainingOptions _options;
    private readonly ProgressTask? _task;

    private readonly IReadOnlyList<string> _statistics;

    private ConsoleProgress(TrainingOptions options, IReadOnlyList<string> statistics, ProgressTask? task)
    {
        _options = options;
        _statistics = statistics;
        _task = task;
    }

    /// <summary>Runs a training while showing its progress.</summary>
    /// <param name="options">The run's configuration.</param>
    /// <param name="statistics">Names of what each line of metrics has besides; see <see cref="TrainingSession.Statistics"/>.</param>
    /// <param name="startStep">Steps done before.</param>
    /// <param name="train">The training; it is handed the observer.</param>
    public static void Show(TrainingOptions options, IReadOnlyList<string> statistics, long startStep, Action<ITrainingObserver> train)
    {
        bool isPlain = Console.IsOutputRedirected
            || Environment.GetEnvironmentVariable("CI") is { Length: > 0 }
            || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }
            || Environment.GetEnvironmentVariable("TERM") == "dumb";
        if (isPlain)
        {
            train(new ConsoleProgress(options, statistics, null));
            return;
        }

        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(options.Preset, maxValue: options.Steps);
                task.Value = startStep;
                train(new ConsoleProgress(options, statistics, task));
            });
    }

    /// <inheritdoc/>
    public void OnProgress(long step)
    {
        _task?.Value = step;
    }

    /// <inheritdoc/>
    public void OnSamples(SampleReport samples) =>
        Write(string.Create(CultureInfo.InvariantCulture, $"step {samples.Step,6}  samples: {samples.FiguresText}"));

    /// <inheritdoc/>
    public void OnMetrics(in MetricsRow metrics)
    {
        Write(Line(metrics));
        if (_task is not null)
        {
            _task.Description = string.Create(CultureInfo.InvariantCulture,
                $"{_options.Preset}  D {metrics.DiscriminatorLoss:F3}  G {metrics.GeneratorLoss:F3}  {metrics.StepsPerSecond:F0} steps/s").EscapeMarkup();
        }
    }

    private void Write(string line)
    {
        if (_task is null)
        {
            Console.WriteLine(line);
        }
        else
        {
            AnsiConsole.WriteLine(line);
        }
    }

    private string Line(in MetricsRow metrics)
    {
        string statistics = string.Concat(_statistics.Zip(metrics.Statistics, (name, value) => string.Create(CultureInfo.InvariantCulture, $"  {name} {value:F3}")));
        double secondsLeft = (_options.Steps - metrics.Step) / Math.Max(metrics.StepsPerSecond, 1e-3);
        return string.Create(CultureInfo.InvariantCulture,
            $"step {metrics.Step,6}  D {metrics.DiscriminatorLoss:F3}  G {metrics.GeneratorLoss:F3}  D(x) {metrics.RealScore:F2}  D(G(z)) {metrics.FakeScore:F2}{statistics}  {metrics.StepsPerSecond:F0} steps/s{(metrics.Step < _options.Steps ? $"  {Durations.InWords(secondsLeft)} left" : "")}");
    }
}
