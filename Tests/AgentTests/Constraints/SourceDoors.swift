/// Who may open what, and who may send: rooms whose job it is, and single files with their reason.
enum SourceDoors {
    /// Files and sockets are these rooms' job.
    static let fileRooms = ["Acquisition", "Storage"]

    /// Everything else that opens, makes or removes a file, a socket or a process.
    static let files: [String: String] = [
        "Settings/ConfigurationFile.swift": "reads agent.yaml, and for the warden a realm's files",
        "Publishing/JSONLinesPublisher.swift": "writes the events file that a person asked for",
        "NATSPublishing/BrokerGreeting.swift": "asks a broker how it speaks before logging in",
        "NATSPublishing/HandshakeGuard.swift":
            "finds the client library's own socket, to end a handshake that hangs",
        "Realm/RealmFolder.swift": "makes and renews a realm, on the operator's side",
        "Dashboard/Door/DoorPlace.swift": "the local socket, its lock and what a dead one left",
        "Dashboard/Door/DoorSocket.swift": "status and approvals ask the local socket",
        "Dashboard/Serving/ListeningPort.swift": "listens, on loopback or the local socket only",
        "Dashboard/Serving/BoundedServer.swift": "takes the connections of what listens",
        "Agent/Delivery/KeyFile.swift": "reads keys, and refuses those that others may read",
        "Agent/Delivery/StoreKey.swift": "makes the store's key, 0600, once",
        "Agent/Delivery/SessionKeyFolder.swift": "lists and makes the folder of sessions' keys",
        "Agent/Granting/TrustFolder.swift": "lists the entries of the realm's keyring",
        "Agent/Watch/TerminalOutput.swift":
            "opens the terminal anew, so that it alone does not wait for a reader",
        "Agent/Door/ChildProcess.swift": "runs a task as another process, without our descriptors",
        "Agent/Door/CommandTaskRunner.swift": "one private folder for what a task writes",
        "Agent/Door/ProcessFigures.swift": "reads this process's own memory figures",
        "Agent/Export/ExportFile.swift": "writes an export, never over what is there",
        "AgentCLI/Output.swift":
            "writes the file or folder that a person named on the command line",
        "AgentCLI/PolicyExplainCommand.swift": "reads the decision that a person named",
        "AgentCLI/StateDirectory.swift": "removes the temporary state of a replay",
        "WardenCLI/ApprovalsOpen.swift": "reads the sealing key that a person named",
        "WardenCLI/SealedExport.swift": "opens a sealed export into a folder that a person named",
        "WardenCLI/Token.swift": "reads the token that a person named",
        "WardenCLI/ServerProgram.swift": "asks nats-server for its version",
    ]

    static func opensFiles(_ file: String) -> Bool {
        fileRooms.contains { file.hasPrefix($0 + "/") } || files[file] != nil
    }

    struct Door {
        let pattern: String
        let files: Set<String>
    }

    /// The client library's own functions that send.
    static let sendingPattern =
        #"\b(?:natsConnection_(?:Publish|Request)\w*|js_Publish\w*|js_PullSubscribe\w*|kvStore_\w+|"#
        + #"natsMsg_(?:Ack|Nak|Term)\w*|objStore\w*)\b"#

    static let publishing = [
        // One function of one file hands bytes to the client library.
        Door(pattern: sendingPattern, files: ["NATSPublishing/BrokerConnection.swift"]),
        // Who holds a connection to send on.
        Door(
            pattern: #"\bBrokerConnection\s*\("#,
            files: [
                "NATSPublishing/BrokerLink.swift", "NATSPublishing/JetStreamPublisher.swift",
                "NATSPublishing/AccessProbe.swift", "NATSPublishing/StreamProvisioner.swift",
                "NATSPublishing/StreamMaker.swift",
            ]),
        // Events: the outbox's delivery; doctor connects, and publishes nothing.
        Door(
            pattern: #"\bJetStreamPublisher\s*\("#,
            files: ["Agent/BrokerDelivery.swift", "Agent/Doctor/Doctor.swift"]),
        Door(
            pattern: #"\bpublisher\s*[?!]?\s*\.\s*publish\s*\("#,
            files: ["Publishing/OutboxDrain.swift", "Agent/EventDesk.swift"]),
        // What is no event: answers, heartbeats, discovery. The outbox knows nothing of them.
        Door(
            pattern: #"\blink\s*[?!]?\s*\.\s*(?:publish|request)\s*\("#,
            files: [
                "Agent/Serving/AgentService.swift", "Agent/Serving/AgentService+Requests.swift",
                "Agent/HomeAssistant/HomeAssistantRole.swift", "NATSPublishing/AgentBucket.swift",
                "Agent/Approvals/AgentService+Approvals.swift",
                // The operator's side: decisions, and what the callout answers.
                "WardenCLI/BrokerCounter.swift", "WardenCLI/BrokerCallout.swift",
            ]),
        Door(
            pattern: #"\bBrokerLink\s*\("#,
            files: [
                "Agent/Serving/AgentService.swift", "Agent/Delivery/BrokerListening.swift",
                "WardenCLI/BrokerCounter.swift", "WardenCLI/BrokerCallout.swift",
            ]),
        // The operator's side: tries what the broker allows.
        Door(pattern: #"\bAccessProbe\s*\."#, files: ["WardenCLI/AccessRunner.swift"]),
    ]

    /// Each outside library has one door.
    static let rooms: [(module: String, rooms: Set<String>)] = [
        ("CFFTW", ["DSP"]), ("CUdev", ["Acquisition"]), ("CZlib", ["Acquisition"]),
        ("CTimex", ["Agent"]), ("CNATS", ["NATSPublishing"]), ("GRDB", ["Storage"]),
        ("SQLite3", []), ("Crypto", ["Trust"]), ("X509", ["Realm"]), ("SwiftASN1", ["Realm"]),
        ("Yams", ["Settings"]), ("FlyingFox", ["Dashboard"]), ("FlyingSocks", ["Dashboard"]),
        ("ArgumentParser", ["AgentCLI", "WardenCLI"]), ("FoundationNetworking", []),
        ("Network", []), ("NIO", []),
    ]
}
