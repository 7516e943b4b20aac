/// Why a board's file cannot be read, found in its head. One sentence what and where, one what to
/// do.
public enum DeviceFileError: Error, Equatable, Sendable, CustomStringConvertible {
    case headCutShort(DeviceFileFormat, found: Int, needed: Int)
    case versionUnknown(DeviceFileFormat, Int)
    /// A figure of the head that cannot be.
    case headInvalid(DeviceFileFormat, what: String, offset: Int)
    case noChannels(DeviceFileFormat)
    /// A head, and nothing behind it.
    case noSamples(DeviceFileFormat)

    public var description: String {
        switch self {
        case .headCutShort(let format, let found, let needed):
            "\(format.title): the head is cut short after \(found) of \(needed) bytes. "
                + "Copy the file from the device again."
        case .versionUnknown(let format, let version):
            "\(format.title): version 0x\(String(version, radix: 16)) is not known here. "
                + "Update this program, or export the file with the maker's tool."
        case .headInvalid(let format, let what, let offset):
            "\(format.title): \(what) in the head is impossible (at byte \(offset)). "
                + "Copy the file from the device again."
        case .noChannels(let format):
            "\(format.title): it holds neither ECG nor PPG. Record with one of them switched on."
        case .noSamples(let format):
            "\(format.title): it holds a head and no samples. "
                + "The watch's firmware never writes movement; take ppgw.bin or gsr.bin."
        }
    }
}
