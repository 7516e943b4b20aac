import Foundation

/// The beats of a WFDB annotation file with what the cardiologists called them, and the rhythm
/// that lay under each.
struct AnnotatedBeats {
    enum Kind { case normal, ectopic, unscored }

    private(set) var samples: [Double] = []
    private(set) var kinds: [Kind] = []
    /// Whether atrial fibrillation or flutter is the rhythm, or was the last basic one before a
    /// bigeminy, a trigeminy or a tachycardia.
    private(set) var fibrillates: [Bool] = []

    /// N L R B and paced; a A J S V F E e j n r, fusion and escape beats among them. What is
    /// neither, fusion with a pacemaker and flutter waves, is not scored.
    private static let normal: Set<Int> = [1, 2, 3, 12, 25]
    private static let ectopic: Set<Int> = [4, 5, 6, 7, 8, 9, 10, 11, 34, 35, 41]
    private static let unscored: Set<Int> = [13, 30, 31, 38]

    /// MIT format: two bytes an annotation, six bits of code and ten of time.
    init(_ data: Data) {
        let bytes = [UInt8](data)
        var (place, time, isBasicFibrillation) = (0, 0, false)
        var waiting: Int?
        while place + 1 < bytes.count {
            let word = Int(bytes[place]) | Int(bytes[place + 1]) << 8
            let (code, step) = (word >> 10, word & 1_023)
            place += 2
            switch code {
            case 0 where step == 0: place = bytes.count
            case 59 where place + 3 < bytes.count:
                let high = Int(
                    Int16(bitPattern: UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8))
                time += high << 16 | Int(bytes[place + 2]) | Int(bytes[place + 3]) << 8
                place += 4
            case 60, 61, 62: break
            case 63:
                let note = String(
                    decoding: bytes[place..<min(bytes.count, place + step)].prefix { $0 != 0 },
                    as: UTF8.self)
                if waiting == 28 { Self.take(note, into: &isBasicFibrillation) }
                place += step + step & 1
            default:
                time += step
                waiting = code
                append(code, at: time, isBasicFibrillation)
            }
        }
    }

    private static func take(_ note: String, into isFibrillation: inout Bool) {
        if note == "(AFIB" || note == "(AFL" { isFibrillation = true }
        if ["(N", "(P", "(SBR", "(NOD", "(PREX", "(BII"].contains(note) { isFibrillation = false }
    }

    private mutating func append(_ code: Int, at time: Int, _ isFibrillation: Bool) {
        let kind: Kind
        if Self.normal.contains(code) {
            kind = .normal
        } else if Self.ectopic.contains(code) {
            kind = .ectopic
        } else if Self.unscored.contains(code) {
            kind = .unscored
        } else {
            return
        }
        samples.append(Double(time))
        kinds.append(kind)
        fibrillates.append(isFibrillation)
    }
}
