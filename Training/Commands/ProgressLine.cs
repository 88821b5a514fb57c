using System.Globalization;
using System.Text;
using Spectre.Console;

namespace NativeGan.Training.Commands;

/// <summary>One line at the bottom of a terminal that says how far the work is, with its speed and the time left; other lines scroll by above it.</summary>
/// <remarks>
/// The cursor rests in the line's first column: whatever a narrower window makes of the line lies after the cursor, and the next frame erases it.
/// The terminal does not wrap while a frame is drawn, so that a frame has one row. Where there is no such line (output that is redirected, CI,
/// <c>TERM=dumb</c>), lines are written as they are and reports are not shown. <c>NO_COLOR</c> takes the colour, and nothing else.
/// While the line is open, everything else that goes to the same terminal goes through <see cref="WriteLine"/>.
/// </remarks>
internal sealed class ProgressLine : IDisposable
{
    // ECMA-48, and DEC's private mode 7.
    private const string EraseBelow = "\e[J", NoWrap = "\e[?7l", Wrap = "\e[?7h", DoneColour = "\e[36m", RestColour = "\e[90m", NoColour = "\e[0m";

    // Room for "12345 steps/s" and "59 min 59 s left": the bar keeps its width while the numbers change.
    private const int RateRoom = 5, LeftRoom = 16, LeastBar = 10, MostBar = 40;

    private const double SecondsBetweenFrames = 0.1, SecondsOfSpeed = 5;

    private readonly TextWriter _writer;
    private readonly Func<int>? _width;
    private readonly bool _hasColour;
    private readonly TimeProvider _clock;
    private readonly Queue<(long Time, long Done)> _recent = new();
    private State? _state;
    private long _drawnAt;
    private bool _isDrawn;

    /// <summary>Writes to a terminal.</summary>
    /// <param name="writer">The terminal.</param>
    /// <param name="width">Its columns at the moment; null where it is no terminal.</param>
    /// <param name="hasColour">Whether to use colours.</param>
    /// <param name="clock">Measures the speed.</param>
    public ProgressLine(TextWriter writer, Func<int>? width, bool hasColour, TimeProvider clock) =>
        (_writer, _width, _hasColour, _clock) = (writer, width, hasColour, clock);

    /// <summary>The line of this program's terminal.</summary>
    /// <param name="onError">Write to standard error, as a command does whose standard output is data.</param>
    public static ProgressLine Open(bool onError = false)
    {
        TextWriter writer = onError ? Console.Error : Console.Out;
        if ((onError ? Console.IsErrorRedirected : Console.IsOutputRedirected)
            || Environment.GetEnvironmentVariable("CI") is { Length: > 0 }
            || Environment.GetEnvironmentVariable("TERM") == "dumb")
        {
            return new ProgressLine(writer, width: null, hasColour: false, TimeProvider.System);
        }

        // The library knows whether a terminal understands control sequences, and switches them on where that is needed.
        Profile profile = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) }).Profile;
        bool hasColour = Environment.GetEnvironmentVariable("NO_COLOR") is not { Length: > 0 };
        return new ProgressLine(writer, profile.Capabilities.Ansi ? () => profile.Out.Width : null, hasColour, TimeProvider.System);
    }

    /// <summary>Whether there is a line to see.</summary>
    public bool IsLive => _width is not null;

    /// <summary>Says how far the work is; cheap enough to call at every turn of a loop.</summary>
    /// <param name="title">What is done: "s4". Another title, total or unit, or less done than before, is other work, with a speed of its own.</param>
    /// <param name="done">How much of it is done.</param>
    /// <param name="total">How much there is.</param>
    /// <param name="unit">Of what, in the singular: "step".</param>
    public void Report(string title, long done, long total, string unit)
    {
        if (!IsLive)
        {
            return;
        }

        long now = _clock.GetTimestamp();
        bool isNew = _state is not { } last || last.Title != title || last.Total != total || last.Unit != unit || last.Done > done;
        if (isNew)
        {
            _recent.Clear();
        }

        _state = new State(title, done, total, unit);
        if (isNew || done >= total || _clock.GetElapsedTime(_drawnAt, now).TotalSeconds >= SecondsBetweenFrames)
        {
            // Work that begins is slower than what follows: its first report is no start for a speed.
            if (!isNew)
            {
                _recent.Enqueue((now, done));
            }

            while (_recent.Count > 1 && _clock.GetElapsedTime(_recent.Peek().Time, now).TotalSeconds > SecondsOfSpeed)
            {
                _recent.Dequeue();
            }

            Draw();
        }
    }

    /// <summary>Writes a line above.</summary>
    public void WriteLine(string text)
    {
        if (_isDrawn)
        {
            _writer.Write($"\r{EraseBelow}");
        }

        _writer.WriteLine(text);
        if (_isDrawn)
        {
            Draw();
        }
    }

    /// <summary>Takes the line away; the next report brings it back.</summary>
    public void Clear()
    {
        if (_isDrawn)
        {
            _writer.Write($"\r{EraseBelow}");
            _writer.Flush();
            _isDrawn = false;
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose() => Clear();

    private void Draw()
    {
        _writer.Write($"\r{EraseBelow}{NoWrap}{Frame(_state!, SpeedOf(_state!), Math.Max(1, _width!() - 1))}{Wrap}\r");
        _writer.Flush();
        _drawnAt = _clock.GetTimestamp();
        _isDrawn = true;
    }

    /// <summary>Units a second over the last few seconds; 0 while that is unknown.</summary>
    private double SpeedOf(State state)
    {
        if (_recent.Count < 2)
        {
            return 0;
        }

        (long time, long done) = _recent.Peek();
        double seconds = _clock.GetElapsedTime(time).TotalSeconds;
        return seconds <= 0 ? 0 : (state.Done - done) / seconds;
    }

    /// <summary>The text, with what has room: the counter first, then time left, speed, title and bar.</summary>
    private string Frame(State state, double speed, int width)
    {
        string done = state.Done.ToString(CultureInfo.InvariantCulture), total = state.Total.ToString(CultureInfo.InvariantCulture);
        string counter = $"{state.Unit} {done} of {total}";
        string rate = speed > 0 ? $"{Rounded(speed)} {state.Unit}s/s" : "";
        string left = speed > 0 && state.Done < state.Total ? $"{Durations.InWords((state.Total - state.Done) / speed)} left" : "";

        int room = width - counter.Length;
        bool hasLeft = Take(left), hasRate = Take(rate), hasTitle = Take(state.Title);
        StringBuilder frame = new();
        frame.Append(hasTitle ? $"{state.Title}  " : "");
        int widest = state.Title.Length + state.Unit.Length * 2 + 2 * total.Length + RateRoom + LeftRoom + "  ".Length * 4 + " of s/s  ".Length;
        int bar = Math.Min(MostBar, width - widest);
        if (hasTitle && bar >= LeastBar)
        {
            AppendBar(frame, state, bar);
        }

        frame.Append(counter.Length <= width ? counter : counter[..width]);
        frame.Append(hasRate && rate.Length > 0 ? $"  {rate}" : "").Append(hasLeft && left.Length > 0 ? $"  {left}" : "");
        return frame.ToString();

        bool Take(string piece)
        {
            int needed = piece.Length + "  ".Length;
            bool fits = room >= needed;
            room -= fits ? needed : 0;
            return fits;
        }
    }

    private void AppendBar(StringBuilder frame, State state, int width)
    {
        int filled = state.Total <= 0 ? 0 : (int)Math.Clamp((double)state.Done / state.Total * width, 0, width);
        frame.Append(_hasColour ? DoneColour : "").Append('━', filled)
            .Append(_hasColour ? RestColour : "").Append('─', width - filled)
            .Append(_hasColour ? NoColour : "").Append("  ");
    }

    private static string Rounded(double speed) => speed.ToString(speed >= 100 ? "F0" : speed >= 10 ? "F1" : "F2", CultureInfo.InvariantCulture);

    private sealed record State(string Title, long Done, long Total, string Unit);
}
