import Biosignals
import DeviceProtocols
import TestKit
import Testing

struct OpenViewFuzzTests {
    /// Garbage with the bytes that headers and footers are made of far too often, so that false
    /// starts abound.
    private func garbage(_ count: Int, seed: UInt64) -> [UInt8] {
        let bait: [UInt8] = [0x0A, 0xFA, 0x16, 0x14, 0x00, 0x02, 0x0B, 0x32, 0x13, 0x03, 0x04]
        var generator = SeededGenerator(seed: seed)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            let word = generator.next()
            if word & 0x3F < 3 {
                // A whole header of some board, or most of one.
                let kind = Int(word >> 8 & 3)
                let header: [[UInt8]] = [
                    [0x0A, 0xFA, 22, 0, 2], [0x0A, 0xFA, 20, 0, 2], [0x0A, 0xFA, 50, 0, 3],
                    [0x0A, 0xFA, 19, 0, 4],
                ]
                bytes += header[kind].prefix(Int(word >> 16 % 6))
            }
            for shift in stride(from: 0, to: 64, by: 8) {
                let byte = UInt8(truncatingIfNeeded: word >> UInt64(shift))
                bytes.append(word & 0xC0 == 0 ? bait[Int(byte) % bait.count] : byte)
            }
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    @Test(
        "T17: 2.5 million bytes of garbage a board, ten million over four: no crash, each is counted",
        arguments: [Board.healthypi5, .healthypi5V1, .healthypi3, .max30001])
    func garbageIsBounded(_ board: Board) throws {
        let profile = try openViewProfile(board)
        let stream = try OpenViewStream(board, bursts: 60)
        var decoder = OpenViewDecoder(profile: profile)
        var output = DeviceOutput()
        var (skipped, frames, bytesIn) = (0, 0, 0)
        for round in 0..<25 {
            let bytes = garbage(100_000, seed: UInt64(round) &* 977 &+ 1)
            output.removeAll()
            decoder.decode(bytes[...], into: &output)
            bytesIn += bytes.count
            skipped += output.skips.reduce(0) { $0 + $1.count }
            frames += output.frames
            // A frame, the header behind it, a line of text, and what may become one.
            #expect(heldBytes(decoder) <= 57 + 5 + 200 + 8)
            #expect(output.blocks.allSatisfy { $0.samples.allSatisfy { $0.isFinite } })
        }
        // What follows is read from its second frame at the latest.
        output.removeAll()
        decoder.decode(stream.bytes[...], into: &output)
        bytesIn += stream.bytes.count
        skipped += output.skips.reduce(0) { $0 + $1.count }
        frames += output.frames
        #expect(output.frames >= stream.starts.count - 2)
        output.removeAll()
        decoder.finish(into: &output)
        skipped += output.skips.reduce(0) { $0 + $1.count }
        frames += output.frames
        let longest = board == .healthypi5V1 ? 57 : 29
        #expect(bytesIn - skipped <= frames * longest)
        #expect(bytesIn - skipped >= frames * 19)
        // By chance hardly any: it takes a header, a footer, and a header behind it.
        #expect(frames < stream.starts.count * 2 + 20)
    }

    /// Bytes in all byte arrays of a value.
    private func heldBytes(_ value: Any) -> Int {
        if let bytes = value as? [UInt8] { return bytes.count }
        return Mirror(reflecting: value).children.reduce(0) { sum, child in
            // The headers it looks for are constants.
            child.label == "headers" ? sum : sum + heldBytes(child.value)
        }
    }

    @Test("T17: garbage is no board") func garbageIsNoBoard() {
        var recogniser = OpenViewRecogniser()
        for round in 0..<10 { recogniser.process(garbage(100_000, seed: UInt64(round) + 500)[...]) }
        switch recogniser.recognition(isComplete: true, seconds: 10) {
        case .recognised(let profile): Issue.record("\(profile)")
        case .unknown, .ambiguous, .refused, .undecided: break
        }
    }

    @Test("T17: in streams damaged at random every byte is a frame's or skipped")
    func mutationsAreAccountedFor() throws {
        let stream = try OpenViewStream(.healthypi5, bursts: 400)
        var generator = SeededGenerator(seed: 42)
        for _ in 0..<40 {
            var bytes = stream.bytes
            for _ in 0..<30 {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
                default:
                    let end = min(bytes.count, place + Int.random(in: 1...200, using: &generator))
                    bytes.removeSubrange(place..<end)
                }
            }
            let output = decodeOpenView(bytes, as: stream.profile)
            #expect(output.frames * 29 + output.skippedCount == bytes.count)
            // One frame a mutation, and one more that was not believed; 200 bytes are eight.
            #expect(output.frames >= 400 - 30 * 9)
            for block in output.blocks {
                #expect(block.samples.allSatisfy { $0.isFinite })
            }
        }
    }
}
