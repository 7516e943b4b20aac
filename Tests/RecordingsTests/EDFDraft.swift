@testable import Recordings

/// EDF bytes put together by hand, field by field, so that each can be spoilt.
struct EDFDraft {
    var version = "0"
    var patient = "X X X X"
    var recording = "Startdate 29-FEB-2024 X X X"
    var date = "29.02.24"
    var time = "23.59.58"
    var headerBytes: String?
    var reserved = "EDF+C"
    var records = "2"
    var duration = "1"
    var signalCount: String?
    var signals: [[String]] = [
        ["ECG", "", "mV", "-3.2767", "3.2767", "-32767", "32767", "", "3", ""],
        ["EDF Annotations", "", "", "-1", "1", "-32768", "32767", "", "8", ""],
    ]
    var data: [UInt8] = []

    private static let widths = [16, 80, 8, 8, 8, 8, 8, 80, 8, 32]

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        func append(_ text: String, _ width: Int) {
            let field = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
            bytes += field.prefix(width)
            bytes += Array(repeating: 0x20, count: width - min(width, field.count))
        }
        append(version, 8)
        append(patient, 80)
        append(recording, 80)
        append(date, 8)
        append(time, 8)
        append(headerBytes ?? "\(256 * (signals.count + 1))", 8)
        append(reserved, 44)
        append(records, 8)
        append(duration, 8)
        append(signalCount ?? "\(signals.count)", 4)
        for (field, width) in Self.widths.enumerated() {
            for signal in signals { append(signal[field], width) }
        }
        return bytes + data
    }

    /// A record of this draft's ECG, and its annotations.
    mutating func add(_ samples: [Int16], _ lists: String) {
        for sample in samples {
            data.append(UInt8(truncatingIfNeeded: sample))
            data.append(UInt8(truncatingIfNeeded: sample >> 8))
        }
        let text = Array(lists.utf8)
        data += text + Array(repeating: 0, count: 16 - text.count)
    }

    func header() throws -> EDFHeader { try EDFHeader(parsing: bytes, file: "a.edf") }
}
