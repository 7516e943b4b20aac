/// The files that the boards, and the maker's own programs, write.
public enum DeviceFileFormat: String, CaseIterable, Sendable {
    /// A HealthyPi 6's recording, `.HP6`.
    case healthyPi6 = "hp6"
    /// A recording of the desktop programs OpenView and HealthyPi Studio, `.hpd`.
    case openView = "hpd"
    /// A HealthyPi Move's background recording, `ppgw.bin`, `ppgf.bin`, `gsr.bin`, `accel.bin` or
    /// `gyro.bin`.
    case moveRecording = "move-rec"
    /// A HealthyPi Move's stored ECG: whole numbers without a header, so it must be named.
    case moveECG = "move-ecg"
    /// A HealthyPi Move's stored skin impedance: without a header too.
    case moveGSR = "move-gsr"
    /// A HealthyPi 5's card with the firmware NEXT, `RECnnnnn.BIN`.
    case next = "next"

    /// For people.
    public var title: String {
        switch self {
        case .healthyPi6: "HealthyPi 6 recording (.HP6)"
        case .openView: "OpenView recording (.hpd)"
        case .moveRecording: "HealthyPi Move recording"
        case .moveECG: "HealthyPi Move ECG record"
        case .moveGSR: "HealthyPi Move GSR record"
        case .next: "HealthyPi 5 NEXT recording (RECnnnnn.BIN)"
        }
    }

    /// The format that the first bytes tell; nil if they tell none, as a capture of a wire, or one
    /// of the Move's records without a header.
    ///
    /// - Parameters:
    ///   - prefix: the file from its first byte on; 8 bytes suffice.
    ///   - name: of the file. Only bytes decide; a name can be anything.
    public static func recognise(
        prefix: ArraySlice<UInt8>, name: String
    ) -> DeviceFileFormat? {
        allCases.first { format in
            guard let magic = format.magic else { return false }
            return prefix.starts(with: magic)
        }
    }

    private var magic: [UInt8]? {
        switch self {
        case .healthyPi6: HP6FileHeader.magic
        case .openView: HPDFileHeader.magic
        case .moveRecording: MoveRecordingHeader.magic
        case .next: NextFileHeader.magic
        case .moveECG, .moveGSR: nil
        }
    }
}
