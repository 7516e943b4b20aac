public import Dashboard

/// The view where there is no terminal to draw on: a line now and then, and each insight.
public final class PlainWatch: Sendable {
    /// A replay at full speed only says how it stands to who looks, and says it at the next look.
    private static let looksForEachLine = 10

    private let feed: PageFeed
    private let tap: PageTap
    private let telling: Task<Void, Never>

    /// - Parameters:
    ///   - seconds: from line to line.
    ///   - clock: that they pass on.
    ///   - tell: gets each line.
    public init(
        _ feed: PageFeed, every seconds: Double = 10,
        clock: any Clock<Duration> = ContinuousClock(),
        tell: @escaping @Sendable (String) -> Void
    ) {
        self.feed = feed
        let tap = feed.tap()
        self.tap = tap
        let step = seconds / Double(Self.looksForEachLine)
        telling = Task {
            var lines = PlainLines()
            var looks = 0
            while (try? await clock.sleep(for: .seconds(step))) != nil {
                looks += 1
                let isDue = looks % Self.looksForEachLine == 0
                lines.look(at: tap.take(), Double(looks) * step, isDue: isDue).forEach(tell)
            }
        }
    }

    public func end() {
        feed.untap(tap)
        telling.cancel()
    }
}
