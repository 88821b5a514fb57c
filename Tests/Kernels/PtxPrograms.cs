namespace NativeGan.Tests.Kernels;

/// <summary>PTX written by hand, to test the interpreter.</summary>
internal static class PtxPrograms
{
    /// <summary>One warp multiplies A [16, 8] by B [8, 8] and adds C [16, 8]; addresses of A, B, C and D are the parameters.</summary>
    /// <remarks>
    /// With g = lane / 4 and t = lane mod 4: %rd5 points at A (g, t), %rd6 at B (t, g), %rd7 and %rd8 at C and D (g, 2t). A row
    /// is 32 bytes, so 8 rows down are 256 bytes.
    /// </remarks>
    public const string Mma = """
        .version 8.0
        .target sm_80
        .address_size 64
        .visible .entry Mma(.param .b64 a, .param .b64 b, .param .b64 c, .param .b64 d)
        {
            .reg .b32 %r<8>;
            .reg .b64 %rd<16>;
            .reg .b32 left<4>, right<2>;
            .reg .f32 acc<4>;
            ld.param.b64 %rd1, [a];
            ld.param.b64 %rd2, [b];
            ld.param.b64 %rd3, [c];
            ld.param.b64 %rd4, [d];
            mov.u32 %r1, %laneid;
            shr.u32 %r2, %r1, 2;
            and.b32 %r3, %r1, 3;
            mad.lo.u32 %r4, %r2, 8, %r3;
            mad.wide.u32 %rd5, %r4, 4, %rd1;
            mad.lo.u32 %r4, %r3, 8, %r2;
            mad.wide.u32 %rd6, %r4, 4, %rd2;
            shl.b32 %r3, %r3, 1;
            mad.lo.u32 %r4, %r2, 8, %r3;
            mad.wide.u32 %rd7, %r4, 4, %rd3;
            mad.wide.u32 %rd8, %r4, 4, %rd4;
            ld.global.b32 left0, [%rd5];
            ld.global.b32 left1, [%rd5+256];
            ld.global.b32 left2, [%rd5+16];
            ld.global.b32 left3, [%rd5+272];
            ld.global.b32 right0, [%rd6];
            ld.global.b32 right1, [%rd6+128];
            ld.global.v2.f32 {acc0, acc1}, [%rd7];
            ld.global.v2.f32 {acc2, acc3}, [%rd7+256];
            mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32
                {acc0, acc1, acc2, acc3}, {left0, left1, left2, left3}, {right0, right1}, {acc0, acc1, acc2, acc3};
            st.global.v2.f32 [%rd8], {acc0, acc1};
            st.global.v2.f32 [%rd8+256], {acc2, acc3};
            ret;
        }
        """;

    /// <summary>
    /// Each thread reads word number tid into %r1, runs the code, and writes %r3 to word number tid. %p2 holds for thread 0,
    /// %rd1 and %rd2 point at the two words.
    /// </summary>
    public static string Small(string code) => $$"""
        .version 8.0
        .target sm_80
        .address_size 64
        .visible .entry Small(.param .b64 source, .param .b64 target)
        {
            .reg .pred %p<4>;
            .reg .b32 %r<8>;
            .reg .b64 %rd<8>;
            .reg .f32 %f<8>;
            mov.u32 %r0, %tid.x;
            setp.eq.u32 %p2, %r0, 0;
            ld.param.b64 %rd1, [source];
            mad.wide.u32 %rd1, %r0, 4, %rd1;
            ld.param.b64 %rd2, [target];
            mad.wide.u32 %rd2, %r0, 4, %rd2;
            ld.global.b32 %r1, [%rd1];
            {{code}}
            st.global.b32 [%rd2], %r3;
            ret;
        }
        """;
}
