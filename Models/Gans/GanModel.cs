using NativeGan.Engine;
using NativeGan.Engine.Operations;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;

namespace NativeGan.Models.Gans;

/// <summary>The networks of a GAN and the two losses its trainer needs.</summary>
/// <remarks>
/// A model that is only two networks gives <see cref="Generator"/> and <see cref="Discriminator"/>. One whose networks see more (a label,
/// a pair) overrides how samples are made and scored. Nothing else asks which model it is. Models are listed in <see cref="ModelCatalog"/>.
/// Source: Goodfellow et al. 2014, §3, for the game of the two networks.
/// </remarks>
public abstract class GanModel : IDisposable
{
    private RandomSource? _dropout;

    /// <summary>A model without networks yet; the constructor of each model builds the generator first, then the discriminator.</summary>
    /// <param name="run">What the run decides.</param>
    protected GanModel(GanSpecification run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Run = run;
        InitialValues = new InitialValues(run.Seed);
    }

    /// <summary>Makes samples of noise.</summary>
    public abstract Module Generator { get; }

    /// <summary>Tells real samples from generated ones.</summary>
    public abstract Module Discriminator { get; }

    /// <summary>Numbers in one noise vector.</summary>
    public int NoiseSize => Run.NoiseSize;

    /// <summary>Numbers in one sample.</summary>
    public int SampleSize => Run.SampleSize;

    /// <summary>Classes of the labels that the networks see; 0 for none.</summary>
    public virtual int Classes => 0;

    /// <summary>Samples of a batch that D judges at once, with one score for them all; 1 for a D of single samples (Lin et al. 2018, "PacGAN").</summary>
    public virtual int Packing => 1;

    /// <summary>What a pixel becomes: the range of the generator's last activation.</summary>
    public virtual PixelScaling Scaling => PixelScaling.ZeroToOne;

    /// <summary>Every network with its name in a checkpoint.</summary>
    public virtual IReadOnlyList<(string Name, Module Network)> Networks => [("generator", Generator), ("discriminator", Discriminator)];

    /// <summary>What the generator's phase trains.</summary>
    public virtual IReadOnlyList<Parameter> GeneratorParameters => Generator.Parameters;

    /// <summary>The random sources inside the networks (dropout), in a fixed order; checkpoints hold their counts.</summary>
    public IReadOnlyList<RandomSource> RandomSources => _dropout is null ? [] : [_dropout];

    /// <summary>
    /// All trained tensors with the network's name in front, as they stand in a checkpoint: <c>generator.0.weight</c>; one that several
    /// networks share stands here once, under the first name.
    /// </summary>
    public IEnumerable<(string Name, Parameter Parameter)> NamedParameters =>
        Networks.SelectMany(network => network.Network.Parameters.Select(parameter => (Name: $"{network.Name}.{parameter.Name}", Parameter: parameter)))
            .DistinctBy(entry => entry.Parameter);

    /// <summary>All tensors that training changes, those that no optimiser does included; each once.</summary>
    public IEnumerable<(string Name, Variable Variable)> NamedVariables =>
        Networks.SelectMany(network => network.Network.Parameters.Concat<Variable>(network.Network.State)
            .Select(variable => (Name: $"{network.Name}.{variable.Name}", Variable: variable)))
            .DistinctBy(entry => entry.Variable);

    /// <summary>What the run decides.</summary>
    protected GanSpecification Run { get; }

    /// <summary>What the initial values of all layers are drawn from, in the order in which the layers are built.</summary>
    protected InitialValues InitialValues { get; }

    /// <summary>G(z), in training.</summary>
    /// <returns>[batch, <see cref="SampleSize"/>].</returns>
    public virtual Tensor Generate(GanBatch batch) => Generator.Forward(batch.Noise);

    /// <summary>G(z) of the trained generator: running statistics, no dropout.</summary>
    /// <param name="noise">[batch, <see cref="NoiseSize"/>].</param>
    /// <param name="labels">[batch, <see cref="Classes"/>], one-hot; null where the model has no classes.</param>
    /// <returns>[batch, <see cref="SampleSize"/>].</returns>
    public virtual Tensor Sample(Tensor noise, Tensor? labels) => Generator.Evaluate(noise);

    /// <summary>Whether there is an encoder, so that <see cref="Reconstruct"/> does something.</summary>
    public virtual bool CanReconstruct => false;

    /// <summary>What the trained generator makes of samples that an encoder has read: close to them if the two invert each other.</summary>
    /// <param name="samples">[batch, <see cref="SampleSize"/>].</param>
    /// <returns>[batch, <see cref="SampleSize"/>].</returns>
    /// <exception cref="NotSupportedException">The model has no encoder.</exception>
    public virtual Tensor Reconstruct(Tensor samples) => throw new NotSupportedException($"{GetType().Name} has no encoder: it cannot reconstruct samples.");

    /// <summary>D's raw outputs for the real samples.</summary>
    /// <returns>[batch / <see cref="Packing"/>, 1].</returns>
    public virtual Tensor ScoreReal(GanBatch batch) => Score(batch.Real, batch);

    /// <summary>D's raw outputs for generated samples.</summary>
    /// <param name="fake">What <see cref="Generate"/> made of the batch.</param>
    /// <param name="batch">The batch.</param>
    /// <returns>[batch / <see cref="Packing"/>, 1].</returns>
    public virtual Tensor ScoreFake(Tensor fake, GanBatch batch) => Score(fake, batch);

    /// <summary>D's raw outputs for any samples under the labels of a batch.</summary>
    /// <param name="samples">[batch, <see cref="SampleSize"/>].</param>
    /// <param name="batch">The batch.</param>
    public virtual Tensor Score(Tensor samples, GanBatch batch) => Discriminator.Forward(Pack(samples));

    /// <inheritdoc cref="Losses.IGanLoss.Discriminator"/>
    public virtual Tensor DiscriminatorLoss(Tensor real, Tensor fake) => Run.Loss.Discriminator(real, fake);

    /// <inheritdoc cref="Losses.IGanLoss.Generator"/>
    public virtual Tensor GeneratorLoss(Tensor fake, GanBatch batch) => Run.Loss.Generator(fake);

    /// <inheritdoc cref="Losses.IGanLoss.Shown"/>
    public Tensor ShownScore(Tensor scores) => Run.Loss.Shown(scores);

    /// <summary>Returns the networks' buffers.</summary>
    public void Dispose()
    {
        foreach ((_, Module network) in Networks)
        {
            network.Dispose();
        }

        _dropout?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Samples side by side, as many in a row as D judges at once.</summary>
    /// <param name="samples">[batch, <see cref="SampleSize"/>], a whole number of sets.</param>
    /// <returns>[batch / <see cref="Packing"/>, Packing · SampleSize].</returns>
    protected Tensor Pack(Tensor samples) => Packing == 1 ? samples : samples.Reshape(samples.Shape[0] / Packing, Packing * SampleSize);

    /// <summary>A dropout layer; all of a model's draw from one source, which its checkpoints hold.</summary>
    /// <param name="keepProbability">The probability with which it keeps a number, above 0 and at most 1.</param>
    protected Dropout DropoutLayer(double keepProbability) =>
        Dropout.Keeping(keepProbability, _dropout ??= new RandomSource(Run.Backend, Run.Seed, GanSpecification.DropoutStream));

    /// <summary>A linear layer with the run's initialisation, or with another.</summary>
    /// <param name="name">Prefix of its parameters' names.</param>
    /// <param name="inputs">Columns of its input.</param>
    /// <param name="outputs">Columns of its output.</param>
    /// <param name="hasBias">Whether there is a bias; a normalisation after the layer makes it superfluous.</param>
    /// <param name="initializer">How the initial values are drawn; null for the run's way.</param>
    protected Linear LinearLayer(string name, int inputs, int outputs, bool hasBias = true, IInitializer? initializer = null) =>
        new(name, inputs, outputs, initializer ?? Run.Initializer, InitialValues, Run.Backend, hasBias);
}
