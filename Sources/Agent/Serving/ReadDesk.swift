import EventContract
import Publishing
import Storage
import Trust

/// Answers what is asked about the past from a state directory, which it opens for reading only:
/// whoever measures and writes there never waits for it.
struct ReadDesk {
    private let open: () throws -> Store
    /// Whose events: a person's name, as in the settings.
    private let person: String
    private let clock: any ServiceClock
    private var store: Store?

    /// - Parameter open: makes a reader; asked again after a failure.
    init(person: String, clock: any ServiceClock, open: @escaping () throws -> Store) {
        self.person = person
        self.clock = clock
        self.open = open
    }

    /// The answer's body, `ReadRequest.countMax` items or 64 KiB at most, or fewer when the time is
    /// up.
    ///
    /// - Parameters:
    ///   - ceiling: of who asks.
    ///   - deadline: on the clock's scale.
    mutating func answer(
        _ request: ReadRequest, ceiling: Label, until deadline: Duration
    ) throws(ServiceRefusal) -> [UInt8] {
        let kinds = try Self.kinds(request, ceiling)
        do {
            let store = try reader()
            let instance = store.instance.uuid
            var start: ReadCursor?
            if let text = request.cursor {
                start = ReadCursor(text, of: request, instance: instance)
                guard start != nil else { throw ServiceRefusal.cursorUnknown }
            }
            let through = try start?.through ?? store.newestSequence()
            return try page(request, kinds, ceiling, start, through, store, until: deadline)
        } catch let refusal as ServiceRefusal {
            throw refusal
        } catch {
            // The next request opens it anew: the store may have been put aside.
            store = nil
            throw .storeUnavailable
        }
    }

    /// ms from the first to the last of what is asked for, on all pages together and whoever asks.
    mutating func stretch(of request: ReadRequest) throws(ServiceRefusal) -> Int64 {
        let asked = request.kinds ?? request.what.kinds
        let types = Set(asked.flatMap { request.what.stored($0).map(\.type) }).sorted()
        do {
            let store = try reader()
            let window = EventWindow(
                types: types, milliseconds: Self.milliseconds(request), after: nil,
                through: try store.newestSequence())
            return try store.times(of: window).map { $0.upperBound - $0.lowerBound } ?? 0
        } catch {
            store = nil
            throw .storeUnavailable
        }
    }

    /// The lowest label an answer to a request has; what is above an asker's ceiling is left out of
    /// it, or where it was named refused.
    static func label(of request: ReadRequest) -> Label {
        let lowest = (request.kinds ?? request.what.kinds).compactMap { kind in
            request.what.stored(kind).map(\.label).min()
        }
        return (request.kinds == nil ? lowest.min() : lowest.max()) ?? .public
    }

    private static func milliseconds(_ request: ReadRequest) -> Range<Int64> {
        let from = request.from?.millisecondsSince1970 ?? .min
        return from..<max(from, request.to?.millisecondsSince1970 ?? .max)
    }

    /// A person's baseline, oldest rows first.
    mutating func baseline() throws -> (person: String, rows: [StoredBaselineRow]) {
        let store = try reader()
        do {
            let person = pseudonym(store)
            return (person, try store.baseline(person: person))
        } catch {
            self.store = nil
            throw error
        }
    }

    mutating func newestSequence() -> UInt64? {
        guard let store = try? reader(), let newest = try? store.newestSequence() else {
            self.store = nil
            return nil
        }
        return newest
    }

    private mutating func reader() throws -> Store {
        if let store { return store }
        let opened = try open()
        store = opened
        return opened
    }

    private func pseudonym(_ store: Store) -> String {
        Pseudonym(person: person, key: store.instance.pseudonymKey).description
    }

    /// What is stored of what was asked for, as far as the asker may see it.
    private static func kinds(
        _ request: ReadRequest, _ ceiling: Label
    ) throws(ServiceRefusal) -> [String: String] {
        let asked = request.kinds ?? request.what.kinds
        var kinds: [String: String] = [:]
        var hidden: [String] = []
        for kind in asked {
            let seen = request.what.stored(kind).filter { $0.label <= ceiling }
            if seen.isEmpty { hidden.append(kind) }
            for one in seen { kinds[one.type] = kind }
        }
        // Named ones are refused by name; of all, those that may be seen are all.
        if !hidden.isEmpty, request.kinds != nil || kinds.isEmpty {
            throw .aboveCeiling(hidden, ceiling: ceiling)
        }
        return kinds
    }

    private func page(
        _ request: ReadRequest, _ kinds: [String: String], _ ceiling: Label,
        _ start: ReadCursor?, _ through: UInt64, _ store: Store, until deadline: Duration
    ) throws -> [UInt8] {
        let owner = "person/" + pseudonym(store)
        var page = AnswerPage(request.what, countMax: request.countMax)
        var place = start?.place
        var isWhole = true
        let window = EventWindow(
            types: kinds.keys.sorted(), milliseconds: Self.milliseconds(request), after: place,
            through: through)
        try store.read(window) { event in
            if place != start?.place, clock.now() >= deadline {
                isWhole = false
                return false
            }
            let item = Self.item(event, kinds, ceiling, owner)
            if let item, page.add(item) == .full {
                isWhole = false
                return false
            }
            place = EventWindow.Place(
                timeMilliseconds: event.timeMilliseconds, sequence: event.sequence)
            return true
        }
        let cursor = isWhole ? nil : place.map { ReadCursor(place: $0, through: through) }
        return page.encoded(cursor: cursor?.text(of: request, instance: store.instance.uuid))
    }

    /// Nil for another person's, and for what says of itself that it is more confidential.
    private static func item(
        _ event: OutgoingEvent, _ kinds: [String: String], _ ceiling: Label, _ owner: String
    ) -> [UInt8]? {
        guard let head = StoredHead(event.payload), head.subject == owner,
            head.dataclassification <= ceiling, let kind = kinds[event.type]
        else { return nil }
        guard EventKind.Event.measured.contains(where: { EventKind.event($0).type == event.type })
        else { return event.payload }
        return try? DataPoint(head, kind: kind, payload: event.payload)?.encoded()
    }
}
