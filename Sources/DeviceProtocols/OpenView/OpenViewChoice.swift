/// Draws the conclusion from what was counted.
struct OpenViewChoice {
    typealias Entry = OpenViewCatalogue.Entry

    /// So many different values, before something is said of what they have in common.
    private static let valuesMin = 8

    let census: OpenViewCensus
    let banner: OpenViewBanner
    let family: Entry
    let seconds: Double?
    /// What the user says it is.
    let board: Board?

    var recognition: BoardRecognition {
        if let board {
            guard OpenViewCatalogue.family(of: board) == family else { return notAsSaid(board) }
            return chosen(board)
        }
        switch family {
        case .combined: return combined
        case .filtered: return filtered
        case .electrical, .optical: return separate
        case .nine: return nine
        case .ten: return ten
        case .twelve: return twelve
        default: return refusal
        }
    }

    private var count: Int { census.count(of: family) }
    private var row: Int { census.longest[family, default: 0] }
    private var lock: Share { Share(row, of: row) }

    private var lockEvidence: String {
        family == .electrical
            ? "\(row) frames of 57 and 26 bytes in a row"
            : "\(row) frames of \(OpenViewCatalogue.kind(family).total) bytes in a row"
    }

    /// k of n, and what the rule of succession makes of it.
    private struct Share {
        let agreeing: Int
        let all: Int
        var certainty: Double { Double(agreeing + 1) / Double(all + 2) }
        var isMost: Bool { all > 0 && agreeing * 20 >= all * 19 }
        var isHardlyAny: Bool { all > 0 && agreeing * 20 <= all }

        init(_ agreeing: Int, of all: Int) {
            self.agreeing = agreeing
            self.all = all
        }

        var opposite: Share { Share(all - agreeing, of: all) }
    }

    private func recognised(
        _ board: Board, steps: Double?, _ shares: [Share], _ evidence: [String],
        firmware: String? = nil, factor: Double = 1
    ) -> BoardRecognition {
        let certainty = ([lock] + shares).reduce(factor) { $0 * $1.certainty }
        return BoardProfile.openView(
            board, steps: steps, certainty: certainty, evidence: [lockEvidence] + evidence,
            firmware: firmware
        ).map { .recognised($0) } ?? .unknown(evidence: evidence)
    }
}

/// HealthyPi 5.
extension OpenViewChoice {
    private enum Scale {
        case times256, plain, unknown

        var steps: Double? {
            switch self {
            case .times256: OpenViewScale.times256StepsPerMillivolt
            case .plain: OpenViewScale.plainStepsPerMillivolt
            case .unknown: nil
            }
        }
    }

    private var multiples: Share { Share(census.ecg.multiples, of: census.ecg.values) }
    private var wide: Share { Share(census.combined.wide, of: count) }

    private var scale: Scale {
        let isShort = census.ecg.values * 2 >= count
        guard census.ecg.values >= Self.valuesMin || isShort else { return .unknown }
        return multiples.isMost ? .times256 : multiples.isHardlyAny ? .plain : .unknown
    }

    private var scaleEvidence: String {
        "\(multiples.agreeing) of \(multiples.all) ECG values are multiples of 256"
    }

    private var combined: BoardRecognition {
        let ppg =
            wide.agreeing * 20 >= wide.all
            ? "PPG goes beyond 14 bits" : "PPG stays within 14 bits"
        let isWide = wide.agreeing * 20 >= wide.all
        switch (scale, isWide) {
        case (.times256, false): return zephyr([scaleEvidence, ppg])
        case (.plain, true):
            return recognised(
                .healthypi5Next, steps: Scale.plain.steps, [multiples.opposite, wide],
                [scaleEvidence, ppg], firmware: "Arduino NEXT")
        default:
            return recognised(
                .healthypi5, steps: nil, [],
                [
                    scaleEvidence, ppg,
                    "no build that is known here does both: ECG is left in counts",
                ], firmware: nil)
        }
    }

    /// Releases that differ in the frame rate only: 128 or 256 a second.
    private func zephyr(_ evidence: [String]) -> BoardRecognition {
        let (isFast, share, why) = rate
        let board: Board = isFast ? .healthypi5V2 : .healthypi5
        return recognised(
            board, steps: Scale.times256.steps,
            [multiples, wide.opposite] + (share.map { [$0] } ?? []), evidence + [why],
            firmware: isFast ? "Zephyr v2.0.0 to v2.0.3" : "Zephyr v2.0.4 or later",
            factor: share == nil ? 0.5 : 1)
    }

    /// Respiration has 64 values a second, held for two frames of 128 or four of 256.
    private var rate: (isFast: Bool, share: Share?, why: String) {
        let (soon, late) = (census.combined.soon, census.combined.late)
        let all = soon + late
        let isHeldForFour: Bool? =
            all < Self.valuesMin ? nil : late * 4 >= all * 3 ? true : soon * 4 >= all ? false : nil
        if let seconds, seconds >= 1 {
            let measured = Double(count) / seconds
            let text = "\(Int(measured.rounded())) frames a second"
            if abs(measured - 256) <= 0.05 * 256, isHeldForFour != false {
                return (true, Share(count, of: count), text)
            }
            if abs(measured - 128) <= 0.05 * 128 {
                return (false, Share(count, of: count), text)
            }
        }
        switch isHeldForFour {
        case .some(true):
            return (true, Share(late, of: all), "respiration holds for four frames, as at 256/s")
        case .some(false):
            return (false, Share(soon, of: all), "respiration changes as often as at 128/s")
        case .none: return (false, nil, "the frame rate is not known, and taken for 128 a second")
        }
    }

    private var separate: BoardRecognition {
        let found = scale
        let firmware: String? =
            switch found {
            case .times256: "Zephyr v1.1.3"
            case .plain: "Zephyr v0.9.4-pre to v1.0.0"
            case .unknown: nil
            }
        let share = found == .times256 ? [multiples] : found == .plain ? [multiples.opposite] : []
        return recognised(
            .healthypi5V1, steps: found.steps, share,
            [scaleEvidence] + (found == .unknown ? ["ECG is left in counts"] : []),
            firmware: firmware)
    }
}

/// HealthyPi v3, v4 and the first firmware of the 5.
extension OpenViewChoice {
    private var filtered: BoardRecognition {
        let marks = census.filtered
        let version3 = Share(marks.constants80And0, of: marks.frames)
        let version4 = Share(marks.constants80And120, of: marks.frames)
        let legacy = Share(marks.alternating, of: marks.frames)
        let steps = OpenViewScale.filteredStepsPerMillivolt
        if version4.isMost {
            return recognised(
                .healthypi4, steps: steps, [version4],
                ["bytes 17 and 18 are 80 and 120 in \(version4.agreeing) of \(version4.all)"])
        }
        if version3.isMost {
            let shifted = Share(marks.shiftedInfrared, of: marks.frames)
            return recognised(
                .healthypi3, steps: steps, [version3, shifted],
                [
                    "bytes 17 and 18 are 80 and 0 in \(version3.agreeing) of \(version3.all)",
                    "IR is a multiple of 1024 in \(shifted.agreeing)",
                ])
        }
        if legacy.isMost {
            return recognised(
                .healthypi5Legacy, steps: nil, [legacy],
                ["byte 8 alternates between 00 and FF in \(legacy.agreeing) of \(legacy.all)"],
                firmware: "Arduino v1-legacy")
        }
        return .ambiguous(
            [.healthypi3, .healthypi4, .healthypi5Legacy],
            evidence: [lockEvidence, "no board's constants are in them"])
    }
}

/// Breakouts, and what cannot be read.
extension OpenViewChoice {
    private var nine: BoardRecognition {
        let marks = census.breakout
        let only = Share(marks.onlyFirst, of: marks.frames)
        let zeros = "\(only.agreeing) of \(only.all) hold one value and zeros"
        if only.isMost, marks.changes >= Self.valuesMin || banner.says("Starting ADC") {
            return recognised(.tinyGSR, steps: nil, [only], [zeros] + banner.evidence)
        }
        return .ambiguous(
            only.isMost ? [.tinyGSR, .ads1292r] : [.ads1292r],
            evidence: [lockEvidence, zeros, "a Pulse Express has such frames too"])
    }

    private var ten: BoardRecognition {
        let narrow = Share(census.breakout.narrow, of: census.breakout.frames)
        return recognised(
            .afe4490, steps: nil, [narrow],
            ["both values fit 22 bits in \(narrow.agreeing) of \(narrow.all)"])
    }

    private var twelve: BoardRecognition {
        let flags = Share(census.breakout.alternating, of: census.breakout.frames)
        let text = "byte 8 alternates between 00 and FF in \(flags.agreeing) of \(flags.all)"
        if flags.isMost, flags.all >= Self.valuesMin {
            return recognised(.max30001, steps: nil, [flags], [text])
        }
        return .ambiguous(
            flags.isHardlyAny ? [.ads1293] : [.ads1293, .max30001],
            evidence: [lockEvidence, text, "a MAX30003 has such frames too"])
    }

    private var refusal: BoardRecognition {
        switch family {
        case .preRelease, .preReleaseBatch:
            .refused(
                what: "It is a HealthyPi 5 with pre-release firmware (v0.9.0 to v0.9.3), whose "
                    + "frames do not keep to their format",
                remedy: "Update the firmware to v2.2.0 or later.")
        case .early:
            .refused(
                what: "It is a HealthyPi v1 or v2, which repeats samples and whose rate nobody "
                    + "can know",
                remedy: "Nothing honest can be computed from it; use a later board.")
        case .networkData:
            .refused(
                what: "It is a HealthyPi 6 that sends its older network packets",
                remedy: "Connect it by USB.")
        default:
            .refused(
                what: "It sends \(lockEvidence), as a MAX86150 or a Sensything does",
                remedy: "These are not supported: name the board with --board if it is another.")
        }
    }
}

/// What the user said.
extension OpenViewChoice {
    private func chosen(_ board: Board) -> BoardRecognition {
        var evidence = ["chosen by the user", lockEvidence]
        var (certainty, firmware) = (1.0, String?.none)
        var usual = BoardProfile.openView(board)
        switch board {
        case .healthypi5V1:
            guard case .recognised(let profile) = separate else { break }
            usual = profile
            (certainty, firmware) = (profile.certainty, profile.firmware)
            evidence = ["chosen by the user"] + profile.evidence
        case .healthypi5, .healthypi5V2, .healthypi5Next:
            let expected: Scale = board == .healthypi5Next ? .plain : .times256
            firmware = usual?.firmware
            evidence.append(scaleEvidence)
            if census.ecg.values >= Self.valuesMin, scale != expected {
                evidence.append("this firmware's are otherwise: ECG is left in counts")
                usual = .openView(
                    board, steps: nil, certainty: 1, evidence: [], firmware: nil)
                firmware = nil
            }
        default: break
        }
        guard let usual else { return .unknown(evidence: evidence) }
        return .recognised(
            BoardProfile(
                board: board, channels: usual.channels, pacing: usual.pacing,
                provesLoss: usual.provesLoss, firmware: firmware, certainty: certainty,
                evidence: evidence))
    }

    private func notAsSaid(_ board: Board) -> BoardRecognition {
        let found = OpenViewChoice(
            census: census, banner: banner, family: family, seconds: seconds, board: nil
        ).recognition
        if case .refused = found { return found }
        return .unknown(
            evidence: ["\(lockEvidence), which a \(board.rawValue) does not send"])
    }
}
