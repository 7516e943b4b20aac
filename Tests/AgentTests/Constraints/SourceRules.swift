import Foundation

/// What the sources may do where: which files open, make or remove files and sockets, which
/// publish, and which rooms an outside library is let into.
///
/// It reads names, not meanings: whoever wants to get round it can. It keeps honest work from
/// growing a second door unnoticed.
enum SourceRules {
    struct Use: Equatable, CustomStringConvertible {
        let file: String
        let line: Int
        let what: String

        var description: String { "\(file):\(line) \(what)" }
    }

    /// Uses that no door allows, in a source at `file` below `Sources/`.
    static func violations(in source: String, at file: String) -> [Use] {
        let code = SwiftCode(source).text
        return fileUses(code, file) + publishingUses(code, file) + importUses(code, file)
    }

    /// Every use that a door allows: an entry of the list that allows nothing is out of date.
    static func uses(in source: String, at file: String) -> [Use] {
        let code = SwiftCode(source).text
        return filesAndSockets(code, file) + publishing(code, file)
    }

    // MARK: Files and sockets

    private static func fileUses(_ code: String, _ file: String) -> [Use] {
        SourceDoors.opensFiles(file) ? [] : filesAndSockets(code, file)
    }

    /// The system's own functions: they open, make, remove or rename, and take no argument labels.
    /// Looking (`stat`, `access`, `realpath`) is no opening.
    private static let functions = [
        "open", "openat", "fopen", "creat", "freopen", "fdopen", "fdopendir", "opendir", "rename",
        "renameat", "unlink", "unlinkat", "remove", "rmdir", "mkdir", "mkdirat", "mkdtemp",
        "mkstemp", "mkfifo", "mknod", "link", "linkat", "symlink", "symlinkat", "truncate", "chmod",
        "chown", "posix_spawn", "posix_spawnp", "execve", "execv", "execvp", "popen", "system",
        "fork", "vfork", "syscall", "dlopen", "socket", "socketpair", "bind", "connect", "listen",
        "accept", "accept4", "getaddrinfo", "posix_openpt", "openpty", "shm_open", "mq_open",
        "gzopen", "inotify_init", "memfd_create", "sendto", "sendmsg",
    ]

    private static func filesAndSockets(_ code: String, _ file: String) -> [Use] {
        var found: [Use] = []
        let name = functions.joined(separator: "|")
        // Not a method, not a declaration, no argument label: the system's, where it is imported.
        if imports(code).contains(where: systemModules.contains) {
            found += matches(
                #"(?<![.\w])(?<!func )(?<!await )(?:(?:Glibc|Foundation|Musl|Darwin)\s*\.\s*)?(?:"#
                    + name
                    + #")\s*\((?!\s*\w+\s*:)(?!\s*\))"#, code, file)
            // Handed on as a value, such as `Glibc.open`.
            found += matches(
                #"(?<![.\w])(?:Glibc|Foundation)\s*\.\s*(?:"# + name + #")\b(?!\s*\()"#, code, file)
        }
        // Looking and the folder for temporary files are no opening.
        found += matches(
            #"\bFileManager\s*(?:\.\s*default\s*)?(?:\(\s*\)\s*)?(?!\.\s*default\b)\.(?!\s*(?:"#
                + #"fileExists|isWritableFile|isReadableFile|isExecutableFile|attributesOfItem|"#
                + #"temporaryDirectory)\b)\s*\w+"#, code, file)
        // Taken whole, to be used later.
        found += matches(
            #"\bFileManager\s*(?:\.\s*default\b|\(\s*\))(?!\s*\.)"#, code, file)
        found += matches(
            #"\b(?:FileHandle|FileDescriptor|InputStream|OutputStream|Process|DispatchIO|Bundle)\s*\("#,
            code, file)
        found += matches(
            #"\b(?:DatabasePool|DatabaseQueue|DatabaseSnapshot)\s*\(|\bsqlite3_\w+"#, code, file)
        found += matches(#"\bURLSession\b|\bSocket\s*\(|\bAsyncSocket\s*[.(]"#, code, file)
        found += matches(#"\bcontentsOfFile\s*:|\bcontentsOfDirectory\b"#, code, file)
        found += matches(
            #"\b(?:Data|String|NSData|NSString|NSDictionary|XMLParser)\s*\(\s*contentsOf\s*:"#,
            code,
            file)
        found += matches(#"\.\s*write\s*\(\s*(?:toFile\s*:|to\s*:(?!\s*&))"#, code, file) {
            imports(code).contains("Foundation") ? $0 : nil
        }
        return found.sorted { $0.line < $1.line }
    }

    private static let systemModules = ["Glibc", "Foundation", "FoundationEssentials", "Musl"]

    // MARK: Publishing

    /// What sends on the broker, by the door it belongs to.
    private static func publishing(_ code: String, _ file: String) -> [Use] {
        matches(SourceDoors.sendingPattern, code, file)
    }

    private static func publishingUses(_ code: String, _ file: String) -> [Use] {
        SourceDoors.publishing.flatMap { door in
            door.files.contains(file) ? [] : matches(door.pattern, code, file)
        }
    }

    // MARK: Imports

    private static func importUses(_ code: String, _ file: String) -> [Use] {
        let room = file.split(separator: "/").first.map(String.init) ?? ""
        return SourceDoors.rooms.flatMap { module, rooms in
            rooms.contains(room)
                ? [] : matches(#"\bimport\s+(?:\w+\s+)?"# + module + #"\b"#, code, file)
        }
    }

    private static func imports(_ code: String) -> Set<String> {
        Set(
            code.split(separator: "\n").compactMap { line in
                let words = line.split(separator: " ")
                guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
                    words[..<place].allSatisfy({
                        $0.hasPrefix("@") || ["public", "internal", "package"].contains($0)
                    })
                else { return nil }
                return String(words[words.endIndex - 1].prefix { $0 != "." })
            })
    }

    private static func matches(
        _ pattern: String, _ code: String, _ file: String, _ keep: (String) -> String? = { $0 }
    ) -> [Use] {
        guard let expression = try? NSRegularExpression(pattern: pattern) else {
            return [Use(file: file, line: 0, what: "no expression: \(pattern)")]
        }
        let whole = code as NSString
        return expression.matches(in: code, range: NSRange(location: 0, length: whole.length))
            .compactMap { match in
                let before = whole.substring(to: match.range.location)
                let what = whole.substring(with: match.range).split(whereSeparator: \.isWhitespace)
                    .joined()
                return keep(what).map {
                    Use(
                        file: file, line: before.count { $0 == "\n" } + 1, what: $0)
                }
            }
    }
}
