import Acquisition
import Biosignals
import Recordings

/// One `_physio.tsv.gz` of an export that is being written: a row for each instant of a run.
struct BIDSTable {
    let file: ExportFile
    let facts: ExportFile
    let rate: Hertz
    /// Of the survey.
    let channels: [Int]
    /// Instants of the whole recording.
    let rows: Range<Int>
    private let gzip = GzipEncoder()
    private var next: Int

    init(file: ExportFile, facts: ExportFile, rate: Hertz, channels: [Int], rows: Range<Int>) {
        self.file = file
        self.facts = facts
        self.rate = rate
        self.channels = channels
        self.rows = rows
        next = rows.lowerBound
    }

    /// Its own rows of a stretch whose frames are instants, those missing before it filled up.
    mutating func take(_ stretch: SampleGrid.Stretch) throws(ExportError) {
        let own = (stretch.firstFrame..<(stretch.firstFrame + stretch.count)).clamped(to: rows)
        guard !own.isEmpty else { return }
        try fill(until: own.lowerBound)
        var text = ""
        for row in own {
            for lane in stretch.samples.indices {
                let value = stretch.samples[lane][row - stretch.firstFrame]
                if lane > 0 { text += "\t" }
                text += value.isNaN ? Self.missing : SampleTable.number(value)
            }
            text += "\n"
        }
        next = own.upperBound
        try file.write(gzip.encode(Array(text.utf8)))
    }

    mutating func finish() throws(ExportError) {
        try fill(until: rows.upperBound)
        try file.write(gzip.finish())
    }

    private mutating func fill(until row: Int) throws(ExportError) {
        let empty =
            repeatElement(Self.missing, count: channels.count).joined(separator: "\t") + "\n"
        while next < row {
            let count = min(4_096, row - next)
            try file.write(gzip.encode(Array(String(repeating: empty, count: count).utf8)))
            next += count
        }
    }

    private static let missing = "n/a"
}
