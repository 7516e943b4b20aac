import NATSPublishing
import Publishing
import Synchronization

/// Announces the agent to Home Assistant over the broker's own MQTT side, and again whenever Home
/// Assistant says that it has come.
///
/// Nothing here waits: what the network does, it does beside the run.
final class HomeAssistantRole: Sendable {
    private let link: BrokerLink
    private let births: BrokerInbox
    private let subject: String
    private let payload: [UInt8]
    private let machine = Mutex(HomeAssistantMachine())

    init(_ listening: BrokerListening, agent: String, discovery: HomeAssistantDiscovery) async {
        link = listening.link
        births = await listening.link.subscribe(HomeAssistantDiscovery.status)
        subject = HomeAssistantDiscovery.subject(agent: agent)
        payload = discovery.bytes
    }

    /// To be called at every turn of the run's loop.
    func step(at now: Double) {
        let heard = births.takeAll()
        let isDue = machine.withLock { machine in
            for message in heard { machine.hear(message.payload) }
            return machine.shouldAnnounce(at: now)
        }
        guard isDue else { return }
        Task {
            do throws(PublishingError) {
                try await link.publish(payload, to: subject)
                machine.withLock { $0.announced(at: now) }
            } catch {
                machine.withLock { $0.failed(at: now) }
            }
        }
    }

    /// Whether the notice says that the broker does not let us announce.
    func note(_ notice: BrokerNotice, at now: Double) -> Bool {
        machine.withLock { machine in
            switch notice {
            case .connected: machine.connected(at: now)
            case .publishRefused(let refused) where refused == subject:
                machine.refused()
                return true
            default: break
            }
            return false
        }
    }
}
