import Acquisition
import Biosignals
import DeviceProtocols
import Synthesis

/// Boards that are not there: pseudo-terminals that behave as they would, at real time, from one
/// person or one recording. All of them share the instant at which their clocks begin.
///
/// A board sends while somebody has its terminal open; when nobody has, its time goes on. The first
/// frame leaves 0.1 s after the opening, so that a client which flushes while it sets the terminal
/// up loses nothing.
public final class BoardSimulator: Sendable {
    /// What the terminals lead to: the boards' data terminals in the order given, then a HealthyPi
    /// 6's control terminal.
    public let paths: [String]
    /// What the user should know, one sentence each.
    public let notices: [String]
    private let boards: [SimulatedBoard]

    /// Opens the terminals and the files; nothing is sent yet.
    ///
    /// - Throws: `SimulationError`.
    public init(_ options: SimulationOptions) throws(SimulationError) {
        guard !options.boards.isEmpty else { throw .noBoards }
        var boards: [SimulatedBoard] = []
        var notices: [String] = []
        var seen: Set<Board> = []
        var isFed = false
        for (index, board) in options.boards.enumerated() {
            guard seen.insert(board).inserted else { throw .twice(board.rawValue) }
            let builder = SimulatedBoardBuilder(
                board: board, plan: options.faults[index], options: options)
            let made = try builder.build()
            boards.append(made.board)
            isFed = isFed || made.isFed
            if let notice = made.notice { notices.append(notice) }
        }
        if case .recording(let path, let reading, _) = options.signal, !isFed {
            throw Self.nothing(in: path, reading)
        }
        self.boards = boards
        self.notices = notices
        paths = boards.map { $0.paths[0] } + boards.flatMap { $0.paths.dropFirst() }
    }

    deinit { stop() }

    /// Starts every board's clock, at the same instant.
    public func start() throws(SimulationError) {
        let instant = MonotonicInstant.now()
        for board in boards {
            do { try board.start(at: instant) } catch { throw .noTerminal(error) }
        }
    }

    /// One for each board, as of now; exact once it has been stopped.
    public var statistics: [SimulationStatistics] { boards.map(\.statistics) }

    /// The duration asked for is over, and the last bytes have been read or given up.
    public var isFinished: Bool { boards.allSatisfy(\.isFinished) }

    /// Why a board has stopped before it was told to.
    public var failure: (any Error)? { boards.lazy.compactMap(\.failure).first }

    private static func nothing(in path: String, _ reading: RecordingOptions) -> SimulationError {
        do {
            let found = try RecordingReader(opening: path, options: reading).channels
            return .nothingToSend(path: path, found: found.map(\.name))
        } catch { return .recording(error) }
    }

    /// Unplugs every board and closes the files. Again is no harm.
    public func stop() {
        for board in boards { board.stop() }
    }
}
