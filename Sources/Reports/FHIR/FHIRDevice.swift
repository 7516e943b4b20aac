/// The program that made the Observations, as a Device.
public struct FHIRDevice: Encodable, Sendable {
    private let name: String
    private let version: String
    private let release: FHIRRelease

    public init(name: String, version: String, release: FHIRRelease) {
        self.name = name
        self.version = version
        self.release = release
    }

    private enum CodingKeys: String, CodingKey {
        case resourceType, deviceName, name, version
    }

    /// R5 renamed `deviceName` and its `name`.
    private struct OldName: Encodable {
        let name: String
        let type = "user-friendly-name"

        private enum CodingKeys: String, CodingKey { case name, type }
    }

    private struct NewName: Encodable {
        let value: String
        let type = "user-friendly-name"

        private enum CodingKeys: String, CodingKey { case value, type }
    }

    private struct Version: Encodable {
        let value: String
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("Device", forKey: .resourceType)
        switch release {
        case .r4: try container.encode([OldName(name: name)], forKey: .deviceName)
        case .r5: try container.encode([NewName(value: name)], forKey: .name)
        }
        try container.encode([Version(value: version)], forKey: .version)
    }
}
