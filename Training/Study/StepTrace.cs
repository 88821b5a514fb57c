using System.Globalization;
using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Models.Gans;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;

namespace NativeGan.Training.Study;

/// <summary>Runs one discriminator and one generator step at a small size and tells what the tape recorded and where gradients went.</summary>
/// <param name="options">Networks, losses, order, seed.</param>
/// <param name="sampleSize">Numbers in a sample.</param>
/// <param name="backend">Where to compute.</param>
public sealed class StepTrace(TrainingOptions options, int sampleSize, IBackend backend)
{
    private const uint SampleStream = 0x7247;

    private readonly Dictionary<Tensor, string> _names = [];

    /// <summary>Writes the trace as text.</summary>
    public void Write(TextWriter writer)
    {
        using GanModel model = ModelFactory.Create(options, sampleSize, backend);
        using IParameterUpdater discriminatorOptimizer = options.DiscriminatorOptimizer.Create(model.Discriminator.Parameters);
        using NoiseSource noise = new(backend, options.Seed, NoiseSource.TrainingStream, options.Noise, new Shape(options.BatchSize, options.NoiseSize));
        using RandomSource samples = new(backend, options.Seed, SampleStream);
        foreach ((string name, Parameter parameter) in model.NamedParameters)
        {
            _names[parameter] = name;
        }

        writer.WriteLine($"trace of {options.Preset}{(options.Faithful ? " --faithful" : "")}: one step, {options.Order}, loss {options.Loss}, batch {options.BatchSize}, on {backend.Name}");
        writer.WriteLine("norms are Euclidean; 'not visited' means that the walk backwards did not need the operation");
        using GradientTape tape = new() { SplitsFusedOperations = true };
        using Tensor? labels = model.Classes == 0
            ? null
            : TrainingSession.OneHotLabels(backend, [.. Enumerable.Range(0, options.BatchSize).Select(row => row % model.Classes)], model.Classes).Named("labels");
        GanBatch batch = new(samples.Uniform(new Shape(options.BatchSize, sampleSize)).Named("real"), noise.Next().Named("noise"), labels);
        Tensor fake = model.Generate(batch).Named("fake");
        Tensor realLogits = model.ScoreReal(batch).Named("real logits");
        Tensor fakeLogits = model.ScoreFake(fake, batch).Named("fake logits");
        Tensor discriminatorLoss = model.DiscriminatorLoss(realLogits, fakeLogits).Named("D loss");
        int discriminatorEnd = tape.Operations.Count;
        Gradients discriminatorGradients = tape.Gradients(discriminatorLoss, model.Discriminator.Parameters);
        WritePhase(writer, "discriminator step", tape, discriminatorEnd, discriminatorLoss, discriminatorGradients, model);

        bool isSimultaneous = UpdateOrders.Parse(options.Order) == UpdateOrder.Simultaneous;
        if (!isSimultaneous)
        {
            discriminatorOptimizer.Step(discriminatorGradients);
        }

        if (!options.SharedNoise)
        {
            batch = batch with { Noise = noise.Next().Named("fresh noise") };
            fake = model.Generate(batch).Named("fresh fake");
        }

        if (!isSimultaneous || !options.SharedNoise)
        {
            fakeLogits = model.ScoreFake(fake, batch).Named("fake logits of the updated D");
        }

        Tensor generatorLoss = model.GeneratorLoss(fakeLogits, batch).Named("G loss");
        int generatorEnd = tape.Operations.Count;
        Gradients generatorGradients = tape.Gradients(generatorLoss, model.GeneratorParameters);
        WritePhase(
            writer,
            isSimultaneous ? "generator step (same weights as the discriminator's)" : "generator step (the discriminator was updated)",
            tape, generatorEnd, generatorLoss, generatorGradients, model);
    }

    private void WritePhase(
        TextWriter writer, string title, GradientTape tape, int end, Tensor loss, Gradients gradients, GanModel model)
    {
        writer.WriteLine();
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {loss.Name} = {loss.DoubleItem():F6}"));
        writer.WriteLine("forwards");
        for (int index = 0; index < end; index++)
        {
            Operation operation = tape.Operations[index];
            string line = string.Create(CultureInfo.InvariantCulture,
                $"{index + 1,4}  {Label(operation.Output),-12} = {operation.Name}({string.Join(", ", operation.Inputs.Select(Label))})");
            string gradient = gradients.Find(operation.Output) is { } reached
                ? string.Create(CultureInfo.InvariantCulture, $"gradient {Norm(reached):G5}")
                : "not visited";
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line,-92} {operation.Output.Shape,-9} value {Norm(operation.Output),-10:G5} {gradient}"));
        }

        writer.WriteLine("backwards");
        for (int index = end - 1; index >= 0; index--)
        {
            Operation operation = tape.Operations[index];
            if (gradients.Find(operation.Output) is null)
            {
                continue;
            }

            IEnumerable<string> reached = operation.Inputs.Where(input => gradients.Find(input) is not null)
                .Select(input => string.Create(CultureInfo.InvariantCulture, $"{Label(input)} {Norm(gradients[input]):G5}"));
            writer.WriteLine($"{index + 1,4}  {operation.Name,-30} passes a gradient to {string.Join(", ", reached)}");
        }

        writer.WriteLine("parameters");
        foreach ((string name, Parameter parameter) in model.NamedParameters)
        {
            writer.WriteLine(gradients.Find(parameter) is { } gradient
                ? string.Create(CultureInfo.InvariantCulture, $"      {name,-26} {parameter.Shape,-9} gradient norm {Norm(gradient):G6} from {loss.Name}")
                : $"      {name,-26} {parameter.Shape,-9} left alone: {loss.Name} was not asked for it");
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
