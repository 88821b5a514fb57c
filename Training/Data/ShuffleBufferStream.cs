using NativeGan.Engine.Backends;

namespace NativeGan.Training.Data;

/// <summary>TensorFlow's <c>shuffle(size).repeat()</c>: images enter a buffer in file order and leave it at random.</summary>
/// <remarks>
/// The buffer is filled at the start of each pass and emptied at its end, so that each image still comes once a pass; it
/// cannot come earlier than <c>size</c> places before its turn. Source: <c>tf.data.Dataset.shuffle</c>, as S4 uses it.
/// </remarks>
internal sealed class ShuffleBufferStream(int count, int size, ulong seed) : IIndexStream
{
    /// <summary>The random stream set aside for it.</summary>
    private const uint Stream = 0x5B0F;

    private readonly int[] _buffer = new int[Math.Min(size, count)];
    private int _held;
    private int _nextImage;
    private ulong _drawn;

    /// <inheritdoc/>
    public void Next(Span<int> indices)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            if (_held == 0 && _nextImage == count)
            {
                _nextImage = 0;
            }

            while (_held < _buffer.Length && _nextImage < count)
            {
                _buffer[_held++] = _nextImage++;
            }

            int place = new RandomDraw(RandomKind.Index, seed, Stream, Bound: _held).IndexAt(_drawn++, 0);
            indices[i] = _buffer[place];
            _buffer[place] = _buffer[--_held];
        }
    }
}
