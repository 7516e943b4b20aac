public import Biosignals

/// Stored numbers of several channels to the bytes of an EDF+ or BDF+ file, record by record.
///
/// Records in which nothing is stored may be left out: the file is then discontinuous, and says so.
/// Within a record a missing sample is the format's most negative number, which the digital range in
/// the header excludes. The header is written twice: first as of a file that was not finished, and
/// over that the final one.
public struct EDFFileEncoder: Sendable {
    /// A channel as it will be stored.
    public struct Stored: Sendable {
        public let channel: Channel
        public let scale: DigitalScale
        /// The stored numbers that occur.
        public let used: ClosedRange<Int32>

        public init(channel: Channel, scale: DigitalScale, used: ClosedRange<Int32>) {
            self.channel = channel
            self.scale = scale
            self.used = used
        }
    }

    private var header: EDFHeader
    private let annotationBytes: Int
    /// Milliseconds by which the first sample comes after the header's whole second.
    private let fraction: Int
    private var nextRecord = 0

    /// - Parameters:
    ///   - frame: how many samples of each channel a record holds, and how long it lasts.
    ///   - annotationBytes: room for annotations in each record, from `EDFAnnotationSheet`.
    /// - Returns: nil if a scale has no minimum and maximum of eight characters.
    public init?(
        format: EDFFormat, channels: [Stored], frame: RecordFrame, start: UTCTime?,
        annotationBytes: Int
    ) {
        var signals: [EDFSignal] = []
        let labels = EDFNameNotes(channels: channels.map(\.channel)).labels
        for (index, (stored, samples)) in zip(channels, frame.samples).enumerated() {
            var signal = EDFSignal(
                label: labels[index],
                dimension: stored.channel.statedUnit,
                samplesPerRecord: samples)
            guard signal.setScale(stored.scale, used: stored.used, format: format) else {
                return nil
            }
            signals.append(signal)
        }
        var annotations = EDFSignal(
            label: format.annotationLabel, dimension: "",
            samplesPerRecord: annotationBytes / format.sampleBytes)
        annotations.digitalMin = Int(format.missingMark)
        annotations.digitalMax = Int(format.range.upperBound)
        annotations.physicalMin = EDFDecimal(mantissa: -1)
        annotations.physicalMax = EDFDecimal(mantissa: 1)
        signals.append(annotations)
        self.annotationBytes = annotationBytes
        header = EDFHeader(
            format: format, continuity: .continuous, recordDuration: frame.duration,
            signals: signals)
        header.recording = "X X healthypi-agent"
        header.start = start
        fraction = start.map { Int(($0.millisecondsSince1970 % 1_000 + 1_000) % 1_000) } ?? 0
    }

    /// The header as it is now; the last word when all records are encoded.
    public var headerBytes: [UInt8] { header.bytes }
    /// Data records so far.
    public var recordCount: Int { header.recordCount ?? 0 }

    /// The next record.
    ///
    /// - Parameters:
    ///   - index: its place on the recording's time, in records; at least that after the last one.
    ///   - samples: for each channel as many stored numbers as the frame says; nil where missing.
    ///   - annotations: bytes of the sheet for this record.
    public mutating func encode(
        index: Int, samples: [[Int32?]], annotations: [UInt8]
    ) -> [UInt8] {
        precondition(index >= nextRecord, "Records come in order.")
        if index > nextRecord { header.continuity = .discontinuous }
        nextRecord = index + 1
        header.recordCount = recordCount + 1
        var bytes: [UInt8] = []
        bytes.reserveCapacity(header.recordBytes)
        let format = header.format
        for channel in samples {
            for sample in channel {
                let value = sample.map {
                    min(max($0, format.range.lowerBound), format.range.upperBound)
                }
                let pattern = UInt32(bitPattern: value ?? format.missingMark)
                bytes.append(UInt8(truncatingIfNeeded: pattern))
                bytes.append(UInt8(truncatingIfNeeded: pattern >> 8))
                if format == .bdf { bytes.append(UInt8(truncatingIfNeeded: pattern >> 16)) }
            }
        }
        let list = EDFAnnotationList.timekeeping(onset(of: index)) + annotations
        precondition(list.count <= annotationBytes, "The sheet was made for these records.")
        return bytes + list + Array(repeating: 0, count: annotationBytes - list.count)
    }

    private func onset(of index: Int) -> EDFDecimal {
        let places = max(header.recordDuration.decimals, 3)
        let step = header.recordDuration.mantissa(at: places) ?? 0
        let first = EDFDecimal(mantissa: fraction, decimals: 3).mantissa(at: places) ?? 0
        return EDFDecimal(mantissa: index * step + first, decimals: places).shortened
    }
}
