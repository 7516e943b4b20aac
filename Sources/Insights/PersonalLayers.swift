/// One person's layers, one for each kind of insight.
public struct PersonalLayers: Equatable, Sendable {
    /// More kinds than there are; further ones are left without a layer.
    public static let kindsMax = 16

    private var layers: [String: PersonalLayer] = [:]

    public init() {}

    /// By name.
    public var kinds: [String] { layers.keys.sorted() }

    /// The layer of a kind; one without answers where there are none.
    public func layer(of kind: String) -> PersonalLayer { layers[kind] ?? PersonalLayer() }

    /// Whether the answer's kind has a layer.
    @discardableResult
    public mutating func add(_ answer: PersonalAnswer, to kind: String) -> Bool {
        guard layers[kind] != nil || layers.count < Self.kindsMax else { return false }
        layers[kind, default: PersonalLayer()].add(answer)
        return true
    }

    /// Forgets the answers to one kind, or all.
    public mutating func reset(kind: String? = nil) {
        if let kind { layers[kind] = nil } else { layers = [:] }
    }
}
