/// What a HealthyPi Move's stored record without a head is, told by where it lies and by what its
/// bytes can be: `ecg/1790000000` and `gsr/1790000000`, as on the watch.
///
/// All must hold, or it is taken for something else: the folder, a name that is a time the firmware
/// accepts, no more bytes than half a minute, whole numbers, and none that the converter cannot give.
/// Source: healthypi-move-fw d1431f3, app/src/log_module.c, log_paths and is_timestamp_valid;
///         data_module.c; drivers/sensor/max30001/max30001_async.c.
enum MoveRecordName {
    /// 2020 to 2030, seconds since 1970.
    private static let times = 1_577_836_800...1_893_456_000
    private static let numberBytes = 4
    /// The converter's 18 bits come times 256: 26.
    private static let ecgBits = 26
    /// 20 bits; up to v2.0.1 times 256.
    private static let gsrBits = 28

    static func isECG(_ bytes: ArraySlice<UInt8>, path: String) -> Bool {
        isRecord(bytes, path, folder: "ecg", samplesMax: 128 * 30, bits: ecgBits)
    }

    static func isGSR(_ bytes: ArraySlice<UInt8>, path: String) -> Bool {
        isRecord(bytes, path, folder: "gsr", samplesMax: 32 * 30, bits: gsrBits)
    }

    private static func isRecord(
        _ bytes: ArraySlice<UInt8>, _ path: String, folder: String, samplesMax: Int, bits: Int
    ) -> Bool {
        let parts = path.split(separator: "/")
        guard parts.count >= 2, parts[parts.count - 2] == folder, isTime(parts[parts.count - 1]),
            (numberBytes...(samplesMax * numberBytes)).contains(bytes.count),
            bytes.count.isMultiple(of: numberBytes)
        else { return false }
        let fields = ByteFields(bytes)
        let unused = Int32.bitWidth - bits
        return stride(from: 0, to: bytes.count, by: numberBytes).allSatisfy { offset in
            let number = fields.word(offset, as: Int32.self)
            return (number << unused) >> unused == number
        }
    }

    private static func isTime(_ name: Substring) -> Bool {
        guard name.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let seconds = Int(name) else {
            return false
        }
        return times.contains(seconds) && name.utf8.count == 10
    }
}
