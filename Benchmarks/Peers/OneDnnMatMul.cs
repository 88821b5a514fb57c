using NativeGan.Benchmarks.Contenders;
using NativeGan.Benchmarks.Harness;

namespace NativeGan.Benchmarks.Peers;

/// <summary>The matrix product of oneDNN.</summary>
internal sealed unsafe class OneDnnMatMul : Contender
{
    private readonly OneDnn _library;
    private readonly MatMulOperands _operands;

    public OneDnnMatMul(OneDnn library, MatMulOperands operands, int threads)
        : base(operands.Shape.ToString(), "oneDNN", threads, operands.Work)
    {
        (_library, _operands) = (library, operands);
        IsPeer = true;
    }

    /// <summary>OpenMP's idle threads spin for a few milliseconds before they sleep.</summary>
    public override TimeSpan Settling => TimeSpan.FromMilliseconds(Threads > 1 ? 15 : 0);

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
