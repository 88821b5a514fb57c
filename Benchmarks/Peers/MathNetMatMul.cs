using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Single;
using NativeGan.Benchmarks.Contenders;
using NativeGan.Benchmarks.Harness;

namespace NativeGan.Benchmarks.Peers;

/// <summary>The matrix product of MathNet.Numerics with its managed provider, as a program gets it without further packages.</summary>
/// <remarks>MathNet is column-major: our row-major a is its aᵀ, so it computes cᵀ = bᵀ·aᵀ on the same numbers.</remarks>
internal sealed class MathNetMatMul : Contender
{
    private readonly MatMulOperands _operands;
    private readonly DenseMatrix _left, _right, _result;

    public MathNetMatMul(MatMulOperands operands, int threads)
        : base(operands.Shape.ToString(), "MathNet", threads, operands.Work)
    {
        _operands = operands;
        IsPeer = true;
        MatMulShape shape = operands.Shape;
        float[] a = operands.LeftValues.ToArray(), b = operands.RightValues.ToArray();
        _right = shape.TransposeA ? new DenseMatrix(shape.Rows, shape.Inner, a) : new DenseMatrix(shape.Inner, shape.Rows, a);
        _left = shape.TransposeB ? new DenseMatrix(shape.Inner, shape.Columns, b) : new DenseMatrix(shape.Columns, shape.Inner, b);
        _result = new DenseMatrix(shape.Columns, shape.Rows);
    }

    /// <summary>Version and provider.</summary>
    public static string Description => $"MathNet: {NativeLibraries.Version(typeof(Control))}, managed provider";

    /// <inheritdoc/>
    public override string? Check()
    {
        _result.Clear();
        Run(1);
        return _operands.Compare(_result.Values, isFused: false);
    }

    /// <inheritdoc/>
    public override void Run(int calls)
    {
        Control.UseManaged();
        Control.MaxDegreeOfParallelism = Threads;
        MatMulShape shape = _operands.Shape;
        for (int call = 0; call < calls; call++)
        {
            switch (shape.TransposeA, shape.TransposeB)
            {
                case (false, false): _left.Multiply(_right, _result); break;
                case (true, false): _left.TransposeAndMultiply(_right, _result); break;
                case (false, true): _left.TransposeThisAndMultiply(_right, _result); break;
                default: _left.Transpose().TransposeAndMultiply(_right, (Matrix<float>)_result); break;
            }
        }
    }
}
