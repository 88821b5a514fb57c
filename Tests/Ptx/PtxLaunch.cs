namespace NativeGan.Tests.Ptx;

/// <summary>Runs a kernel over a grid, one block after the other.</summary>
public static class PtxLaunch
{
    /// <summary>Runs a kernel to its end.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="memory">Global memory.</param>
    /// <param name="grid">Blocks along each axis.</param>
    /// <param name="block">Threads of a block along each axis.</param>
    /// <param name="arguments">A value for every parameter.</param>
    /// <exception cref="PtxViolationException">A device would refuse the launch, or the kernel does what no device defines.</exception>
    public static void Run(PtxKernel kernel, PtxMemory memory, PtxSize grid, PtxSize block, PtxArguments arguments)
    {
        // CUDA C++ Programming Guide, "Compute Capabilities", table of technical specifications.
        Require(kernel, grid.X >= 1 && grid is { Y: >= 1 and <= 65535, Z: >= 1 and <= 65535 }, $"grid {grid}: Y and Z end at 65535");
        Require(
            kernel,
            block is { X: >= 1 and <= 1024, Y: >= 1 and <= 1024, Z: >= 1 and <= 64, Count: <= 1024 },
            $"block {block}: at most 1024 threads, 64 along Z");
        Require(kernel, kernel.SharedBytes <= 48 * 1024, $"{kernel.SharedBytes} bytes of static shared memory: at most {48 * 1024}");

        byte[] parameters = arguments.Finish();
        PtxBlock worker = new(kernel, memory, parameters, (int)block.Count);
        for (int z = 0; z < grid.Z; z++)
        {
            for (int y = 0; y < grid.Y; y++)
            {
                for (int x = 0; x < grid.X; x++)
                {
                    worker.Run(new PtxGridPlace(new PtxSize(x, y, z), grid, block));
                }
            }
        }
    }

    private static void Require(PtxKernel kernel, bool isMet, string what)
    {
        if (!isMet)
        {
            throw new PtxViolationException($"Kernel '{kernel.Name}' cannot be launched: {what}.");
        }
    }
}
