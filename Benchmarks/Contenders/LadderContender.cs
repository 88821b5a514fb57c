using NativeGan.Benchmarks.Harness;
using NativeGan.Kernels.Cpu;
using NativeGan.Kernels.Cpu.MatMul.Ladder;

namespace NativeGan.Benchmarks.Contenders;

/// <summary>One rung of the matrix product's ladder.</summary>
internal sealed unsafe class LadderContender(MatMulRung rung, MatMulOperands operands, int threads)
    : Contender(operands.Shape.ToString(), rung.Name, threads, operands.Work)
{
    private readonly ThreadTeam _team = new(threads);

    /// <inheritdoc/>
    public override string? Check()
    {
        operands.Spoil();
        Run(1);
        return operands.Compare(operands.Result, isFused: false);
    }

    /// <inheritdoc/>
    public override void Run(int calls)
    {
        MatMulShape shape = operands.Shape;
        for (int call = 0; call < calls; call++)
        {
            rung.Run(_team, shape.Rows, shape.Columns, shape.Inner, operands.A, operands.B, operands.C);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _team.Dispose();
        base.Dispose();
    }
}
