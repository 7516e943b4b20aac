/// The files that the boards, and the maker's own programs, write.
public enum DeviceFileFormat: String, CaseIterable, Sendable {
    /// A HealthyPi 6's recording, `.HP6`.
    case healthyPi6 = "hp6"
    /// A recording of the desktop programs OpenView and HealthyPi Studio, `.hpd`.
    case openView = "hpd"
    /// A HealthyPi Move's background recording, `ppgw.bin`, `ppgf.bin`, `gsr.bin`, `accel.bin` or
    /// `gyro.bin`.
    case moveRecording = "move-rec"
    /// A HealthyPi Move's stored ECG: whole numbers without a header, in a folder `ecg`.
    case moveECG = "move-ecg"
    /// A HealthyPi Move's stored skin impedance: without a header too, in a folder `gsr`.
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

    /// The format that the first bytes tell, or for the Move's records without a header the place
    /// where they lie; nil if there is none, as for a capture of a wire.
    ///
    /// - Parameters:
    ///   - prefix: the file from its first byte on: 65,536, or all of a shorter one. 8 bytes
    ///     suffice where a header tells the format.
    ///   - name: the file's path, with the folder that holds it. It is asked only where no header
    ///     tells, and never alone: the bytes must be such a record's.
    public static func recognise(
        prefix: ArraySlice<UInt8>, name: String
    ) -> DeviceFileFormat? {
        let told = allCases.first { format in
            guard let magic = format.magic else { return false }
            return prefix.starts(with: magic)
        }
        if let told { return told }
        if MoveRecordName.isECG(prefix, path: name) { return .moveECG }
        return MoveRecordName.isGSR(prefix, path: name) ? .moveGSR : nil
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
