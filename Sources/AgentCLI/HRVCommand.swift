import Acquisition
import Agent
import ArgumentParser
import Biosignals
import EventContract
import Foundation
import HRV
import Recordings
import Reports

struct HRVCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hrv", abstract: "Heart rate variability of an RR series or a recording.",
        discussion: """
            A file of one number a line is a series of intervals, in ms unless --unit s. Without \
            --window the whole input is one window. A null with its reason is an answer.

            Example:
              healthypi-agent hrv datasets/hrv_pyhrv/nni_short.txt --json
            """)

    @OptionGroup var intervals: IntervalArguments

    @Option(
        help: ArgumentHelp(
            "Whose definitions, and whose correction of the intervals, to use.",
            valueName: HRVPreset.allCases.map(\.rawValue).joined(separator: "|")),
        transform: Self.preset)
    var preset = HRVPreset.taskforce

    @Option(help: ArgumentHelp("Length of each window in seconds.", valueName: "S"))
    var window: Double?

    @Option(
        help: ArgumentHelp(
            "Another correction than the preset's: \(HRVCorrection.names.joined(separator: ", ")).",
            valueName: "RULE"), transform: Self.correction)
    var correction: HRVCorrection?

    @Flag(help: "Take every interval as it is.")
    var noEdit = false

    @Option(help: ArgumentHelp("Write the ledger of edits as CSV.", valueName: "FILE"))
    var edits: String?

    @Option(
        help: ArgumentHelp(
            "Do not make the edit of this number in the ledger. May be repeated; without --window.",
            valueName: "N"))
    var undo: [Int] = []

    @Flag(help: "JSON instead of a table.")
    var json = false

    func run() throws {
        if let window, !(window >= 10 && window.isFinite) {
            throw Failure(.usage, "--window \(window): a window has at least 10 seconds.")
        }
        var options = HRVAnalysis.Options()
        options.window = window.map { Seconds($0) }
        options.correction = noEdit ? HRVCorrection.none : correction
        if noEdit, correction != nil {
            throw Failure(
                .usage, "--no-edit and --correction contradict each other: leave one out.")
        }
        options.preset = preset
        if !undo.isEmpty, window != nil {
            throw Failure(
                .usage, "--undo: the ledger of each window counts anew; leave out --window.")
        }
        if !undo.isEmpty, noEdit {
            throw Failure(.usage, "--undo and --no-edit: without edits there is nothing to undo.")
        }
        options.undone = Set(undo)
        let input = try intervals.read()
        let results = try HRVAnalysis(options: options).results(of: input)
        try checkUndone(options, input)
        if let edits { try writeEdits(results, to: edits) }
        try Output.data(Data((json ? jsonText(results) : tableText(results)).utf8))
        if let damage = input.damage { throw Failure(.badInput, damage.description) }
    }

    /// A number that the ledger does not hold is a mistake, not a wish.
    private func checkUndone(_ options: HRVAnalysis.Options, _ input: IntervalInput) throws {
        guard !undo.isEmpty else { return }
        var whole = options
        whole.undone = []
        let known = try HRVAnalysis(options: whole).results(of: input).flatMap(\.edits).map(\.id)
        if let unknown = undo.first(where: { !known.contains($0) }) {
            throw Failure(
                .usage, "--undo \(unknown): the ledger has \(known.count) edits; see --edits FILE.")
        }
    }

    private static func correction(_ name: String) throws -> HRVCorrection {
        if let correction = HRVCorrection(named: name) { return correction }
        let names = HRVCorrection.names.joined(separator: ", ")
        throw ValidationError("--correction \(name): choose one of \(names).")
    }

    private static func preset(_ name: String) throws -> HRVPreset {
        if let preset = HRVPreset(rawValue: name) { return preset }
        let names = HRVPreset.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--preset \(name): choose one of \(names).")
    }

    private func jsonText(_ results: [HRVAnalysis.Result]) throws -> String {
        if window == nil, let only = results.first { return try Output.json(only.payload) }
        return try Output.json(["windows": results.map(\.payload)])
    }

    private func tableText(_ results: [HRVAnalysis.Result]) -> String {
        results.map { table(of: $0.payload) }.joined(separator: "\n")
    }

    private func table(of payload: HRVPayload) -> String {
        let (start, end) = (
            payload.window.startSeconds?.value ?? 0, payload.window.endSeconds?.value ?? 0
        )
        let usable = payload.window.usable?.value ?? 0
        var text =
            "\(Text.clock(start)) to \(Text.clock(end)), source \(payload.source), preset "
            + "\(payload.preset), usable \(Text.percent(usable)) %\n"
        let edits = payload.beats.edited.filter { $0.value > 0 }.sorted { $0.key < $1.key }
            .map { "\($0.value) \($0.key)" }
        text +=
            "\(payload.beats.total) beats, edited "
            + (edits.isEmpty ? "none" : edits.joined(separator: ", ")) + "\n"
        for (name, measure) in payload.measures.sorted(by: { Self.order($0.key, $1.key) }) {
            text += "  " + Text.pad(name, 18) + Self.text(of: measure) + "\n"
        }
        if let breathing = payload.breathing { text += Self.text(of: breathing) }
        return text
    }

    /// The respiratory peak beside HF, and what to think of HF then.
    private static func text(of breathing: HRVPayload.Breathing) -> String {
        var text = "  " + Text.pad("breathing", 18)
        if let peak = breathing.peak.value?.value {
            text += Text.padLeft(Text.number(peak, digits: 3), 12) + " Hz"
            text += breathing.shareOfHF.map { ", \(Text.percent($0.value)) % of HF" } ?? ""
        } else {
            text += Text.padLeft("—", 12)
            text += " (\(breathing.peak.reason ?? ""): \(breathing.peak.detail ?? ""))"
        }
        return text + "\n" + (breathing.detail.map { "  \($0)\n" } ?? "")
    }

    /// Value, unit, interval and noise floor; of what is not known the reason.
    private static func text(of measure: WireMeasure) -> String {
        guard let value = measure.value?.value else {
            return Text.padLeft("—", 12) + " (\(measure.reason ?? ""): \(measure.detail ?? ""))"
        }
        var text = Text.padLeft(Text.number(value, digits: 3), 12) + " " + measure.unit
        if let ends = measure.ci95, ends.count == 2 {
            text = Text.pad(text, 22) + "95 %: " + Text.number(ends[0].value, digits: 3)
            text += " to " + Text.number(ends[1].value, digits: 3)
        }
        if let floor = measure.noiseFloor?.value {
            text = Text.pad(text, 54) + "noise: " + Text.number(floor, digits: 3)
        }
        return text
    }

    /// In the order in which the field lists them.
    private static func order(_ first: String, _ second: String) -> Bool {
        let names = HRVAnalysis.measureNames
        func rank(_ name: String) -> Int {
            let bare = name.hasPrefix("prv_") ? String(name.dropFirst(4)) : name
            return names.firstIndex(of: bare) ?? names.count
        }
        return rank(first) < rank(second)
    }

    private func writeEdits(_ results: [HRVAnalysis.Result], to path: String) throws {
        // Each window counts its edits from 1.
        var text = "window_start_s,number,kind,time_s,shift_s,cost_before,cost_after\n"
        for (start, edit) in results.flatMap({ result in
            result.edits.map { (result.payload.window.startSeconds?.value ?? 0, $0) }
        }) {
            // What does not apply stays empty: a move's cost where no test was made, a shift of none.
            let isTested = edit.costBefore > 0
            let numbers = [
                edit.seconds, edit.shiftSeconds ?? .nan, isTested ? edit.costBefore : .nan,
                isTested ? edit.costAfter : .nan,
            ]
            let cells = numbers.map { $0.isFinite ? Text.number($0, digits: 3) : "" }
            text +=
                "\(Text.number(start, digits: 3)),\(edit.id),\(edit.kind.rawValue),\(cells.joined(separator: ","))\n"
        }
        try Output.write(Data(text.utf8), toFile: path, notOver: [intervals.input])
    }
}
