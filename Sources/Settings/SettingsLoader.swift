/// Command line, environment, file and defaults to one checked value, in that order of precedence.
///
/// Everything wrong is told at once, also a value that a higher place overrides. Relative paths
/// are taken on the command line only.
public struct SettingsLoader: Sendable {
    public static let standardFile = "/etc/healthypi/agent.yaml"

    /// The keys that the command line and the environment can set, but for `sources.device` and
    /// `sources.board`, with the name of each in the environment.
    public static var keys: [(key: String, variable: String)] {
        SettingTable.keys.map { ($0, SettingTable.variable($0)) }
    }

    private let commandLine: [SettingsArgument]
    private let environment: [String: String]
    private let filePath: String?
    private let boards: [String]
    private let conductanceBoards: [String]
    private let surroundings: Surroundings

    /// - Parameters:
    ///   - environment: all of it; `HEALTHYPI_AGENT_…` and what names the state directory is read.
    ///   - filePath: named by the user, so that it must be there. Nil: the file that
    ///     HEALTHYPI_AGENT_CONFIG names, which must be there too, or else the standard one.
    ///   - boards: the names that a source's board may have, besides `auto`.
    ///   - conductanceBoards: those of them that measure skin conductance and can be on I²C.
    public init(
        commandLine: [SettingsArgument] = [], environment: [String: String], filePath: String?,
        boards: [String], conductanceBoards: [String] = ["tinygsr"],
        surroundings: Surroundings = .current()
    ) {
        self.commandLine = commandLine
        self.environment = environment
        self.filePath = filePath
        self.boards = boards
        self.conductanceBoards = conductanceBoards
        self.surroundings = surroundings
    }

    public func load() throws(SettingsError) -> LoadedSettings {
        try load(standardFile: Self.standardFile)
    }

    func load(standardFile: String) throws(SettingsError) -> LoadedSettings {
        var draft = SettingsDraft(
            AgentSettings(stateDirectory: surroundings.stateDirectory(environment)))
        let fileSources = takeFile(standard: standardFile, &draft)
        let variables = SettingsEnvironment(variables: environment)
        variables.take(into: &draft)
        takeArguments(&draft)
        takeSources(fileSources, variables, &draft)
        if draft.origins["recording.folder"] == nil {
            draft.settings.recording.folder = RecordingSettings.folder(
                in: draft.settings.agent.stateDirectory)
        }
        guard draft.problems.isEmpty else { throw SettingsError(problems: draft.problems) }
        for key in SettingTable.keys where draft.origins[key] == nil {
            draft.origins[key] = .standard
        }
        return LoadedSettings(settings: draft.settings, origins: draft.origins)
    }

    /// - Returns: what the file says of sources.
    private func takeFile(standard: String, _ draft: inout SettingsDraft) -> [SourceDraft]? {
        let named = filePath ?? environment[SettingsEnvironment.configuration]
        let path = named ?? standard
        let origin = SettingsOrigin.file(path: path, line: 0, column: 0)
        do throws(ConfigurationFileError) {
            guard let file = try ConfigurationFile.read(path, for: surroundings.userID) else {
                if named != nil { draft.complain("there is no such file.", at: origin) }
                return nil
            }
            var taker = FileTaker(file, boards: boards, draft: draft)
            taker.take()
            draft = taker.draft
            return taker.sources
        } catch {
            draft.complain(error.text, at: origin, kind: error.kind)
            return nil
        }
    }

    private func takeArguments(_ draft: inout SettingsDraft) {
        for argument in commandLine where !argument.key.hasPrefix("sources.") {
            let parts = argument.key.split(separator: ".").map(String.init)
            let field = SettingTable.sections.first { $0.name == parts.first }?.fields.first {
                $0.name == parts.last
            }
            guard let field else {
                preconditionFailure("\(argument.option) names no key: \(argument.key).")
            }
            draft.take(
                scalar(argument), for: field, key: argument.key,
                from: .commandLine(option: argument.option))
        }
    }

    private func takeSources(
        _ file: [SourceDraft]?, _ variables: SettingsEnvironment, _ draft: inout SettingsDraft
    ) {
        typealias Named = [(scalar: SettingScalar, origin: SettingsOrigin)]
        func argued(_ key: String) -> Named {
            commandLine.filter { $0.key == key }.map {
                (scalar($0), .commandLine(option: $0.option))
            }
        }
        func told(_ name: String) -> Named {
            (variables.list(name) ?? []).map {
                (SettingScalar(text: $0, source: .environment), .environment(variable: name))
            }
        }
        var assembly = SourceAssembly(
            file: file, boards: boards, conductanceBoards: conductanceBoards)
        let devices = argued("sources.device")
        // Both are read, so that what is wrong in either is told.
        if devices.isEmpty {
            assembly.choose(told(SettingsEnvironment.devices), level: 1, &draft)
        } else {
            check(told(SettingsEnvironment.devices), .device, "sources.device", &draft)
            assembly.choose(devices, level: 2, &draft)
        }
        let boardsArgued = argued("sources.board")
        if boardsArgued.isEmpty {
            assembly.name(told(SettingsEnvironment.boards), level: 1, &draft)
        } else {
            check(told(SettingsEnvironment.boards), .board(boards), "sources.board", &draft)
            assembly.name(boardsArgued, level: 2, &draft)
        }
        assembly.finish(&draft)
    }

    private func check(
        _ named: [(scalar: SettingScalar, origin: SettingsOrigin)], _ rule: SettingRule,
        _ key: String, _ draft: inout SettingsDraft
    ) {
        for (scalar, origin) in named {
            _ = draft.read(scalar, rule, key: key, from: origin)
        }
    }

    private func scalar(_ argument: SettingsArgument) -> SettingScalar {
        SettingScalar(
            text: argument.value,
            source: .commandLine(workingDirectory: surroundings.workingDirectory))
    }
}
