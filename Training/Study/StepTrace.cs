using System.Globalization;
using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Training.Data;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;

namespace NativeGan.Training.Study;

/// <summary>Runs one training step at a small size and tells what its tapes recorded and where gradients went.</summary>
/// <remarks>It listens to the trainer's own step, so penalties, several updates of D and simultaneous updates show as they happen.</remarks>
/// <param name="options">Networks, losses, order, seed.</param>
/// <param name="data">Real samples.</param>
/// <param name="backend">Where to compute.</param>
public sealed class StepTrace(TrainingOptions options, ITrainingData data, IBackend backend) : IStepListener
{
    private readonly Dictionary<Tensor, string> _names = [];
    private readonly bool _isSimultaneous = UpdateOrders.Parse(options.Order) == UpdateOrder.Simultaneous;
    private TextWriter _writer = TextWriter.Null;
    private IReadOnlyList<(string Name, Parameter Parameter)> _parameters = [];

    /// <summary>Writes the trace as text.</summary>
    public void Write(TextWriter writer)
    {
        using TrainingSession session = new(options, backend, data);
        _writer = writer;
        _parameters = [.. session.Model.NamedParameters];
        foreach ((string name, Parameter parameter) in _parameters)
        {
            _names[parameter] = name;
        }

        writer.WriteLine($"trace of {options.Preset}{(options.Faithful ? " --faithful" : "")}: one step, {options.Order}, loss {options.Loss}, batch {options.BatchSize}, on {backend.Name}");
        writer.WriteLine("norms are Euclidean; 'not visited' means that the walk backwards did not need the operation");
        session.Batches.Prepare();
        session.Step.Listener = this;
        session.Step.SplitsFusedOperations = true;
        session.Step.Run();
    }

    /// <inheritdoc/>
    void IStepListener.OnGradients(StepPhase phase)
    {
        _writer.WriteLine();
        _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TitleOf(phase)}: {phase.Loss.Name} = {phase.Loss.DoubleItem():F6}"));
        if (phase.Number > 1)
        {
            _writer.WriteLine("the same operations as in the first, with other samples and noise, and with the updated weights");
            return;
        }

        WriteForwards(phase);
        WriteBackwards(phase);
        WriteParameters(phase);
    }

    private string TitleOf(StepPhase phase) => phase.Kind switch
    {
        StepPhaseKind.Discriminator when options.DiscriminatorSteps == 1 => "discriminator step",
        StepPhaseKind.Discriminator => string.Create(CultureInfo.InvariantCulture, $"discriminator step {phase.Number} of {options.DiscriminatorSteps}"),
        _ when _isSimultaneous => "generator step (same weights as the discriminator's)",
        _ => "generator step (the discriminator was updated)",
    };

    private void WriteForwards(StepPhase phase)
    {
        _writer.WriteLine("forwards");
        for (int index = 0; index < phase.OperationCount; index++)
        {
            Operation operation = phase.Tape.Operations[index];
            string line = string.Create(CultureInfo.InvariantCulture,
                $"{index + 1,4}  {Label(operation.Output),-12} = {operation.Name}({string.Join(", ", operation.Inputs.Select(Label))})");
            string gradient = phase.Gradients.Find(operation.Output) is { } reached
                ? string.Create(CultureInfo.InvariantCulture, $"gradient {Norm(reached):G5}")
                : "not visited";
            _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line,-92} {operation.Output.Shape,-9} value {Norm(operation.Output),-10:G5} {gradient}"));
        }
    }

    private void WriteBackwards(StepPhase phase)
    {
        _writer.WriteLine("backwards");
        for (int index = phase.OperationCount - 1; index >= 0; index--)
        {
            Operation operation = phase.Tape.Operations[index];
            if (phase.Gradients.Find(operation.Output) is null)
            {
                continue;
            }

            IEnumerable<string> reached = operation.Inputs.Where(input => phase.Gradients.Find(input) is not null)
                .Select(input => string.Create(CultureInfo.InvariantCulture, $"{Label(input)} {Norm(phase.Gradients[input]):G5}"));
            _writer.WriteLine($"{index + 1,4}  {operation.Name,-30} passes a gradient to {string.Join(", ", reached)}");
        }
    }

    private void WriteParameters(StepPhase phase)
    {
        _writer.WriteLine("parameters");
        foreach ((string name, Parameter parameter) in _parameters)
        {
            _writer.WriteLine(phase.Gradients.Find(parameter) is { } gradient
                ? string.Create(CultureInfo.InvariantCulture, $"      {name,-26} {parameter.Shape,-9} gradient norm {Norm(gradient):G6} from {phase.Loss.Name}")
                : $"      {name,-26} {parameter.Shape,-9} left alone: {phase.Loss.Name} was not asked for it");
        }
    }

    private string Label(Tensor tensor)
    {
        if (!_names.TryGetValue(tensor, out string? label))
        {
            label = tensor.Name ?? string.Create(CultureInfo.InvariantCulture, $"t{_names.Count}");
            _names.Add(tensor, label);
        }

        return label;
    }

    private static double Norm(Tensor tensor)
    {
        double sum = 0;
        foreach (double value in tensor.ToDoubleArray())
        {
            sum += value * value;
        }

        return Math.Sqrt(sum);
    }
}
