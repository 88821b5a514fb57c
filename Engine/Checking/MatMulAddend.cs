namespace NativeGan.Engine.Checking;

/// <summary>What is added to a matrix product before its formula.</summary>
public enum MatMulAddend
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A row, to each row of the product.</summary>
    Row,

    /// <summary>A matrix of the product's shape.</summary>
    Matrix,
}
