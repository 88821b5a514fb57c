using NativeGan.Engine.Backends;

namespace NativeGan.Engine.Checking;

/// <summary>Update with any rule.</summary>
public static class UpdateCases
{
    /// <summary>Two updates of three tensors with the smallest rule.</summary>
    public static PrimitiveCase AtLength(int length) => Update("halving momentum", new HalvingMomentum(), [length, 3, 784], calls: 2);

    /// <summary>Updates with one rule.</summary>
    /// <param name="name">The rule's name.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="lengths">Lengths of the tensors; a GPU updates up to eight in one launch.</param>
    /// <param name="calls">Updates one after the other.</param>
    /// <param name="startsFromNothing">Whether both states are 0 and the clock is at its start; else the first is in [−2, 2), the
    /// second in [0.5, 2) and the clock at step 3.</param>
    public static PrimitiveCase Update<TRule>(string name, TRule rule, int[] lengths, int calls = 1, bool startsFromNothing = false)
        where TRule : unmanaged, IUpdateRule
    {
        // Four buffers a tensor after the clock: parameter, gradient, first and second state.
        Operand clock = Operand.Clock(startsFromNothing ? new UpdateClock(0, 0.125, 1, 1) : new UpdateClock(3, 0.125, 0.9, 0.99));
        Operand[] tensors = [.. lengths.SelectMany((length, tensor) => new[]
        {
            Operand.Numbers(length, 30 + 4 * (uint)tensor), Operand.Numbers(length, 31 + 4 * (uint)tensor),
            startsFromNothing ? Operand.Of(new double[length]) : Operand.Numbers(length, 32 + 4 * (uint)tensor),
            startsFromNothing ? Operand.Of(new double[length]) : Operand.Numbers(length, 33 + 4 * (uint)tensor, 0.5, 2),
        })];
        int[] results = [0, .. Enumerable.Range(0, lengths.Length).SelectMany(tensor => new[] { 4 * tensor + 1, 4 * tensor + 3, 4 * tensor + 4 })];
        return new PrimitiveCase(
            $"Update {name}", string.Join(" + ", lengths), [clock, .. tensors], results,
            (backend, b) => backend.Update(rule, b[0], [.. Enumerable.Range(0, lengths.Length).Select(tensor =>
                new UpdateSegment(b[4 * tensor + 1], b[4 * tensor + 2], b[4 * tensor + 3], b[4 * tensor + 4]))]),
            startsFromNothing ? new Tolerance(3e-6, 3e-6, "two updates, the second divides by a small state") : Tolerance.Formula, Calls: calls);
    }
}
