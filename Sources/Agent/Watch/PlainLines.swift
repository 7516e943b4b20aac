import Dashboard

/// What a view without a terminal says, and when: how it stands once it is known, each insight once.
struct PlainLines {
    private var board = WatchBoard()
    private var told: String?

    /// - Parameters:
    ///   - seconds: of the wall.
    ///   - isDue: a line is to be said, if there is anything to say.
    mutating func look(at news: PageNews, _ seconds: Double, isDue: Bool) -> [String] {
        board.take(news)
        board.look(at: seconds)
        // Before the first word on how it stands a line would be nothing but dashes.
        guard isDue, board.session != nil, board.status != nil else { return [] }
        let words = WatchWords(board: board)
        guard let insight = board.insight, insight.id != told else { return [words.plain] }
        told = insight.id
        return [words.plain] + words.insight.map(\.plain)
    }
}
