using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Arithmetic between tensors, and with numbers.</summary>
public static class TensorOperators
{
    extension(Tensor)
    {
        /// <summary>a + b, broadcast.</summary>
        public static Tensor operator +(Tensor a, Tensor b) => a.Add(b);

        /// <summary>a − b, broadcast.</summary>
        public static Tensor operator -(Tensor a, Tensor b) => a.Subtract(b);

        /// <summary>a·b element by element, broadcast.</summary>
        public static Tensor operator *(Tensor a, Tensor b) => a.Multiply(b);

        /// <summary>a/b element by element, broadcast.</summary>
        public static Tensor operator /(Tensor a, Tensor b) => a.Divide(b);

        /// <summary>−a.</summary>
        public static Tensor operator -(Tensor a) => a.Negate();

        /// <summary>a + c.</summary>
        public static Tensor operator +(Tensor a, double constant) => a.AddScalar(constant);

        /// <summary>a − c.</summary>
        public static Tensor operator -(Tensor a, double constant) => a.AddScalar(-constant);

        /// <summary>c − a.</summary>
        public static Tensor operator -(double constant, Tensor a) => a.Negate().AddScalar(constant);

        /// <summary>c·a.</summary>
        public static Tensor operator *(Tensor a, double constant) => a.MultiplyScalar(constant);

        /// <summary>c·a.</summary>
        public static Tensor operator *(double constant, Tensor a) => a.MultiplyScalar(constant);

        /// <summary>a/c.</summary>
        public static Tensor operator /(Tensor a, double constant) => a.DivideScalar(constant);
    }
}

/// <content>The method that applies <see cref="Differentiation.Add"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Differentiation.Add"/>
    public static Tensor Add(this Tensor a, Tensor b) => ApplyBroadcast(new Add(), a, b);
}
