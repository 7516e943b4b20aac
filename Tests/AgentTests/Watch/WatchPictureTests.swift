import Dashboard
import Testing

@testable import Agent

struct WatchPictureTests {
    static func tile(
        _ id: String, _ value: Double?, _ unit: String, ci: ClosedRange<Double>? = nil,
        at: Double = 42
    ) -> PageMessage {
        .tile(
            PageTile(
                id: id, label: id, value: value, unit: unit, interval95: ci, windowSeconds: 10,
                at: at, source: "ecg"))
    }

    /// A recording at 42 s of five minutes, an ECG that is a line from 0 to 1 mV and a PPG of which
    /// nothing has come.
    static func board(_ more: [PageMessage] = []) -> WatchBoard {
        var status = PageStatus(device: .replaying, deviceText: "Replaying rest")
        status.position = 42
        status.duration = 300
        status.lossKnowledge = .marked
        let session = PageSession(
            version: "1", id: "s", mode: .replay, title: "rest", started: nil, isSynced: false,
            speed: 1, duration: 300,
            channels: [
                .init(id: 0, role: .ecg, name: "ECG", unit: "mV", rate: 128, low: nil, high: nil),
                .init(
                    id: 1, role: .ppg, name: "PPG", unit: "counts", rate: 64, low: nil, high: nil),
            ])
        let messages: [PageMessage] = [
            .status(status), tile("heartRate", 72, "1/min"),
            tile("rmssd", 42.3, "ms", ci: 36.2...48.9), tile("breathing", nil, "1/min"),
            .wave(
                PageWave(
                    channel: 0, at: 34, step: 1.0 / 128,
                    values: (0..<1_024).map { Double($0) / 1_023 },
                    decimals: 4)),
            .quality(
                PageQuality(
                    channel: 0, from: 41, to: 42, isUsable: true, quality: 0.95, reasons: [])),
            .quality(
                PageQuality(
                    channel: 1, from: 41, to: 42, isUsable: false, quality: 0.1,
                    reasons: ["motion"])),
        ]
        var board = WatchBoard()
        board.take(PageNews(session: session, messages: messages + more, dropped: 0))
        board.look(at: 0)
        return board
    }

    private func lines(_ board: WatchBoard, _ columns: Int, _ rows: Int) -> [String] {
        WatchPicture(columns: columns, rows: rows).lines(of: board).map { line in
            String(line.plain.reversed().drop { $0 == " " }.reversed())
        }
    }

    @Test func theWholePicture() {
        let shown = lines(Self.board(), 64, 16)
        // 42 s is a quarter of a sweep of 8 s: what is right of the gap is from 34 s on.
        let expected = [
            "rest  recording           0:00:42 of 0:05:00  1.0x  0:04:18 left",
            "━━━━━━━──────────────────────────────────────────────────   14 %",
            "HR 72 /min   RR 833 ms   RMSSD 42 (36–49) ms   Breathing —",
            "Board replaying   Battery —   Lost none marked",
            "Clock not synchronized   Broker —",
            "ECG mV  -0.06 to 1.06                          8 s  quality 95 %",
            "   ⣀⣀⣀⣀⣠⠤⠤⠤⠤⠴⠒⠒⠒",
            "⠉⠉⠉⠁                                           ⢀⣀⣀⣀⣀⣠⠤⠤⠤⠤⠴⠒⠒⠒⠒⠋⠉",
            "                            ⢀⣀⣀⣀⣀⣠⠤⠤⠤⠤⠖⠒⠒⠒⠒⠋⠉⠉⠉⠉",
            "                 ⠠⠤⠖⠒⠒⠒⠒⠋⠉⠉⠉⠉",
            "PPG counts                                         8 s  ◆ motion",
            "", "                                —", "",
            "Insight —",
            "^C ends it.",
        ]
        #expect(shown == expected, "\(shown.joined(separator: "\n"))")
    }

    /// Neither a line too many nor a column, and the rate is the last to go.
    @Test func itKeepsToEverySize() {
        var board = Self.board([
            .insight(
                PageInsight(
                    id: "1", kind: "stationary", at: 40, time: nil, text: "Suggesting a walk break",
                    reason: "Stationary for 3 hours", brief: nil, confidence: 0.85,
                    confidenceKind: "calibrated", why: [], wouldChangeIf: [], limits: []))
        ])
        board.note("ttyACM0: listening.")
        for columns in [1, 2, 7, 12, 20, 33, 40, 79, 80, 132, 300] {
            for rows in [1, 2, 3, 4, 5, 8, 10, 16, 23, 24, 25, 50, 90] {
                let lines = WatchPicture(columns: columns, rows: rows).lines(of: board)
                #expect(lines.count <= rows, "\(columns) × \(rows)")
                #expect(lines.allSatisfy { $0.width <= columns }, "\(columns) × \(rows)")
                guard columns >= 12 else { continue }
                let text = lines.map(\.plain).joined()
                #expect(text.contains("HR 72 /min"), "\(columns) × \(rows)")
                let hasTrace = text.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) }
                #expect(hasTrace || rows < 3, "\(columns) × \(rows)")
            }
        }
        #expect(WatchPicture(columns: 0, rows: 9).lines(of: board).isEmpty)
        let whole = lines(board, 80, 24)
        #expect(whole.contains("Insight Suggesting a walk break  confidence 0.85"))
        #expect(whole.contains("        Stationary for 3 hours"))
        #expect(whole.suffix(2) == ["ttyACM0: listening.", "^C ends it."])
    }

    /// What is not known is an em dash, and so is what is too old to be true now.
    @Test func whatIsNotKnownIsADash() {
        let empty = lines(WatchBoard(), 80, 12)
        #expect(empty.contains("HR —   RR —   RMSSD —"))
        #expect(empty.contains("Insight —"))
        let old = Self.board([Self.tile("heartRate", 72, "1/min", at: 20)])
        #expect(lines(old, 80, 24).contains { $0.hasPrefix("HR —   RR —   RMSSD 42") })
    }

    @Test func whatIsCaughtUpIsSaid() {
        var status = PageStatus(device: .replaying, deviceText: "rest")
        (status.position, status.duration, status.catchingUpTo) = (60, 300, 120)
        let shown = lines(Self.board([.status(status)]), 80, 24)
        #expect(shown[0].contains("catching up to 0:02:00  0:01:00 of 0:05:00  —x  — left"))
    }

    @Test func anotherSessionForgets() {
        var board = Self.board()
        let session = PageSession(
            version: "1", id: "t", mode: .live, title: "live", started: nil, isSynced: false,
            speed: 1, duration: nil, channels: [])
        board.take(PageNews(session: session, messages: [], dropped: 3))
        #expect(board.traces.isEmpty && board.tiles.isEmpty && board.status == nil)
        #expect(board.dropped == 3)
    }

    /// Where nothing can be drawn it is one line.
    @Test func aPlainLineSaysTheSame() {
        let text = WatchWords(board: Self.board()).plain
        #expect(
            text == "0:00:42 of 0:05:00  1.0x  0:04:18 left  HR 72 /min  RR 833 ms  "
                + "RMSSD 42 (36–49) ms  Breathing —  Quality 95 %  Board replaying  Battery —  "
                + "Lost none marked  Clock not synchronized  Broker —")
    }

    /// That nothing was lost is said by boards that number what they send, and by nobody else.
    @Test(arguments: [
        (PageStatus.LossKnowledge.unknown, 0, "Lost —"), (.proven, 0, "Lost nothing"),
        (.inferred, 0, "Lost none noticed: packets are not numbered"),
        (.marked, 0, "Lost none marked"), (.inferred, 12, "Lost 2.5 %"),
    ])
    func ofLossesNoMoreIsSaidThanIsKnown(
        _ known: PageStatus.LossKnowledge, _ samples: Int, _ says: String
    ) {
        var status = PageStatus(device: .connected, deviceText: "healthypi5")
        (status.lossKnowledge, status.lostSamples) = (known, samples)
        status.lostPercent = samples > 0 ? 2.5 : 0
        let states = WatchWords(board: Self.board([.status(status)])).states.map(\.plain)
        #expect(states.contains(says), "\(states)")
        let none = WatchWords(board: WatchBoard()).states.map(\.plain)
        #expect(none.contains("Lost —"), "\(none)")
    }

    /// The speed that was asked for holds from the first picture; a machine that cannot follow shows.
    @Test func timeLeftBeginsWithTheSpeedThatWasAskedFor() {
        func position(_ looks: [(at: Double, wall: Double)]) -> String {
            var board = Self.board()
            for look in looks {
                var status = PageStatus(device: .replaying, deviceText: "rest")
                (status.position, status.duration) = (look.at, 300)
                board.take(PageNews(session: nil, messages: [.status(status)], dropped: 0))
                board.look(at: look.wall)
            }
            return WatchWords(board: board).position.plain
        }
        #expect(position([(60, 0.1)]) == "0:01:00 of 0:05:00  1.0x  0:04:00 left")
        #expect(position([(60, 0.1), (70, 1.5)]) == "0:01:10 of 0:05:00  1.0x  0:03:50 left")
        #expect(position([(44, 4)]) == "0:00:44 of 0:05:00  0.5x  0:08:32 left")
    }
}
