import Acquisition
import DeviceProtocols

/// The terminals of a simulated board, and the paths at which they are found.
struct BoardTerminals {
    /// Nil while it is unplugged.
    private(set) var data: PseudoTerminal?
    private(set) var control: PseudoTerminal?
    /// Those that stay the same, the data terminal first.
    let paths: [String]

    private let links: [PseudoTerminalLink]
    private let hasControl: Bool

    /// - Parameter folder: for links, if the terminals come and go; nil if they stay.
    init(board: Board, linkFolder folder: String?) throws(PseudoTerminalError) {
        hasControl = board == .healthypi6
        let data = try PseudoTerminal()
        let control = hasControl ? try PseudoTerminal() : nil
        self.data = data
        self.control = control
        guard let folder else {
            links = []
            paths = [data.path] + (control.map { [$0.path] } ?? [])
            return
        }
        var links = [try PseudoTerminalLink(name: board.rawValue, in: folder)]
        if hasControl {
            links.append(try PseudoTerminalLink(name: board.rawValue + "-control", in: folder))
        }
        self.links = links
        paths = links.map(\.path)
        try point()
    }

    var all: [PseudoTerminal] { [data, control].compactMap(\.self) }

    mutating func unplug() {
        links.forEach { $0.breakOff() }
        all.forEach { $0.close() }
        (data, control) = (nil, nil)
    }

    mutating func replug() throws(PseudoTerminalError) {
        let data = try PseudoTerminal()
        if hasControl { control = try PseudoTerminal() }
        self.data = data
        try point()
    }

    /// Takes terminals and links away for good.
    mutating func remove() {
        unplug()
        links.forEach { $0.remove() }
    }

    private func point() throws(PseudoTerminalError) {
        for (link, terminal) in zip(links, all) { try link.point(to: terminal.path) }
    }
}
