using NativeGan.Engine;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Training.Optimizers;

/// <summary>An optimiser that can be chosen by name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Uses">Properties of <see cref="OptimizerOptions"/> that it uses beside the learning rate.</param>
/// <param name="Create">Makes one for some parameters, with a fresh state.</param>
internal sealed record OptimizerKind(
    string Name, IReadOnlyList<string> Uses, Func<IReadOnlyList<Parameter>, OptimizerOptions, IParameterUpdater> Create);
