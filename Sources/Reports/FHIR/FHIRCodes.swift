/// The codes of what is exported.
public enum FHIRCodes {
    private static let loinc = "http://loinc.org"
    /// No public code system names RMSSD; 80404-7 is SDNN and nothing else.
    private static let own = "urn:healthypi:measure"

    public static let heartRate = FHIRConcept(
        [FHIRCoding(system: loinc, code: "8867-4", display: "Heart rate")], text: "Heart rate")

    public static let sdnn = FHIRConcept(
        [
            FHIRCoding(
                system: loinc, code: "80404-7",
                display: "R-R interval.standard deviation (Heart rate variability)")
        ], text: "SDNN, standard deviation of the NN intervals")

    public static let ecg = FHIRConcept(
        [
            FHIRCoding(system: loinc, code: "11524-6", display: "EKG study"),
            FHIRCoding(
                system: "urn:iso:std:iso:11073:10101", code: "131328",
                display: "MDC_ECG_ELEC_POTL"),
        ], text: "ECG")

    /// A measure that has no public code.
    public static func local(_ code: String, _ text: String) -> FHIRConcept {
        FHIRConcept([FHIRCoding(system: own, code: code, display: text)], text: text)
    }

    public static func absent(_ text: String) -> FHIRConcept {
        FHIRConcept(
            [
                FHIRCoding(
                    system: "http://terminology.hl7.org/CodeSystem/data-absent-reason",
                    code: "unknown", display: "Unknown")
            ], text: text)
    }
}
