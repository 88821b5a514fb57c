using System.Runtime.InteropServices;
using NativeGan.Engine.Backends;

namespace NativeGan.Engine;

/// <summary>Copies numbers between host arrays of either precision and a backend's number type.</summary>
internal static class NumberTransfer
{
    public static void Upload<T>(IBackend backend, ReadOnlySpan<T> values, DeviceBuffer target) where T : unmanaged
    {
        if ((backend.FloatType == ElementType.Float32) == (typeof(T) == typeof(float)))
        {
            backend.Upload(MemoryMarshal.AsBytes(values), target);
        }
        else if (typeof(T) == typeof(float))
        {
            double[] wide = new double[values.Length];
            ReadOnlySpan<float> narrow = MemoryMarshal.Cast<T, float>(values);
            for (int i = 0; i < wide.Length; i++)
            {
                wide[i] = narrow[i];
            }

            backend.Upload(MemoryMarshal.AsBytes<double>(wide), target);
        }
        else
        {
            float[] narrow = new float[values.Length];
            ReadOnlySpan<double> wide = MemoryMarshal.Cast<T, double>(values);
            for (int i = 0; i < narrow.Length; i++)
            {
                narrow[i] = (float)wide[i];
            }

            backend.Upload(MemoryMarshal.AsBytes<float>(narrow), target);
        }
    }

    public static void Download<T>(IBackend backend, DeviceBuffer source, Span<T> values) where T : unmanaged
    {
        if (source.Length != values.Length)
        {
            throw new ShapeException($"Download: the tensor has {source.Length} elements, the target has {values.Length}.");
        }

        if ((backend.FloatType == ElementType.Float32) == (typeof(T) == typeof(float)))
        {
            backend.Download(source, MemoryMarshal.AsBytes(values));
        }
        else if (typeof(T) == typeof(float))
        {
            double[] wide = new double[values.Length];
            backend.Download(source, MemoryMarshal.AsBytes(wide.AsSpan()));
            Span<float> narrow = MemoryMarshal.Cast<T, float>(values);
            for (int i = 0; i < wide.Length; i++)
            {
                narrow[i] = (float)wide[i];
            }
        }
        else
        {
            float[] narrow = new float[values.Length];
            backend.Download(source, MemoryMarshal.AsBytes(narrow.AsSpan()));
            Span<double> wide = MemoryMarshal.Cast<T, double>(values);
            for (int i = 0; i < narrow.Length; i++)
            {
                wide[i] = narrow[i];
            }
        }
    }
}
