using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Data;

/// <summary>The user's folder for downloaded data; nothing enters it without the right checksum.</summary>
internal static class DatasetCache
{
    /// <summary>The variable that names another cache folder.</summary>
    public const string Variable = "NATIVEGAN_CACHE";

    /// <summary>The folder of a set, under <c>NATIVEGAN_CACHE</c> or the platform's place for caches.</summary>
    public static string Folder(DatasetSourceOptions options, DatasetCatalog set) => Path.Combine(Root(options), set.Folder);

    /// <summary>Where the tables of <c>nativegan tune</c> lie: beside the data.</summary>
    public static string TuningFolder() => Path.Combine(Root(new DatasetSourceOptions()), "tuning");

    /// <summary>Where the classifiers of <c>nativegan classifier</c> lie: beside the data.</summary>
    public static string ClassifierFolder() => Path.Combine(Root(new DatasetSourceOptions()), "classifiers");

    /// <summary>Copies one file, raw or gzip, into the cache, provided that it has the published length and checksum.</summary>
    /// <returns>Null, or what is wrong with the content.</returns>
    /// <exception cref="InputException">The cache cannot be written.</exception>
    /// <exception cref="IOException">The source failed.</exception>
    /// <exception cref="OperationCanceledException">The time is over.</exception>
    public static async Task<string?> StoreAsync(
        Stream source, DatasetFile file, string folder, Action? progress, CancellationToken cancellation)
    {
        AtomicFile.RemoveLeftOvers(folder); // of a download that was killed
        string path = Path.Combine(folder, file.Name);
        using var target = new AtomicFile(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var content = new PeekableStream(source);
        using Stream plain = await content.StartsWithGzipAsync(cancellation).ConfigureAwait(false)
            ? new GZipStream(content, CompressionMode.Decompress)
            : content;

        byte[] piece = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            // Nothing beyond the published length is written: a wrong server cannot fill the disk.
            long length = 0;
            for (int read; (read = await plain.ReadAsync(piece, cancellation).ConfigureAwait(false)) > 0;)
            {
                length += read;
                if (length > file.Length)
                {
                    return $"it is longer than the published {file.Length} bytes";
                }

                progress?.Invoke();
                hash.AppendData(piece.AsSpan(0, read));
                Write(target, piece.AsSpan(0, read));
            }

            if (length < file.Length)
            {
                return $"it has {length} bytes, the published one has {file.Length}";
            }

            string found = Convert.ToHexStringLower(hash.GetHashAndReset());
            if (found != file.Sha256)
            {
                return $"its SHA-256 is {found}, expected {file.Sha256}";
            }
        }
        catch (InvalidDataException exception)
        {
            return $"its gzip data are damaged ({FileErrors.OneLine(exception)})";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }

        target.Commit();
        return null;
    }

    private static void Write(AtomicFile target, ReadOnlySpan<byte> piece)
    {
        try
        {
            target.Stream.Write(piece);
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception))
        {
            throw FileErrors.Writing(target.Path, exception);
        }
    }

    private static string Root(DatasetSourceOptions options)
    {
        if (options.Environment(Variable) is { Length: > 0 } chosen)
        {
            return Path.GetFullPath(chosen);
        }

        // The XDG rules ask to ignore a relative path.
        if (options.Environment("XDG_CACHE_HOME") is { Length: > 0 } caches && Path.IsPathRooted(caches))
        {
            return Path.Combine(caches, "nativegan");
        }

        if (OperatingSystem.IsWindows())
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "nativegan");
        }

        string home = options.Environment("HOME") is { Length: > 0 } folder
            ? folder
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0
            ? Path.Combine(home, ".cache", "nativegan")
            : Path.Combine(Path.GetTempPath(), "nativegan-cache");
    }

    /// <summary>A stream whose first two bytes can be looked at before it is read.</summary>
    private sealed class PeekableStream(Stream source) : Stream
    {
        private readonly byte[] _start = new byte[2];
        private int _startLength;
        private int _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public async Task<bool> StartsWithGzipAsync(CancellationToken cancellation)
        {
            _startLength = await source.ReadAtLeastAsync(_start, 2, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            return _startLength == 2 && _start[0] == 0x1F && _start[1] == 0x8B;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int start = Start(buffer.Span);
            return start > 0 ? start : await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int start = Start(buffer.AsSpan(offset, count));
            return start > 0 ? start : source.Read(buffer, offset, count);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Start(Span<byte> buffer)
        {
            int length = Math.Min(buffer.Length, _startLength - _position);
            _start.AsSpan(_position, length).CopyTo(buffer);
            _position += length;
            return length;
        }
    }
}
