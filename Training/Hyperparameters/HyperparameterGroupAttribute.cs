namespace NativeGan.Training.Hyperparameters;

/// <summary>On a property that holds a record of hyperparameters: one network's share of them.</summary>
/// <param name="prefix">What stands before the options that set this group alone, without dashes.</param>
/// <param name="owner">Whose they are, in help.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HyperparameterGroupAttribute(string prefix, string owner) : Attribute
{
    /// <summary>What stands before the options that set this group alone, without dashes.</summary>
    public string Prefix { get; } = prefix;

    /// <summary>Whose they are, in help.</summary>
    public string Owner { get; } = owner;
}
