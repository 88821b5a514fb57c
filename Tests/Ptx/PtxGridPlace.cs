namespace NativeGan.Tests.Ptx;

/// <summary>A block's place in the grid.</summary>
internal readonly record struct PtxGridPlace(PtxSize Block, PtxSize Grid, PtxSize Threads)
{
    public uint SpecialRegister(string name, int thread)
    {
        if (name is "%laneid" or "%warpid")
        {
            return (uint)(name == "%laneid" ? thread % PtxBlock.WarpSize : thread / PtxBlock.WarpSize);
        }

        PtxSize size = name[..^2] switch
        {
            "%tid" => ThreadAt(thread),
            "%ntid" => Threads,
            "%ctaid" => Block,
            _ => Grid,
        };
        return (uint)(name[^1] == 'x' ? size.X : name[^1] == 'y' ? size.Y : size.Z);
    }

    public string Describe(int thread) => $"block {Block}, thread {ThreadAt(thread)}";

    private PtxSize ThreadAt(int thread) => new(thread % Threads.X, thread / Threads.X % Threads.Y, thread / Threads.X / Threads.Y);
}
