namespace NativeGan.Training.Options;

/// <summary>When the two networks of a GAN are updated within one step.</summary>
public enum UpdateOrder
{
    /// <summary>D first; G's loss is then computed with the updated D.</summary>
    DiscriminatorThenGenerator,

    /// <summary>Both losses and both gradients from the same weights, then both updates: S4's single session run.</summary>
    Simultaneous,
}

/// <summary>The orders by the names the command line uses.</summary>
public static class UpdateOrders
{
    /// <summary>Names for <see cref="TrainingOptions.Order"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["d-then-g", "simultaneous"];

    /// <summary>The order of a name.</summary>
    /// <exception cref="ArgumentException">There is no such order.</exception>
    public static UpdateOrder Parse(string name) => name switch
    {
        "d-then-g" => UpdateOrder.DiscriminatorThenGenerator,
        "simultaneous" => UpdateOrder.Simultaneous,
        _ => throw new ArgumentException($"There is no order '{name}'; there are {string.Join(", ", Names)}."),
    };
}
