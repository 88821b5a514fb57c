using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NativeGan.Tests.Training.Support;

/// <summary>A tiny HTTP server on this machine, for what a mirror may do: deliver, lie, refuse, stand still, or say nothing.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly Func<string, byte[]?> _content;
    private readonly Task _accepting;

    /// <summary>Starts a server; <paramref name="content"/> gives a path's bytes, or null for 404.</summary>
    public LocalServer(Func<string, byte[]?> content)
    {
        _content = content;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Whether connections are accepted and then left without an answer.</summary>
    public bool IsSilent { get; init; }

    /// <summary>How many bytes of a file are sent before nothing more comes; null for all.</summary>
    public int? StopsAfter { get; init; }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public IReadOnlyCollection<string> Requests => _requests;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        foreach (TcpClient client in _clients)
        {
            client.Dispose();
        }

        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _clients.Add(client);
                _ = AnswerAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            NetworkStream stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            string path = (await reader.ReadLineAsync(_stop.Token))!.Split(' ')[1];
            while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 })
            {
            }

            _requests.Enqueue(path);
            if (IsSilent)
            {
                return;
            }

            byte[]? body = _content(path);
            string head = $"HTTP/1.1 {(body is null ? "404 Not Found" : "200 OK")}\r\nContent-Length: {body?.Length ?? 0}\r\nConnection: close\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _stop.Token);
            await stream.WriteAsync((body ?? []).AsMemory(0, Math.Min(body?.Length ?? 0, StopsAfter ?? int.MaxValue)), _stop.Token);
            if (StopsAfter is null)
            {
                client.Dispose();
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The client went away, which is what some tests are about.
        }
    }
}
