import Acquisition
import Biosignals
import DeviceProtocols

/// A tinyGSR on the machine's own I²C bus: the host asks it for each reading, so that there are no
/// bytes to decode; the rest is as for a board.
final class BusSensor {
    let source: LiveSource
    let place: String
    var board: LiveBoard?
    private let path: String
    private let address: UInt8
    private var reader: TinyGSRReader?
    private var samples: [CountsSample] = []
    private var count = 0
    private var nextTry = 0.0
    private var toldError: String?

    private static let tryEvery = 5.0

    init(source: LiveSource, bus: Int, address: Int) {
        self.source = source
        path = "/dev/i2c-\(bus)"
        self.address = UInt8(clamping: address)
        place = path + " at 0x" + String(address, radix: 16)
    }

    /// As it is read here: evenly, by the host's clock.
    static let profile = BoardProfile(
        board: .tinyGSR,
        channels: [
            Channel(
                name: "eda", role: .eda, unit: .counts, unitText: ADCCounts.symbol,
                rate: Hertz(TLA2022.samplesPerSecond))
        ], pacing: .crystal, provesLoss: true, firmware: nil, certainty: 1,
        evidence: ["its converter took the configuration and gave it back"])

    /// Opens it if it is not open.
    ///
    /// - Returns: why not, if that is news.
    func open(at now: Double) -> String? {
        guard reader == nil, now >= nextTry else { return nil }
        nextTry = now + Self.tryEvery
        do {
            let bus = try I2CDevice(bus: path, address: address)
            reader = try TinyGSRReader(bus, path: path, address: address)
            count = 0
            toldError = nil
            return nil
        } catch {
            let text = "\(error)"
            defer { toldError = text }
            return toldError == text ? nil : text
        }
    }

    var isOpen: Bool { reader != nil }

    /// What has been read since the last call, and whether that was all there ever will be.
    func take() -> (output: DeviceOutput, seconds: Double, hasEnded: Bool)? {
        guard let reader else { return nil }
        samples.removeAll(keepingCapacity: true)
        let end = reader.take(into: &samples)
        var output = DeviceOutput()
        for sample in samples { append(sample, to: &output) }
        guard let last = samples.last else { return end == nil ? nil : (output, 0, true) }
        return (output, last.arrival.seconds, end != nil)
    }

    func close() {
        reader?.stop()
        reader = nil
    }

    private func append(_ sample: CountsSample, to output: inout DeviceOutput) {
        if sample.lostBefore > 0 {
            output.losses.append(
                DeviceLoss(
                    channel: 0, samples: count..<count + sample.lostBefore, cause: .sequence))
            count += sample.lostBefore
        }
        if let last = output.blocks.last, last.end == count {
            output.blocks[output.blocks.count - 1].samples.append(Double(sample.counts))
        } else {
            output.blocks.append(
                SignalBlock(channel: 0, start: count, samples: [Double(sample.counts)]))
        }
        count += 1
    }
}
