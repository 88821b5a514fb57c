using System.Runtime.InteropServices;
using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu;
using NativeGan.Kernels.Cpu.MatMul.Ladder;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>Every rung of the matrix product's ladder against the reference backend, at sizes that no tile divides.</summary>
public sealed class MatMulLadderTests
{
    private static readonly (int Rows, int Columns, int Inner)[] _sizes =
        [(1, 1, 1), (1, 33, 5), (7, 31, 17), (8, 32, 0), (8, 32, 1), (9, 65, 33), (13, 47, 129), (17, 257, 131), (37, 96, 64), (64, 300, 140)];

    public static IEnumerable<string> Rungs => MatMulLadder.Rungs.Select(rung => rung.Name);

    [TestCaseSource(nameof(Rungs))]
    public void Rung_AtOddSizes_AgreesWithReference(string name)
    {
        MatMulRung rung = MatMulLadder.Rungs.Single(entry => entry.Name == name);
        using ThreadTeam team = new(2);
        using ReferenceBackend reference = new();

        foreach ((int rows, int columns, int inner) in _sizes)
        {
            double[] a = TestNumbers.Uniform(rows * inner, stream: 0), b = TestNumbers.Uniform(inner * columns, stream: 1);

            float[] actual = Multiply(rung, team, rows, columns, inner, a, b);

            // float32 over up to 140 terms of size 4
            NumericAssert.AreClose(
                NumericAssert.Widen(actual), Multiply(reference, rows, columns, inner, a, b), 1e-5, 1e-4,
                $"{name} at {rows}x{inner}x{columns}", "cpu", new Shape(rows, columns));
        }
    }

    private static float[] Multiply(
        MatMulRung rung, ThreadTeam team, int rows, int columns, int inner, double[] a, double[] b)
    {
        // One element more than asked for, so that a rung that writes too far is caught.
        float[] left = [.. a.Select(value => (float)value), 0f], right = [.. b.Select(value => (float)value), 0f];
        float[] result = new float[rows * columns + 1];
        result.AsSpan().Fill(float.NaN);
        result[^1] = 12345f;
        rung.Multiply(team, rows, columns, inner, left, right, result);

        Assert.That(result[^1], Is.EqualTo(12345f), "The element after the last was written.");
        return result[..^1];
    }

    private static double[] Multiply(ReferenceBackend backend, int rows, int columns, int inner, double[] a, double[] b)
    {
        DeviceBuffer left = Upload(backend, a), right = Upload(backend, b), result = backend.Allocate(rows * columns, ElementType.Float64);
        backend.MatMul(new MatMulSize(rows, columns, inner, false, false), left, right, null, default(Identity), result);
        double[] values = new double[rows * columns];
        backend.Download(result, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static DeviceBuffer Upload(ReferenceBackend backend, double[] values)
    {
        DeviceBuffer buffer = backend.Allocate(values.Length, ElementType.Float64);
        backend.Upload(MemoryMarshal.AsBytes(values.AsSpan()), buffer);
        return buffer;
    }
}
