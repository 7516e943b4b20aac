import Biosignals
import DeviceProtocols
import TestKit
import Testing

struct OpenViewDecoderTests {
    private static let all = openViewBoards

    /// Frames taken and bytes skipped are all bytes, and the skipped stretches do not overlap.
    private func expectAllAccounted(
        _ output: WholeOutput, _ count: Int, _ lengths: Set<Int>,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var end = 0
        var betweens: [Int] = []
        for skip in output.skips {
            #expect(skip.count > 0 && skip.offset >= end, sourceLocation: sourceLocation)
            betweens.append(skip.offset - end)
            end = skip.offset + skip.count
        }
        betweens.append(count - end)
        #expect((betweens.last ?? -1) >= 0, sourceLocation: sourceLocation)
        if lengths.count == 1, let length = lengths.first {
            #expect(
                betweens.allSatisfy { $0 % length == 0 }
                    && betweens.reduce(0, +) == output.frames * length,
                sourceLocation: sourceLocation)
        } else {
            let taken = betweens.reduce(0, +)
            let fits = (0...output.frames).contains { 57 * $0 + 26 * (output.frames - $0) == taken }
            #expect(fits, sourceLocation: sourceLocation)
        }
    }

    private func lengths(_ board: Board) -> Set<Int> {
        switch board {
        case .healthypi5V1: [57, 26]
        case .healthypi3, .healthypi4, .healthypi5Legacy: [27]
        case .tinyGSR, .ads1292r: [16]
        case .afe4490: [17]
        case .ads1293, .max30001: [19]
        default: [29]
        }
    }

    /// Samples as sent: channels whose value a firmware sends only every second time are held.
    private func sent(_ stream: OpenViewStream, _ channel: Int, _ index: Int) -> Double {
        let alternates =
            stream.profile.channels[channel].role == .respiration
            && (stream.profile.board == .healthypi5Legacy || stream.profile.board == .max30001)
        let count = stream.counts[channel][alternates ? index & ~1 : index]
        return Double(count) / stream.profile.channels[channel].scale.gain
    }

    @Test(arguments: all)
    func roundTripToTheLastCount(_ board: Board) throws {
        let stream = try OpenViewStream(board, bursts: 40)
        let output = decodeOpenView(stream.bytes, as: stream.profile)
        #expect(output.skips.isEmpty)
        #expect(output.losses.isEmpty)
        for channel in stream.counts.indices {
            let expected = stream.counts[channel].indices.map { sent(stream, channel, $0) }
            #expect(output.unbroken(channel) == expected)
        }
        expectAllAccounted(output, stream.bytes.count, lengths(board))
    }

    @Test(arguments: all)
    func outputDoesNotDependOnChunking(_ board: Board) throws {
        let bytes = try disturbed(board)
        let profile = try openViewProfile(board)
        let whole = decodeOpenView(bytes, as: profile).sorted
        #expect(whole.frames > 20)
        for chunks in chunkings(of: bytes.count) {
            #expect(decodeOpenView(bytes, as: profile, in: chunks).sorted == whole)
        }
        for cut in 0...bytes.count {
            let pieces = [0..<cut, cut..<bytes.count]
            #expect(decodeOpenView(bytes, as: profile, in: pieces).sorted == whole)
        }
        expectAllAccounted(whole, bytes.count, lengths(board))
    }

    /// Everything that can happen to a stream, one after the other.
    private func disturbed(_ board: Board) throws -> [UInt8] {
        var status = BoardStatus()
        status.heartRate = 70
        let (clean, off) = (try OpenViewStream(board, bursts: 12, status: status), BoardStatus())
        var leadOff = off
        leadOff.isECGLeadOff = true
        leadOff.isProbeOff = true
        let open = try OpenViewStream(board, bursts: 6, status: leadOff)
        var bytes = Array(clean.bytes[9...])
        bytes += Array("Starts in v3 mode\r\nInitialization is complete\r\n".utf8)
        bytes += open.bytes
        bytes += clean.bytes[..<(clean.bytes.count - 11)]
        bytes += [0x0A] + clean.bytes
        bytes += [0x0A, 0xFA, 0x06, 0x00, 0x06, 1, 2, 3, 4, 5, 6, 0x00, 0x0B]
        bytes += clean.bytes + [0xAA, 0x55, 0x81, 0, 0] + open.bytes
        bytes += clean.bytes[..<20]
        return bytes
    }

    /// What follows from one damaged byte in a stream of one kind of frame.
    private func expectOneFrameHurt(
        _ stream: OpenViewStream, at place: Int, _ change: (inout [UInt8]) -> Void
    ) {
        var bytes = stream.bytes
        change(&bytes)
        let output = decodeOpenView(bytes, as: stream.profile)
        let frames = stream.starts.count
        let burst = (stream.starts.lastIndex { $0 <= place }) ?? 0
        expectAllAccounted(output, bytes.count, lengths(stream.profile.board))
        // The first frame is believed only with a header behind it.
        let header = stream.starts[1]..<stream.starts[1] + 5
        let inFirst = burst == 0 || burst == 1 && bytes[header] != stream.bytes[header]
        #expect(output.frames >= frames - (inFirst ? 2 : 1))
        // Before the first frame nothing counts: the stream may begin late.
        let late = inFirst ? frames - output.frames : 0
        for channel in stream.counts.indices {
            let samples = output.samples(channel)
            let wrong = samples.keys.filter { index in
                let original = index + late
                return original >= frames || samples[index] != sent(stream, channel, original)
            }
            #expect(wrong.allSatisfy { $0 + late == burst })
            let isLast = burst == frames - 1
            #expect(samples.count >= frames - late - 1)
            if output.frames == frames - 1, !inFirst, !isLast {
                #expect(output.lost(channel) == [burst..<burst + 1])
                #expect(samples.keys.max() == frames - 1)
            } else {
                #expect(output.lost(channel).isEmpty)
            }
        }
    }

    @Test(arguments: [Board.healthypi5, .healthypi5Next, .healthypi4, .tinyGSR, .afe4490])
    func oneFlippedByteHurtsOneFrame(_ board: Board) throws {
        let stream = try OpenViewStream(board, bursts: 50)
        for place in stream.bytes.indices {
            let mask: UInt8 = place % 3 == 0 ? 0xFF : 1 << UInt8(place % 8)
            expectOneFrameHurt(stream, at: place) { $0[place] ^= mask }
        }
    }

    @Test(arguments: [Board.healthypi5, .healthypi5Next, .healthypi4, .tinyGSR, .afe4490])
    func oneDroppedByteHurtsOneFrame(_ board: Board) throws {
        let stream = try OpenViewStream(board, bursts: 50)
        for place in stream.bytes.indices {
            expectOneFrameHurt(stream, at: place) { $0.remove(at: place) }
        }
    }

    @Test(arguments: [Board.healthypi5, .healthypi4, .tinyGSR])
    func oneDoubledByteHurtsOneFrame(_ board: Board) throws {
        let stream = try OpenViewStream(board, bursts: 50)
        for place in stream.bytes.indices {
            expectOneFrameHurt(stream, at: place) { $0.insert($0[place], at: place) }
        }
    }

    /// Firmware v2.1.0 of the HealthyPi 5 sends bytes out of order.
    @Test func swappedBytesHurtTwoFramesAtMost() throws {
        let stream = try OpenViewStream(.healthypi5, bursts: 50)
        for place in 200..<stream.bytes.count - 100 {
            var bytes = stream.bytes
            bytes.swapAt(place, place + 1)
            let output = decodeOpenView(bytes, as: stream.profile)
            expectAllAccounted(output, bytes.count, [29])
            #expect(output.frames >= 48)
            let burst = place / 29
            let samples = output.samples(0)
            let wrong = samples.filter { $0.value != sent(stream, 0, $0.key) }
            #expect(wrong.keys.allSatisfy { $0 == burst || $0 == burst + 1 })
        }
    }

    /// Firmwares up to v2.0.4 cut 1 to 128 bytes out of the middle of frames.
    @Test func tornFramesAreLostAndNoMore() throws {
        let stream = try OpenViewStream(.healthypi5, bursts: 50)
        for count in 1...128 {
            for start in [29 * 20, 29 * 20 + 3, 29 * 20 + 14, 29 * 20 + 28] {
                var bytes = stream.bytes
                bytes.removeSubrange(start..<start + count)
                let output = decodeOpenView(bytes, as: stream.profile)
                expectAllAccounted(output, bytes.count, [29])
                let touched = (start + count - 1) / 29 - start / 29 + 1
                #expect(output.frames >= 50 - touched - 1)
                // Nothing that is decoded was not sent.
                let known = Set(stream.counts[0].indices.map { sent(stream, 0, $0) })
                if (start % 29 + count) % 29 != start % 29 {
                    #expect(Set(output.samples(0).values).isSubset(of: known))
                }
            }
        }
    }

    /// Torn after ten bytes, where the next frame has by chance a footer at the torn one's end.
    @Test func tornFrameDoesNotSwallowTheNext() throws {
        var encoder = try #require(OpenViewEncoder(board: .healthypi5))
        var bytes: [UInt8] = []
        for frame in 0..<20 {
            encoder.encode(
                [[Int32(frame) * 256], [5], [0x0B], [7], [0]], status: BoardStatus(), into: &bytes)
        }
        bytes.removeSubrange(29 * 10 + 10..<29 * 11)
        #expect(Array(bytes[29 * 10 + 27..<29 * 10 + 29]) == [0x00, 0x0B])
        let profile = try openViewProfile(.healthypi5)
        let output = decodeOpenView(bytes, as: profile)
        #expect(output.frames == 19)
        #expect(output.lost(0) == [10..<11])
        let samples = output.samples(0).mapValues { profile.channels[0].scale.digital($0) }
        #expect(samples.count == 19)
        #expect(samples.allSatisfy { $0.value == Int32($0.key) * 256 })
    }

    /// PPG samples of 0x0D41 and the like are no lines of text.
    @Test func samplesThatLookLikeLettersAreNoText() throws {
        let bytes: [UInt8] = Array(repeating: [0x41, 0x0D], count: 20).flatMap { $0 }
        let output = decodeOpenView(bytes, as: try openViewProfile(.healthypi5V1))
        #expect(output.skips == [SkippedBytes(offset: 0, count: 40, reason: .noFrame)])
        #expect(output.texts.isEmpty)
    }

    /// A header inside a damaged frame is no second frame lost.
    @Test func headerInsideADamagedFrameIsNotCounted() throws {
        var encoder = try #require(OpenViewEncoder(board: .healthypi5V1))
        var bytes: [UInt8] = []
        var damaged = 0
        for burst in 0..<20 {
            var counts = encoder.samplesPerBurst.map { Array(repeating: Int32(9), count: $0) }
            if burst == 10 {
                // 0A FA 13 00 04, the head of a PPG packet.
                counts[0][0...1] = [0x0013_FA0A, 4]
                damaged = bytes.count + 56
            }
            encoder.encode(counts, status: BoardStatus(), into: &bytes)
        }
        bytes[damaged] = 0
        let output = decodeOpenView(bytes, as: try openViewProfile(.healthypi5V1))
        #expect(output.lost(0) == [80..<88])
        #expect(output.lost(1) == [40..<44])
        #expect(output.lost(2).isEmpty)
    }

    @Test func noiseWithoutEndIsHeardOf() throws {
        var decoder = OpenViewDecoder(profile: try openViewProfile(.healthypi5))
        var output = DeviceOutput()
        decoder.decode(Array(repeating: 0xFF, count: 10_000), into: &output)
        decoder.decode(Array(repeating: 0x41, count: 10_000), into: &output)
        #expect(output.skips.map(\.offset) == [0, 4_096, 8_192, 10_000, 14_096])
        decoder.finish(into: &output)
        #expect(output.skips.reduce(0) { $0 + $1.count } == 20_000)
        #expect(output.texts.map(\.utf8.count) == [200])
    }

    @Test func falseStartCostsOneByte() throws {
        let stream = try OpenViewStream(.healthypi5, bursts: 6)
        let bytes = [0x0A] + stream.bytes[..<87] + [0x0A] + stream.bytes[87...] + [0x0A]
        let output = decodeOpenView(bytes, as: stream.profile)
        #expect(output.frames == 6)
        #expect(output.losses.isEmpty)
        #expect(
            output.skips == [
                SkippedBytes(offset: 0, count: 1, reason: .noFrame),
                SkippedBytes(offset: 88, count: 1, reason: .noFrame),
                SkippedBytes(offset: 176, count: 1, reason: .truncated),
            ])
    }

    /// A banner between frames, and one that tears a frame.
    @Test func textIsToldAndIsNoLoss() throws {
        let stream = try OpenViewStream(.healthypi4, bursts: 10)
        let banner = OpenViewEncoder.bootBanner(.healthypi4)
        let between = decodeOpenView(
            Array(banner + stream.bytes[..<135] + banner + stream.bytes[135...]), as: stream.profile
        )
        #expect(between.frames == 10)
        #expect(between.losses.isEmpty)
        #expect(
            between.skips == [
                SkippedBytes(offset: 0, count: banner.count, reason: .text),
                SkippedBytes(offset: banner.count + 135, count: banner.count, reason: .text),
            ])
        #expect(between.texts.count == 10)
        #expect(between.texts.prefix(2) == ["Setting up Healthy pI V4...", "1"])

        let within = decodeOpenView(
            Array(stream.bytes[..<142] + banner + stream.bytes[142...]), as: stream.profile)
        #expect(within.frames == 9)
        #expect(within.lost(0) == [5..<6])
        #expect(within.skippedCount == 27 + banner.count)
        #expect(within.texts.contains("Starts in v3 mode"))
    }

    @Test func longLinesAreCutAndPasswordsNotShown() throws {
        let text = String(repeating: "x", count: 500) + "\r\nPassword: hunter2hunter2\r\n"
        let output = decodeOpenView(Array(text.utf8), as: try openViewProfile(.healthypi4))
        #expect(output.texts == [String(repeating: "x", count: 200), "Password: (not shown)"])
        #expect(output.skips == [SkippedBytes(offset: 0, count: text.utf8.count, reason: .text)])
    }

    @Test func reasonsOfSkippedBytes() throws {
        let stream = try OpenViewStream(.healthypi5, bursts: 8)
        let unknown: [UInt8] = [0x0A, 0xFA, 0x06, 0, 0x06, 1, 2, 3, 4, 5, 6, 0, 0x0B]
        var bytes = Array(stream.bytes[..<58]) + unknown + stream.bytes[58...]
        bytes[58 + 13 + 58 + 27] = 0x77
        bytes.removeLast(7)
        let output = decodeOpenView(bytes, as: stream.profile)
        #expect(
            output.skips == [
                SkippedBytes(offset: 58, count: 13, reason: .unknownFrame),
                SkippedBytes(offset: 58 + 13 + 58, count: 29, reason: .footerMissing),
                SkippedBytes(offset: 13 + 7 * 29, count: 22, reason: .truncated),
            ])
        #expect(output.lost(0) == [4..<5])
    }

    /// A long disturbance is as many frames as its bytes.
    @Test func burstsOfDamageKeepTheTime() throws {
        let stream = try OpenViewStream(.healthypi5, bursts: 100)
        var bytes = stream.bytes
        for place in 29 * 30..<29 * 50 { bytes[place] = 0xEE }
        let output = decodeOpenView(bytes, as: stream.profile)
        #expect(output.lost(0) == [30..<50])
        #expect(output.samples(0).allSatisfy { $0.value == sent(stream, 0, $0.key) })
        #expect(output.samples(0).count == 80)
    }

    @Test func eachPacketTypeLosesItsOwn() throws {
        let stream = try OpenViewStream(.healthypi5V1, bursts: 40)
        // Packets of burst 10: an ECG packet, and in every second burst or so a PPG packet.
        let both = (10..<30).first { stream.starts[$0 + 1] - stream.starts[$0] == 83 }
        let burst = try #require(both)
        for (place, lost) in [(20, [8, 4, 0]), (57 + 20, [0, 0, 8])] {
            var bytes = stream.bytes
            bytes.remove(at: stream.starts[burst] + place)
            let output = decodeOpenView(bytes, as: stream.profile)
            #expect((0..<3).map { output.lost($0).reduce(0) { $0 + $1.count } } == lost)
            for channel in 0..<3 {
                #expect(
                    output.samples(channel).allSatisfy {
                        $0.value == sent(stream, channel, $0.key)
                    })
            }
        }
        var bytes = stream.bytes
        for place in stream.starts[5]..<stream.starts[37] { bytes[place] = 0xEE }
        let output = decodeOpenView(bytes, as: stream.profile)
        for channel in 0..<3 {
            #expect(output.lost(channel).count == 1)
            #expect(
                output.samples(channel).allSatisfy { $0.value == sent(stream, channel, $0.key) })
        }
    }

    @Test func memoryHoldsOneFrameOnly() throws {
        var decoder = OpenViewDecoder(profile: try openViewProfile(.healthypi5V1))
        var output = DeviceOutput()
        decoder.decode([0x0A, 0xFA, 50, 0, 3] + Array(repeating: 0, count: 45), into: &output)
        #expect(output.skips.isEmpty)
        decoder.decode(Array(repeating: 0x55, count: 100), into: &output)
        decoder.finish(into: &output)
        #expect(output.skips.reduce(0) { $0 + $1.count } == 150)
    }
}
