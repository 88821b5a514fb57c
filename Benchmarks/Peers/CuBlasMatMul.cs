using NativeGan.Benchmarks.Contenders;
using NativeGan.Benchmarks.Harness;

namespace NativeGan.Benchmarks.Peers;

/// <summary>cuBLAS' matrix product, operands resident, timed like ours: calls one after the other and one wait at the end.</summary>
internal sealed class CuBlasMatMul : Contender
{
    private readonly CuBlas _library;
    private readonly MatMulOperands _operands;
    private readonly bool _isTf32;
    private readonly ulong _a, _b, _c;

    /// <summary>Puts the operands on the device.</summary>
    public CuBlasMatMul(CuBlas library, MatMulOperands operands, bool isTf32)
        : base(operands.Shape.ToString(), isTf32 ? "cuBLAS TF32" : "cuBLAS float32", 0, operands.Work)
    {
        (_library, _operands, _isTf32) = (library, operands, isTf32);
        IsPeer = true;
        CudaDriver driver = library.Driver;
        driver.Enter();
        try
        {
            _a = Upload(driver, operands.LeftValues);
            _b = Upload(driver, operands.RightValues);
            _operands.Spoil();
            _c = Upload(driver, operands.Result);
        }
        finally
        {
            driver.Leave();
        }
    }

    /// <inheritdoc/>
    public override string? Check()
    {
        Run(1);
        _operands.Spoil();
        _library.Driver.Enter();
        try
        {
            _library.Driver.Download(_c, _operands.Result);
        }
        finally
        {
            _library.Driver.Leave();
        }

        return _operands.Compare(_operands.Result, isFused: false, _isTf32);
    }

    /// <inheritdoc/>
    public override void Run(int calls)
    {
        MatMulShape shape = _operands.Shape;
        _library.Driver.Enter();
        try
        {
            _library.UseTf32(_isTf32);
            for (int call = 0; call < calls; call++)
            {
                _library.Multiply(shape.Rows, shape.Columns, shape.Inner, shape.TransposeA, shape.TransposeB, _a, _b, _c);
            }

            _library.Driver.Synchronize();
        }
        finally
        {
            _library.Driver.Leave();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _library.Driver.Enter();
        try
        {
            Array.ForEach([_a, _b, _c], _library.Driver.Free);
        }
        finally
        {
            _library.Driver.Leave();
        }

        base.Dispose();
    }

    private static ulong Upload(CudaDriver driver, ReadOnlySpan<float> values)
    {
        ulong address = driver.Allocate(values.Length * (long)sizeof(float));
        driver.Upload(values, address);
        return address;
    }
}
