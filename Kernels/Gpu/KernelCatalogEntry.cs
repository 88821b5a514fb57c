using System.Reflection;

namespace NativeGan.Kernels.Gpu;

/// <summary>One kernel: where it is, and what its type parameter, if any, stands for.</summary>
/// <param name="Owner">The class.</param>
/// <param name="Method">The method.</param>
/// <param name="Formula">The interface of the formula it is closed over.</param>
/// <param name="Closed">The type it is closed over when that is not a formula.</param>
/// <param name="IsCudaOnly">Whether it contains PTX of its own and so has no other translation.</param>
internal sealed record KernelCatalogEntry(Type Owner, string Method, Type? Formula = null, Type? Closed = null, bool IsCudaOnly = false)
{
    /// <summary><c>Map</c>, <c>ReduceTree[Sum]</c>, <c>TakeRow[Int32]</c>.</summary>
    public string Name => Closed is null ? Method : $"{Method}[{Closed.Name.Replace("Reduction", "", StringComparison.Ordinal)}]";

    /// <summary>The kernel's method with its type parameter filled in.</summary>
    /// <exception cref="ArgumentException">The formula is missing, is of the wrong kind, or is not wanted.</exception>
    public MethodInfo Close(Type? formula)
    {
        if (Formula is null ? formula is not null : formula is null || !formula.IsValueType || !Formula.IsAssignableFrom(formula))
        {
            string expected = Formula is null ? "no formula" : $"a struct that implements {Formula.Name}";
            throw new ArgumentException(
                $"Kernel '{Name}': found formula '{formula?.ToString() ?? "none"}', expected {expected}.", nameof(formula));
        }

        MethodInfo method = Owner.GetMethod(Method, BindingFlags.Static | BindingFlags.Public)!;
        return (formula ?? Closed) is { } argument ? method.MakeGenericMethod(argument) : method;
    }
}
