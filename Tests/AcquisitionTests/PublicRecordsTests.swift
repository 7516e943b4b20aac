import Acquisition
import Biosignals
import Foundation
import TestKit
import Testing

/// Every record of the public sets that are there opens, ends where its header says and has the
/// checksums its header states.
@Suite struct PublicRecordsTests {
    private func records(_ set: String, at most: Int) -> [String] {
        guard let folder = developmentData(set)?.path else {
            print("not found: \(set)")
            return []
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let headers = names.filter { $0.hasSuffix(".hea") }.sorted()
        return headers.prefix(most).map { folder + "/" + $0 }
    }

    @Test(arguments: [
        ("ecg/mitdb", 2), ("ppg_resp/bidmc", 5), ("ecg/motion_ecg", 5), ("ecg/nstdb", 2),
    ])
    func areSound(_ set: String, _ most: Int) throws {
        for path in records(set, at: most) {
            let reader = try RecordingReader(opening: path)
            var blocks: [SignalBlock] = []
            var counts = Array(repeating: 0, count: reader.channels.count)
            while try reader.next(into: &blocks) {
                for block in blocks { counts[block.channel] += block.samples.count }
                blocks.removeAll(keepingCapacity: true)
            }
            #expect(counts == reader.channels.map(\.expectedCount), "\(path)")
        }
    }

    /// The first samples of mitdb 101 are 955 and 992 at 200 units/mV around 1024.
    @Test func firstSamplesOfRecord101() throws {
        guard let path = records("ecg/mitdb", at: 1).first, path.hasSuffix("101.hea") else {
            return
        }
        let reader = try RecordingReader(opening: path)
        var blocks: [SignalBlock] = []
        _ = try reader.next(into: &blocks)
        // (955 − 1024) / 200 and (992 − 1024) / 200
        let expected: [Double] = [-0.345, -0.16]
        #expect(blocks.compactMap(\.samples.first) == expected)
    }
}
