using System.Numerics;

namespace NativeGan.Tests.Ptx;

/// <summary>Integer and floating-point arithmetic. Integers wrap, floating-point operations round to nearest, ties to even.</summary>
internal static class PtxArithmetic
{
    public static Action<PtxThread>? Translate(PtxInstruction instruction) => instruction.Root switch
    {
        "add" or "sub" or "mul" or "div" or "rem" or "min" or "max" => Binary(instruction),
        "mad" or "fma" => MultiplyAdd(instruction),
        "neg" or "abs" or "sqrt" or "rsqrt" or "rcp" or "ex2" or "lg2" or "sin" or "cos" or "tanh" => Unary(instruction),
        _ => null,
    };

    private static Action<PtxThread> Binary(PtxInstruction instruction)
    {
        string? part = instruction.Root == "mul" ? instruction.TakeAny("wide", "lo", "hi") : null;
        string name = part is null ? instruction.Root : $"mul.{part}";
        PtxType type = TypeWithRounding(instruction);
        bool isNaNKept = instruction.Root is "min" or "max" && instruction.Take("NaN");
        instruction.ExpectNothingElse(3);
        PtxType result = part == "wide" ? type with { Size = type.Size * 2 } : type;
        (int target, int a, int b) = (instruction.Destination(0, result), instruction.Source(1, type), instruction.Source(2, type));
        return (type.Kind, type.Size, part) switch
        {
            (PtxKind.Unsigned, 4, "wide") => thread =>
                thread.Registers[target] = (ulong)(uint)thread.Registers[a] * (uint)thread.Registers[b],
            (PtxKind.Signed, 4, "wide") => thread =>
                thread.Registers[target] = (ulong)((long)(int)thread.Registers[a] * (int)thread.Registers[b]),
            (PtxKind.Signed, 2, not "wide") => Apply(target, a, b, Whole<short>(instruction, name, 16)),
            (PtxKind.Signed, 4, _) => Apply(target, a, b, Whole<int>(instruction, name, 32)),
            (PtxKind.Signed, 8, not "wide") => Apply(target, a, b, Whole<long>(instruction, name, 64)),
            (PtxKind.Unsigned, 2, not "wide") => Apply(target, a, b, Whole<ushort>(instruction, name, 16)),
            (PtxKind.Unsigned, 4, _) => Apply(target, a, b, Whole<uint>(instruction, name, 32)),
            (PtxKind.Unsigned, 8, not "wide") => Apply(target, a, b, Whole<ulong>(instruction, name, 64)),
            (PtxKind.Float, 4, null) => Apply(target, a, b, Real<float>(instruction, name, isNaNKept)),
            (PtxKind.Float, 8, null) => Apply(target, a, b, Real<double>(instruction, name, isNaNKept)),
            _ => throw instruction.NotSupported($"'{name}' of {type} is unknown"),
        };
    }

    // .rn is the default of add, sub, mul, and has to be written elsewhere; div.approx and .full are not emitted.
    private static PtxType TypeWithRounding(PtxInstruction instruction)
    {
        bool isRounded = instruction.Take("rn");
        PtxType type = instruction.TakeType();
        return type.Kind == PtxKind.Float || !isRounded
            ? type
            : throw instruction.NotSupported("integers are not rounded");
    }

    private static Func<T, T, T> Whole<T>(PtxInstruction instruction, string name, int bits)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => name switch
        {
            "add" => static (x, y) => unchecked(x + y),
            "sub" => static (x, y) => unchecked(x - y),
            "mul.lo" => static (x, y) => unchecked(x * y),
            "mul.hi" => (x, y) => T.CreateTruncating((Int128.CreateTruncating(x) * Int128.CreateTruncating(y)) >> bits),
            "div" => static (x, y) => Divide(x, y, static (n, d) => n / d),
            "rem" => static (x, y) => Divide(x, y, static (n, d) => n % d),
            "min" => T.Min,
            "max" => T.Max,
            _ => throw instruction.NotSupported($"'{name}' of integers is unknown"),
        };

    private static T Divide<T>(T x, T y, Func<T, T, T> divide) where T : IBinaryInteger<T>, IMinMaxValue<T> =>
        T.IsZero(y) ? throw new PtxViolationException("integer division by zero is undefined")
        : T.IsNegative(y) && y == -T.One && x == T.MinValue ? throw new PtxViolationException("the quotient does not fit its type")
        : divide(x, y);

    private static Func<T, T, T> Real<T>(PtxInstruction instruction, string name, bool isNaNKept)
        where T : unmanaged, IFloatingPointIeee754<T> => name switch
        {
            "add" => static (x, y) => x + y,
            "sub" => static (x, y) => x - y,
            "mul" => static (x, y) => x * y,
            "div" => static (x, y) => x / y,
            "min" => isNaNKept ? T.Min : T.MinNumber,
            "max" => isNaNKept ? T.Max : T.MaxNumber,
            _ => throw instruction.NotSupported($"'{name}' of floating-point numbers is unknown"),
        };

    private static Action<PtxThread> MultiplyAdd(PtxInstruction instruction)
    {
        string? part = instruction.Root == "mad" ? instruction.TakeAny("wide", "lo", "hi") : null;
        PtxType type = TypeWithRounding(instruction);
        instruction.ExpectNothingElse(4);
        PtxType sum = part == "wide" ? type with { Size = type.Size * 2 } : type;
        int target = instruction.Destination(0, sum), a = instruction.Source(1, type), b = instruction.Source(2, type);
        int c = instruction.Source(3, sum);
        return (type.Kind, type.Size, part) switch
        {
            (PtxKind.Signed or PtxKind.Unsigned, 4, "lo") => thread =>
                thread.Registers[target] = (uint)((uint)thread.Registers[a] * (uint)thread.Registers[b] + (uint)thread.Registers[c]),
            (PtxKind.Signed or PtxKind.Unsigned, 8, "lo") => thread =>
                thread.Registers[target] = (thread.Registers[a] * thread.Registers[b]) + thread.Registers[c],
            (PtxKind.Unsigned, 4, "wide") => thread =>
                thread.Registers[target] = ((ulong)(uint)thread.Registers[a] * (uint)thread.Registers[b]) + thread.Registers[c],
            (PtxKind.Signed, 4, "wide") => thread =>
                thread.Registers[target] = (ulong)((long)(int)thread.Registers[a] * (int)thread.Registers[b]) + thread.Registers[c],
            (PtxKind.Float, 4, null) => Fuse<float>(target, a, b, c),
            (PtxKind.Float, 8, null) => Fuse<double>(target, a, b, c),
            _ => throw instruction.NotSupported($"'{instruction.Root}' of {type} is unknown"),
        };
    }

    // One rounding for product and sum.
    private static Action<PtxThread> Fuse<T>(int target, int a, int b, int c) where T : unmanaged, IFloatingPointIeee754<T> => thread =>
    {
        ulong[] registers = thread.Registers;
        T result = T.FusedMultiplyAdd(PtxThread.Get<T>(registers, a), PtxThread.Get<T>(registers, b), PtxThread.Get<T>(registers, c));
        PtxThread.Set(registers, target, result);
    };

    private static Action<PtxThread> Unary(PtxInstruction instruction)
    {
        bool isApproximate = instruction.Take("approx");
        PtxType type = TypeWithRounding(instruction);
        instruction.ExpectNothingElse(2);
        int target = instruction.Destination(0, type), source = instruction.Source(1, type);
        bool mayApproximate = instruction.Root is not ("neg" or "abs"), mustApproximate = mayApproximate && instruction.Root is not ("sqrt" or "rcp");
        return (isApproximate && !mayApproximate) || (mustApproximate && !isApproximate)
            ? throw instruction.NotSupported("with or without .approx it does not exist")
            : (type.Kind, type.Size) switch
            {
                (PtxKind.Float, 4) when isApproximate => Apply<float>(target, source, x => (float)Function<double>(instruction)(x)),
                (PtxKind.Float, 4) => Apply(target, source, Function<float>(instruction)),
                (PtxKind.Float, 8) when !isApproximate => Apply(target, source, Function<double>(instruction)),
                (PtxKind.Signed, 4) => Apply(target, source, instruction.Root == "neg" ? static x => unchecked(-x)
                    : instruction.Root == "abs" ? static x => x < 0 ? unchecked(-x) : x
                    : WrongType<int>(instruction, type)),
                (PtxKind.Signed, 8) => Apply(target, source, instruction.Root == "neg" ? static x => unchecked(-x)
                    : instruction.Root == "abs" ? static x => x < 0 ? unchecked(-x) : x
                    : WrongType<long>(instruction, type)),
                _ => throw instruction.NotSupported($"'{instruction.Root}' of {type} is unknown"),
            };
    }

    private static Func<T, T> WrongType<T>(PtxInstruction instruction, PtxType type) =>
        throw instruction.NotSupported($"'{instruction.Root}' of {type} is unknown");

    // Approximations are computed in double precision and rounded once: closer than any device is.
    private static Func<T, T> Function<T>(PtxInstruction instruction) where T : IFloatingPointIeee754<T> => instruction.Root switch
    {
        "neg" => static x => -x,
        "abs" => T.Abs,
        "sqrt" => T.Sqrt,
        "rsqrt" => static x => T.One / T.Sqrt(x),
        "rcp" => static x => T.One / x,
        "ex2" => T.Exp2,
        "lg2" => T.Log2,
        "sin" => T.Sin,
        "cos" => T.Cos,
        _ => T.Tanh,
    };

    private static Action<PtxThread> Apply<T>(int target, int a, int b, Func<T, T, T> operation) where T : unmanaged => thread =>
        PtxThread.Set(thread.Registers, target, operation(PtxThread.Get<T>(thread.Registers, a), PtxThread.Get<T>(thread.Registers, b)));

    private static Action<PtxThread> Apply<T>(int target, int source, Func<T, T> operation) where T : unmanaged => thread =>
        PtxThread.Set(thread.Registers, target, operation(PtxThread.Get<T>(thread.Registers, source)));
}
