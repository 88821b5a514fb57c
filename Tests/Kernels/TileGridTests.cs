using NativeGan.Kernels.Cpu.MatMul;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>The tiles of a <see cref="TileGrid"/>.</summary>
public sealed class TileGridTests
{
    [Test]
    public void Tiles_OfEverySize_CoverEveryElementOnce(
        [Values(0, 1, 2, 9, 10, 14, 15, 28, 29, 130)] int rows, [Values(0, 1, 16, 17, 32, 64, 80, 96, 130)] int columns, [Values] bool hasWide)
    {
        int[,] visits = new int[rows, columns];

        TileGrid tiles = new(rows, new MatMulPanels(columns, hasWide));
        while (tiles.MoveNext())
        {
            Assert.That(tiles.Rows, Is.InRange(1, MatMulTile.MaxRows(tiles.Width)));
            Assert.That(tiles.Width, Is.AnyOf(16, 32, hasWide ? 48 : 32));
            for (int row = tiles.Row; row < tiles.Row + tiles.Rows; row++)
            {
                for (int column = tiles.Column; column < Math.Min(tiles.Column + tiles.Width, columns); column++)
                {
                    visits[row, column]++;
                }
            }
        }

        Assert.That(visits, Is.All.EqualTo(1));
    }

    [Test]
    public void Heights_OfOnePanel_DifferByOneAtMost()
    {
        List<int> heights = [];

        TileGrid tiles = new(128, new MatMulPanels(48));
        while (tiles.MoveNext())
        {
            heights.Add(tiles.Rows);
        }

        Assert.That(heights.Max() - heights.Min(), Is.LessThanOrEqualTo(1));
        Assert.That(heights.Sum(), Is.EqualTo(128));
    }

    [Test]
    public void TryGetNext_WithinAWidth_IsWhereTheNextTileLies()
    {
        TileGrid tiles = new(40, new MatMulPanels(96));
        bool isMore = tiles.MoveNext();
        while (isMore)
        {
            bool hasNext = tiles.TryGetNext(out int row, out int column);
            isMore = tiles.MoveNext();
            Assert.That(isMore, Is.EqualTo(hasNext)); // 96 columns are two panels of one width
            if (isMore)
            {
                Assert.That((tiles.Row, tiles.Column), Is.EqualTo((row, column)));
            }
        }
    }
}
