using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;

namespace NativeGan.Engine.Checking;

/// <summary>Compares the tape's gradients with central differences, element by element.</summary>
/// <remarks>
/// (L(x + h) − L(x − h))/2h, on the reference backend in double precision. L is a weighted sum of the outputs, with weights
/// that differ from element to element, so that errors cannot cancel. An element is a kink when the slopes to its left and
/// right, or over h and h/2, disagree: it is counted and left out.
/// </remarks>
public static class GradientCheck
{
    /// <summary>Half the distance between the two points of a central difference; its error is about h² and 1e-16/h.</summary>
    public const double DefaultStep = 1e-5;

    /// <summary>Checks every gradient of a function of several tensors.</summary>
    /// <param name="function">The function; called many times, with tensors of the given values.</param>
    /// <param name="inputs">Shape and values of each input.</param>
    /// <param name="backend">Where to compute; <see cref="ReferenceBackend"/> unless float32 itself is being studied.</param>
    /// <param name="step">h.</param>
    /// <param name="order">2 checks the gradient of the gradient instead.</param>
    public static GradientCheckResult Run(
        Func<IReadOnlyList<Tensor>, Tensor> function,
        IReadOnlyList<(Shape Shape, double[] Values)> inputs,
        IBackend backend,
        double step = DefaultStep,
        int order = 1)
    {
        Func<IReadOnlyList<Tensor>, GradientTape?, Tensor> scalar = order == 1
            ? (tensors, _) => WeightedSum(function(tensors), 0.5)
            : (tensors, tape) => WeightedGradientSum(function, tensors, tape);
        double[][] analytic = Analytic(scalar, inputs, backend);
        double here = Value(scalar, inputs, backend);
        ElementDeviation worst = default;
        int worstInput = 0, checkedElements = 0, kinks = 0;
        for (int input = 0; input < inputs.Count; input++)
        {
            double[] values = inputs[input].Values;
            for (int element = 0; element < values.Length; element++)
            {
                double value = values[element];
                double At(double point)
                {
                    values[element] = point;
                    double result = Value(scalar, inputs, backend);
                    values[element] = value;
                    return result;
                }

                double above = At(value + step), below = At(value - step);
                double left = (here - below) / step, right = (above - here) / step, numeric = (above - below) / (2 * step);
                double narrower = (At(value + step / 2) - At(value - step / 2)) / step;
                double bend = Math.Max(Math.Abs(right - left), Math.Abs(narrower - numeric)); // the second finds jumps
                if (bend > 1e-2 * Math.Max(1, Math.Abs(numeric)))
                {
                    kinks++;
                    continue;
                }

                checkedElements++;
                ElementDeviation deviation = new(element, analytic[input][element], numeric);
                if (deviation.Scaled > worst.Scaled || !double.IsFinite(deviation.Scaled) || checkedElements == 1)
                {
                    (worstInput, worst) = (input, deviation);
                }
            }
        }

        return new GradientCheckResult(checkedElements, kinks, worstInput, worst);
    }

    private static double Value(
        Func<IReadOnlyList<Tensor>, GradientTape?, Tensor> scalar, IReadOnlyList<(Shape Shape, double[] Values)> inputs, IBackend backend)
    {
        using GradientTape tape = new();
        return scalar(Create(inputs, backend), tape).DoubleItem();
    }

    private static double[][] Analytic(
        Func<IReadOnlyList<Tensor>, GradientTape?, Tensor> scalar, IReadOnlyList<(Shape Shape, double[] Values)> inputs, IBackend backend)
    {
        using GradientTape tape = new();
        Tensor[] tensors = Create(inputs, backend);
        Gradients gradients = tape.Gradients(scalar(tensors, tape), tensors);
        return [.. tensors.Select(tensor => gradients.Find(tensor)?.ToDoubleArray() ?? new double[tensor.Shape.Count])];
    }

    private static Tensor[] Create(IReadOnlyList<(Shape Shape, double[] Values)> inputs, IBackend backend) =>
        [.. inputs.Select(input => Tensor.FromArray(backend, input.Values, input.Shape))];

    /// <summary>Σ wᵢ·yᵢ with weights spread over [−1, 1] by an irrational stride, so that no two are alike.</summary>
    private static Tensor WeightedSum(Tensor y, double phase)
    {
        double[] weights = new double[y.Shape.Count];
        for (int element = 0; element < weights.Length; element++)
        {
            weights[element] = 2 * ((element * 0.6180339887498949 + phase) % 1) - 1 + 0.01;
        }

        return (y * Tensor.FromArray(y.Backend, weights, y.Shape)).Sum();
    }

    /// <summary>A weighted sum of the first-order gradients: its gradient is the second-order one.</summary>
    private static Tensor WeightedGradientSum(
        Func<IReadOnlyList<Tensor>, Tensor> function, IReadOnlyList<Tensor> tensors, GradientTape? tape)
    {
        Gradients first = tape!.Gradients(WeightedSum(function(tensors), 0.5), tensors, recordBackward: true);
        Tensor? sum = null;
        foreach (Tensor tensor in tensors)
        {
            if (first.Find(tensor) is { } gradient)
            {
                Tensor term = WeightedSum(gradient, 0.25);
                sum = sum is null ? term : sum + term;
            }
        }

        return sum ?? throw new InvalidOperationException("No gradient reached any input.");
    }
}
