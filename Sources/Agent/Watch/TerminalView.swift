public import Dashboard
import Dispatch
import Foundation
import Glibc
import Synchronization

/// The live view on a terminal. It has a thread of its own and takes what it draws from a feed: a slow
/// terminal drops pictures and holds nobody up.
public final class TerminalView: Sendable {
    /// Notes that are said again when the view has gone.
    private static let notesMax = 200

    private struct State {
        var notes: [String] = []
        var unsaid = 0
        var fresh: [String] = []
        var hasEnded = false
    }

    private let feed: PageFeed
    private let tap: PageTap
    private let state = Mutex(State())
    private let stop = DispatchSemaphore(value: 0)
    private let gone = DispatchSemaphore(value: 0)

    /// Whether stderr is a terminal of ours that can be drawn on.
    public static func isPossible(
        _ environment: [String: String], descriptor: Int32 = 2
    ) -> Bool {
        guard isatty(descriptor) == 1, !["", "dumb"].contains(environment["TERM"] ?? "") else {
            return false
        }
        return TerminalOutput(descriptor).isInFront
    }

    /// Begins to draw at once.
    ///
    /// - Parameter descriptor: of the terminal; stderr.
    public init(
        _ feed: PageFeed, environment: [String: String], descriptor: Int32 = 2
    ) {
        self.feed = feed
        let usesColour = (environment["NO_COLOR"] ?? "").isEmpty
        let tap = feed.tap()
        self.tap = tap
        let thread = Thread { [self] in
            var painter = TerminalPainter(
                output: TerminalOutput(descriptor), usesColour: usesColour,
                isOurs: descriptor == STDERR_FILENO)
            painter.enter()
            repeat {
                painter.draw(tap.take(), notes: takeNotes())
            } while stop.wait(timeout: .now() + painter.pause) == .timedOut
            painter.leave()
            gone.signal()
        }
        thread.name = "view"
        thread.start()
    }

    /// A line for people, which would otherwise be written where the view is.
    public func tell(_ note: String) {
        state.withLock { state in
            state.fresh.append(note)
            state.notes.append(note)
            if state.notes.count > Self.notesMax {
                state.notes.removeFirst()
                state.unsaid += 1
            }
            state.fresh.removeFirst(max(0, state.fresh.count - Self.notesMax))
        }
    }

    /// Gives the terminal back. Again is no harm.
    ///
    /// - Returns: what was told meanwhile, for a screen that stays.
    @discardableResult
    public func end() -> [String] {
        let (isFirst, notes) = state.withLock { state in
            defer {
                state.hasEnded = true
                state.notes = []
            }
            let unsaid = state.unsaid
            return (
                !state.hasEnded,
                (unsaid > 0 ? ["(\(unsaid) earlier notes are left out)"] : []) + state.notes
            )
        }
        guard isFirst else { return notes }
        feed.untap(tap)
        stop.signal()
        // A terminal that takes nothing holds the end up no longer than this.
        _ = gone.wait(timeout: .now() + .seconds(1))
        return notes
    }

    private func takeNotes() -> [String] {
        state.withLock { state in
            defer { state.fresh = [] }
            return state.fresh
        }
    }
}
