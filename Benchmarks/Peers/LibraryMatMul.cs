using NativeGan.Benchmarks.Contenders;
using NativeGan.Benchmarks.Harness;

namespace NativeGan.Benchmarks.Peers;

/// <summary>A native library's matrix product.</summary>
internal unsafe interface IMatMulLibrary
{
    /// <summary>The library's name.</summary>
    string Name { get; }

    /// <summary>How long its idle threads look for work before they sleep.</summary>
    TimeSpan Settling { get; }

    /// <summary>Threads of the next calls.</summary>
    void SetThreads(int threads);

    /// <summary>c [m, n] = op(a)·op(b), row-major, float32.</summary>
    void Multiply(int m, int n, int k, bool transposeA, bool transposeB, float* a, float* b, float* c);
}

/// <summary>The matrix product of a library.</summary>
internal sealed unsafe class LibraryMatMul : Contender
{
    private readonly IMatMulLibrary _library;
    private readonly MatMulOperands _operands;

    public LibraryMatMul(IMatMulLibrary library, MatMulOperands operands, int threads)
        : base(operands.Shape.ToString(), library.Name, threads, operands.Work)
    {
        (_library, _operands) = (library, operands);
        IsPeer = true;
    }

    /// <inheritdoc/>
    public override TimeSpan Settling => Threads > 1 ? _library.Settling : TimeSpan.Zero;

    /// <inheritdoc/>
    public override string? Check()
    {
        _operands.Spoil();
        Run(1);
        return _operands.Compare(_operands.Result, isFused: false);
    }

    /// <inheritdoc/>
    public override void Run(int calls)
    {
        MatMulShape shape = _operands.Shape;
        _library.SetThreads(Threads);
        for (int call = 0; call < calls; call++)
        {
            _library.Multiply(
                shape.Rows, shape.Columns, shape.Inner, shape.TransposeA, shape.TransposeB, _operands.A, _operands.B, _operands.C);
        }
    }
}
