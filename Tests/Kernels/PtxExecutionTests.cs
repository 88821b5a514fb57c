using NativeGan.Engine.Operations;
using NativeGan.Kernels.Gpu;
using NativeGan.Tests.Support;
using NativeGan.Tests.Support.Ptx;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>The PTX of every GPU kernel, executed by an interpreter and compared with the reference backend.</summary>
[TestFixture]
public sealed class PtxExecutionTests
{
    [Test]
    public void Map_WithLeakyRelu_MatchesPlainLoop()
    {
        PtxKernel kernel = PtxKernel.Parse(KernelListings.CompileToPtx("Map", typeof(LeakyRelu.Formula)));
        PtxMemory memory = new();
        float[] x = [.. TestNumbers.Uniform(77).Select(v => (float)v)];
        PtxBuffer from = memory.Allocate<float>(x), to = memory.Allocate(77 * 4);

        PtxLaunch.Run(kernel, memory, new PtxSize(3), new PtxSize(32), new PtxArguments(kernel)
            .Add(new LeakyRelu.Formula(0.25)).Add(from.View<float>()).Add(to.View<float>()));

        Assert.That(to.As<float>().ToArray(), Is.EqualTo(x.Select(v => v > 0 ? v : 0.25f * v)));
    }
}
