using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Tests.Support;
using NativeGan.Training.Data;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Data;

public sealed class SamplerTests
{
    private const int Count = 40;

    [Test]
    public void EpochStream_EveryEpoch_IsAnotherPermutation()
    {
        int[][] epochs = Passes(new EpochStream(Count, seed: 3), 5);

        foreach (int[] epoch in epochs)
        {
            Assert.That(epoch, Is.EquivalentTo(Enumerable.Range(0, Count)));
        }

        Assert.That(epochs.Select(epoch => string.Join(' ', epoch)), Is.Unique);
    }

    [Test]
    public void ShuffleBufferStream_EveryPass_GivesEachImageOnceAndNoneBeforeItWasRead([Values(1, 7, Count, 1000)] int size)
    {
        int[][] passes = Passes(new ShuffleBufferStream(Count, size, seed: 3), 5);

        foreach (int[] pass in passes)
        {
            Assert.That(pass, Is.EquivalentTo(Enumerable.Range(0, Count)));
            for (int place = 0; place < Count; place++)
            {
                // When the image in this place leaves, those up to place + size − 1 have entered.
                Assert.That(pass[place], Is.LessThan(place + size), $"place {place}");
            }
        }

        Assert.That(passes.Select(pass => string.Join(' ', pass)).Distinct().Count(), Is.EqualTo(size == 1 ? 1 : 5));
    }

    [Test]
    public void Streams_DrawnInPieces_GiveTheSameSequence()
    {
        foreach (Func<IIndexStream> create in new Func<IIndexStream>[] { () => new EpochStream(Count, 5), () => new ShuffleBufferStream(Count, 7, 5) })
        {
            int[] whole = new int[3 * Count], pieces = new int[3 * Count];
            create().Next(whole);
            IIndexStream stream = create();
            for (int first = 0; first < pieces.Length; first += 12)
            {
                stream.Next(pieces.AsSpan(first, 12));
            }

            Assert.That(pieces, Is.EqualTo(whole));
        }
    }

    [Test]
    public void Streams_AnotherSeed_GiveAnotherSequence()
    {
        Assert.That(Passes(new EpochStream(Count, 1), 1)[0], Is.Not.EqualTo(Passes(new EpochStream(Count, 2), 1)[0]));
        Assert.That(Passes(new ShuffleBufferStream(Count, 7, 1), 1)[0], Is.Not.EqualTo(Passes(new ShuffleBufferStream(Count, 7, 2), 1)[0]));
    }

    [Test]
    public void ReplacementBatches_ManyDraws_StayInRangeAndReachEveryImage()
    {
        IBackend backend = BackendCases.Get("cpu");
        using ReplacementBatches batches = new(Numbered(backend), 16, seed: 3);

        int[] drawn = Draw(batches, 100);

        Assert.That(drawn, Is.All.InRange(0, Count - 1));
        Assert.That(drawn.Distinct().Count(), Is.EqualTo(Count));
    }

    [TestCase("replacement")]
    [TestCase("epoch")]
    [TestCase("shuffle-buffer")]
    public void Seek_ToABatch_GoesOnAsIfAllBeforeHadBeenDrawn(string sampler)
    {
        IBackend backend = BackendCases.Get("cpu");
        using IBatchSource whole = Create(), resumed = Create();
        int[] all = Draw(whole, 100);

        Draw(resumed, 3);
        resumed.Seek(70);

        Assert.That(Draw(resumed, 30), Is.EqualTo(all[(70 * 16)..]));

        IBatchSource Create() => BatchSources.Create(
            new BatchOptions { Sampler = sampler, BatchSize = 16, ShuffleBuffer = 20, Seed = 1 }, Numbered(backend));
    }

    /// <summary>Images of one pixel each, whose gray is their number.</summary>
    private static LabelledImages Numbered(IBackend backend) =>
        new(new PixelTable(backend, [.. Enumerable.Range(0, Count).Select(number => (byte)number)], 1), PixelScaling.ZeroToOne);

    private static int[] Draw(IBatchSource source, int batches)
    {
        List<int> drawn = [];
        for (int batch = 0; batch < batches; batch++)
        {
            using TensorScope scope = new();
            source.Prepare();
            drawn.AddRange(source.Next().Samples.ToDoubleArray().Select(gray => (int)Math.Round(gray * 255)));
        }

        return [.. drawn];
    }

    private static int[][] Passes(IIndexStream stream, int passes)
    {
        int[][] result = new int[passes][];
        for (int pass = 0; pass < passes; pass++)
        {
            result[pass] = new int[Count];
            stream.Next(result[pass]);
        }

        return result;
    }
}
