import Acquisition
import Glibc
import TestKit
import Testing

private func mock(_ name: String) -> String {
    packageRoot() + "/Tests/AcquisitionTests/Mock/\(name).umockdev"
}

private let usb = "/sys/devices/pci0000:00/0000:00:14.0/usb1/"

/// The real libudev against umockdev's /sys and /dev, each test in a process of its own.
@Suite(.timeLimit(.minutes(1))) final class HotplugWatcherTests {
    init() { setenv("LD_PRELOAD", HotplugMockBus.preload, 1) }

    deinit { unsetenv("LD_PRELOAD") }

    @Test func everythingThereIsToKnowOfAHealthyPi5() async {
        await #expect(processExitsWith: .success) {
            let bus = HotplugMockBus()
            bus.add(file: mock("healthypi5"))
            let ports = try DeviceWatcher.presentPorts()
            let expected = PortIdentity(
                node: "/dev/ttyACM0", vendorID: "1158", productID: "0001",
                manufacturer: "ProtoCentral Electronics", product: "HealthyPi 5",
                serial: "E66138528351A1B2", interfaceNumber: "00",
                usbPath: "pci-0000:00:14.0-usb-0:2:1.0", usbParent: usb + "1-2",
                driver: "cdc_acm",
                links: [
                    "/dev/healthypi",
                    "/dev/serial/by-id/"
                        + "usb-ProtoCentral_Electronics_HealthyPi_5_E66138528351A1B2-if00",
                    "/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0",
                ])
            #expect(ports == [expected])
            #expect(BoardClaim(expected).strength == .firmware)
            #expect(
                expected.description == "ProtoCentral Electronics HealthyPi 5 "
                    + "(1158:0001, serial …A1B2, interface 00) at /dev/ttyACM0")
        }
    }

    @Test func portsOfOneBoardShareTheirParent() async {
        await #expect(processExitsWith: .success) {
            let bus = HotplugMockBus()
            bus.add(file: mock("healthypi6"))
            bus.add(file: mock("ft231x"))
            bus.add(file: mock("two-identical"))
            let ports = try DeviceWatcher.presentPorts()
            #expect(
                ports.map(\.node) == [
                    "/dev/ttyACM1", "/dev/ttyACM2", "/dev/ttyACM4", "/dev/ttyACM5", "/dev/ttyUSB0",
                ])
            #expect(ports[0].usbParent == ports[1].usbParent)
            #expect(ports.prefix(2).map(\.interfaceNumber) == ["00", "02"])
            #expect(Set(ports.map(\.stableKey)).count == 5)
            #expect(Set(ports.map(\.usbParent)).count == 4)
            #expect(ports[4].driver == "ftdi_sio")
            #expect(BoardClaim(ports[4]).lineRule == .leaveAlone)
        }
    }

    @Test func uartsAreKnownByTheDeviceTreeAndConsolesAreNot() async {
        await #expect(processExitsWith: .success) {
            let bus = HotplugMockBus()
            bus.add(file: mock("raspberry-pi-uarts"))
            let ports = try DeviceWatcher.presentPorts()
            #expect(ports.map(\.node) == ["/dev/ttyAMA0"])
            #expect(ports.first?.deviceTreePath == "/soc/serial@7e201000")
            #expect(ports.first?.links == ["/dev/serial0"])
        }
    }

    @Test func pluggingIsFollowedThroughAReplugUnderAnotherName() async {
        await #expect(processExitsWith: .success) {
            let bus = HotplugMockBus()
            bus.add(file: mock("ft231x"))
            let watcher = try DeviceWatcher()
            var events = watcher.events.makeAsyncIterator()
            guard case .added(let first) = await events.next() else { exit(1) }
            #expect(first.node == "/dev/ttyUSB0")

            let device = usb + "1-2"
            let port = device + "/1-2:1.0/tty/"
            bus.add(file: mock("healthypi5"))
            bus.announce("add", port + "ttyACM0")
            guard case .added(let board) = await events.next() else { exit(2) }
            #expect(board.node == "/dev/ttyACM0")

            bus.announce("change", port + "ttyACM0")
            bus.announce("remove", port + "ttyACM0")
            for part in [port + "ttyACM0", device + "/1-2:1.0", device] { bus.remove(part) }
            let gone = await events.next()
            #expect(gone == .removed(board))

            bus.add(file: mock("healthypi5-replugged"))
            bus.announce("add", port + "ttyACM3")
            guard case .added(let again) = await events.next() else { exit(3) }
            #expect(again.node == "/dev/ttyACM3")
            #expect(again.stableKey == board.stableKey)

            watcher.stop()
            let last = await events.next()
            #expect(last == nil)
        }
    }

    @Test func watchingLeaksNothing() async {
        await #expect(processExitsWith: .success) {
            let bus = HotplugMockBus()
            bus.add(file: mock("healthypi5"))
            try DeviceWatcher().stop()
            let descriptors = ownProcessEntries("fd").count
            for _ in 0..<200 { try DeviceWatcher().stop() }
            for _ in 0..<10 { _ = try DeviceWatcher() }
            #expect(awaitCondition { ownProcessEntries("fd").count == descriptors })
            #expect(awaitCondition { ownThreadCount(named: "device watch") == 0 })
        }
    }
}
