extension Roles {
    /// The identity that makes streams and buckets and can do nothing else.
    public static let provisioner = "provisioner"

    /// - Parameter text: roles.yaml.
    public static func read(_ text: String) throws(RolesError) -> Roles {
        try RolesReader.read(text)
    }

    /// The roles.yaml that ships: the whole family.
    public static var standardText: String {
        String(decoding: PackageResources.roles_yaml, as: UTF8.self)
    }
}
