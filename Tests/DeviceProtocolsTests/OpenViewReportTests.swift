import Biosignals
import DeviceProtocols
import Testing

/// What a board says beside its samples.
struct OpenViewReportTests {
    private func stream(
        _ board: Board, _ frames: Int, _ status: (Int) -> BoardStatus
    ) throws -> WholeOutput {
        var encoder = try #require(OpenViewEncoder(board: board, reportsLeadOff: true))
        var bytes: [UInt8] = []
        for frame in 0..<frames {
            let counts = encoder.samplesPerBurst.map { Array(repeating: Int32(2_560), count: $0) }
            encoder.encode(counts, status: status(frame), into: &bytes)
        }
        return decodeOpenView(bytes, as: try openViewProfile(board))
    }

    @Test func figuresAreToldOnChangeOnceASecondAndOnceAMinute() throws {
        let output = try stream(.healthypi5, 128 * 130) { frame in
            var status = BoardStatus()
            // 70 for 2 s; then it changes in every frame for 1 s; then 80 for good.
            status.heartRate =
                frame < 256 ? 70 : frame < 384 ? UInt8(100 + frame % 2) : 80
            return status
        }
        let seconds = output.reports.map(\.seconds)
        #expect(output.reports.allSatisfy { $0.quantity == .heartRate })
        #expect(output.reports.map(\.value) == [70, 100, 80, 80, 80])
        #expect(seconds == [0, 2, 3, 63, 123])
    }

    @Test func whatMeansNothingIsNotTold() throws {
        for value: UInt8 in [0, 255] {
            let output = try stream(.healthypi5, 300) { _ in
                var status = BoardStatus()
                (status.heartRate, status.spo2, status.respirationRate) = (value, value, value)
                return status
            }
            #expect(output.reports.isEmpty)
        }
    }

    @Test func saturationOf25IsNoneOnVersion3Only() throws {
        for (board, expected) in [(Board.healthypi3, 0), (.healthypi4, 1), (.healthypi5, 1)] {
            let output = try stream(board, 300) { _ in
                var status = BoardStatus()
                status.spo2 = 25
                return status
            }
            #expect(output.reports.count == expected)
        }
    }

    @Test func separatePacketsReportWithTheirOwnTime() throws {
        let output = try stream(.healthypi5V1, 64) { burst in
            var status = BoardStatus()
            (status.heartRate, status.spo2) = (burst < 32 ? 60 : 61, burst < 32 ? 97 : 98)
            return status
        }
        let heart = output.reports.filter { $0.quantity == .heartRate }
        let spo2 = output.reports.filter { $0.quantity == .spo2 }
        #expect(heart.map(\.seconds) == [0, 2])
        // 32 · 125 / 224 = 17.9: packet 17, counted from 0, is the first of the later ones.
        let later = 17 * 8 * 14.0 / 1_000
        #expect(spo2.map(\.seconds) == [0, later])
    }

    @Test func leadOffLeavesAGapAndIsToldOnce() throws {
        for board in [Board.healthypi3, .healthypi4] {
            let output = try stream(board, 100) { frame in
                var status = BoardStatus()
                status.isECGLeadOff = (20..<60).contains(frame)
                return status
            }
            let present = Array(0..<20) + Array(60..<100)
            for channel in [0, 1] {
                #expect(output.lost(channel, because: .leadOff) == [20..<60])
                #expect(output.samples(channel).keys.sorted() == present)
            }
            for channel in [2, 3, 4] { #expect(output.unbroken(channel).count == 100) }
            #expect(
                output.contacts == [
                    ElectrodeContact(electrode: "ecg", isOff: true, seconds: 20.0 / 125),
                    ElectrodeContact(electrode: "ecg", isOff: false, seconds: 60.0 / 125),
                ])
        }
    }

    @Test func probeOffLeavesNoGap() throws {
        let output = try stream(.healthypi3, 50) { frame in
            var status = BoardStatus()
            status.isProbeOff = frame >= 10
            return status
        }
        #expect(
            output.contacts == [
                ElectrodeContact(electrode: "ppg", isOff: true, seconds: 10.0 / 125)
            ])
        #expect(output.losses.isEmpty)
        #expect(output.unbroken(2).count == 50)
    }

    @Test func temperatureIsThereWhileThereIsASensor() throws {
        var encoder = try #require(OpenViewEncoder(board: .healthypi5))
        var bytes: [UInt8] = []
        let counts: [Int32] = [0, 3_700, 3_701, 0, -100, 6_001, 6_000, 1]
        for count in counts {
            encoder.encode([[0], [0], [0], [0], [count]], status: BoardStatus(), into: &bytes)
        }
        let output = decodeOpenView(bytes, as: try openViewProfile(.healthypi5))
        #expect(output.samples(4) == [1: 37, 2: 37.01, 6: 60, 7: 0.01])
        #expect(output.losses.isEmpty)
        #expect(output.unbroken(0).count == counts.count)
    }

    @Test func skippedRespirationHolds() throws {
        for board in [Board.healthypi5Legacy, .max30001] {
            let stream = try OpenViewStream(board, bursts: 9)
            let length = stream.bytes.count / 9
            // Begins with a frame that has no new value: nothing to hold yet.
            let output = decodeOpenView(
                Array(stream.bytes[length...]), as: stream.profile)
            let expected = stream.counts[1].map(Double.init)
            #expect(output.samples(1)[0] == nil)
            #expect(output.samples(1)[1] == expected[2])
            #expect(output.samples(1)[2] == expected[2])
            #expect(output.samples(1)[3] == expected[4])
            #expect(output.losses.isEmpty)
        }
    }

    @Test func heldValueDoesNotCrossALoss() throws {
        let stream = try OpenViewStream(.max30001, bursts: 20)
        var bytes = stream.bytes
        bytes.remove(at: 19 * 10 + 9)  // Frame 10 had a new value, frame 11 has none.
        let output = decodeOpenView(bytes, as: stream.profile)
        #expect(output.lost(1) == [10..<11])
        #expect(output.samples(1)[11] == nil)
        #expect(output.samples(1)[12] == Double(stream.counts[1][12]))
    }
}
