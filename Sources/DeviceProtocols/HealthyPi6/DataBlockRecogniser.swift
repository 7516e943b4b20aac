import Biosignals

/// Whether bytes are a HealthyPi 6's data blocks, and at which rate its PPG comes.
public struct DataBlockRecogniser: Sendable {
    private var decoder: DataBlockDecoder
    private var output = DeviceOutput()

    /// Three good checksums of 32 bits are no accident.
    private static let blocksMin = 3
    /// So many blocks without one of PPG: it is not being sent.
    private static let blocksWithoutPPG = 16
    /// A rate other than the firmware's default is believed when it was measured for so long.
    private static let ppgMillisecondsMin = 2_000.0
    private static let ppgRateDefault = 250.0
    /// Of a crystal, generously.
    private static let rateTolerance = 0.002

    public init() { decoder = DataBlockDecoder(profile: .healthyPi6()) }

    /// - Parameter vitalsBytesOld: the blocks are those of file format 0x0200.
    init(vitalsBytesOld: Bool) {
        decoder = DataBlockDecoder(
            ecgRate: 500, ppgRate: 250,
            vitalsBytes: vitalsBytesOld
                ? DataBlockLayout.vitalsBytesOld : DataBlockLayout.vitalsBytes,
            blockBytesMax: 4_096)
    }

    public mutating func process(_ bytes: ArraySlice<UInt8>) {
        decoder.decode(bytes, into: &output)
        output.removeAll()
    }

    /// - Parameter isComplete: no more bytes will come; what can be said is said now.
    public func recognition(isComplete: Bool) -> BoardRecognition {
        let witness = decoder.witness
        guard witness.blocks >= Self.blocksMin else {
            if !isComplete { return .undecided(bytesNeeded: Self.bytesNeeded) }
            return .unknown(
                evidence: witness.blocks == 0
                    ? [] : ["\(witness.blocks) data blocks with a good checksum, 3 needed"])
        }
        let blocks = "\(witness.blocks) data blocks with a good checksum"
        guard let measured = witness.ppgRate else {
            if !isComplete, witness.ppgBlocks > 0 || witness.blocks < Self.blocksWithoutPPG {
                return .undecided(bytesNeeded: Self.bytesNeeded)
            }
            return .recognised(
                .healthyPi6(evidence: [blocks, "too little PPG to measure its rate: 250 Hz taken"])
            )
        }
        let slack = Self.rateTolerance + 2 / witness.ppgMilliseconds
        if abs(measured / Self.ppgRateDefault - 1) <= slack {
            return .recognised(
                .healthyPi6(evidence: [blocks, "PPG at 250 Hz by the blocks' times"]))
        }
        if witness.ppgMilliseconds < Self.ppgMillisecondsMin, !isComplete {
            return .undecided(bytesNeeded: Self.bytesNeeded)
        }
        let rate = Self.round(measured, within: slack)
        return .recognised(
            .healthyPi6(
                ppgRate: Hertz(rate),
                evidence: [blocks, "PPG at \(Int(rate)) Hz by the blocks' times"]))
    }

    /// A few blocks of each kind.
    private static let bytesNeeded = 2_048

    /// The roundest whole number that the measurement allows: firmware is built for one.
    private static func round(_ rate: Double, within slack: Double) -> Double {
        for step in [1_000.0, 500, 250, 125, 100, 50, 25, 10, 5] {
            let candidate = (rate / step).rounded() * step
            if candidate > 0, abs(candidate / rate - 1) <= slack { return candidate }
        }
        return max(1, rate.rounded())
    }
}
