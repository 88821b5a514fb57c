using NativeGan.Engine.Backends;
using NUnit.Framework;

namespace NativeGan.Tests.Engine;

public sealed class PhiloxTests
{
    // The known-answer vectors of Random123 (Salmon et al.), kat_vectors, philox4x32 with 10 rounds.
    [TestCase(0u, 0u, 0u, 0u, 0u, 0u, new[] { 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u })]
    [TestCase(
        0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu,
        new[] { 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu })]
    [TestCase(
        0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u,
        new[] { 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u })]
    public void Generate_OfAKnownCounterAndKey_GivesThePublishedWords(
        uint counter0, uint counter1, uint counter2, uint counter3, uint key0, uint key1, uint[] expected)
    {
        PhiloxWords words = Philox.Generate(counter0, counter1, counter2, counter3, key0 | ((ulong)key1 << 32));

        Assert.That(new[] { words[0], words[1], words[2], words[3] }, Is.EqualTo(expected));
    }

    [TestCase(0u, 0f)]
    [TestCase(0xffu, 0f, Description = "the lower 8 bits are dropped")]
    [TestCase(0x80000000u, 0.5f)]
    [TestCase(0xffffffffu, 1 - 1f / (1 << 24))]
    public void Uniform_OfAWord_IsItsUpper24Bits(uint word, float expected)
    {
        Assert.That(Philox.Uniform(word), Is.EqualTo(expected));
        Assert.That(Philox.UniformAboveZero(word), Is.EqualTo(expected + 1f / (1 << 24)));
    }

    [TestCase(0u, 10, 0)]
    [TestCase(0xffffffffu, 10, 9)]
    [TestCase(0x80000000u, 10, 5)]
    [TestCase(0xffffffffu, 1, 0)]
    public void Index_OfAWord_StaysBelowTheBound(uint word, int bound, int expected) =>
        Assert.That(Philox.Index(word, bound), Is.EqualTo(expected));
}
