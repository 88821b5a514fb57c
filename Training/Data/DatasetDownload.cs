using System.Net;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Data;

/// <summary>Fetches a data set's files from public mirrors into the cache.</summary>
/// <remarks>
/// The small label file is asked of all mirrors at once: the first that delivers it with the right checksum is asked for
/// the images, the others are kept for when it fails. Without a network this is over after
/// <see cref="DatasetSourceOptions.AnswerTimeout"/>, whatever the number of mirrors. Every failure is one line in the log.
/// </remarks>
internal sealed class DatasetDownload(DatasetSourceOptions options, Action<string> log)
{
    /// <summary>The variable with other mirrors: base addresses, separated by semicolons.</summary>
    /// <remarks><c>{set}</c> in an address becomes <c>mnist</c> or <c>fashion-mnist</c>.</remarks>
    public const string MirrorsVariable = "NATIVEGAN_MIRRORS";

    /// <summary>Puts images and labels into <paramref name="folder"/>; false if no mirror delivered them.</summary>
    /// <exception cref="InputException">The cache cannot be written.</exception>
    public bool TryFetch(DatasetCatalog set, bool isTest, string folder) =>
        TryFetchAsync(set, isTest, folder).GetAwaiter().GetResult();

    private async Task<bool> TryFetchAsync(DatasetCatalog set, bool isTest, string folder)
    {
        (DatasetFile images, DatasetFile labels) = set.Files(isTest);
        using var handler = new SocketsHttpHandler { ConnectTimeout = options.AnswerTimeout };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("nativegan/1.0");
        using var overall = new CancellationTokenSource(options.DownloadTimeout);

        List<Uri> mirrors = Mirrors(set);
        int first = await FirstToDeliverAsync(client, mirrors, labels, folder, overall.Token).ConfigureAwait(false);
        if (first < 0)
        {
            return false;
        }

        for (int turn = 0; turn < mirrors.Count; turn++)
        {
            Uri mirror = mirrors[(first + turn) % mirrors.Count];
            log($"Downloading {set.Name}'s {images.Name} from {mirror} ...");
            string? failure = await FetchAsync(client, mirror, images, folder, overall.Token).ConfigureAwait(false);
            if (failure is null)
            {
                return true;
            }

            log($"Mirror {mirror}: {failure}.");
        }

        return false;
    }

    private async Task<int> FirstToDeliverAsync(
        HttpClient client, List<Uri> mirrors, DatasetFile file, string folder, CancellationToken cancellation)
    {
        using var others = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        List<Task<string?>> attempts = [.. mirrors.Select(mirror => FetchAsync(client, mirror, file, folder, others.Token))];
        int first = -1;
        await foreach (Task<string?> attempt in Task.WhenEach(attempts).ConfigureAwait(false))
        {
            int mirror = attempts.IndexOf(attempt);
            string? failure = await attempt.ConfigureAwait(false);
            if (first >= 0)
            {
                continue; // cancelled, because another one was faster
            }

            if (failure is null)
            {
                first = mirror;
                await others.CancelAsync().ConfigureAwait(false);
            }
            else
            {
                log($"Mirror {mirrors[mirror]}: {failure}.");
            }
        }

        return first;
    }

    /// <summary>Fetches one file, compressed where the mirror has it so; returns null or what went wrong.</summary>
    private async Task<string?> FetchAsync(
        HttpClient client, Uri mirror, DatasetFile file, string folder, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bool hasAnswered = false;
        try
        {
            HttpStatusCode status = HttpStatusCode.NotFound;
            foreach (string name in (string[])[file.Name + ".gz", file.Name])
            {
                patience.CancelAfter(options.AnswerTimeout);
                using HttpResponseMessage answer = await client
                    .GetAsync(new Uri(mirror, name), HttpCompletionOption.ResponseHeadersRead, patience.Token)
                    .ConfigureAwait(false);
                status = answer.StatusCode;
                if (answer.IsSuccessStatusCode)
                {
                    hasAnswered = true;
                    patience.CancelAfter(options.StallTimeout);
                    using Stream content = await answer.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
                    string? fault = await DatasetCache
                        .StoreAsync(content, file, folder, () => patience.CancelAfter(options.StallTimeout), patience.Token)
                        .ConfigureAwait(false);
                    return fault is null ? null : $"{name} is not the published file: {fault}";
                }

                if (status != HttpStatusCode.NotFound)
                {
                    break;
                }
            }

            return $"answered {(int)status} ({status}) for {file.Name}";
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return $"the time for downloads, {options.DownloadTimeout.TotalSeconds:0.#} s, is over";
        }
        catch (OperationCanceledException)
        {
            return hasAnswered
                ? $"{file.Name} stood still for {options.StallTimeout.TotalSeconds:0.#} s"
                : $"no answer within {options.AnswerTimeout.TotalSeconds:0.#} s";
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return FileErrors.OneLine(exception);
        }
    }

    private List<Uri> Mirrors(DatasetCatalog set)
    {
        string? chosen = options.Environment(MirrorsVariable);
        IEnumerable<string> addresses = string.IsNullOrWhiteSpace(chosen)
            ? set.Mirrors
            : chosen.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var mirrors = new List<Uri>();
        foreach (string address in addresses)
        {
            string folder = address.Replace("{set}", set.Folder, StringComparison.Ordinal).TrimEnd('/') + "/";
            if (!Uri.TryCreate(folder, UriKind.Absolute, out Uri? mirror) || mirror.Scheme is not ("http" or "https"))
            {
                throw new InputException(
                    $"{MirrorsVariable}: '{address}' is not an http or https address. Separate base addresses by semicolons.",
                    ExitCodes.Usage);
            }

            mirrors.Add(mirror);
        }

        return mirrors;
    }
}
