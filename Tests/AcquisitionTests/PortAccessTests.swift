@testable import Acquisition
import Glibc
import Testing

@Suite struct PortAccessTests {
    @Test func terminalOfOursIsPermitted() throws {
        let board = PortTerminalPair()
        let access = try #require(PortAccess(examining: board.path))
        #expect(access.isPermitted)
        #expect(access.remedy == nil)
        #expect(PortAccess(examining: "/dev/ttyACM99") == nil)
    }

    @Test(arguments: [
        (
            0o660 as UInt32, "dialout", false,
            "Run: sudo usermod -aG dialout $USER, then log out and in again."
        ),
        (
            0o660, "dialout", true,
            "Log out and in again: this user has been added to the group dialout since."
        ),
        (
            0o600, "root", false,
            "Install hardware/udev/ and replug the device: "
                + "the node belongs to root:root with mode 600."
        ),
    ])
    func refusalNamesTheCommand(_ mode: UInt32, _ group: String, _ isListed: Bool, _ remedy: String)
    {
        let access = PortAccess(
            owner: "root", group: group, mode: mode, isPermitted: false, isInGroup: false,
            isListedInGroup: isListed)
        #expect(access.remedy == remedy)
    }

    @Test func consolesAreReadFromTheKernelsCommandLine() {
        let line = "8250.nr_uarts=0 console=serial0,115200 root=PARTUUID=1 console=tty1 quiet\n"
        #expect(PortRivals.consoles(inCommandLine: line) == ["serial0", "tty1"])
        #expect(PortRivals.consoles(inCommandLine: "console= noconsole=ttyS0").isEmpty)
    }

    @Test func loginPromptIsRecognisedOnItsOwnPortOnly() {
        let prompt = ["/sbin/agetty", "-o", "-p -- \\u", "--keep-baud", "ttyAMA0", "vt220"]
        #expect(PortRivals.isLoginPrompt(prompt, on: "ttyAMA0"))
        #expect(!PortRivals.isLoginPrompt(prompt, on: "ttyAMA1"))
        #expect(!PortRivals.isLoginPrompt(["/usr/bin/minicom", "-D", "ttyAMA0"], on: "ttyAMA0"))
        #expect(!PortRivals.isLoginPrompt([], on: "ttyAMA0"))
    }

    @Test func remediesNameTheService() {
        let rivals = PortRivals(
            isModemManagerRunning: false,
            loginPrompt: PortHolder(name: "agetty", processID: 4), isKernelConsole: true)
        #expect(
            rivals.remedies(for: "/dev/ttyAMA0") == [
                "The kernel's console is on /dev/ttyAMA0. "
                    + "Run: sudo raspi-config nonint do_serial_cons 1, then reboot.",
                "A login prompt runs on /dev/ttyAMA0. "
                    + "Run: sudo systemctl disable --now serial-getty@ttyAMA0.service",
            ])
        #expect(PortRivals(examining: "/dev/ttyACM99").remedies(for: "/dev/ttyACM99").isEmpty)
    }

    @Test func holderIsFoundByDeviceWhateverItsName() throws {
        let board = PortTerminalPair()
        #expect(PortHolder.find(board.path) == nil)
        let keeper = open(board.path, O_RDONLY | O_NOCTTY | O_CLOEXEC)
        defer { close(keeper) }
        #expect(PortHolder.find(board.path)?.processID == getpid())
        #expect(PortHolder.find(board.path, excluding: getpid()) == nil)
        #expect(PortHolder.find("/nowhere") == nil)
    }
}
