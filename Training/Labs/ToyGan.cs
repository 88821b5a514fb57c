using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using NativeGan.Models.Losses;
using NativeGan.Training.Optimizers;

namespace NativeGan.Training.Labs;

/// <summary>A GAN of small networks on made-up data in one or two dimensions: D's step, then G's (Goodfellow et al. 2014, algorithm 1).</summary>
/// <remarks>Fresh noise for either step; the non-saturating loss on logits. Steps are captured once and replayed.</remarks>
internal sealed class ToyGan : IDisposable
{
    private readonly LabContext _context;
    private readonly MixtureSampler _real;
    private readonly RandomSource _noise;
    private readonly int _batch;
    private readonly int _noiseSize;
    private readonly IParameterUpdater _generatorAdam;
    private readonly IParameterUpdater _discriminatorAdam;
    private readonly IGanLoss _loss = LossCatalog.All["non-saturating-logits"];
    private ICapturedStep? _both;
    private ICapturedStep? _generatorOnly;

    /// <summary>Networks with freshly drawn parameters.</summary>
    /// <param name="context">Where, and with which seed.</param>
    /// <param name="real">Draws the data, one batch a call; owned by the caller.</param>
    /// <param name="dimensions">Numbers in a sample.</param>
    /// <param name="batch">Samples in a batch of the data.</param>
    /// <param name="hidden">Units of either network's two hidden layers.</param>
    /// <param name="noiseSize">Numbers in a noise vector.</param>
    /// <param name="learningRate">Of G's Adam, β₁ = 0.5 (Radford et al. 2016, §4); D's is twice that, as two time scales settle better (Heusel et al. 2017).</param>
    public ToyGan(LabContext context, MixtureSampler real, int dimensions, int batch, int hidden, int noiseSize, double learningRate)
    {
        (_context, _real, _batch, _noiseSize) = (context, real, batch, noiseSize);
        InitialValues values = new(context.Seed);
        Generator = SmallNetwork.Create(context.Backend, values, Activation.LeakyRelu(0.2), new FanInUniform(), noiseSize, hidden, hidden, dimensions);
        Discriminator = SmallNetwork.Create(context.Backend, values, Activation.LeakyRelu(0.2), new FanInUniform(), dimensions, hidden, hidden, 1);
        OptimizerOptions adam = new() { LearningRate = learningRate, Beta1 = 0.5 };
        (_generatorAdam, _discriminatorAdam) = (adam.Create(Generator.Parameters), (adam with { LearningRate = 2 * learningRate }).Create(Discriminator.Parameters));
        _noise = context.Random(0x60);
    }

    /// <summary>G, noise to sample.</summary>
    public Sequential Generator { get; }

    /// <summary>D, sample to logit.</summary>
    public Sequential Discriminator { get; }

    /// <summary>Steps of D, each followed by a step of G.</summary>
    /// <param name="steps">How many.</param>
    /// <param name="progress">Told steps done and steps in all.</param>
    public void Train(int steps, Action<long, long>? progress = null) => Repeat(ref _both, steps, progress, () =>
    {
        using GradientTape tape = new();
        Tensor loss = _loss.Discriminator(Discriminator.Forward(_real.Next()), Discriminator.Forward(Generate(_batch)));
        _discriminatorAdam.Step(tape.Gradients(loss, Discriminator.Parameters));
        StepGenerator(tape);
    });

    /// <summary>Steps of G while D stays as it is.</summary>
    public void TrainGeneratorOnly(int steps) => Repeat(ref _generatorOnly, steps, progress: null, () =>
    {
        using GradientTape tape = new();
        StepGenerator(tape);
    });

    /// <summary>G of fresh noise, on the current scope.</summary>
    public Tensor Generate(int count) => Generator.Forward(_noise.Normal(new Shape(count, _noiseSize)));

    /// <summary>Samples of G on the host, row by row.</summary>
    public double[] Sample(int count)
    {
        using TensorScope scope = new();
        return Generate(count).ToDoubleArray();
    }

    /// <summary>Means of D over a batch of the data and over as many fakes.</summary>
    public (double Real, double Fake) Judge()
    {
        using TensorScope scope = new();
        return (Discriminator.Forward(_real.Next()).Sigmoid().Mean().DoubleItem(), Discriminator.Forward(Generate(_batch)).Sigmoid().Mean().DoubleItem());
    }

    /// <summary>Returns the buffers.</summary>
    public void Dispose()
    {
        _both?.Dispose();
        _generatorOnly?.Dispose();
        Generator.Dispose();
        Discriminator.Dispose();
        _generatorAdam.Dispose();
        _discriminatorAdam.Dispose();
        _noise.Dispose();
    }

    private void StepGenerator(GradientTape tape) =>
        _generatorAdam.Step(tape.Gradients(_loss.Generator(Discriminator.Forward(Generate(_batch))), Generator.Parameters));

    private void Repeat(ref ICapturedStep? captured, int steps, Action<long, long>? progress, Action step)
    {
        int done = 0;
        if (captured is null && steps > 0)
        {
            captured = _context.Backend.Capture(step); // capturing carries the step out
            done = 1;
        }

        for (; done < steps; done++)
        {
            captured!.Replay();
            progress?.Invoke(done + 1, steps);
        }
    }
}
