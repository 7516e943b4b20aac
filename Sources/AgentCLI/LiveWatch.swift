import Agent
import Dashboard
import Foundation
import Synchronization

/// What a terminal is shown of a live run, and where its notes go: under the view while it is there,
/// else to stderr.
final class LiveWatch: Sendable {
    private struct State {
        var view: TerminalView?
        var plain: PlainWatch?
    }

    private let isAsked: Bool
    /// What is shown comes from there; nil where nothing is shown.
    let feed: PageFeed?
    private let state = Mutex(State())

    /// - Parameter feed: of a page that is served as well.
    init(feed: PageFeed?, isAsked: Bool) {
        self.isAsked = isAsked
        self.feed = feed ?? (isAsked ? PageFeed() : nil)
    }

    func begin() {
        guard isAsked, let feed else { return }
        let environment = ProcessInfo.processInfo.environment
        state.withLock { state in
            if TerminalView.isPossible(environment) {
                state.view = TerminalView(feed, environment: environment)
            } else {
                state.plain = PlainWatch(feed) { Stderr.line("healthypi-agent: \($0)") }
            }
        }
    }

    func tell(_ note: LiveNote, _ isJSON: Bool) {
        let view = state.withLock { $0.view }
        if let view { view.tell(note.text) } else { Stderr.line(Self.line(note, isJSON)) }
    }

    /// The terminal is as it was before; what was told meanwhile is said there. Again is no harm.
    func end() {
        let (view, plain) = state.withLock { state in
            defer { state = State() }
            return (state.view, state.plain)
        }
        plain?.end()
        for note in view?.end() ?? [] { Stderr.line("healthypi-agent: \(note)") }
    }

    static func line(_ note: LiveNote, _ isJSON: Bool) -> String {
        guard isJSON else { return "healthypi-agent: \(note.text)" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = (try? encoder.encode(["note": note.text])) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }
}
