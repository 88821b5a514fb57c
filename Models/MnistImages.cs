namespace NativeGan.Models;

/// <summary>The form of the images of MNIST and Fashion-MNIST, which the image models and their data share.</summary>
/// <remarks>Source: LeCun et al. 1998, section III.A, for MNIST; Xiao et al. 2017 kept its form.</remarks>
public static class MnistImages
{
    /// <summary>Rows of an image, and columns.</summary>
    public const int Side = 28;

    /// <summary>Pixels of an image.</summary>
    public const int Pixels = Side * Side;

    /// <summary>Classes: the digits, or kinds of clothes.</summary>
    public const int Classes = 10;
}
