using NativeGan.Engine;
using NativeGan.Models.Losses;

namespace NativeGan.Models.Gans;

/// <summary>The two networks of a GAN and the two losses its trainer needs.</summary>
public abstract class GanModel(IGanLoss loss) : IDisposable
{
    /// <summary>Makes samples of noise.</summary>
    public abstract Module Generator { get; }

    /// <summary>Tells real samples from generated ones.</summary>
    public abstract Module Discriminator { get; }

    /// <summary>Numbers in one noise vector.</summary>
    public abstract int NoiseSize { get; }

    /// <summary>Numbers in one sample.</summary>
    public abstract int SampleSize { get; }

    /// <summary>All parameters with the network's name in front, as they stand in a checkpoint: <c>generator.0.weight</c>.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> NamedParameters =>
        Generator.Parameters.Select(parameter => ($"generator.{parameter.Name}", parameter))
            .Concat(Discriminator.Parameters.Select(parameter => ($"discriminator.{parameter.Name}", parameter)));

    /// <summary>G(z).</summary>
    /// <param name="noise">[batch, <see cref="NoiseSize"/>].</param>
    /// <returns>[batch, <see cref="SampleSize"/>].</returns>
    public virtual Tensor Generate(Tensor noise) => Generator.Forward(noise);

    /// <summary>D's logits.</summary>
    /// <param name="samples">[batch, <see cref="SampleSize"/>].</param>
    /// <returns>[batch, 1].</returns>
    public virtual Tensor Discriminate(Tensor samples) => Discriminator.Forward(samples);

    /// <inheritdoc cref="IGanLoss.Discriminator"/>
    public virtual Tensor DiscriminatorLoss(Tensor real, Tensor fake) => loss.Discriminator(real, fake);

    /// <inheritdoc cref="IGanLoss.Generator"/>
    public virtual Tensor GeneratorLoss(Tensor fake) => loss.Generator(fake);

    /// <summary>Returns both networks' buffers.</summary>
    public void Dispose()
    {
        Generator.Dispose();
        Discriminator.Dispose();
        GC.SuppressFinalize(this);
    }
}
