using ILGPU;

namespace NativeGan.Kernels.Gpu.MatMul;

/// <summary>How a thread reads its four elements of a tile of op(a) or op(b), at once where that is possible.</summary>
/// <remarks>
/// The matrix is [places, k], a place being a row of op(a) or a column of op(b). Where it is stored along k the four elements
/// are one place at four steps of k, otherwise four places at one step. They are read at once where the stored rows start at
/// multiples of 16 bytes and all four exist; elsewhere one by one, with 0 for those outside.
/// </remarks>
internal readonly struct TileFetch(bool alongInner, int place, int places, int placeStride, int innerStride)
{
    private readonly int _alongInner = alongInner ? 1 : 0;
    private readonly int _place = place;
    private readonly int _places = places;
    private readonly int _placeStride = placeStride;
    private readonly int _innerStride = innerStride;

    /// <summary>The four elements at (or from) step <paramref name="k"/>, none of them at or beyond <paramref name="end"/>.</summary>
    public Float4 Read(ArrayView<float> matrix, int k, int end)
    {
        int first = (_place * _placeStride) + (k * _innerStride);
        bool isWhole = _alongInner != 0
            ? (_placeStride & 3) == 0 && _place < _places && k + 3 < end
            : (_innerStride & 3) == 0 && _place + 3 < _places && k < end;
        if (isWhole)
        {
            return matrix.Cast<Float4>()[first >> 2];
        }

        int stepPlace = 1 - _alongInner, step = _alongInner != 0 ? _innerStride : _placeStride;
        return new Float4(
            One(matrix, first, _place, k, end),
            One(matrix, first + step, _place + stepPlace, k + _alongInner, end),
            One(matrix, first + (2 * step), _place + (2 * stepPlace), k + (2 * _alongInner), end),
            One(matrix, first + (3 * step), _place + (3 * stepPlace), k + (3 * _alongInner), end));
    }

    private float One(ArrayView<float> matrix, int index, int place, int k, int end) =>
        place < _places && k < end ? matrix[index] : 0f;
}
