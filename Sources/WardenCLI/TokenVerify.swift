import ArgumentParser
import EventContract
import Trust

/// `healthypi-warden token verify`
struct TokenVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Hold a token to a realm's keys, roles and revocations, now.",
        discussion: """
            Exit code 1 and the rule's name when the token is refused. With --subject also whether \
            it allows that subject. That a message is signed with the token's own key is for \
            whoever receives the message.

            EXAMPLES
              healthypi-warden token verify healthypi.token --realm realm
              healthypi-warden token verify healthypi.token --realm realm \\
                --subject health.insights.write.healthypi.internal.recovery \\
                --label internal
            """)

    @Argument(help: ArgumentHelp("A token, or - for standard input.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("A realm's directory.", valueName: "dir"))
    var realm: String

    @Option(help: ArgumentHelp("One subject it should allow.", valueName: "subject"))
    var subject: String?

    @Option(help: ArgumentHelp("The label of what is sent there.", valueName: "label"))
    var label = Label.public.rawValue

    @Option(help: ArgumentHelp("Who checks.", valueName: "name"))
    var audience = "healthypi"

    @Flag(help: "As for a sensitive action.")
    var sensitive = false

    @Flag(help: "Take plain tokens (version 0), as in development.")
    var plain = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard Label(rawValue: label) != nil else {
            throw ValidationError("\"\(label)\" is no label.")
        }
    }

    func run() throws {
        let bytes = try TokenFile.bytes(file)
        let granting = try TokenRealm(realm)
        let refusal: Refusal?
        var account: TokenAccount?
        do throws(Refusal) {
            account = TokenAccount(try token(bytes, granting))
            refusal = nil
        } catch {
            account = try? TokenAccount.unverified(bytes)
            refusal = error
        }
        if json, account != nil {
            account?.valid = refusal == nil
            account?.rule = refusal?.rule.rawValue
            account?.reason = refusal?.reason
            try Output.json(account)
        } else if refusal == nil, let account {
            try Output.line(account.text)
            Output.say("It holds.")
        }
        if let refusal { throw Exit.failure(Exit.checkSaidNo, refusal) }
    }

    private func token(
        _ bytes: [UInt8], _ granting: TokenRealm
    ) throws(Refusal) -> CapabilityToken {
        var verifier = granting.verifier(audience: audience, takesPlain: plain)
        let token = try verifier.verified(bytes, isSensitive: sensitive, at: granting.clock)
        _ = try granting.ceilings.check(
            agent: token.agent, subjects: token.subjects, label: token.labelMax)
        if let subject {
            try verifier.check(
                token,
                for: TokenUse(
                    sender: token.agent, holder: token.holder, subject: subject,
                    label: Label(rawValue: label) ?? .restricted, isSensitive: sensitive,
                    actionHash: token.oneOff?.actionHash))
        }
        return token
    }
}
