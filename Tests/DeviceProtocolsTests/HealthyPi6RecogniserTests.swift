import Biosignals
import DeviceProtocols
import Testing

struct HealthyPi6RecogniserTests {
    typealias Fixtures = HealthyPi6Fixtures

    static func recognise(_ bytes: [UInt8], isComplete: Bool = true) -> BoardRecognition {
        var recogniser = DataBlockRecogniser()
        recogniser.process(bytes[...])
        return recogniser.recognition(isComplete: isComplete)
    }

    @Test func aStreamIsRecognised() {
        #expect(
            Self.recognise(Fixtures.bursts(4).flatMap { $0 }, isComplete: false)
                == .recognised(
                    .healthyPi6(evidence: [
                        "12 data blocks with a good checksum", "PPG at 250 Hz by the blocks' times",
                    ])))
    }

    @Test func twoBlocksAreTooFew() {
        let bytes = Array(Fixtures.bursts(1)[0].prefix(704))
        guard case .undecided = Self.recognise(bytes, isComplete: false) else {
            Issue.record("decided on two blocks")
            return
        }
        #expect(
            Self.recognise(bytes)
                == .unknown(evidence: ["2 data blocks with a good checksum, 3 needed"]))
        #expect(Self.recognise([]) == .unknown(evidence: []))
    }

    /// The PPG of a firmware built for another rate: 16 samples take 16,000 / rate ms.
    @Test(arguments: [62.0, 100, 125, 500, 1_000])
    func thePPGRateIsMeasured(_ rate: Double) {
        var bytes: [UInt8] = []
        for block in 0..<200 {
            var encoder = HealthyPi6Encoder(
                bootMilliseconds: 10_000 + UInt64((Double(block) * 16_000 / rate).rounded()),
                firstSequence: UInt32(block) &- 2)
            var burst: [UInt8] = []
            encoder.encode(Fixtures.counts(0), status: BoardStatus(), into: &burst)
            bytes += burst.dropFirst(704).prefix(224)
        }
        guard case .recognised(let profile) = Self.recognise(bytes, isComplete: false) else {
            Issue.record("not recognised at \(rate) Hz")
            return
        }
        #expect(profile.channels.map(\.rate.value) == [500, 500, 500, 500, rate, rate])
        #expect(Fixtures.decode(bytes, ppgRate: Hertz(rate)).losses.isEmpty)
    }

    @Test func noiseIsNoBoard() {
        #expect(Self.recognise(Array(repeating: 0x44, count: 10_000)) == .unknown(evidence: []))
    }
}
