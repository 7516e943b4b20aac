import Glibc

/// Gives the terminal back when the program ends by a fault of its own: the report of it would be lost
/// on a screen that goes away.
enum TerminalCrash {
    private static let signals = [SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGBUS, SIGSEGV]

    static func guardTerminal() {
        for number in signals {
            signal(number) { number in
                // Only what may be called here: no memory is asked for, nothing is locked.
                let leaving: StaticString = "\u{1B}[0m\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l"
                write(STDERR_FILENO, leaving.utf8Start, leaving.utf8CodeUnitCount)
                var settings = termios()
                if tcgetattr(STDIN_FILENO, &settings) == 0 {
                    settings.c_lflag |= tcflag_t(ECHO)
                    tcsetattr(STDIN_FILENO, TCSANOW, &settings)
                }
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }

    static func release() { for number in signals { signal(number, SIG_DFL) } }
}
