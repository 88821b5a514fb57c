using NativeGan.Engine.Backends;

namespace NativeGan.Training.Data;

/// <summary>Every image once an epoch, in an order shuffled anew each time (Fisher-Yates).</summary>
internal sealed class EpochStream(int count, ulong seed) : IIndexStream
{
    /// <summary>The random stream set aside for it.</summary>
    private const uint Stream = 0xE90C;

    private readonly int[] _order = new int[count];
    private ulong _epoch;
    private int _position = count;

    /// <inheritdoc/>
    public void Next(Span<int> indices)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            if (_position == _order.Length)
            {
                Shuffle();
            }

            indices[i] = _order[_position++];
        }
    }

    private void Shuffle()
    {
        for (int image = 0; image < _order.Length; image++)
        {
            _order[image] = image;
        }

        for (int last = _order.Length - 1; last > 0; last--)
        {
            int other = new RandomDraw(RandomKind.Index, seed, Stream, Bound: last + 1).IndexAt(_epoch, last);
            (_order[last], _order[other]) = (_order[other], _order[last]);
        }

        _epoch++;
        _position = 0;
    }
}
