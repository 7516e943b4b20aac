import Dashboard
import Reports

/// The whole view as lines of text that keep to a terminal's size. What is most wanted goes last
/// when room runs out: the rate and a trace.
struct WatchPicture {
    let columns: Int
    let rows: Int

    /// Rows of braille that a trace is given at most, so that a tall terminal is no wall.
    private static let traceRowsMax = 12

    /// What stands above and below the traces.
    private struct Frame {
        var title: [WatchLine]
        var progress: [WatchLine]
        var measures: [WatchLine]
        var states: [WatchLine]
        var insight: [WatchLine]
        var notes: [WatchLine]
        var hint: [WatchLine]

        var count: Int {
            [title, progress, measures, states, insight, notes, hint].reduce(0) { $0 + $1.count }
        }

        /// Gives up a line, the least wanted first; false when only the measures are left.
        mutating func shrink() -> Bool {
            if states.count > 1 {
                states.removeLast()
            } else if !hint.isEmpty {
                hint.removeAll()
            } else if insight.count > 1 {
                insight.removeLast()
            } else if !notes.isEmpty {
                notes.removeAll()
            } else if measures.count > 1 {
                measures.removeLast()
            } else if !states.isEmpty {
                states.removeAll()
            } else if !progress.isEmpty {
                progress.removeAll()
            } else if !title.isEmpty {
                title.removeAll()
            } else if !insight.isEmpty {
                insight.removeAll()
            } else {
                return false
            }
            return true
        }
    }

    /// At most `rows` lines of at most `columns` columns each.
    func lines(of board: WatchBoard) -> [WatchLine] {
        guard columns > 0, rows > 0 else { return [] }
        var frame = frame(of: WatchWords(board: board))
        let wanted = min(3 * board.traces.count, max(rows / 2, 2))
        while rows - frame.count < wanted, frame.shrink() {}
        let traces = traces(of: board, rows: rows - frame.count)
        let filler = max(0, rows - frame.count - traces.count)
        let above = frame.title + frame.progress + frame.measures + frame.states
        let below = frame.insight + frame.notes + frame.hint
        // Without a trace the foot follows at once.
        let between = traces.isEmpty ? [] : Array(repeating: WatchLine(), count: filler)
        return (above + traces + between + below).prefix(rows).map { $0.fitted(to: columns) }
    }

    private func frame(of words: WatchWords) -> Frame {
        let fits = words.title.width + words.position.width + 2 <= columns
        return Frame(
            title: [fits ? .spread(words.title, words.position, columns: columns) : words.title],
            progress: (fits ? [] : [words.position])
                + (words.share.map { [bar($0)] } ?? []),
            measures: WatchLine.wrapped(words.measures, columns: columns, linesMax: 2),
            states: WatchLine.wrapped(words.states, columns: columns, linesMax: 2),
            insight: words.insight,
            notes: words.board.notes.suffix(1).map { WatchLine($0, .quiet) },
            hint: [WatchLine("^C ends it.", .quiet)])
    }

    /// How far a recording has come.
    private func bar(_ share: Double) -> WatchLine {
        let per = Text.padLeft(Text.percent(share) + " %", 7)
        let room = max(0, columns - per.count)
        let filled = Int((share * Double(room)).rounded(.down))
        var line = WatchLine(String(repeating: "━", count: filled), .good)
        line.append(String(repeating: "─", count: room - filled), .quiet)
        line.append(per, .quiet)
        return line
    }

    /// As many traces as have room for a caption and a row each, in the session's order; what does not
    /// divide goes to the first.
    private func traces(of board: WatchBoard, rows: Int) -> [WatchLine] {
        let shown = board.traces.prefix(max(0, rows / 2))
        guard !shown.isEmpty else { return [] }
        let words = WatchWords(board: board)
        var spare = rows % shown.count
        var lines: [WatchLine] = []
        for trace in shown {
            let extra = spare > 0 ? 1 : 0
            spare -= extra
            let height = min(Self.traceRowsMax, rows / shown.count - 1 + extra)
            lines.append(words.caption(of: trace, columns: columns))
            lines += picture(of: trace, rows: height, sweeps: board.sweeps)
        }
        return lines
    }

    private func picture(of trace: WatchTrace, rows: Int, sweeps: Bool) -> [WatchLine] {
        guard trace.range != nil else {
            let blank = String(repeating: " ", count: columns / 2)
            return (0..<rows).map { $0 == rows / 2 ? WatchLine(blank + "—", .quiet) : WatchLine() }
        }
        let canvas = trace.picture(columns: columns, rows: rows, sweeps: sweeps)
        return (0..<rows).map { WatchLine(canvas.text(row: $0), WatchTone(trace.channel.role)) }
    }
}
