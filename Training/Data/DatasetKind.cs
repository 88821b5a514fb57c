namespace NativeGan.Training.Data;

/// <summary>What to train on.</summary>
public enum DatasetKind
{
    /// <summary>Handwritten digits: 60,000 + 10,000 of 28×28 (LeCun, Cortes and Burges).</summary>
    Mnist,

    /// <summary>Pictures of clothes: 60,000 + 10,000 of 28×28 (Xiao, Rasul and Vollgraf 2017).</summary>
    FashionMnist,

    /// <summary>The few MNIST digits inside the program, without looking for the full set.</summary>
    BuiltInDigits,

    /// <summary>Single numbers, normally distributed: the data of source S2.</summary>
    Normal,

    /// <summary>Points around a grid of 5 × 5 centres.</summary>
    NormalGrid,
}
