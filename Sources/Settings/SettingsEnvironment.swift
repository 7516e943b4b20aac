/// The variables of the environment that are ours: a key each, and never a secret.
struct SettingsEnvironment {
    static let prefix = "HEALTHYPI_AGENT_"
    /// Names the configuration file.
    static let configuration = prefix + "CONFIG"
    static let devices = prefix + "SOURCES_DEVICE"
    static let boards = prefix + "SOURCES_BOARD"

    private static let secretWords = [
        "PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "SEED", "NKEY", "JWT", "PRIVATE",
        "CREDENTIAL", "CREDS",
    ]

    let variables: [String: String]

    /// Takes every variable that begins like ours; one that nobody knows is an error, so that a
    /// typing error is no silent default.
    func take(into draft: inout SettingsDraft) {
        for (name, text) in variables.sorted(by: { $0.key < $1.key })
        where name.hasPrefix(Self.prefix) {
            let origin = SettingsOrigin.environment(variable: name.shortened)
            if [Self.configuration, Self.devices, Self.boards].contains(name) { continue }
            let found = SettingTable.sections.lazy.flatMap { section in
                section.fields.map { (key: "\(section.name).\($0.name)", field: $0) }
            }.first { SettingTable.variable($0.key) == name }
            if let found {
                draft.take(
                    SettingScalar(text: text, source: .environment), for: found.field,
                    key: found.key, from: origin)
            } else {
                draft.complain(complaint(name), at: origin)
            }
        }
    }

    /// The parts of a list, separated by commas; nil if the variable is not set.
    func list(_ name: String) -> [String]? {
        variables[name].map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map { part in
                String(
                    part.drop(while: { $0 == " " }).reversed().drop(while: { $0 == " " })
                        .reversed())
            }
        }
    }

    private func complaint(_ name: String) -> String {
        if Self.secretWords.contains(where: name.contains) {
            return "no secret is taken from the environment. Unset the variable."
        }
        let known =
            [Self.configuration, Self.devices, Self.boards]
            + SettingTable.keys.map(SettingTable.variable)
        let guess = KeySuggestion.nearest(to: name, among: known)
        return "there is no such variable. "
            + (guess.map { "Did you mean \($0)?" } ?? "--print-config shows the keys.")
    }
}
