using System.Text.Json;
using System.Text.Json.Serialization;

namespace NativeGan.Kernels.Gpu.MatMul;

/// <summary>A plan in a tuning table is the text of <see cref="GpuMatMulPlan.ToString"/>.</summary>
internal sealed class GpuMatMulPlanJson : JsonConverter<GpuMatMulPlan>
{
    /// <inheritdoc/>
    public override GpuMatMulPlan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return GpuMatMulPlan.Parse(reader.GetString() ?? "");
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, GpuMatMulPlan value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
