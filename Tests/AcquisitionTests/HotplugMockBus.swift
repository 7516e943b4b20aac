import Glibc

/// A /sys, /dev and udev of the test's own: umockdev's library, in this very process.
///
/// The process must have been started with `HotplugMockBus.preload` in LD_PRELOAD: then the real
/// libudev looks at, and listens to, what is put in here.
final class HotplugMockBus {
    static let preload = "libumockdev-preload.so.0"

    private typealias New = @convention(c) () -> OpaquePointer?
    private typealias AddFromFile =
        @convention(c) (
            OpaquePointer, UnsafePointer<CChar>, UnsafeMutableRawPointer?
        ) -> Int32
    private typealias Event =
        @convention(c) (
            OpaquePointer, UnsafePointer<CChar>, UnsafePointer<CChar>
        ) -> Void
    private typealias Device = @convention(c) (OpaquePointer, UnsafePointer<CChar>) -> Void
    private typealias Unref = @convention(c) (OpaquePointer) -> Void

    let handle: OpaquePointer
    private let library: UnsafeMutableRawPointer

    init() {
        guard let library = dlopen("libumockdev.so.0", RTLD_NOW | RTLD_GLOBAL) else {
            fatalError("umockdev is not installed: apt install umockdev")
        }
        self.library = library
        guard let handle = Self.function("umockdev_testbed_new", library, New.self)() else {
            fatalError("umockdev gave no test bed")
        }
        self.handle = handle
    }

    deinit { function("g_object_unref", Unref.self)(handle) }

    func function<Function>(_ name: String, _ type: Function.Type) -> Function {
        Self.function(name, library, type)
    }

    private static func function<Function>(
        _ name: String, _ library: UnsafeMutableRawPointer, _ type: Function.Type
    ) -> Function {
        guard let symbol = dlsym(library, name) else { fatalError("umockdev has no \(name)") }
        return unsafeBitCast(symbol, to: type)
    }

    /// Puts the devices of a description in, silently.
    func add(file path: String) {
        guard function("umockdev_testbed_add_from_file", AddFromFile.self)(handle, path, nil) != 0
        else { fatalError("umockdev does not take \(path)") }
    }

    /// Puts in devices that are described here.
    func add(_ description: String) {
        guard
            function("umockdev_testbed_add_from_string", AddFromFile.self)(
                handle, description, nil) != 0
        else { fatalError("umockdev does not take this description") }
    }

    func announce(_ action: String, _ systemPath: String) {
        function("umockdev_testbed_uevent", Event.self)(handle, systemPath, action)
    }

    func remove(_ systemPath: String) {
        function("umockdev_testbed_remove_device", Device.self)(handle, systemPath)
    }
}
