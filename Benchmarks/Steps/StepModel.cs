using NativeGan.Models;
using NativeGan.Training.Errors;

namespace NativeGan.Benchmarks.Steps;

/// <summary>The networks of a training step by their layers' widths, and what a step of them costs at least.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="GeneratorWidths">From noise to sample.</param>
/// <param name="DiscriminatorWidths">From sample to 1.</param>
/// <param name="Batch">Samples in a batch.</param>
/// <param name="Slope">Of the hidden leaky ReLU; 0 for ReLU.</param>
internal sealed record StepModel(string Name, int[] GeneratorWidths, int[] DiscriminatorWidths, int Batch, double Slope)
{
    /// <summary>The models by name.</summary>
    public static IReadOnlyList<StepModel> All { get; } =
    [
        new("s4", [100, 256, MnistImages.Pixels], [MnistImages.Pixels, 256, 1], 128, 0),
        new("s1-size", [100, 256, 512, 1024, MnistImages.Pixels], [MnistImages.Pixels, 1024, 512, 256, 1], 100, 0.2),
    ];

    /// <summary>Operations of the matrix products in one step, D then G on the same noise, with nothing computed twice or in vain.</summary>
    /// <remarks>
    /// G(z) once; D on real and on fake samples forwards, its weights' gradients, and gradients down to but not into the samples;
    /// the updated D on the fake samples forwards, and gradients through all of D and G but not into the noise.
    /// </remarks>
    public double FloatingPointOperations
    {
        get
        {
            (double generator, double firstOfGenerator) = Products(GeneratorWidths);
            (double discriminator, double firstOfDiscriminator) = Products(DiscriminatorWidths);
            double discriminatorPhase = generator + 2 * (3 * discriminator - firstOfDiscriminator);
            double generatorPhase = 2 * discriminator + 2 * generator - firstOfGenerator;
            return discriminatorPhase + generatorPhase;
        }
    }

    /// <summary>Widths and batch in one line.</summary>
    public string Layers => $"G {string.Join('-', GeneratorWidths)}, D {string.Join('-', DiscriminatorWidths)}, batch {Batch}";

    /// <summary>The model of a name.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static StepModel Find(string name) => All.FirstOrDefault(model => model.Name == name) ?? throw new InputException(
        $"--model: found '{name}', one of {string.Join(", ", All.Select(model => model.Name))} is expected.", ExitCodes.Usage);

    /// <summary>The same with its widest hidden layer this wide, the others in proportion.</summary>
    public StepModel WithWidth(int width)
    {
        double factor = (double)width / GeneratorWidths[1..^1].Max();
        return this with { GeneratorWidths = Scale(GeneratorWidths, factor), DiscriminatorWidths = Scale(DiscriminatorWidths, factor) };
    }

    private (double All, double First) Products(int[] widths)
    {
        double[] layers = [.. widths.Zip(widths.Skip(1), (inputs, outputs) => 2.0 * Batch * inputs * outputs)];
        return (layers.Sum(), layers[0]);
    }

    private static int[] Scale(int[] widths, double factor) =>
        [widths[0], .. widths[1..^1].Select(width => Math.Max((int)Math.Round(width * factor), 1)), widths[^1]];
}
