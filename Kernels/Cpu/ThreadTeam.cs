using System.Diagnostics;

namespace NativeGan.Kernels.Cpu;

/// <summary>A few threads that stay up and take the shares of one job at a time; the caller is one of them.</summary>
/// <remarks>
/// <para>
/// A job is a static function, a pointer to its arguments and a number of shares. Claiming a share is one compare-exchange
/// on a 64-bit ticket that holds the job's number and the shares left, so a claim can only succeed on the job that is
/// current at that instant; that job then cannot end before the claimed share is done. The function and its arguments are
/// read after the claim, which is why a thread that wakes late, or was descheduled between two looks, never runs one job's
/// function on another job's arguments.
/// </para>
/// <para>
/// An idle worker spins, then yields, then parks: a step's jobs follow one another within microseconds and a parked thread
/// takes 0.05 to 4 ms to come back, but a team that is left alone must not burn a core.
/// </para>
/// <para>A body must not throw and must not call <see cref="Run"/> of the same team.</para>
/// </remarks>
internal sealed unsafe class ThreadTeam : IDisposable
{
    private static readonly long _spinTicks = Stopwatch.Frequency / 10_000; // 100 µs
    private static readonly long _yieldTicks = Stopwatch.Frequency / 500; // 2 ms

    private readonly Thread[] _workers;
    private readonly Lock _callers = new();
    private readonly object _parking = new();

    private delegate*<void*, int, void> _body;
    private void* _arguments;
    private int _shares;
    private bool _isDisposed;
    private volatile bool _isStopping;
    private volatile int _parked;

    // The two words that the threads pass to and fro; a cache line of their own each, away from the read-mostly fields.
    private SharedWord _ticket; // job number in the upper half, shares not yet claimed in the lower
    private SharedWord _unfinished; // shares not yet done

    /// <summary>Starts <paramref name="threads"/> − 1 workers.</summary>
    public ThreadTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        _workers = new Thread[threads - 1];
        for (int i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new Thread(Work) { IsBackground = true, Name = $"NativeGan cpu {i + 1}" };
            _workers[i].Start();
        }
    }

    /// <summary>Workers that gave up waiting for a job and sleep.</summary>
    internal int Parked => _parked;

    /// <summary>Threads that work on a job, the caller included.</summary>
    public int Threads { get; }

    /// <summary>
    /// Calls <paramref name="body"/> once for every share from 0 to <paramref name="shares"/> − 1, in no particular order, and
    /// waits.
    /// </summary>
    /// <param name="body">The work on one share.</param>
    /// <param name="arguments">What the body gets.</param>
    /// <param name="shares">Number of shares.</param>
    /// <param name="isShort">Whether the work is too short to be shared: the caller does all of it.</param>
    public void Run<TArguments>(delegate*<TArguments*, int, void> body, TArguments* arguments, int shares, bool isShort = false)
        where TArguments : unmanaged
    {
        if (isShort || shares <= 1 || _workers.Length == 0)
        {
            for (int share = 0; share < shares; share++)
            {
                body(arguments, share);
            }

            return;
        }

        lock (_callers)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            Debug.Assert(Volatile.Read(ref _unfinished.Value) == 0, "A body must not start another job on its own team.");
            _body = (delegate*<void*, int, void>)body;
            _arguments = arguments;
            _shares = shares;
            Volatile.Write(ref _unfinished.Value, shares);

            // A full fence: a worker either sees this ticket or has already been counted in _parked.
            long jobNumber = (_ticket.Value >> 32) + 1;
            Interlocked.Exchange(ref _ticket.Value, (jobNumber << 32) | (uint)shares);
            if (_parked > 0)
            {
                WakeAll();
            }

            WorkOnCurrentJob();
            WaitForOthers();
        }
    }

    /// <summary>Stops the workers and waits until they have ended.</summary>
    public void Dispose()
    {
        lock (_callers)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
        }

        _isStopping = true;
        WakeAll();
        foreach (Thread worker in _workers)
        {
            worker.Join();
        }
    }

    private void Work()
    {
        while (WaitForJob())
        {
            WorkOnCurrentJob();
        }
    }

    private void WorkOnCurrentJob()
    {
        int done = 0;
        long ticket = Volatile.Read(ref _ticket.Value);
        while ((uint)ticket != 0)
        {
            long seen = Interlocked.CompareExchange(ref _ticket.Value, ticket - 1, ticket);
            if (seen == ticket)
            {
                _body(_arguments, _shares - (int)(uint)ticket);
                done++;
                ticket = Volatile.Read(ref _ticket.Value);
            }
            else
            {
                ticket = seen;
            }
        }

        // All shares of one stay in this loop belong to one job: the next cannot start before these are reported.
        if (done > 0)
        {
            Interlocked.Add(ref _unfinished.Value, -done);
        }
    }

    private void WaitForOthers()
    {
        for (int spins = 0; Volatile.Read(ref _unfinished.Value) != 0; spins++)
        {
            if (spins < 2000)
            {
                Thread.SpinWait(1);
            }
            else
            {
                Thread.Yield(); // the other thread may have been descheduled: let it have this core
            }
        }
    }

    // True when there is a share to claim, false when the team is being disposed.
    private bool WaitForJob()
    {
        long start = Stopwatch.GetTimestamp();
        while (!_isStopping)
        {
            for (int spins = 0; spins < 32; spins++)
            {
                if ((uint)Volatile.Read(ref _ticket.Value) != 0)
                {
                    return true;
                }

                Thread.SpinWait(1);
            }

            long elapsed = Stopwatch.GetTimestamp() - start;
            if (elapsed > _yieldTicks)
            {
                Park();
                start = Stopwatch.GetTimestamp();
            }
            else if (elapsed > _spinTicks)
            {
                Thread.Yield();
            }
        }

        return false;
    }

    private void Park()
    {
        lock (_parking)
        {
            Interlocked.Increment(ref _parked);
            while (!_isStopping && (uint)Volatile.Read(ref _ticket.Value) == 0)
            {
                Monitor.Wait(_parking);
            }

            Interlocked.Decrement(ref _parked);
        }
    }

    private void WakeAll()
    {
        lock (_parking)
        {
            Monitor.PulseAll(_parking);
        }
    }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit, Size = 192)]
    private struct SharedWord
    {
        // In the middle of three lines' room, because a class has no say in where its fields are aligned.
        [System.Runtime.InteropServices.FieldOffset(64)]
        public long Value;
    }
}
