using System.Globalization;

namespace NativeGan.Engine.Checking;

/// <summary>How far an array is from what is expected of it: the worst element, the greatest errors, how many elements
/// miss.</summary>
public sealed class Deviation
{
    private Deviation(int count, int actualCount, Tolerance tolerance) => (Count, ActualCount, Tolerance) = (count, actualCount, tolerance);

    /// <summary>Elements that are expected.</summary>
    public int Count { get; }

    /// <summary>Elements that were found; another number than <see cref="Count"/> is never close.</summary>
    public int ActualCount { get; }

    /// <summary>What is allowed.</summary>
    public Tolerance Tolerance { get; }

    /// <summary>Elements that are further off than is allowed.</summary>
    public int Misses { get; private set; }

    /// <summary>The element that is most tolerances off; the first element where all are exact.</summary>
    public ElementDeviation Worst { get; private set; }

    /// <summary>How many tolerances the worst element is off: at most 1 is agreement.</summary>
    public double Tolerances { get; private set; }

    /// <summary>The greatest |actual − expected| among finite ones.</summary>
    public double GreatestAbsolute { get; private set; }

    /// <summary>The greatest |actual − expected| / |expected| among finite ones.</summary>
    public double GreatestRelative { get; private set; }

    /// <summary>The greatest distance in units of single precision's last place, among finite ones.</summary>
    public double GreatestUnitsInTheLastPlace { get; private set; }

    /// <summary>Whether every element agrees.</summary>
    public bool IsClose => Misses == 0 && ActualCount == Count;

    /// <summary>Null where every element agrees, else a sentence on the worst.</summary>
    public string? Miss => IsClose ? null : $"{this}.";

    /// <summary>Compares two arrays element by element.</summary>
    public static Deviation Between(ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, Tolerance tolerance)
    {
        Deviation deviation = new(expected.Length, actual.Length, tolerance);
        if (actual.Length != expected.Length)
        {
            deviation.Tolerances = double.PositiveInfinity;
            return deviation;
        }

        for (int element = 0; element < expected.Length; element++)
        {
            deviation.Add(new ElementDeviation(element, actual[element], expected[element]));
        }

        return deviation;
    }

    /// <summary>Compares an array of single precision with one of double precision.</summary>
    public static Deviation Between(ReadOnlySpan<float> actual, ReadOnlySpan<double> expected, Tolerance tolerance)
    {
        double[] wide = new double[actual.Length];
        for (int element = 0; element < wide.Length; element++)
        {
            wide[element] = actual[element];
        }

        return Between(wide, expected, tolerance);
    }

    /// <summary>A sentence on the worst element.</summary>
    /// <param name="what">What is compared: operation and tensor.</param>
    /// <param name="backend">Where it was computed.</param>
    /// <param name="shape">Shape of both arrays, to print an index for each axis.</param>
    public string Describe(string what, string backend, Shape? shape = null) => ActualCount != Count
        ? $"{what} on {backend}: found {ActualCount} elements, {Count} are expected."
        : string.Create(CultureInfo.InvariantCulture,
            $"{what} on {backend}: worst at {Index(Worst.Element, shape)}: expected {Worst.Expected:G9}, actual {Worst.Actual:G9}, "
            + $"off by {Worst.Absolute:G3}, tolerance {Tolerance.Around(Worst.Expected):G3}; {Misses} of {Count} elements miss.");

    /// <summary>The worst element without a name for the whole.</summary>
    public override string ToString() => ActualCount != Count
        ? $"found {ActualCount} elements, {Count} are expected"
        : string.Create(CultureInfo.InvariantCulture,
            $"element {Worst.Element} is {Worst.Actual:G9}, {Worst.Expected:G9} is expected: {Tolerances:G3} tolerances off");

    private void Add(ElementDeviation element)
    {
        double tolerances = element.In(Tolerance);
        Misses += tolerances <= 1 ? 0 : 1;
        if (element.Element == 0 || tolerances > Tolerances)
        {
            (Worst, Tolerances) = (element, tolerances);
        }

        if (double.IsFinite(element.Absolute))
        {
            GreatestAbsolute = Math.Max(GreatestAbsolute, element.Absolute);
            GreatestUnitsInTheLastPlace = Math.Max(GreatestUnitsInTheLastPlace, element.UnitsInTheLastPlace);
            GreatestRelative = Math.Max(GreatestRelative, double.IsFinite(element.Relative) ? element.Relative : 0);
        }
    }

    private static string Index(int element, Shape? shape) => shape is null || shape.Rank < 2
        ? $"[{element}]"
        : $"[{string.Join(", ", shape.Strides().Select((stride, axis) => element / stride % shape[axis]))}]";
}
