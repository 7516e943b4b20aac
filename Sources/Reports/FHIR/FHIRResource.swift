/// The parts of FHIR that an export uses, named as the specification names them.
///
/// Source: HL7 FHIR R4 (4.0.1) and R5 (5.0.0), Observation, Device and Bundle.
public enum FHIRRelease: String, CaseIterable, Sendable {
    case r4, r5
}

public struct FHIRCoding: Encodable, Equatable, Sendable {
    public var system: String
    public var code: String
    public var display: String

    public init(system: String, code: String, display: String) {
        self.system = system
        self.code = code
        self.display = display
    }
}

/// A concept: codes of code systems, and words for people.
public struct FHIRConcept: Encodable, Equatable, Sendable {
    public var coding: [FHIRCoding]?
    public var text: String

    public init(_ coding: [FHIRCoding], text: String) {
        self.coding = coding.isEmpty ? nil : coding
        self.text = text
    }
}

/// A number with its unit in UCUM.
public struct FHIRQuantity: Encodable, Equatable, Sendable {
    public var value: Double
    public var unit: String
    public var system = "http://unitsofmeasure.org"
    public var code: String

    public init(value: Double, unit: String, code: String) {
        self.value = value
        self.unit = unit
        self.code = code
    }

    /// The UCUM code of a unit that UCUM does not know: its name in braces, in ASCII.
    public static func annotation(_ unit: String) -> String {
        let letters = unit.unicodeScalars.map { scalar -> Character in
            ("!"..."~").contains(scalar) && !"{}".unicodeScalars.contains(scalar)
                ? Character(scalar) : "_"
        }
        return "{" + String(letters) + "}"
    }
}

public struct FHIRPeriod: Encodable, Equatable, Sendable {
    /// UTC as `2026-11-21T02:00:00.000Z`.
    public var start: String
    public var end: String

    public init(start: String, end: String) {
        self.start = start
        self.end = end
    }
}

/// A reference, or only words for what it would lead to.
public struct FHIRReference: Encodable, Equatable, Sendable {
    public var reference: String?
    public var display: String?

    public init(reference: String? = nil, display: String? = nil) {
        self.reference = reference
        self.display = display
    }
}
