/// One Observation: a measure with its value or why there is none, or a stretch of a signal.
public struct FHIRObservation: Encodable, Sendable {
    public enum Value: Sendable {
        case quantity(FHIRQuantity)
        case sampled(FHIRSampledData)
        /// Not known, and why.
        case absent(FHIRConcept)
    }

    /// A part of it, such as the end of a confidence interval.
    public struct Component: Encodable, Sendable {
        var code: FHIRConcept
        var valueQuantity: FHIRQuantity

        public init(code: FHIRConcept, value: FHIRQuantity) {
            self.code = code
            valueQuantity = value
        }
    }

    public var category: FHIRCategory
    public var code: FHIRConcept
    public var value: Value
    public var period: FHIRPeriod?
    public var subject: FHIRReference
    public var device: FHIRReference
    public var method: String?
    public var components: [Component] = []

    public init(
        category: FHIRCategory, code: FHIRConcept, value: Value, period: FHIRPeriod?,
        subject: FHIRReference, device: FHIRReference, method: String? = nil
    ) {
        self.category = category
        self.code = code
        self.value = value
        self.period = period
        self.subject = subject
        self.device = device
        self.method = method
    }

    private enum CodingKeys: String, CodingKey {
        case resourceType, status, category, code, subject, effectivePeriod, valueQuantity
        case valueSampledData, dataAbsentReason, method, device, component
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("Observation", forKey: .resourceType)
        // A program found it and no person has looked at it.
        try container.encode("preliminary", forKey: .status)
        try container.encode([category.concept], forKey: .category)
        try container.encode(code, forKey: .code)
        try container.encode(subject, forKey: .subject)
        try container.encodeIfPresent(period, forKey: .effectivePeriod)
        switch value {
        case .quantity(let value): try container.encode(value, forKey: .valueQuantity)
        case .sampled(let value): try container.encode(value, forKey: .valueSampledData)
        case .absent(let reason): try container.encode(reason, forKey: .dataAbsentReason)
        }
        try container.encodeIfPresent(method.map { FHIRConcept([], text: $0) }, forKey: .method)
        try container.encode(device, forKey: .device)
        if !components.isEmpty { try container.encode(components, forKey: .component) }
    }
}

public enum FHIRCategory: String, Sendable {
    case vitalSigns = "vital-signs"
    case procedure

    var concept: FHIRConcept {
        let display = self == .vitalSigns ? "Vital Signs" : "Procedure"
        return FHIRConcept(
            [
                FHIRCoding(
                    system: "http://terminology.hl7.org/CodeSystem/observation-category",
                    code: rawValue, display: display)
            ], text: display)
    }
}
