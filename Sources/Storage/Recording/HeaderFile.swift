import Recordings

/// A header that is true at any time, though the files it describes grow.
///
/// As long as it is open it is written over in place, padded to one length: a write within one page
/// of the file is whole or not there, whenever the process is killed. A header larger than a page is
/// replaced instead.
final class HeaderFile {
    private let folder: RecordFolder
    private let name: String
    private var file: DiskFile?
    private var room = 0

    private static let page = 4_096

    /// - Parameter growth: bytes by which the text may become longer while it is open.
    init(
        beginning header: WFDBHeader, growth: Int, in folder: RecordFolder
    ) throws(RecorderError) {
        self.folder = folder
        name = header.name + ".hea"
        try begin(header, growth: growth)
    }

    /// Replaces it by another that is open too; on the disk when this returns.
    func begin(_ header: WFDBHeader, growth: Int) throws(RecorderError) {
        var text = Self.openText(header)
        file = nil
        room = text.count + growth
        if room <= Self.page {
            Self.pad(&text, to: room)
            try folder.replace(name, with: text)
            file = try DiskFile(existing: folder.file(name))
        } else {
            try folder.replace(name, with: text)
        }
    }

    func update(_ header: WFDBHeader) throws(RecorderError) {
        var text = Self.openText(header)
        if let file, text.count <= room {
            Self.pad(&text, to: room)
            try file.write(text, at: 0)
        } else {
            file = nil
            try folder.replace(name, with: text, durably: false)
        }
    }

    /// Nothing more will change; on the disk when this returns.
    func finish(_ header: WFDBHeader) throws(RecorderError) {
        file = nil
        try folder.replace(name, with: Array(header.text.utf8))
    }

    private static func openText(_ header: WFDBHeader) -> [UInt8] {
        var header = header
        header.comments.append(WFDBRecorderNotes.openMark)
        return Array(header.text.utf8)
    }

    /// Blanks before the last line's end.
    private static func pad(_ text: inout [UInt8], to count: Int) {
        text.removeLast()
        text += Array(repeating: UInt8(ascii: " "), count: max(count - text.count - 1, 0))
        text.append(UInt8(ascii: "\n"))
    }
}
