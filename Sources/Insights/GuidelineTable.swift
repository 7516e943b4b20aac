/// What guidelines and trials say of breaks from sitting: how often, how long, and what it did.
///
/// A dose is suggested from here; a person's own setting goes before it. The version rises with every
/// change of a row. Numbers are those of the sources named; none is a promise to one person.
public struct GuidelineTable: Sendable {
    public struct Row: Equatable, Sendable {
        /// Short and stable: `duran-2023`.
        public let id: String
        public let source: Citation
        public let year: Int
        /// Minutes of sitting after which it asks for a break; nil where it names none.
        public let everyMinutes: ClosedRange<Double>?
        /// Minutes of walking; nil where it names none.
        public let breakMinutes: ClosedRange<Double>?
        public let says: String
    }

    public static let version = 1

    public static let rows = [
        Row(
            id: "duran-2023",
            source: Citation(
                "Duran et al. (2023), Med Sci Sports Exerc 55:847",
                doi: "10.1249/MSS.0000000000003109"), year: 2023, everyMinutes: 30...30,
            breakMinutes: 5...5,
            says: "n = 11, crossover, light walking: of 1 and 5 min every 30 and 60 min only 5 min "
                + "every 30 min lowered the glucose area (-11.8, SE 4.7); every dose lowered "
                + "systolic pressure, most 1 min every 60 (-5.2 mmHg) and 5 every 30 (-4.3)"),
        Row(
            id: "anses-2025",
            source: Citation("ANSES, opinion of 28 August 2025, published 8 October 2025"),
            year: 2025, everyMinutes: 30...30, breakMinutes: 3...5,
            says: "adults: walk at light to moderate pace for 3 to 5 min every 30 min; standing up "
                + "is not enough"),
        Row(
            id: "ada-2016",
            source: Citation(
                "Colberg et al. (2016), Diabetes Care 39:2065", doi: "10.2337/dc16-1728"),
            year: 2016, everyMinutes: 30...30, breakMinutes: nil,
            says: "interrupt prolonged sitting with light activity every 30 min, at least for the "
                + "people that statement is about; no length named"),
        Row(
            id: "loh-2020",
            source: Citation(
                "Loh et al. (2020), Sports Med 50:295", doi: "10.1007/s40279-019-01183-w"),
            year: 2020, everyMinutes: nil, breakMinutes: nil,
            says: "37 trials: breaks against sitting, glucose SMD -0.54 (95 % -0.70 to -0.37)"),
        Row(
            id: "who-2020",
            source: Citation(
                "Bull et al. (2020), Br J Sports Med 54:1451", doi: "10.1136/bjsports-2020-102955"),
            year: 2020, everyMinutes: nil, breakMinutes: nil,
            says: "limit sedentary time, replace it with activity of any intensity; no number"),
    ]

    /// The first row that names this length of walk, or nil if it is the person's own.
    public static func row(forBreak minutes: Double) -> Row? {
        rows.first { $0.breakMinutes?.contains(minutes) ?? false }
    }

    /// What a claim says of a break's length: `guideline table 1, duran-2023`.
    static func method(forBreak minutes: Double) -> String {
        "guideline table \(version), "
            + (row(forBreak: minutes)?.id ?? "longest row \(longest.id); the length is a setting")
    }

    /// The row with the longest walk.
    static let longest = rows.reduce(rows[0]) {
        ($1.breakMinutes?.upperBound ?? 0) > ($0.breakMinutes?.upperBound ?? 0) ? $1 : $0
    }
}
