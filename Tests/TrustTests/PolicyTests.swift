import EventContract
import TestKit
import Testing

@testable import Trust

@Suite struct PolicyTests {
    private func policy(
        _ mode: OperatingMode = .standard, _ change: (inout PolicySettings) -> Void = { _ in }
    ) -> Policy {
        var settings = PolicySettings()
        settings.mode = mode
        change(&settings)
        return Policy(settings)
    }

    private func request(
        _ operation: Trust.Operation, origin: RequestOrigin = .socket,
        _ change: (inout PolicyRequest.Context) -> Void = { _ in }
    ) -> PolicyRequest {
        var context = PolicyRequest.Context(origin: origin, time: Family.now)
        change(&context)
        return PolicyRequest(
            agentId: "orchestrator", resourceId: "recording-1", operation: operation.rawValue,
            context: context)
    }

    /// Every operation has its line, and the whole table is this.
    @Test func theTable() {
        typealias Row = (allow: [Trust.Operation], ask: [Trust.Operation])
        func verdicts(_ mode: OperatingMode, _ origin: RequestOrigin) -> Row {
            let all = Trust.Operation.allCases.map {
                ($0, policy(mode).evaluate(request($0, origin: origin)).verdict)
            }
            return (
                all.filter { $0.1 == .allow }.map(\.0), all.filter { $0.1 == .ask }.map(\.0)
            )
        }
        let standard = verdicts(.standard, .bus)
        #expect(
            standard.allow == [
                .publishEvent, .publishInsight, .readStatus, .checkpoint, .readData,
                .readInsights, .report, .replay,
            ])
        #expect(
            standard.ask == [
                .readHistory, .resetCalibration, .exportRaw, .delete, .streamRaw, .widenScope,
                .eraseBaseline, .rotateKey,
            ])
        let sensitive = verdicts(.sensitive, .bus)
        #expect(
            sensitive.allow == [
                .publishEvent, .publishInsight, .readStatus, .checkpoint, .readInsights, .report,
            ])
        #expect(sensitive.ask == [.delete, .eraseBaseline, .rotateKey])
        let offline = verdicts(.offline, .bus)
        #expect(offline.allow.isEmpty && offline.ask.isEmpty)
        let local = verdicts(.offline, .socket)
        #expect(
            local.allow == [.readStatus, .checkpoint, .readData, .readInsights, .report, .replay])
        let demo = verdicts(.demo, .bus)
        #expect(!demo.ask.contains(.streamRaw) && !demo.ask.contains(.rotateKey))
        #expect(Set(PolicyRow.table.keys) == Set(Trust.Operation.allCases))
    }

    @Test("T24 security settings are not changed over the bus, nor by any request at all")
    func security() {
        let never: [Trust.Operation] = [
            .auditOff, .signingOff, .encryptionOff, .labelsOff, .raiseRole, .acceptRoot,
        ]
        for mode in OperatingMode.allCases {
            for operation in never {
                for origin in RequestOrigin.allCases {
                    let found = policy(mode) { $0.answers[operation] = .always }.evaluate(
                        request(operation, origin: origin) {
                            $0.isApproved = true
                            $0.ceiling = .restricted
                        })
                    #expect(found.verdict == .deny)
                    #expect(found.rule == (origin == .bus ? .notOverTheBus : .alwaysDenied))
                    #expect(found.isAuditRequired)
                }
            }
        }
    }

    @Test("T24 no setting lifts a hard approval, and none lets restricted data onto the bus")
    func hardApproval() {
        for operation in [Trust.Operation.exportRaw, .delete, .streamRaw, .widenScope] {
            let found = policy { $0.answers[operation] = .always }.evaluate(request(operation))
            #expect(found.verdict == .ask)
            #expect(found.rule == .approvalRequired)
            #expect(found.conditions == ["approval", "one_off_token"])
            #expect(found.expiresAt == Family.now + 900)
            let approved = policy().evaluate(request(operation) { $0.isApproved = true })
            #expect(approved.verdict == .allow)
            #expect(approved.conditions == ["execute_once"])
        }
        let open = policy { $0.ceiling = .restricted }
        #expect(open.settings.effectiveCeiling == .confidential)
        let found = open.evaluate(
            request(.readData, origin: .bus) {
                ($0.label, $0.ceiling) = (.restricted, .restricted)
            })
        #expect(found.rule == .labelCeiling)
    }

    @Test func whatIsConfigurableFollowsTheSetting() {
        let answers: [(PolicySettings.Answer?, PolicyEvaluation.Verdict)] = [
            (nil, .ask), (.ask, .ask), (.always, .allow), (.never, .deny),
        ]
        for (answer, verdict) in answers {
            let found = policy { $0.answers[.readHistory] = answer }.evaluate(
                request(.readHistory))
            #expect(found.verdict == verdict)
        }
    }

    @Test("T25 more than the ceiling allows is refused, and the refusal names no number of it")
    func labels() {
        let found = policy().evaluate(
            request(.readData, origin: .bus) {
                ($0.label, $0.ceiling) = (.confidential, .internal)
            })
        #expect(found.verdict == .deny)
        #expect(found.rule == .labelCeiling)
        #expect(found.reason == "What is asked for is above the ceiling (internal).")
        let sensitive = policy(.sensitive).evaluate(
            request(.readInsights, origin: .bus) {
                ($0.label, $0.ceiling) = (.confidential, .confidential)
            })
        #expect(sensitive.rule == .labelCeiling)
    }

    @Test("T8 a credential refused is refused before anything else is said")
    func credential() {
        let found = policy(.sensitive).evaluate(
            request(.readData, origin: .bus) {
                $0.credential = .holderDiffers
                $0.points = 1_000_000
                $0.isApproved = true
            })
        #expect(found.verdict == .deny)
        #expect(found.rule == .holderDiffers)
    }

    @Test("T16 sizes and budgets have their bounds, narrower in sensitive mode")
    func bounds() {
        func rule(
            _ mode: OperatingMode, _ operation: Trust.Operation, _ origin: RequestOrigin = .bus,
            _ change: (inout PolicyRequest.Context) -> Void
        ) -> Rule {
            policy(mode).evaluate(request(operation, origin: origin, change)).rule
        }
        #expect(rule(.standard, .readData) { $0.points = 2_000 } == .permitted)
        #expect(rule(.standard, .readData) { $0.points = 2_001 } == .tooLarge)
        #expect(rule(.sensitive, .readInsights) { $0.points = 201 } == .tooLarge)
        #expect(rule(.standard, .readData) { $0.bytes = 65_537 } == .tooLarge)
        #expect(rule(.standard, .report, .socket) { $0.bytes = 1_000_000 } == .permitted)
        #expect(rule(.standard, .report, .socket) { $0.bytes = 1_000_001 } == .tooLarge)
        #expect(rule(.standard, .readData) { $0.budget = .budgetSpent } == .budgetSpent)
    }

    @Test func whatNobodyKnowsIsDenied() {
        var unknown = request(.readData)
        for operation in ["", "data.READ", "data.read ", "everything", "security.audit_of"] {
            unknown.operation = operation
            let found = policy().evaluate(unknown)
            #expect(found.verdict == .deny)
            #expect(found.rule == .operationUnknown)
        }
    }

    /// With the ceiling and the answers it was made with, not those of whoever replays it.
    @Test func aRecordIsReplayedWithItsOwnSettings() throws {
        let own = policy {
            $0.ceiling = .internal
            $0.answers = [.readHistory: .always, .resetCalibration: .never]
            $0.approvalLife = 60
        }
        for operation in [Trust.Operation.readHistory, .resetCalibration, .readData, .delete] {
            let found = own.evaluate(
                request(operation, origin: .bus) {
                    $0.label = operation == .readData ? .confidential : .internal
                    $0.ceiling = .confidential
                })
            let record = PolicyRecord(id: "01JD0000000000000000000000", evaluation: found)
            let again = try PolicyRequest.read(record.bytes)
            #expect(again.settings == own.settings)
            #expect(Policy(again.settings).evaluate(again.request) == found)
            #expect(Policy().evaluate(again.request) != found)
        }
        let text = String(
            decoding: own.evaluate(request(.readStatus)).bytes, as: UTF8.self)
        #expect(text.contains(#""answers":["calibration.reset=never","data.read_history=always"]"#))
        for answer in ["data.read=always", "data.read_history", "data.read_history=perhaps", ""] {
            #expect(PolicySettings.answer(answer) == nil)
            #expect(
                rule {
                    try PolicyRequest.read(
                        Array(
                            text.replacingFirst("calibration.reset=never", with: answer).utf8))
                } == .memberValue)
        }
    }

    @Test func anEvaluationIsWrittenAndReplayedTheSame() throws {
        for mode in OperatingMode.allCases {
            for operation in Trust.Operation.allCases {
                let found = policy(mode).evaluate(
                    request(operation, origin: .bus) {
                        $0.tokenEnd = Family.now + 60
                        $0.credential = operation == .replay ? .expired : nil
                        $0.budget = operation == .report ? .budgetSpent : nil
                    })
                let again = try PolicyRequest.read(found.bytes)
                #expect(again.settings.mode == mode)
                #expect(Policy(again.settings).evaluate(again.request) == found)
            }
        }
        let text = String(
            decoding: policy().evaluate(request(.readStatus)).bytes, as: UTF8.self)
        #expect(
            text
                == #"{"agentId":"orchestrator","context":{"agent_ceiling":"confidential","#
                + #""answers":[],"approval_life":900,"approved":false,"bytes":0,"#
                + #""ceiling":"internal","label":"internal","mode":"standard","origin":"socket","#
                + #""points":0,"rule":"permitted","time":1795219200,"verdict":"allow"},"#
                + #""operation":"status.read","resourceId":"recording-1","result":{"#
                + #""allowed":true,"auditRequired":false,"conditions":[],"#
                + #""reason":"The operation is allowed to whoever may ask for it."}}"#)
    }
}
