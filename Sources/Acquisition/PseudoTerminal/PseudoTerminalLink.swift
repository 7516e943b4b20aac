import Glibc

/// A path that stays the same while the terminal behind it is unplugged and comes back under
/// another name: a symbolic link in a private folder, which goes when the value does.
public final class PseudoTerminalLink {
    public let path: String
    private let folder: String

    /// - Parameters:
    ///   - name: of the link.
    ///   - directory: for temporary files; the folder is made in there.
    public init(name: String, in directory: String) throws(PseudoTerminalError) {
        var template = Array((directory + "/healthypi-simulate-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw .cannotLink(
                path: directory, because: String(cString: strerror(errno)).lowercased())
        }
        folder = String(
            decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        path = folder + "/" + name
    }

    deinit { remove() }

    /// Lets the path lead to `terminal`, in one step.
    public func point(to terminal: String) throws(PseudoTerminalError) {
        let next = path + ".next"
        unlink(next)
        guard symlink(terminal, next) == 0, rename(next, path) == 0 else {
            throw .cannotLink(path: path, because: String(cString: strerror(errno)).lowercased())
        }
    }

    /// The path leads nowhere, as when a device has been unplugged.
    public func breakOff() { unlink(path) }

    /// Takes link and folder away. Again is no harm.
    public func remove() {
        unlink(path)
        unlink(path + ".next")
        rmdir(folder)
    }
}
