/// Of a terminal, in characters.
struct TerminalSize: Equatable, Sendable {
    /// For a terminal that does not say.
    static let usual = TerminalSize(columns: 80, rows: 24)
    /// Nobody has more, and what says so does not grow the memory.
    private static let most = 1_000

    let columns: Int
    let rows: Int

    init(columns: Int, rows: Int) {
        self.columns = min(columns, Self.most)
        self.rows = min(rows, Self.most)
    }
}
