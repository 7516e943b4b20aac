import Dashboard
import Dispatch
import Glibc

/// What the view's thread does: takes what is new, draws it when the terminal has taken the picture
/// before, and lends the terminal to the shell while the program is stopped.
struct TerminalPainter {
    private let output: TerminalOutput
    private var frame: TerminalFrame
    private var board = WatchBoard()
    private var keys: TerminalKeys?
    private let suspension: TerminalSuspension?
    /// The terminal is another program's: this one goes on in the background.
    private var isAway = false
    private let began = ContinuousClock.now
    /// Pictures that a slow terminal did not get.
    private(set) var skipped = 0

    /// - Parameter isOurs: signals and the keyboard belong to this terminal.
    init(output: TerminalOutput, usesColour: Bool, isOurs: Bool) {
        self.output = output
        frame = TerminalFrame(usesColour: usesColour)
        suspension = isOurs ? TerminalSuspension() : nil
    }

    /// Ten pictures a second; four of what is too fast to follow.
    var pause: DispatchTimeInterval { .milliseconds(board.sweeps ? 100 : 250) }

    mutating func enter() {
        frame.forget()
        if suspension != nil {
            keys = TerminalKeys()
            TerminalCrash.guardTerminal()
        }
        output.send(TerminalFrame.entering)
    }

    mutating func leave() {
        guard !isAway else { return }
        // A picture that is half there is not finished; its last sequence is.
        output.flush(withinMilliseconds: 300)
        output.discard()
        output.send(TerminalFrame.leaving)
        output.flush(withinMilliseconds: 300)
        keys?.restore()
        keys = nil
        if suspension != nil { TerminalCrash.release() }
    }

    mutating func draw(_ news: PageNews, notes: [String]) {
        board.take(news)
        for note in notes { board.note(note) }
        guard isInFront() else { return }
        board.look(at: Self.seconds(began.duration(to: .now)))
        output.flush()
        guard output.isIdle else {
            skipped += 1
            return
        }
        let size = output.size
        let picture = WatchPicture(columns: size.columns, rows: size.rows)
        output.send(frame.update(to: picture.lines(of: board), size: size))
    }

    /// Stops where ^Z asked for it. Whoever goes on in the background leaves the screen to the shell until
    /// it is fetched to the front.
    private mutating func isInFront() -> Bool {
        guard let suspension else { return true }
        if suspension.take(), !isAway {
            leave()
            kill(getpid(), SIGSTOP)
            isAway = true
        }
        let wasContinued = suspension.takeResumption()
        guard output.isInFront else {
            // Somebody else had stopped it: the shell is there already, with its own settings.
            if !isAway {
                keys = nil
                leave()
                isAway = true
            }
            return false
        }
        if isAway {
            isAway = false
            enter()
        } else if wasContinued {
            frame.forget()
            output.send(TerminalFrame.entering)
        }
        return true
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }
}
