using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>
/// The weight of a convolution as the right operand of a product that gives columns, transposed once: each product would pack it
/// again.
/// </summary>
/// <remarks>
/// [inputs, length]. Length is that of a window in whole vectors, the surplus zeros: a product with part of a vector takes twice
/// as long (25 columns: 1.6 ms for 0.7). A single column stays one, because its products have another order of additions.
/// </remarks>
internal static unsafe class TransposedWeight
{
    /// <summary>Numbers of a row of columns.</summary>
    public static int RowLength(in ConvolutionWindow window) =>
        window.RowLength == 1 ? 1 : Partition.RoundUp(window.RowLength, PaddedVector.Lanes);

    /// <summary>Copies a weight [window.RowLength, inputs] to <paramref name="target"/>.</summary>
    public static void Copy(ThreadTeam team, in ConvolutionWindow window, int inputs, float* weight, float* target)
    {
        int length = RowLength(window);
        if (length != window.RowLength)
        {
            new Span<float>(target, length * inputs).Clear();
        }

        CpuCopy.CopyBlock(team, BlockCopy.Create(0, 0, [new(inputs, 1, length), new(window.RowLength, inputs, 1)]), weight, target);
    }
}
