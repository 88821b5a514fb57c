namespace NativeGan.Tests.Ptx;

/// <summary>Instructions that the 32 lanes of a warp execute together.</summary>
internal static class PtxWarpInstructions
{
    public static Action<PtxThread[]>? Translate(PtxInstruction instruction) => instruction.Root switch
    {
        "bar" when instruction.Take("warp") => Barrier(instruction),
        "mma" => Multiply(instruction),
        "shfl" => Shuffle(instruction),
        "ldmatrix" => LoadMatrix(instruction),
        _ => null,
    };

    private static Action<PtxThread[]> Barrier(PtxInstruction instruction)
    {
        instruction.Take("sync");
        instruction.ExpectNothingElse(1);
        int mask = instruction.Source(0, PtxType.B32);
        return lanes =>
        {
            ExpectAll(lanes, mask);
            lanes[0].Block.Shared.PassWarpBarrier(lanes[0].Warp);
        };
    }

    // D [16, 8] = A [16, 8]·B [8, 8] + C. With g = lane / 4 and t = lane mod 4 (PTX ISA, "Matrix Fragments for
    // mma.m16n8k8"), a lane holds A at (g, t), (g + 8, t), (g, t + 4), (g + 8, t + 4), B at (t, g), (t + 4, g), and C and D
    // at (g, 2t), (g, 2t + 1), (g + 8, 2t), (g + 8, 2t + 1).
    private static Action<PtxThread[]> Multiply(PtxInstruction instruction)
    {
        bool isKnown = instruction.Take("sync") && instruction.Take("aligned") && instruction.Take("m16n8k8")
            && instruction.Take("row") && instruction.Take("col") && instruction.Take("f32") && instruction.Take("tf32")
            && instruction.Take("tf32") && instruction.Take("f32");
        instruction.ExpectNothingElse(4);
        if (!isKnown)
        {
            throw instruction.NotSupported("only mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 is known");
        }

        int[] d = instruction.Vector(0, PtxType.F32, isWritten: true), c = instruction.Vector(3, PtxType.F32, isWritten: false);
        int[] a = instruction.Vector(1, PtxType.B32, isWritten: false), b = instruction.Vector(2, PtxType.B32, isWritten: false);
        if ((d.Length, a.Length, b.Length, c.Length) != (4, 4, 2, 4))
        {
            throw instruction.NotSupported("expected 4, 4, 2 and 4 elements");
        }

        return lanes =>
        {
            double[,] left = new double[16, 8], right = new double[8, 8];
            foreach (PtxThread lane in lanes)
            {
                (int g, int t) = (lane.Lane / 4, lane.Lane % 4);
                for (int i = 0; i < 4; i++)
                {
                    left[g + (8 * (i % 2)), t + (4 * (i / 2))] = Tf32(lane, a[i]);
                }

                (right[t, g], right[t + 4, g]) = (Tf32(lane, b[0]), Tf32(lane, b[1]));
            }

            // All of a lane's sums before the first is stored: D may be C.
            Span<float> sums = stackalloc float[4];
            foreach (PtxThread lane in lanes)
            {
                for (int i = 0; i < 4; i++)
                {
                    (int row, int column) = ((lane.Lane / 4) + (8 * (i / 2)), (2 * (lane.Lane % 4)) + (i % 2));
                    double sum = PtxThread.Get<float>(lane.Registers, c[i]);
                    for (int k = 0; k < 8; k++)
                    {
                        sum += left[row, k] * right[k, column];
                    }

                    sums[i] = (float)sum;
                }

                for (int i = 0; i < 4; i++)
                {
                    PtxThread.Set(lane.Registers, d[i], sums[i]);
                }
            }
        };
    }

    // The multiplier does not look at the 13 bits that tf32 does not have.
    private static float Tf32(PtxThread lane, int slot) =>
        BitConverter.UInt32BitsToSingle((uint)lane.Registers[slot] & ~((1u << 13) - 1));

    private static Action<PtxThread[]> Shuffle(PtxInstruction instruction)
    {
        string mode = instruction.TakeAny("up", "down", "bfly", "idx") ?? throw instruction.NotSupported("the mode is unknown");
        bool isKnown = instruction.Take("sync") && instruction.Take("b32");
        instruction.ExpectNothingElse(5);
        string[] results = instruction.Operands[0].Split('|');
        if (!isKnown || results.Length != 1)
        {
            throw instruction.NotSupported("only shfl.sync of .b32 without a predicate is known");
        }

        int target = instruction.Destination(0, PtxType.B32), value = instruction.Source(1, PtxType.B32);
        int distance = instruction.Source(2, PtxType.B32), clamp = instruction.Source(3, PtxType.B32), mask = instruction.Source(4, PtxType.B32);
        return lanes =>
        {
            ExpectAll(lanes, mask);
            ulong[] values = [.. lanes.Select(lane => lane.Registers[value])];
            foreach (PtxThread lane in lanes)
            {
                int by = (int)(lane.Registers[distance] & 31), limits = (int)lane.Registers[clamp];
                int last = limits & 31, segment = (limits >> 8) & 31;
                int highest = (lane.Lane & segment) | (last & ~segment), lowest = lane.Lane & segment;
                int source = mode switch
                {
                    "up" => lane.Lane - by,
                    "down" => lane.Lane + by,
                    "bfly" => lane.Lane ^ by,
                    _ => lowest | (by & ~segment),
                };
                bool isInside = mode == "up" ? source >= highest : source <= highest;
                lane.Registers[target] = values[isInside ? source : lane.Lane];
            }
        };
    }

    // ldmatrix: lanes 8i to 8i + 7 give the addresses of the 8 rows (16 bytes each) of matrix i; register i of lane l gets
    // the two 16-bit elements 2(l mod 4) and 2(l mod 4) + 1 of row l / 4.
    private static Action<PtxThread[]> LoadMatrix(PtxInstruction instruction)
    {
        bool isKnown = instruction.Take("sync") && instruction.Take("aligned") && instruction.Take("m8n8")
            && instruction.Take("shared") && instruction.Take("b16");
        int count = instruction.TakeAny("x1", "x2", "x4") is { } number ? number[1] - '0' : throw instruction.NotSupported("the count is unknown");
        instruction.ExpectNothingElse(2);
        int[] targets = instruction.Vector(0, PtxType.B32, isWritten: true);
        PtxAddress address = instruction.Address(1);
        if (!isKnown || targets.Length != count)
        {
            throw instruction.NotSupported("only ldmatrix.sync.aligned.m8n8.xN.shared.b16 with N registers is known");
        }

        return lanes =>
        {
            for (int matrix = 0; matrix < count; matrix++)
            {
                byte[][] rows = [.. lanes.Skip(matrix * 8).Take(8).Select(
                    lane => lane.Block.Shared.Read(address.Of(lane), 16, lane.Number).ToArray())];
                foreach (PtxThread lane in lanes)
                {
                    lane.Registers[targets[matrix]] = BitConverter.ToUInt32(rows[lane.Lane / 4], lane.Lane % 4 * 4);
                }
            }
        };
    }

    private static void ExpectAll(PtxThread[] lanes, int mask)
    {
        if (Array.Exists(lanes, lane => (uint)lane.Registers[mask] != uint.MaxValue))
        {
            throw new PtxViolationException("only the full mask 0xFFFFFFFF is known");
        }
    }
}
