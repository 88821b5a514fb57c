using NativeGan.Benchmarks.Harness;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Training.Optimizers;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>The primitives that are timed, and what each has to move or compute.</summary>
internal static class TimedKernels
{
    /// <summary>What a step of s4 calls, at its sizes, and at sizes that keep a large device busy.</summary>
    /// <param name="large">Elements of a large array.</param>
    public static IReadOnlyList<TimedKernel> All(int large) =>
    [
        Product(new MatMulSize(128, 256, 784, false, false), MatMulAddend.Row), Product(new MatMulSize(784, 256, 128, true, false), MatMulAddend.None),
        .. new[] { 128 * 784, large }.SelectMany(count => new TimedKernel[]
        {
            new(ElementwiseCases.Fill(count), Moves(1, count)), new(ElementwiseCases.Sigmoid(count), Moves(2, count)),
            new(ElementwiseCases.Tanh(count), Moves(2, count)), new(ElementwiseCases.Add(count), Moves(3, count)),
            new(ElementwiseCases.LossGradient(count), Moves(4, count)),
        }),
        Reduction(ReductionCases.Sum, new AxisView(1, 128, 784)), Reduction(ReductionCases.Sum, new AxisView(1, large, 1)),
        Reduction(ReductionCases.Max, new AxisView(large / 1024, 1024, 1)), Reduction(ReductionCases.Broadcast, new AxisView(1, 128, 784)),
        new(CopyCases.Transpose(784, 256), Moves(2, 784 * 256)),
        new(TableCases.GatherBytes(128, 2500, 784), new Work(0, 5.0 * 128 * 784 + 4.0 * 128)),
        new(TableCases.ScatterAdd(128, 10, 784), Moves(1, (128 + 10) * 784)),
        new(RandomCases.Draw(RandomKind.Uniform, 128 * 100), Moves(1, 128 * 100)), new(RandomCases.Draw(RandomKind.Normal, large), Moves(1, large)),
        new(RingCases.TakeIntegers(100, 128), Moves(2, 128)),
        Update([784 * 256, 256, 256, 1]),
    ];

    private static TimedKernel Product(MatMulSize size, MatMulAddend addend) =>
        new(ProductCases.Product(size, addend), Work.MatMul(size.Rows, size.Columns, size.Inner));

    private static TimedKernel Reduction(Func<AxisView, PrimitiveCase> create, AxisView view) =>
        new(create(view), Moves(1, view.FullCount + view.ReducedCount));

    private static TimedKernel Update(int[] lengths) =>
        new(UpdateCases.Update("Adam", new AdamRule(0.9, 0.999, 1e-8, isEpsilonHat: true), lengths), Moves(7, lengths.Sum()));

    private static Work Moves(int arrays, int count) => new(0, sizeof(float) * (double)arrays * count);
}
