using NativeGan.Engine;
using NativeGan.Engine.Operations;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Labs;

/// <summary>A discriminator that judges m samples at once sees a missing mode; the more samples, the clearer.</summary>
/// <remarks>
/// D on m samples can tell the products pᵐ and qᵐ apart, up to their total variation distance TV(pᵐ, qᵐ). If q misses a mode
/// of weight w and is right elsewhere, TV = 1 − (1 − w)ᵐ; a q with the same TV at m = 1 that has all modes gains less.
/// Source: Lin et al. 2018 (PacGAN), §4; S2 judges 100 samples at once.
/// </remarks>
internal sealed class PackingLab : Lab
{
    private const int Full = 100, Batch = 512, MostNumbers = 1 << 19;
    private const double Deviation = 0.1;


    private static readonly int[] _fine = [.. Enumerable.Range(1, 20), 25, 30, 40, 50, 70, 100];

    // Weights in tenths or quarters: a mode named twice is drawn twice as often.
    private static readonly double[] _data = [-2, -1, 0, 1, 2], _collapsed = [-2, -1, 0, 1], _uneven = [-2, -2, -2, -1, -1, -1, 0, 0, 1, 2];

    /// <inheritdoc/>
    public override string Name => "packing";

    /// <inheritdoc/>
    public override string Title => "A discriminator of m samples at once sees a lost mode m times over";

    /// <inheritdoc/>
    public override string Claim => "S2: D sees the whole minibatch as one vector of 100 values; a D of single samples cannot tell whether a sample is one of too many.";

    /// <inheritdoc/>
    public override string Explanation =>
        "The data has five modes of weight 1/5. One generator has lost a mode; another has all five, with weights 0.3, 0.3, 0.2, 0.1, 0.1. A D of single samples tells either from the data equally well: the most by which "
        + "it can call real samples real more often than fakes is the total variation distance, 0.2 for both. On m samples at once the lost mode is missed with 1 - (4/5)^m, the uneven weights with less: the more samples, "
        + "the more collapse in particular costs G. For each m a D is trained on vectors of m samples and its advantage counted on fresh ones. S2's whole batch, m = 100 (left out of a quick run), leaves no doubt: 1 - 0.8^100 = 1 - 2e-10.";

    /// <inheritdoc/>
    public override string Tolerances => "0.03: 65,000 held-out vectors (5,200 for m = 100) give the advantage to 0.003 (0.006); the rest is for a D that is trained and not derived. It can only stay below the distance, but for that error.";

    /// <inheritdoc/>
    public override LabResult Run(LabContext context)
    {
        int[] packings = [1, 2, 4, 8, .. context.IsQuick ? Array.Empty<int>() : [Full]];
        double[] collapsed = [.. packings.Select(m => Advantage(context, _collapsed, m))], uneven = [.. packings.Select(m => Advantage(context, _uneven, m))];
        double[] lost = [.. packings.Select(m => 1 - Math.Pow(0.8, m))], shifted = [.. packings.Select(m => UnevenDistance(m))];
        return new LabResult(
            [
                .. packings.Select((m, i) => Finding.Within(0.03, $"m = {m}: advantage of D over a generator without one mode", lost[i], collapsed[i])),
                .. packings.Select((m, i) => Finding.Within(0.03, $"m = {m}: advantage over a generator with uneven modes", shifted[i], uneven[i])),
                Finding.Within(0.06, "what collapse costs more than unevenness, m = 8", lost[3] - shifted[3], collapsed[3] - uneven[3]),
            ],
            new Plot("how surely D tells a generator from the data", "samples judged at once", "calls real real - calls fake real",
                new Series("predicted: 1 - 0.8^m, one of five modes lost", SeriesStyle.Dashes, [.. _fine.Select(m => ((double)m, 1 - Math.Pow(0.8, m)))]),
                new Series("measured: trained D", SeriesStyle.Dots, [.. packings.Select((m, i) => ((double)m, collapsed[i]))]) { Colour = 0 },
                new Series("predicted: all modes, uneven weights", SeriesStyle.Dashes, [.. _fine.Select(m => ((double)m, UnevenDistance(m)))]),
                new Series("measured: trained D", SeriesStyle.Dots, [.. packings.Select((m, i) => ((double)m, uneven[i]))]) { Colour = 2 })
            { IsXLogarithmic = true });
    }

    /// <summary>Trains a D on vectors of so many samples, and counts on fresh ones.</summary>
    private static double Advantage(LabContext context, double[] fakeModes, int packing)
    {
        // At m = 100 a vector costs more, and to look at every sample by itself takes more units than samples.
        int batch = packing == Full ? Batch / 2 : Batch, hidden = Math.Max(64, 2 * packing), steps = context.Pick(700, packing == Full ? 6000 : 3000);
        int held = MostNumbers / Math.Max(packing, 8);
        using Sequential network = SmallNetwork.Create(context.Backend, new InitialValues(context.Seed), Activation.LeakyRelu(0.2), new FanInUniform(), packing, hidden, 64, 1);
        using RandomSource random = context.Random((uint)packing);
        using MixtureSampler real = new(context.Backend, _data, 1, Deviation, random, batch * packing), fake = new(context.Backend, fakeModes, 1, Deviation, random, batch * packing);
        DiscriminatorTraining.Run(
            context, network, () => real.Next().Reshape(batch, packing), () => fake.Next().Reshape(batch, packing), steps, 1e-2);

        using MixtureSampler heldReal = new(context.Backend, _data, 1, Deviation, random, held * packing), heldFake = new(context.Backend, fakeModes, 1, Deviation, random, held * packing);
        return CalledReal(network, heldReal, held) - CalledReal(network, heldFake, held);
    }

    private static double CalledReal(Sequential network, MixtureSampler samples, int vectors)
    {
        using TensorScope scope = new();
        return network.Forward(samples.Next().Reshape(vectors, -1)).ToDoubleArray().Count(static logit => logit > 0) / (double)vectors;
    }

    /// <summary>½Σ|pᵐ − qᵐ| for the uneven weights, whose ratio to the even ones is 1.5 twice, 1 once and 0.5 twice: a sum over how often each ratio occurs.</summary>
    private static double UnevenDistance(int packing)
    {
        double sum = 0;
        for (int often = 0; often <= packing; often++)
        {
            for (int rare = 0; often + rare <= packing; rare++)
            {
                // Multinomial with shares 0.4, 0.4 and 0.2 under the data, as a logarithm, for any m.
                int same = packing - often - rare;
                double probability = Math.Exp(LogFactorial(packing) - LogFactorial(often) - LogFactorial(rare) - LogFactorial(same)
                    + (often + rare) * Math.Log(0.4) + same * Math.Log(0.2));
                sum += probability * Math.Abs(1 - Math.Pow(1.5, often) * Math.Pow(0.5, rare));
            }
        }

        return sum / 2;
    }

    private static double LogFactorial(int n) => Enumerable.Range(1, n).Sum(static i => Math.Log(i));
}
