/// Joins the sources of the file with the devices and boards named elsewhere, and looks at them as
/// a whole.
struct SourceAssembly {
    static let sourcesMax = 16

    let boards: [String]
    let conductanceBoards: [String]
    private(set) var sources: [SourceDraft]
    private var level = 0

    /// - Parameter file: what the file says; nil if it says nothing of sources.
    init(file: [SourceDraft]?, boards: [String], conductanceBoards: [String]) {
        sources = file ?? [SourceDraft()]
        self.boards = boards
        self.conductanceBoards = conductanceBoards
    }

    /// Devices named outside the file take the place of its list; one that the file names too
    /// keeps its name, board and calibration.
    mutating func choose(
        _ named: [(scalar: SettingScalar, origin: SettingsOrigin)], level: Int,
        _ draft: inout SettingsDraft
    ) {
        guard !named.isEmpty else { return }
        var chosen: [SourceDraft] = []
        for (scalar, origin) in named {
            guard
                case .text(let text)? = draft.read(
                    scalar, .device, key: "sources.device", from: origin),
                let device = SourceDevice(text)
            else { continue }
            var source = sources.first { $0.settings.device == device } ?? SourceDraft()
            source.settings.device = device
            source.origins["device"] = origin
            chosen.append(source)
        }
        guard chosen.count == named.count else { return }
        sources = chosen
        self.level = level
    }

    /// Boards named outside the file, one for each source in order. Those of the environment say
    /// nothing about devices of the command line.
    mutating func name(
        _ named: [(scalar: SettingScalar, origin: SettingsOrigin)], level: Int,
        _ draft: inout SettingsDraft
    ) {
        guard let last = named.last, level >= self.level else { return }
        guard named.count == sources.count else {
            return draft.complain(
                "\(Self.count(named.count, "board")) for \(Self.count(sources.count, "source")). "
                    + "Name one board for each source, in their order.", about: "sources.board",
                at: last.origin)
        }
        for (index, (scalar, origin)) in named.enumerated() {
            guard
                case .text(let text)? = draft.read(
                    scalar, .board(boards), key: "sources.board", from: origin)
            else { continue }
            sources[index].settings.board = text == "auto" ? nil : text
            sources[index].origins["board"] = origin
        }
    }

    /// Gives names to those that have none, checks, and hands over.
    mutating func finish(_ draft: inout SettingsDraft) {
        nameTheNameless()
        check(&draft)
        draft.settings.sources = sources.map(\.settings)
        for (index, source) in sources.enumerated() {
            for key in ["name", "device", "board", "calibration"] {
                draft.origins["sources[\(index)].\(key)"] = source.origins[key] ?? .standard
            }
        }
    }

    private mutating func nameTheNameless() {
        var taken = Set(sources.map(\.settings.name))
        for index in sources.indices where sources[index].settings.name.isEmpty {
            var number = index
            while taken.contains(SourceSettings.standardName(number)) { number += 1 }
            sources[index].settings.name = SourceSettings.standardName(number)
            taken.insert(sources[index].settings.name)
        }
    }

    private func check(_ draft: inout SettingsDraft) {
        if sources.count > Self.sourcesMax {
            draft.complain(
                "\(sources.count) sources. \(Self.sourcesMax) at most.", about: "sources",
                at: sources[Self.sourcesMax].origin(of: "device"))
        }
        for (index, source) in sources.enumerated() {
            let key = "sources[\(index)]"
            let settings = source.settings
            let earlier = sources[..<index].map(\.settings)
            if earlier.contains(where: { $0.name == settings.name }) {
                draft.complain(
                    "\(settings.name.quoted) names another source already.", about: "\(key).name",
                    at: source.origin(of: "name"))
            }
            if earlier.contains(where: { Self.areSame($0, settings) }) {
                draft.complain(
                    settings.device == .auto
                        ? "another source is auto too. Name the device or the board of both."
                        : "\(settings.device.description.quoted) is another source's already.",
                    about: "\(key).device", at: source.origin(of: "device"))
            }
            checkConductance(source, key, &draft)
        }
    }

    private func checkConductance(
        _ source: SourceDraft, _ key: String, _ draft: inout SettingsDraft
    ) {
        guard let board = source.settings.board, !conductanceBoards.contains(board) else { return }
        let takers = conductanceBoards.joined(separator: " or ")
        if case .i2c = source.settings.device {
            draft.complain(
                "\(board.quoted) is not read over i2c. Write \(takers).", about: "\(key).board",
                at: source.origin(of: "board"))
        }
        if source.settings.calibration != nil {
            draft.complain(
                "\(board.quoted) measures no skin conductance; a calibration is for \(takers).",
                about: "\(key).calibration", at: source.origin(of: "calibration"))
        }
    }

    /// Two that wait for whatever turns up are one, unless they wait for different boards.
    private static func areSame(_ one: SourceSettings, _ other: SourceSettings) -> Bool {
        guard one.device == other.device else { return false }
        guard one.device == .auto, let board = one.board, let otherBoard = other.board else {
            return true
        }
        return board == otherBoard
    }

    private static func count(_ number: Int, _ word: String) -> String {
        "\(number) \(word)\(number == 1 ? "" : "s")"
    }
}
