import Biosignals
import Foundation
import TestKit
import Testing

@testable import Acquisition

@Suite struct GzipTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func unpacked(_ bytes: [UInt8], by size: Int = 1_000) throws -> [UInt8] {
        let path = try folder.write("a.tsv.gz", bytes)
        var input = try TextInput(opening: path)
        var (all, piece): ([UInt8], [UInt8]) = ([], [])
        repeat {
            try input.read(upTo: size, into: &piece)
            all += piece
        } while piece.count == size
        return all
    }

    private func packed(_ parts: [[UInt8]]) -> [UInt8] {
        let encoder = GzipEncoder()
        return parts.flatMap { encoder.encode($0) } + encoder.finish()
    }

    @Test func whatIsPackedIsUnpacked() throws {
        var random = SeededGenerator(seed: 5)
        let noise = (0..<200_000).map { _ in UInt8.random(in: 0...9, using: &random) }
        let zeros = [UInt8](repeating: 48, count: 300_000)
        let file = packed([noise, [], zeros])
        #expect(file.count < 150_000 && file.starts(with: [0x1F, 0x8B]))
        #expect(packed([noise, [], zeros]) == file, "the same bytes give the same file")
        for size in [1, 7].map({ $0 * 10_007 }) {
            #expect(try unpacked(file, by: size) == noise + zeros)
        }
        #expect(try unpacked(packed([[65]]) + packed([[66, 67]])) == [65, 66, 67])
        #expect(try unpacked(packed([])) == [])
    }

    @Test func damageIsSaid() throws {
        let file = packed([Array(repeating: 65, count: 5_000)])
        func failure(_ bytes: [UInt8]) -> String? {
            do {
                _ = try unpacked(bytes)
                return nil
            } catch {
                return "\(error)".replacing(folder.path + "/", with: "")
            }
        }
        #expect(
            failure(Array(file.dropLast(4)))
                == "Cannot unpack the file (a.tsv.gz): it ends too early. Copy it again.")
        #expect(
            failure([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
                == "Cannot unpack the file (a.tsv.gz): its bytes are damaged, or no gzip. Copy it again."
        )
        #expect(failure([])?.contains("it ends too early") == true)
        var spoilt = file
        spoilt[file.count - 6] ^= 1
        #expect(failure(spoilt)?.contains("are damaged") == true)
    }

    /// What came before the damage is delivered; then the damage is told.
    @Test func aTornTableDeliversWhatIsSound() throws {
        var random = SeededGenerator(seed: 6)
        let rows = (0..<40_000).map { _ in "\(Int.random(in: 0...99_999, using: &random))\n" }
        let file = packed([Array(rows.joined().utf8)])
        _ = try folder.write("sub-1_physio.json", #"{"SamplingFrequency":100,"Columns":["ecg"]}"#)
        let path = try folder.write("sub-1_physio.tsv.gz", Array(file.prefix(file.count / 2)))
        let reader = try RecordingReader(opening: path)
        var count = 0
        var blocks: [SignalBlock] = []
        let error = #expect(throws: AcquisitionError.self) {
            while try reader.next(into: &blocks) {
                count += blocks.reduce(0) { $0 + $1.samples.count }
                blocks.removeAll()
            }
        }
        #expect(count > 10_000 && count < 40_000)
        #expect(error?.description.contains("it ends too early") == true)
        #expect(error?.isOpeningFailure == false)
    }

    @Test func damageIsSurvived() throws {
        let file = packed([Array("1\t2\n3\t4\nn/a\t5\n".utf8)])
        _ = try folder.write("x_physio.json", #"{"SamplingFrequency":100,"Columns":["a","b"]}"#)
        var random = SeededGenerator(seed: 8)
        for _ in 0..<300 {
            var bytes = file
            bytes[Int.random(in: 0..<bytes.count, using: &random)] ^=
                UInt8(1) << UInt8.random(in: 0..<8, using: &random)
            bytes.removeLast(Int.random(in: 0...3, using: &random))
            let path = try folder.write("x_physio.tsv.gz", bytes)
            do {
                let reader = try RecordingReader(opening: path)
                var blocks: [SignalBlock] = []
                while try reader.next(into: &blocks) {}
                #expect(blocks.allSatisfy { $0.samples.allSatisfy(\.isFinite) })
            } catch {
                #expect(!"\(error)".contains("\n"))
            }
        }
    }
}
