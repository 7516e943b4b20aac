import Glibc

/// The keyboard while something is drawn: what is typed is not shown, and does not reach the shell
/// afterwards. ^C and ^Z work as ever.
struct TerminalKeys {
    private let saved: termios?

    /// Nothing where stdin is no terminal, or another program's.
    init() {
        var settings = termios()
        guard isatty(STDIN_FILENO) == 1, tcgetpgrp(STDIN_FILENO) == getpgrp(),
            tcgetattr(STDIN_FILENO, &settings) == 0
        else {
            saved = nil
            return
        }
        saved = settings
        settings.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    func restore() {
        guard var saved else { return }
        tcflush(STDIN_FILENO, TCIFLUSH)
        tcsetattr(STDIN_FILENO, TCSANOW, &saved)
    }
}
