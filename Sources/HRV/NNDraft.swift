import Biosignals

/// Intervals on their way from RR to NN: the unedited series, the changes decided so far, and the
/// series they give.
struct NNDraft {
    /// A beat of the draft: the end of an unedited interval, or one that was put into it.
    struct Beat {
        let interval: Int
        /// Its number among those put in; nil for the beat that ends the interval.
        let inserted: Int?
    }

    let rr: RRIntervals
    private(set) var intervals: [Double]
    private(set) var ends: [Double]
    private(set) var follows: [Bool]
    private(set) var isReconstructed: [Bool]
    /// The beat that ends each interval.
    private(set) var beats: [Beat]
    private(set) var changes: [BeatChange.Place: BeatChange] = [:]

    /// Beats nearer to each other than this, ms, are one.
    private static let apartMin = 1.0

    var count: Int { intervals.count }

    init(_ rr: RRIntervals) {
        self.rr = rr
        intervals = rr.milliseconds
        ends = rr.endSeconds
        follows = rr.followsPrevious
        isReconstructed = Array(repeating: false, count: rr.count)
        beats = rr.milliseconds.indices.map { Beat(interval: $0, inserted: nil) }
    }

    /// What has been done to the beat that ends an interval of the draft; nil if nothing.
    func change(ofBeat index: Int) -> BeatChange? {
        let beat = beats[index]
        return changes[
            .init(interval: beat.interval, part: beat.inserted == nil ? .beat : .inside)]
    }
}

/// Deciding. Nothing of it is seen in the draft before `rebuild`.
extension NNDraft {
    mutating func leaveOut(where isOut: (Int) -> Bool) {
        for index in 0..<count where isOut(index) { leaveOut(index) }
    }

    mutating func leaveOut(
        _ index: Int, kind: BeatEdit.Kind = .excluded, before: Double = 0, after: Double = 0
    ) {
        let beat = beats[index]
        let place = BeatChange.Place(
            interval: beat.interval, part: .interval(inserted: beat.inserted))
        note(place, kind, .leaveOut, before, after)
    }

    /// Moves the beat that ends an interval; `milliseconds` adds to an earlier move.
    mutating func move(
        _ index: Int, by milliseconds: Double, kind: BeatEdit.Kind, before: Double, after: Double
    ) {
        let beat = beats[index]
        if let number = beat.inserted {
            let place = BeatChange.Place(interval: beat.interval, part: .inside)
            guard case .insert(var offsets)? = changes[place]?.action else { return }
            offsets[number] += milliseconds
            changes[place]?.action = .insert(offsets)
            return
        }
        let place = BeatChange.Place(interval: beat.interval, part: .beat)
        var moved = milliseconds
        if case .move(let earlier)? = changes[place]?.action { moved += earlier }
        note(place, kind, .move(by: moved), before, after)
    }

    /// Leaves out the two intervals on either side of the beat that ends an interval.
    mutating func leaveOut(
        around index: Int, kind: BeatEdit.Kind, before: Double, after: Double
    ) {
        guard beats[index].inserted == nil else { return leaveOut(index, kind: kind) }
        note(
            .init(interval: beats[index].interval, part: .beat), kind, .leaveOutAround, before,
            after)
    }

    /// Gives an interval another length without moving a beat.
    mutating func setLength(of index: Int, to milliseconds: Double, kind: BeatEdit.Kind) {
        let beat = beats[index]
        let place = BeatChange.Place(
            interval: beat.interval, part: .interval(inserted: beat.inserted))
        note(place, kind, .setLength(milliseconds), 0, 0)
    }

    /// Says anew what kind of edit it was that the beat that ends an interval underwent.
    mutating func name(_ kind: BeatEdit.Kind, beat index: Int) {
        changes[.init(interval: beats[index].interval, part: .beat)]?.kind = kind
    }

    /// Takes the beat that ends an interval out.
    mutating func remove(_ index: Int, before: Double, after: Double) {
        let beat = beats[index]
        if let number = beat.inserted {
            let place = BeatChange.Place(interval: beat.interval, part: .inside)
            guard case .insert(var offsets)? = changes[place]?.action else { return }
            offsets.remove(at: number)
            if offsets.isEmpty {
                changes[place] = nil
            } else {
                changes[place]?.action = .insert(offsets)
            }
            return
        }
        note(.init(interval: beat.interval, part: .beat), .extra, .remove, before, after)
    }

    /// Cuts an interval into pieces; one beat less than pieces is put in.
    mutating func insert(_ pieces: [Double], into index: Int, before: Double, after: Double) {
        let beat = beats[index]
        let place = BeatChange.Place(interval: beat.interval, part: .inside)
        var offsets: [Double] = []
        if case .insert(let earlier)? = changes[place]?.action { offsets = earlier }
        var at = rr.milliseconds[beat.interval]
        if let number = beat.inserted {
            at = offsets[number]
        } else if case .move(let moved)? = changes[.init(interval: beat.interval, part: .beat)]?
            .action
        {
            at += moved
        }
        for piece in pieces.dropFirst().reversed() {
            at -= piece
            offsets.append(at)
        }
        note(place, .missed, .insert(offsets.sorted()), before, after)
    }

    /// Takes back what was done to the beat that ends an interval.
    mutating func undo(beat index: Int) {
        let beat = beats[index]
        changes[.init(interval: beat.interval, part: beat.inserted == nil ? .beat : .inside)] = nil
    }

    private mutating func note(
        _ place: BeatChange.Place, _ kind: BeatEdit.Kind, _ action: BeatChange.Action,
        _ before: Double, _ after: Double
    ) {
        changes[place] = BeatChange(
            place: place, kind: kind, action: action,
            costBefore: changes[place]?.costBefore ?? before, costAfter: after)
    }
}

/// Carrying out.
extension NNDraft {
    /// Makes the series anew from the unedited one and the changes.
    mutating func rebuild() {
        var isTouched = Array(repeating: false, count: rr.count)
        for place in changes.keys {
            isTouched[place.interval] = true
            let next = place.interval + 1
            if place.part == .beat, next < rr.count, rr.followsPrevious[next] {
                isTouched[next] = true
            }
        }
        intervals.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        follows.removeAll(keepingCapacity: true)
        isReconstructed.removeAll(keepingCapacity: true)
        beats.removeAll(keepingCapacity: true)
        var (index, isBroken) = (0, false)
        while index < rr.count {
            var last = index
            if isTouched[index] {
                while last + 1 < rr.count, isTouched[last + 1], rr.followsPrevious[last + 1] {
                    last += 1
                }
                emit(index...last, &isBroken)
            } else {
                add(
                    rr.milliseconds[index], until: rr.endSeconds[index],
                    rr.followsPrevious[index] && !isBroken, isReconstructed: false,
                    Beat(interval: index, inserted: nil))
                isBroken = false
            }
            index = last + 1
        }
    }

    private mutating func add(
        _ interval: Double, until end: Double, _ isNext: Bool, isReconstructed isMade: Bool,
        _ beat: Beat
    ) {
        intervals.append(interval)
        ends.append(max(end, ends.last ?? end))
        follows.append(isNext && ends.count > 1)
        isReconstructed.append(isMade)
        beats.append(beat)
    }

    /// An unbroken stretch of touched intervals.
    private mutating func emit(_ range: ClosedRange<Int>, _ isBroken: inout Bool) {
        var placed: [(at: Double, seconds: Double, isMade: Bool, isOut: Bool, beat: Beat)] = []
        var start = 0.0
        for index in range {
            let (length, end) = (rr.milliseconds[index], rr.endSeconds[index])
            if case .insert(let offsets)? = changes[.init(interval: index, part: .inside)]?.action {
                for (number, offset) in offsets.enumerated() {
                    placed.append(
                        (
                            start + offset, end - (length - offset) / 1_000, true, false,
                            Beat(interval: index, inserted: number)
                        ))
                }
            }
            let beat = Beat(interval: index, inserted: nil)
            switch changes[.init(interval: index, part: .beat)]?.action {
            case .remove?: break
            case .move(let moved)?:
                placed.append((start + length + moved, end + moved / 1_000, true, false, beat))
            case .leaveOutAround?: placed.append((start + length, end, false, true, beat))
            default: placed.append((start + length, end, false, false, beat))
            }
            start += length
        }
        placed.sort { $0.at < $1.at }
        var (last, expected) = (0.0, range.lowerBound)
        var (isMadeBefore, isOutBefore) = (false, false)
        var isNext = rr.followsPrevious[range.lowerBound] && !isBroken
        for item in placed where item.at - last >= Self.apartMin || placed.count == 1 {
            let part = BeatChange.Place.Part.interval(inserted: item.beat.inserted)
            var isMade = item.isMade || isMadeBefore
            let isWhole = !isMade && item.beat.interval == expected
            var length = isWhole ? rr.milliseconds[expected] : item.at - last
            var isOut = item.isOut || isOutBefore
            switch changes[.init(interval: item.beat.interval, part: part)]?.action {
            case .leaveOut?: isOut = true
            case .setLength(let wanted)?: (length, isMade) = (wanted, true)
            default: break
            }
            if !isOut {
                add(length, until: item.seconds, isNext, isReconstructed: isMade, item.beat)
            }
            isNext = !isOut
            (last, expected) = (item.at, item.beat.interval + 1)
            (isMadeBefore, isOutBefore) = (item.isMade, item.isOut)
        }
        isBroken = !isNext
    }
}

/// The result.
extension NNDraft {
    /// The NN intervals with their ledger.
    /// - Parameter undone: numbers of edits that are not to be made after all.
    func result(without undone: Set<Int>) -> NNIntervals {
        let ledger = changes.values.map { ($0, seconds(of: $0)) }
            .sorted { ($0.1, $0.0.place.order) < ($1.1, $1.0.place.order) }
        var (draft, edits) = (self, [BeatEdit]())
        edits.reserveCapacity(ledger.count)
        for (number, (change, seconds)) in zip(1..., ledger) {
            if undone.contains(number) {
                draft.changes[change.place] = nil
                continue
            }
            edits.append(
                BeatEdit(
                    kind: change.kind, seconds: seconds, costBefore: change.costBefore,
                    costAfter: change.costAfter, shiftSeconds: change.shiftSeconds, id: number))
        }
        if edits.count < ledger.count { draft.rebuild() }
        var nn = NNIntervals(
            endSeconds: draft.ends, milliseconds: draft.intervals,
            followsPrevious: draft.follows, isReconstructed: draft.isReconstructed,
            edits: edits, beatsTotal: rr.beatCount)
        nn.timingSD = rr.timingSD
        return nn
    }

    /// The beat concerned, where it was found; of several that were put in, the first.
    private func seconds(of change: BeatChange) -> Double {
        let index = change.place.interval
        guard case .insert(let offsets) = change.action else { return rr.endSeconds[index] }
        return rr.endSeconds[index] - (rr.milliseconds[index] - (offsets.first ?? 0)) / 1_000
    }
}

extension BeatChange {
    fileprivate var shiftSeconds: Double? {
        if case .move(let milliseconds) = action { milliseconds / 1_000 } else { nil }
    }
}

extension BeatChange.Place {
    /// Of changes at the same time.
    fileprivate var order: Int {
        switch part {
        case .inside: 4 * interval
        case .beat: 4 * interval + 1
        case .interval(let inserted): 4 * interval + (inserted == nil ? 3 : 2)
        }
    }
}
