import Acquisition
import Testing

@Suite struct PortErrorTests {
    private static let path = "/dev/ttyACM0"
    private static let opening = "Cannot open the serial port (/dev/ttyACM0): "

    @Test(arguments: [
        (
            PortError.notPermitted(path: path),
            opening + "permission denied. Install hardware/udev/ and replug the device, "
                + "or add this user to the group dialout."
        ),
        (
            .busy(path: path, holder: PortHolder(name: "minicom", processID: 512)),
            opening + "minicom (process 512) has it open. Close that program and try again."
        ),
        (
            .busy(path: path, holder: PortHolder(name: "ModemManager", processID: 77)),
            opening + "ModemManager (process 77) has it open. "
                + "Install hardware/udev/ and replug the device, so that it is left alone."
        ),
        (
            .busy(path: path, holder: nil),
            opening + "another program has it open. Close that program, "
                + "or see who it is with healthypi-agent doctor as root."
        ),
        (
            .gone(path: path),
            opening + "there is no such device. "
                + "Plug the board in, or run healthypi-agent devices to see which ports there are."
        ),
        (
            .notATerminal(path: path),
            opening + "it is not a terminal. Name a serial port such as /dev/ttyACM0; "
                + "a file of recorded bytes is for healthypi-agent decode."
        ),
        (
            .readOnly(path: path),
            "Cannot write to the serial port (/dev/ttyACM0): it is open for reading only, "
                + "because this kind of board must never be written to. Nothing was sent."
        ),
        (
            .writeTimedOut(path: path),
            "Cannot write to the serial port (/dev/ttyACM0): the device takes no bytes. Replug it."
        ),
        (
            .failed(path: path, because: "too many open files"),
            opening + "too many open files. Replug the device and try again."
        ),
    ])
    func saysWhatWhereAndWhatToDo(_ error: PortError, _ text: String) {
        #expect(error.description == text)
    }

    @Test(arguments: [
        (
            DeviceWatchError.noMonitor(because: "too many open files"),
            "the system gave no udev monitor (too many open files). "
        ),
        (.noThread, "the system has no thread to give. "),
    ])
    func watchingThatFailsNamesTheWayOut(_ error: DeviceWatchError, _ why: String) {
        #expect(
            error.description == "Cannot watch for boards being plugged in: \(why)"
                + "Name the port with --device.")
    }
}
