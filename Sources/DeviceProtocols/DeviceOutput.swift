public import Biosignals

/// What a stretch of a device's bytes said. Times are seconds of the device's own sample counter,
/// which begins at 0 with the decoder.
public struct DeviceOutput: Equatable, Sendable {
    /// Samples in the channels' units, oldest first in each channel. A block that does not begin
    /// where the one before it ended leaves a gap; `losses` says why. Where a board sends a number
    /// that means "not available", there is no sample and no loss.
    public var blocks: [SignalBlock] = []
    /// What the device computed itself.
    public var reports: [DeviceReport] = []
    public var contacts: [ElectrodeContact] = []
    public var marks: [DeviceMark] = []
    public var motions: [DeviceMotion] = []
    public var losses: [DeviceLoss] = []
    public var skips: [SkippedBytes] = []
    /// Lines of printable text between the frames, such as a boot banner; at most 200 bytes each.
    public var texts: [String] = []
    /// Frames taken.
    public var frames = 0

    public init() {}

    public mutating func removeAll() {
        blocks.removeAll(keepingCapacity: true)
        reports.removeAll(keepingCapacity: true)
        contacts.removeAll(keepingCapacity: true)
        marks.removeAll(keepingCapacity: true)
        motions.removeAll(keepingCapacity: true)
        losses.removeAll(keepingCapacity: true)
        skips.removeAll(keepingCapacity: true)
        texts.removeAll(keepingCapacity: true)
        frames = 0
    }
}

/// A figure that the device computed. It is kept as the device's, and feeds nothing.
public struct DeviceReport: Equatable, Sendable {
    public enum Quantity: String, CaseIterable, Sendable {
        case heartRate, spo2, respirationRate, temperature, sdnn, rmssd, lfHfRatio

        /// `1/min`, `%`, `degC`, `ms` or `1`.
        public var unit: String {
            switch self {
            case .heartRate, .respirationRate: PerMinute.symbol
            case .spo2: "%"
            case .temperature: DegreesCelsius.symbol
            case .sdnn, .rmssd: Milliseconds.symbol
            case .lfHfRatio: "1"
            }
        }
    }

    public let quantity: Quantity
    public let value: Double
    public let seconds: Double

    public init(_ quantity: Quantity, _ value: Double, at seconds: Double) {
        self.quantity = quantity
        self.value = value
        self.seconds = seconds
    }
}

/// An electrode or probe came off, or is on again, as the device says it. Only changes are told,
/// the first one only if it is off.
public struct ElectrodeContact: Equatable, Sendable {
    /// Such as `ecg`, `ppg`, `RA`.
    public let electrode: String
    public let isOff: Bool
    public let seconds: Double

    public init(electrode: String, isOff: Bool, seconds: Double) {
        self.electrode = electrode
        self.isOff = isOff
        self.seconds = seconds
    }
}

/// Somebody pressed the device's button.
public struct DeviceMark: Equatable, Sendable {
    public let number: Int
    public let seconds: Double

    public init(number: Int, seconds: Double) {
        self.number = number
        self.seconds = seconds
    }
}

/// The device's own sensor says that it began to move, or came to rest: one bit, no acceleration.
/// Only changes are told, the first one only if it moves.
public struct DeviceMotion: Equatable, Sendable {
    public let isMoving: Bool
    public let seconds: Double

    public init(isMoving: Bool, seconds: Double) {
        self.isMoving = isMoving
        self.seconds = seconds
    }
}

/// Samples that are missing from a channel.
public struct DeviceLoss: Equatable, Sendable {
    public enum Cause: String, Sendable {
        /// The device's sequence number says so.
        case sequence
        /// A damaged frame was skipped: how many samples it held follows from its length.
        case damagedFrame
        /// The device sends zeros while an electrode is off.
        case leadOff
        /// The device began to count anew.
        case restart
    }

    public let channel: Int
    /// At the channel's own rate.
    public let samples: Range<Int>
    public let cause: Cause

    public init(channel: Int, samples: Range<Int>, cause: Cause) {
        self.channel = channel
        self.samples = samples
        self.cause = cause
    }
}

/// Bytes that belong to no frame. Together with those of the frames taken they are all bytes.
public struct SkippedBytes: Equatable, Sendable {
    public enum Reason: String, CaseIterable, Sendable {
        /// Between frames, and no text.
        case noFrame
        /// Printable text, such as a boot banner.
        case text
        /// It began like a frame, and its end was not where its length says.
        case footerMissing
        case checksumMismatch
        /// A frame of a kind or length this board does not send.
        case unknownFrame
        /// The stream ended in the middle of a frame.
        case truncated
    }

    /// Of the first byte, counted from the decoder's first.
    public let offset: Int
    public let count: Int
    public let reason: Reason

    public init(offset: Int, count: Int, reason: Reason) {
        self.offset = offset
        self.count = count
        self.reason = reason
    }
}
