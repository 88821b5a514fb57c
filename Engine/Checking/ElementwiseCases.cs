using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;

namespace NativeGan.Engine.Checking;

/// <summary>Fill, Map and Zip at any length.</summary>
public static class ElementwiseCases
{
    // Where an error is divided by a small number, and rounded twice on the way.
    private static readonly Tolerance _quotients = new(3e-6, 1e-6, "a few single precision roundings, the largest behind a quotient");

    /// <summary>All of them at one length.</summary>
    public static IEnumerable<PrimitiveCase> AtLength(int length) =>
    [
        Fill(length),
        Sigmoid(length),
        Tanh(length),
        new("Map in place", $"{length}", [Operand.Numbers(length, 1)], [0],
            (backend, b) => backend.Map(new LeakyRelu.Formula(0.25), b[0], b[0]), Tolerance.Exact),
        Add(length),
        new("Zip divide", $"{length}", [Operand.Numbers(length, 1), Operand.Numbers(length, 2), Operand.Blank(length)], [2],
            (backend, b) => backend.Zip(default(Divide.Formula), b[0], b[1], b[2]), Tolerance.Formula),
        new("Zip onto an input", $"{length}", [Operand.Numbers(length, 1), Operand.Numbers(length, 2)], [1],
            (backend, b) => backend.Zip(default(Maximum.Formula), b[0], b[1], b[1]), Tolerance.Exact),
        LossGradient(length),
        new("Zip of three, gradient of a probability's loss", $"{length}",
            [Operand.Numbers(length, 1, 0.01, 0.99), Operand.Numbers(length, 2, 0.01, 0.99), Operand.Numbers(length, 3, 0.01, 0.99), Operand.Blank(length)], [3],
            (backend, b) => backend.Zip(default(BinaryCrossEntropyGradient.Formula), b[0], b[1], b[2], b[3]), _quotients),
    ];

    /// <summary>One number everywhere.</summary>
    public static PrimitiveCase Fill(int length) =>
        new("Fill", $"{length}", [Operand.Blank(length)], [0], (backend, b) => backend.Fill(-1.25, b[0]), Tolerance.Exact);

    /// <summary>A formula with an exponential.</summary>
    public static PrimitiveCase Sigmoid(int length) => new(
        "Map sigmoid", $"{length}", [Operand.Numbers(length, 1), Operand.Blank(length)], [1],
        (backend, b) => backend.Map(default(Sigmoid.Formula), b[0], b[1]), Tolerance.Formula);

    /// <summary>A longer formula with an exponential.</summary>
    public static PrimitiveCase Tanh(int length) => new(
        "Map tanh", $"{length}", [Operand.Numbers(length, 1), Operand.Blank(length)], [1],
        (backend, b) => backend.Map(default(Tanh.Formula), b[0], b[1]), Tolerance.Formula);

    /// <summary>The shortest formula of two numbers.</summary>
    public static PrimitiveCase Add(int length) => new(
        "Zip add", $"{length}", [Operand.Numbers(length, 1), Operand.Numbers(length, 2), Operand.Blank(length)], [2],
        (backend, b) => backend.Zip(default(Add.Formula), b[0], b[1], b[2]), new Tolerance(1e-6, 0, "one single precision rounding"));

    /// <summary>A formula of three numbers with an exponential.</summary>
    public static PrimitiveCase LossGradient(int length) => new(
        "Zip of three, loss gradient", $"{length}",
        [Operand.Numbers(length, 1), Operand.Numbers(length, 2), Operand.Numbers(length, 3), Operand.Blank(length)], [3],
        (backend, b) => backend.Zip(default(BinaryCrossEntropyWithLogitsGradient.Formula), b[0], b[1], b[2], b[3]), Tolerance.Formula);
}
