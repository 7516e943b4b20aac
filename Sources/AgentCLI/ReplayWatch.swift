import Agent
import Dashboard
import Foundation
import Synchronization

/// What a terminal is shown of a replay: one line at first, and the live view once it has lasted; or
/// the view from the beginning, where it was asked for.
final class ReplayWatch: Sendable {
    enum Manner { case line, lineThenView, view, plain }

    /// Seconds after which a replay is worth a view.
    private static let patience = Duration.seconds(2)

    private struct State {
        var line = ProgressLine()
        var view: TerminalView?
        var plain: PlainWatch?
        var began = ContinuousClock.now
    }

    private let manner: Manner
    /// What is shown comes from there.
    let feed: PageFeed?
    private let state = Mutex(State())

    /// - Parameters:
    ///   - asked: whether the view is wanted; nil: as it suits.
    ///   - page: the feed of a page that is served as well.
    ///   - printsEvents: on stdout, which may be the same terminal.
    init(asked: Bool?, page: PageFeed?, printsEvents: Bool) {
        let isFree = !printsEvents || !Output.isTerminal
        let canDraw = TerminalView.isPossible(ProcessInfo.processInfo.environment) && isFree
        manner =
            switch asked {
            case true?: canDraw ? .view : .plain
            case false?: .line
            // A page is looked at in a browser, and its address would go with the view.
            case nil: canDraw && Output.isTerminal && page == nil ? .lineThenView : .line
            }
        feed = page ?? (manner == .line ? nil : PageFeed())
    }

    func begin() {
        state.withLock { state in
            state.line = ProgressLine()
            state.began = .now
            guard let feed else { return }
            if manner == .view { state.view = TerminalView(feed, environment: Self.environment) }
            if manner == .plain { state.plain = PlainWatch(feed) { Stderr.line($0) } }
        }
    }

    func show(_ progress: ReplayProgress) {
        state.withLock { state in
            guard state.view == nil, manner != .plain else { return }
            guard manner == .lineThenView, let feed,
                state.began.duration(to: .now) >= Self.patience
            else { return state.line.show(progress) }
            state.line.clear()
            state.view = TerminalView(feed, environment: Self.environment)
        }
    }

    /// The terminal is as it was before. Again is no harm.
    func end() {
        let (view, plain) = state.withLock { state in
            state.line.clear()
            defer { (state.view, state.plain) = (nil, nil) }
            return (state.view, state.plain)
        }
        plain?.end()
        for note in view?.end() ?? [] { Stderr.line(note) }
    }

    /// A line for people, beside whatever is shown.
    func tell(_ text: String) {
        let view = state.withLock { $0.view }
        if let view { view.tell(text) } else { Stderr.line(text) }
    }

    private static var environment: [String: String] { ProcessInfo.processInfo.environment }
}
