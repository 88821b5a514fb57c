using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Models;

namespace NativeGan.Tests.Fixtures.Kinds;

/// <summary>Dropout whose decisions were recorded: one mask for each pass, in the order of the passes.</summary>
/// <remarks>A module gives back parameters and state only, so the masks stay until the backend is closed: 58,000 numbers in the recorded case.</remarks>
internal sealed class RecordedDropout : Module
{
    private readonly double _keepProbability;
    private readonly RowRing _uniform;

    /// <summary>A layer whose next pass takes the first mask.</summary>
    /// <param name="masks">1 for what is kept, [steps, passes of a step, batch, width].</param>
    /// <param name="keepProbability">What is kept is divided by it.</param>
    /// <param name="backend">Where the masks live.</param>
    public RecordedDropout(FixtureTensor masks, double keepProbability, IBackend backend)
    {
        _keepProbability = keepProbability;
        _uniform = new RowRing(backend, masks.Shape[0] * masks.Shape[1], masks.Shape[2] * masks.Shape[3]);

        // The operation keeps where a uniform number is below the probability: 0 always is, 1 never.
        _uniform.Fill([.. masks.Values.Select(kept => 1 - kept)]);
    }

    public override IReadOnlyList<Parameter> Parameters => [];

    public override Tensor Forward(Tensor input) => input.Dropout(_uniform.Take(input.Shape), _keepProbability);

    public override Tensor Evaluate(Tensor input) => input;
}
