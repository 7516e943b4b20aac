/// Why a configuration file is not taken.
package enum ConfigurationFileError: Error, Equatable {
    case notReadable
    case unreadable(cause: String)
    case notAFile
    case ownedByAnother
    case writableByOthers(mode: UInt32)
    case tooLarge
    case notUTF8

    package var kind: SettingsProblem.Kind {
        switch self {
        case .notReadable, .ownedByAnother, .writableByOthers: .notPermitted
        case .unreadable, .notAFile, .tooLarge, .notUTF8: .invalid
        }
    }

    package var text: String {
        switch self {
        case .notReadable:
            "permission denied. Let this user read it: chgrp healthypi and chmod 0640."
        case .unreadable(let cause): "it cannot be read: \(cause)."
        case .notAFile: "it is not a file. Name a YAML file with --config."
        case .ownedByAnother:
            "it belongs to another user, who could redirect health data. "
                + "Give it to root or to the user who runs this: chown."
        case .writableByOthers(let mode):
            "others than its owner may write to it (mode 0\(String(mode, radix: 8))), and it "
                + "decides where health data goes. Close it: chmod go-w."
        case .tooLarge: "it is larger than 256 KiB, which no configuration is."
        case .notUTF8: "it is not UTF-8 text. Save it as UTF-8."
        }
    }
}
