using System.Globalization;
using Spectre.Console;

namespace NativeGan.Training.Output;

/// <summary>A run on the console: a bar on a terminal, plain lines where output is redirected, in CI, or under NO_COLOR.</summary>
public sealed class ConsoleProgress : ITrainingObserver
{
    private readonly TrainingOptions _options;
    private readonly ProgressTask? _task;

    private ConsoleProgress(TrainingOptions options, ProgressTask? task)
    {
        _options = options;
        _task = task;
    }

    /// <summary>Runs a training while showing its progress.</summary>
    /// <param name="options">The run's configuration.</param>
    /// <param name="startStep">Steps done before.</param>
    /// <param name="train">The training; it is handed the observer.</param>
    public static void Show(TrainingOptions options, long startStep, Action<ITrainingObserver> train)
    {
        bool isPlain = Console.IsOutputRedirected
            || Environment.GetEnvironmentVariable("CI") is { Length: > 0 }
            || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }
            || Environment.GetEnvironmentVariable("TERM") == "dumb";
        if (isPlain)
        {
            train(new ConsoleProgress(options, null));
            return;
        }

        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(options.Preset, maxValue: options.Steps);
                task.Value = startStep;
                train(new ConsoleProgress(options, task));
            });
    }

    /// <inheritdoc/>
    public void OnProgress(long step)
    {
        _task?.Value = step;
    }

    /// <inheritdoc/>
    public void OnMetrics(in MetricsRow metrics)
    {
        string line = Line(metrics);
        if (_task is null)
        {
            Console.WriteLine(line);
        }
        else
        {
            AnsiConsole.WriteLine(line);
            _task.Description = string.Create(CultureInfo.InvariantCulture,
                $"{_options.Preset}  D {metrics.DiscriminatorLoss:F3}  G {metrics.GeneratorLoss:F3}  {metrics.StepsPerSecond:F0} steps/s").EscapeMarkup();
        }
    }

    private string Line(in MetricsRow metrics)
    {
        double secondsLeft = (_options.Steps - metrics.Step) / Math.Max(metrics.StepsPerSecond, 1e-3);
        return string.Create(CultureInfo.InvariantCulture,
            $"step {metrics.Step,6}  D {metrics.DiscriminatorLoss:F3}  G {metrics.GeneratorLoss:F3}  D(x) {metrics.RealScore:F2}  D(G(z)) {metrics.FakeScore:F2}  {metrics.StepsPerSecond:F0} steps/s{(metrics.Step < _options.Steps ? $"  {Duration(secondsLeft)} left" : "")}");
    }

    private static string Duration(double seconds) => seconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:F0}s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds / 60):F0}m{seconds % 60:00}s");
}
