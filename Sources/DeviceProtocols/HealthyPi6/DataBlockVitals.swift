/// What the device computed, about once a second.
struct DataBlockVitals: Equatable {
    /// Only what is available: the device sends 0 for what is not.
    var figures: [(DeviceReport.Quantity, Double)] = []
    /// The device's accelerometer says so; firmware 1.0.0 never does.
    var isMoving = false

    /// - Parameters:
    ///   - bytes: of one sample.
    ///   - isOld: file format 0x0200, which has one byte for a variability and clips it at 255.
    init(_ bytes: UnsafeRawBufferPointer, isOld: Bool) {
        func word(_ offset: Int) -> UInt16 {
            UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
        }
        add(.heartRate, Double(word(0)))
        add(.spo2, Double(word(2)) / 10)
        add(.respirationRate, Double(word(4)))
        add(.temperature, Double(Int16(bitPattern: word(6))) / 100)
        guard !isOld else {
            if bytes[8] < 255 { add(.sdnn, Double(bytes[8])) }
            if bytes[9] < 255 { add(.rmssd, Double(bytes[9])) }
            return
        }
        add(.sdnn, Double(word(8)))
        add(.rmssd, Double(word(10)))
        add(.lfHfRatio, Double(word(12)) / 10)
        isMoving = bytes[14] & 0x08 != 0
    }

    private mutating func add(_ quantity: DeviceReport.Quantity, _ value: Double) {
        if value != 0 { figures.append((quantity, value)) }
    }

    static func == (left: Self, right: Self) -> Bool {
        left.isMoving == right.isMoving && left.figures.elementsEqual(right.figures, by: ==)
    }
}
