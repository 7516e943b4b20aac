/// A NATS subject, perhaps with wildcards: `*` stands for one token, `>` for one or more at the
/// end.
public struct Subject: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let tokens: [String]

    public var description: String { tokens.joined(separator: ".") }

    package init(tokens: [String]) { self.tokens = tokens }

    /// For subjects written in this program, which are known to be subjects.
    package init(_ text: String) {
        tokens = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }

    public static func < (a: Subject, b: Subject) -> Bool { a.description < b.description }

    /// - Returns: nil for what NATS would not take as a subject, wildcards where they may stand.
    public init?(checking text: String) {
        let tokens = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard text.utf8.count <= 256, tokens.count <= 16 else { return nil }
        for (index, token) in tokens.enumerated() {
            let isWildcard = token == "*" || token == ">" && index == tokens.count - 1
            let isPlain = token.utf8.allSatisfy {
                (0x21...0x7E).contains($0) && !#"*><"\"#.utf8.contains($0)
            }
            guard !token.isEmpty, isWildcard || isPlain else { return nil }
        }
        self.init(tokens: tokens)
    }

    /// True for one subject, not a pattern.
    public var isConcrete: Bool { !hasWildcard }

    package var hasWildcard: Bool { tokens.contains("*") || tokens.last == ">" }

    /// True when every subject the other matches is matched by this one.
    public func covers(_ other: Subject) -> Bool {
        for (index, token) in tokens.enumerated() {
            if token == ">" { return other.tokens.count > index }
            guard index < other.tokens.count, other.tokens[index] != ">" else { return false }
            if token != "*" && token != other.tokens[index] { return false }
        }
        return tokens.count == other.tokens.count
    }

    /// The subjects that both match, or nil if there is none.
    package func intersection(_ other: Subject) -> Subject? {
        var common: [String] = []
        var index = 0
        while true {
            let mine = index < tokens.count ? tokens[index] : nil
            let theirs = index < other.tokens.count ? other.tokens[index] : nil
            switch (mine, theirs) {
            case (nil, nil): return Subject(tokens: common)
            case (nil, _), (_, nil): return nil
            case (">", _): return Subject(tokens: common + other.tokens[index...])
            case (_, ">"): return Subject(tokens: common + tokens[index...])
            case ("*", let token?), (let token?, "*"): common.append(token)
            case (let token?, let same?) where token == same: common.append(token)
            default: return nil
            }
            index += 1
        }
    }

    package func overlaps(_ other: Subject) -> Bool { intersection(other) != nil }

    /// One concrete subject that this matches, each wildcard replaced by the token given.
    package func example(_ token: String) -> Subject {
        Subject(tokens: tokens.map { $0 == "*" || $0 == ">" ? token : $0 })
    }

    package func replacing(_ token: String, with replacement: String) -> Subject {
        Subject(tokens: tokens.map { $0 == token ? replacement : $0 })
    }
}
