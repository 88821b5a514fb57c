using System.Runtime.InteropServices;
using NativeGan.Benchmarks.Harness;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;

namespace NativeGan.Benchmarks.Contenders;

/// <summary>What a matrix product is followed by.</summary>
internal enum Epilogue
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Bias and ReLU in passes of their own over the finished product.</summary>
    Separate,

    /// <summary>Bias and ReLU inside the product.</summary>
    Fused,
}

/// <summary>The product's own matrix product, on any of its backends.</summary>
/// <param name="backend">The backend, which this disposes.</param>
/// <param name="operands">What to multiply.</param>
/// <param name="threads">Threads of the backend; 0 for a GPU.</param>
/// <param name="name">Name in the table.</param>
/// <param name="epilogue">What follows the product.</param>
/// <param name="withTransfers">Whether operands and result travel between host and device in each call.</param>
/// <param name="isTf32">Whether the operands are rounded to ten bits behind the point: the check allows for it.</param>
internal sealed class BackendMatMul(
    IBackend backend, MatMulOperands operands, int threads, string name, Epilogue epilogue = Epilogue.None, bool withTransfers = false, bool isTf32 = false)
    : Contender(operands.Shape.ToString(), name, threads, operands.Work)
{
    private readonly DeviceBuffer _a = Upload(backend, operands.LeftValues);
    private readonly DeviceBuffer _b = Upload(backend, operands.RightValues);
    private readonly DeviceBuffer _bias = Upload(backend, operands.BiasValues);
    private readonly DeviceBuffer _wideBias = backend.Allocate(operands.Result.Length, ElementType.Float32);
    private readonly DeviceBuffer _c = backend.Allocate(operands.Result.Length, ElementType.Float32);

    /// <inheritdoc/>
    public override string? Check()
    {
        backend.Fill(double.NaN, _c);
        Run(1);
        operands.Spoil();
        backend.Download(_c, MemoryMarshal.AsBytes(operands.Result));
        return operands.Compare(operands.Result, epilogue != Epilogue.None, isTf32);
    }

    /// <inheritdoc/>
    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            if (withTransfers)
            {
                backend.Upload(MemoryMarshal.AsBytes(operands.LeftValues), _a);
                backend.Upload(MemoryMarshal.AsBytes(operands.RightValues), _b);
            }

            Multiply();
            if (withTransfers)
            {
                backend.Download(_c, MemoryMarshal.AsBytes(operands.Result));
            }
        }

        backend.Synchronize();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (DeviceBuffer buffer in (DeviceBuffer[])[_a, _b, _bias, _wideBias, _c])
        {
            buffer.Release();
        }

        backend.Dispose();
        base.Dispose();
    }

    private void Multiply()
    {
        MatMulSize size = operands.Shape.Size;
        switch (epilogue)
        {
            case Epilogue.Fused:
                backend.MatMul(size, _a, _b, _bias, default(Relu.Formula), _c);
                break;
            case Epilogue.Separate:
                backend.MatMul(size, _a, _b, null, default(Identity), _c);
                backend.Broadcast(new AxisView(1, size.Rows, size.Columns), _bias, _wideBias);
                backend.Zip(default(Add.Formula), _c, _wideBias, _c);
                backend.Map(default(Relu.Formula), _c, _c);
                break;
            default:
                backend.MatMul(size, _a, _b, null, default(Identity), _c);
                break;
        }
    }

    private static DeviceBuffer Upload(IBackend backend, ReadOnlySpan<float> values)
    {
        DeviceBuffer buffer = backend.Allocate(values.Length, ElementType.Float32);
        backend.Upload(MemoryMarshal.AsBytes(values), buffer);
        return buffer;
    }
}
