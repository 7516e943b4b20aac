internal import CFFTW
internal import Synchronization

/// Discrete Fourier transform of real samples, planned once for one length.
///
/// Input:  `count` samples, any unit. Output: `count / 2 + 1` complex bins, same unit, unscaled:
///         X[k] = Σ x[n] · exp(−2πi·kn / count).
/// Planned with `FFTW_ESTIMATE` on aligned buffers, so that every run and every thread gives the
/// same digits. A value: copies share the plan, which never changes.
/// Source: Frigo & Johnson (2005), doi:10.1109/JPROC.2004.840301.
public struct RealFFT: Sendable {
    /// Samples it transforms.
    public let count: Int
    private let plan: Plan

    /// - Precondition: `count` lies in 1…2²⁶.
    public init(count: Int) {
        precondition((1...1 << 26).contains(count), "An FFT cannot have \(count) samples.")
        self.count = count
        plan = Plan.of(count)
    }

    /// Bins from 0 to half the rate, both included.
    public var binCount: Int { count / 2 + 1 }

    /// Real and imaginary parts of every bin.
    /// - Precondition: `samples` holds `count` samples.
    public func transform(_ samples: [Double]) -> (real: [Double], imaginary: [Double]) {
        execute(samples) { bins in (bins.map(\.0), bins.map(\.1)) }
    }

    /// |X[k]|² of every bin, the unit squared.
    /// - Precondition: `samples` holds `count` samples.
    public func squaredMagnitudes(_ samples: [Double]) -> [Double] {
        execute(samples) { bins in bins.map { $0.0 * $0.0 + $0.1 * $0.1 } }
    }

    private func execute<Result>(
        _ samples: [Double], _ body: (UnsafeBufferPointer<fftw_complex>) -> Result
    ) -> Result {
        precondition(
            samples.count == count, "The FFT takes \(count) samples, not \(samples.count).")
        return withWorkspace { workspace in
            _ = workspace.input.update(fromContentsOf: samples)
            return body(workspace.transform())
        }
    }

    /// Lends memory that serves any number of transforms, so that a long series needs no more of it
    /// than a short one.
    func withWorkspace<Result>(_ body: (RealFFTWorkspace) -> Result) -> Result {
        let buffers = Buffers(count: count)
        defer { buffers.free() }
        return body(RealFFTWorkspace(count: count, plan: plan, buffers: buffers))
    }
}

/// Memory for one transform at a time; valid inside `RealFFT.withWorkspace` only.
struct RealFFTWorkspace {
    fileprivate let count: Int
    fileprivate let plan: Plan
    fileprivate let buffers: Buffers

    /// Where the samples go; a transform leaves nothing meaningful in it.
    var input: UnsafeMutableBufferPointer<Double> {
        UnsafeMutableBufferPointer(start: buffers.input, count: count)
    }

    /// The bins of what lies in `input`, valid until the next transform.
    func transform() -> UnsafeBufferPointer<fftw_complex> {
        fftw_execute_dft_r2c(plan.handle, buffers.input, buffers.output)
        return UnsafeBufferPointer(start: buffers.output, count: count / 2 + 1)
    }
}

/// FFTW's planner is not safe to enter from two threads at once: everything that plans or destroys
/// a plan holds this lock. With it lie the plans last asked for, so that a length that comes again
/// is not planned again.
private let planner = Mutex(PlanShelf())

/// The plans last asked for, latest last.
private struct PlanShelf {
    static let plansMax = 8
    /// Longer transforms cost far more than their plan, and their plans much memory.
    static let countMax = 1 << 16

    private var plans: [Plan] = []

    mutating func take(_ count: Int) -> Plan? {
        guard let index = plans.lastIndex(where: { $0.count == count }) else { return nil }
        let plan = plans.remove(at: index)
        plans.append(plan)
        return plan
    }

    /// Returns the plan that makes room, for the caller to let go outside the lock, which its end
    /// takes again.
    mutating func put(_ plan: Plan) -> Plan? {
        guard plan.count <= Self.countMax else { return nil }
        plans.append(plan)
        return plans.count > Self.plansMax ? plans.removeFirst() : nil
    }
}

/// Owns one FFTW plan. Unchecked because the handle is a C pointer: it is set once, never changed,
/// and FFTW documents its new-array execution as safe from any number of threads.
fileprivate final class Plan: @unchecked Sendable {
    let count: Int
    let handle: fftw_plan

    static func of(_ count: Int) -> Plan {
        if let plan = planner.withLock({ $0.take(count) }) { return plan }
        let plan = Plan(count: count)
        let displaced = planner.withLock { $0.put(plan) }
        withExtendedLifetime(displaced) {}
        return plan
    }

    private init(count: Int) {
        let buffers = Buffers(count: count)
        defer { buffers.free() }
        let made = planner.withLock { _ in
            PlanHandle(
                fftw_plan_dft_r2c_1d(
                    Int32(count), buffers.input, buffers.output,
                    UInt32(FFTW_ESTIMATE) | UInt32(FFTW_DESTROY_INPUT)))
        }
        guard let handle = made.pointer else {
            preconditionFailure("FFTW has no plan for \(count) samples.")
        }
        self.count = count
        self.handle = handle
    }

    deinit {
        planner.withLock { _ in fftw_destroy_plan(handle) }
    }
}

/// Carries a fresh handle out of the lock, which only lets sendable values pass. Unchecked because
/// it is used by the thread that made it and by no other.
private struct PlanHandle: @unchecked Sendable {
    let pointer: fftw_plan?
    init(_ pointer: fftw_plan?) { self.pointer = pointer }
}

/// Input and output of one run, aligned as the plan expects.
fileprivate struct Buffers {
    let input: UnsafeMutablePointer<Double>
    let output: UnsafeMutablePointer<fftw_complex>

    init(count: Int) {
        guard let input = fftw_alloc_real(count), let output = fftw_alloc_complex(count / 2 + 1)
        else { preconditionFailure("No memory for an FFT of \(count) samples.") }
        self.input = input
        self.output = output
    }

    func free() {
        fftw_free(input)
        fftw_free(output)
    }
}
