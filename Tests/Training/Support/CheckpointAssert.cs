using NativeGan.Training.Formats;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Support;

/// <summary>Comparison of checkpoints; their elapsed time may differ.</summary>
internal static class CheckpointAssert
{
    /// <summary>Every tensor (weights, optimiser states, clocks, counters) has the same bytes.</summary>
    public static void HaveSameTensors(string actualPath, string expectedPath)
    {
        using SafetensorsFile actual = SafetensorsFile.Open(actualPath), expected = SafetensorsFile.Open(expectedPath);
        Assert.That(actual.Entries.Keys, Is.EquivalentTo(expected.Entries.Keys));
        Assert.That(actual.Metadata["step"], Is.EqualTo(expected.Metadata["step"]));
        foreach (string name in expected.Entries.Keys)
        {
            Assert.That(actual.ReadBytes(name).AsSpan().SequenceEqual(expected.ReadBytes(name)), $"'{name}' differs in a bit");
        }
    }

    /// <summary>A checkpoint's file in a run folder.</summary>
    public static string PathOf(string run, long step) => Path.Combine(run, FormattableString.Invariant($"checkpoint-{step:D6}.safetensors"));
}
