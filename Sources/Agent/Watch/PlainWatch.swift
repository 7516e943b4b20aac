public import Dashboard
import Foundation

/// The view where there is no terminal to draw on: a line now and then, and each insight.
public final class PlainWatch: Sendable {
    private let feed: PageFeed
    private let tap: PageTap
    private let telling: Task<Void, Never>

    /// - Parameters:
    ///   - every: seconds from line to line.
    ///   - tell: gets each line.
    public init(
        _ feed: PageFeed, every seconds: Double = 10, tell: @escaping @Sendable (String) -> Void
    ) {
        self.feed = feed
        let tap = feed.tap()
        self.tap = tap
        telling = Task {
            var board = WatchBoard()
            var told: String?
            var wall = 0.0
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(seconds))
                guard !Task.isCancelled else { return }
                wall += seconds
                board.take(tap.take())
                board.look(at: wall)
                guard board.session != nil else { continue }
                tell(WatchWords(board: board).plain)
                if let insight = board.insight, insight.id != told {
                    told = insight.id
                    for line in WatchWords(board: board).insight { tell(line.plain) }
                }
            }
        }
    }

    public func end() {
        feed.untap(tap)
        telling.cancel()
    }
}
