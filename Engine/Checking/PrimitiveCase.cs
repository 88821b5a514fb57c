using NativeGan.Engine.Backends;

namespace NativeGan.Engine.Checking;

/// <summary>A primitive of <see cref="IBackend"/> ready to be called: on which numbers, and how exact its results must
/// be.</summary>
/// <param name="Name">The primitive's name in <see cref="IBackend"/>, and the formula or variant after a blank.</param>
/// <param name="Size">What sizes.</param>
/// <param name="Operands">What the call works on, in the order that <paramref name="Call"/> takes them.</param>
/// <param name="Results">Which of them it writes.</param>
/// <param name="Call">The call.</param>
/// <param name="Tolerance">How far its results may be from those of double precision.</param>
/// <param name="Calls">How often a check calls it: more than once where a call reads what the one before wrote.</param>
/// <param name="Terms">Numbers that one result adds up; 0 where nothing is added up.</param>
/// <param name="ProductExtents">Extents of the matrix product that it is, or that a convolution amounts to; none for everything else.</param>
public sealed record PrimitiveCase(
    string Name, string Size, Operand[] Operands, int[] Results, Action<IBackend, DeviceBuffer[]> Call, Tolerance Tolerance,
    int Calls = 1, int Terms = 0, params int[] ProductExtents)
{
    /// <summary>The primitive's name in <see cref="IBackend"/>.</summary>
    public string Primitive => Name.Split(' ', ',')[0];

    /// <summary>Elements of all operands: a measure of how long the case takes.</summary>
    public long Elements => Operands.Sum(operand => (long)operand.Length);

    /// <summary>What the calls write on a backend, one result after the other.</summary>
    public double[] On(IBackend backend)
    {
        DeviceBuffer[] buffers = [.. Operands.Select(operand => operand.On(backend))];
        for (int call = 0; call < Calls; call++)
        {
            Call(backend, buffers);
        }

        double[] results = [.. Results.SelectMany(result => Operand.Read(backend, buffers[result]))];
        Array.ForEach(buffers, buffer => buffer.Release());
        return results;
    }

    /// <summary>How far a backend's results are from those of a backend in double precision.</summary>
    public Deviation Check(IBackend backend, IBackend reference) => Deviation.Between(On(backend), On(reference), Tolerance);

    /// <summary>Name and size, for test listings.</summary>
    public override string ToString() => $"{Name} {Size}";
}
