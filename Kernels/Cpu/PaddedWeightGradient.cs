using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu;

/// <summary>weight = windowsᵀ·rows + addend read from padded images, for images of few channels.</summary>
/// <remarks>
/// <para>
/// The part of the weight in one weight row, [weight width × channels, n], is the product of the windows' runs of so many numbers,
/// transposed, with the rows: the numbers of a run lie side by side, and so do those that one row of windows multiplies. The sums of
/// a tile stay in registers for all windows of a piece of an image.
/// </para>
/// <para>
/// A batch is cut into groups of images, each of which adds up a weight of its own; these are added in their order. The groups depend
/// on the batch alone, and so do the bits.
/// </para>
/// </remarks>
internal static unsafe class PaddedWeightGradient
{
    private const int Lanes = PaddedVector.Lanes;
    private const int MinWindows = 4; // shorter lines of windows are worth unfolding
    private const int MaxGroups = 16;
    private const int MaxWeightLength = 64 * 1024; // numbers, of which each group has so many

    // Numbers that a tile of 32 columns reads of the rows: 20 KB of a first-level cache of 32 KB, so that only the first weight row's
    // tile waits for them.
    private const int PieceLength = 5 * 1024, PieceWidth = 32;

    /// <summary>Whether a weight's gradient is computed here.</summary>
    public static bool Fits(in ConvolutionWindow window, int outputs) =>
        window.Batch > 0 && window.Across.Output >= MinWindows && outputs > 0 && outputs % Lanes == 0
        && (long)window.RowLength * outputs <= MaxWeightLength && !window.IsReshape;

    /// <summary>weight = windowsᵀ·rows + addend.</summary>
    public static void Run(ThreadTeam team, in ConvolutionWindow window, int outputs, float* images, float* rows, float* addend, float* weight)
    {
        int length = window.RowLength * outputs, groups = Math.Min(window.Batch, MaxGroups);
        Job job = new()
        {
            Window = window,
            Padded = new PaddedImage(window),
            Panels = new MatMulPanels(outputs),
            Outputs = outputs,
            Images = images,
            Rows = rows,
            Groups = groups,
            Sums = ThreadScratch.Columns(groups * length),
            Addend = addend,
            Weight = weight,
            Length = length,
            PerItem = Chunks.Length(team, length),
        };
        int lines = Math.Min(job.Padded.LinesOfPiece, Math.Max(PieceLength / (PieceWidth * window.Across.Output), 1));
        job.Pieces = (window.Down.Output + lines - 1) / lines;
        team.Run(&RunGroup, &job, groups);
        team.Run(&AddGroups, &job, Chunks.Count(length, job.PerItem));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunGroup(Job* job, int group)
    {
        int first = MatMulPlan.Share(job->Window.Batch, group, job->Groups), end = MatMulPlan.Share(job->Window.Batch, group + 1, job->Groups);
        float* sums = job->Sums + (nint)group * job->Length;
        for (int image = first; image < end; image++)
        {
            for (int piece = 0; piece < job->Pieces; piece++)
            {
                RunPiece(job, image, piece, sums, image > first || piece > 0);
            }
        }
    }

    private static void RunPiece(Job* job, int image, int piece, float* sums, bool goesOn)
    {
        WindowAxis down = job->Window.Down, across = job->Window.Across;
        int first = MatMulPlan.Share(down.Output, piece, job->Pieces), end = MatMulPlan.Share(down.Output, piece + 1, job->Pieces);
        float* padded = job->Padded.Copy(job->Images, image, first, end);
        int lineLength = job->Padded.LineLength, run = across.Size * job->Window.Channels, step = across.Stride * job->Window.Channels;
        MatMulTile tile = new()
        {
            RowStrideA = 1,
            InnerStrideA = step,
            Inner = across.Output,
            FurtherRuns = end - first - 1,
            JumpA = (nint)down.Stride * lineLength - (nint)across.Output * step,
            InnerStrideB = job->Outputs,
            InitialStride = job->Outputs,
            RowStrideC = job->Outputs,
        };
        float* rows = job->Rows + ((nint)image * down.Output + first) * across.Output * job->Outputs;
        if (Avx512F.IsSupported && job->Outputs % PaddedGradientTile.Outputs == 0
            && run is >= PaddedGradientTile.MinElements and <= PaddedGradientTile.MaxElements)
        {
            PaddedGradientTile wide = new()
            {
                StepA = step,
                JumpA = tile.JumpA,
                Stride = job->Outputs,
                GoesOn = goesOn,
                Windows = across.Output,
                Lines = end - first,
            };
            RunWide(&wide, rows, padded, lineLength, down.Size, run, sums);
            return;
        }

        for (int panel = 0; panel < job->Panels.Count; panel++)
        {
            int width = job->Panels.Width(panel), column = job->Panels.FirstColumn(panel), maxRows = MatMulTile.MaxRows(width);
            int tiles = (run + maxRows - 1) / maxRows;
            tile.B = rows + column;
            for (int p = 0; p < down.Size; p++)
            {
                for (int index = 0; index < tiles; index++)
                {
                    int element = MatMulPlan.Share(run, index, tiles);
                    tile.A = padded + (nint)p * lineLength + element;
                    tile.C = sums + ((nint)p * run + element) * job->Outputs + column;
                    tile.Initial = goesOn ? tile.C : null;
                    tile.Compute(MatMulPlan.Share(run, index + 1, tiles) - element, width);
                }
            }
        }
    }

    // A tile for each weight row.
    private static void RunWide(PaddedGradientTile* tile, float* rows, float* padded, nint lineLength, int weightRows, int run, float* sums)
    {
        for (nint column = 0; column < tile->Stride; column += PaddedGradientTile.Outputs)
        {
            tile->B = rows + column;
            for (int p = 0; p < weightRows; p++)
            {
                tile->A = padded + p * lineLength;
                tile->C = sums + p * run * tile->Stride + column;
                PaddedGradientTile.Compute(tile, run);
            }
        }
    }

    // Some numbers of the weight.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddGroups(Job* job, int item)
    {
        int first = item * job->PerItem, end = Math.Min(first + job->PerItem, job->Length);
        for (int i = first; i < end; i += Lanes)
        {
            Vector512<float> sum = Vector512.Load(job->Sums + i);
            for (int group = 1; group < job->Groups; group++)
            {
                sum += Vector512.Load(job->Sums + (nint)group * job->Length + i);
            }

            (job->Addend == null ? sum : Vector512.Load(job->Addend + i) + sum).Store(job->Weight + i);
        }
    }

    private struct Job
    {
        public ConvolutionWindow Window;
        public PaddedImage Padded;
        public MatMulPanels Panels;
        public int Outputs;
        public float* Images;
        public float* Rows;
        public int Groups;
        public int Pieces;
        public float* Sums;
        public float* Addend;
        public float* Weight;
        public int Length;
        public int PerItem;
    }
}
