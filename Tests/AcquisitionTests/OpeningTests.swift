import Biosignals
import Foundation
import Recordings
import Testing

@testable import Acquisition

@Suite struct OpeningTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func failure(_ path: String) -> AcquisitionError? {
        do {
            _ = try RecordingReader(opening: path)
            return nil
        } catch {
            return error
        }
    }

    @Test func directoryIsRefused() {
        let error = failure(folder.path)
        #expect(
            error?.description
                == "Cannot open the recording (\(folder.path)): it is a directory without a "
                + "recording of the agent; in it: nothing. Name a record in it, such as its .hea "
                + "or .csv file.")
        #expect(error?.isOpeningFailure == true)
    }

    @Test func missingFilesAndDanglingLinksAreSaid() throws {
        let link = folder.path + "/link.csv"
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: folder.path + "/nowhere")
        for path in [link, folder.path + "/none.hea", folder.path + "/none"] {
            #expect(
                failure(path)?.description
                    == "Cannot open the recording (\(path)): there is no such file. Check the path."
            )
        }
    }

    @Test func missingSignalFileIsAnOpeningFailure() throws {
        let header = try folder.write("r.hea", "r 1 100 3\nr.dat 16 10/mV\n")
        #expect(
            failure(header) == .cannotOpen(path: folder.path + "/r.dat", because: .missing))
    }

    /// A pipe nobody writes to must not be waited for.
    @Test func pipeIsRefused() throws {
        let pipe = folder.path + "/pipe.csv"
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(failure(pipe) == .cannotOpen(path: pipe, because: .notAFile))
    }

    /// Root may read everything, so the text is tested where the system's answer is mapped.
    @Test(arguments: [
        (EACCES, OpeningFailure.notPermitted), (EPERM, .notPermitted), (ENOENT, .missing),
        (ENOTDIR, .missing), (EISDIR, .isDirectory),
    ])
    func systemErrorsAreNamed(_ code: Int32, _ expected: OpeningFailure) {
        #expect(OpeningFailure(errno: code) == expected)
    }

    @Test func permissionText() {
        let error = AcquisitionError.cannotOpen(path: "a.csv", because: .notPermitted)
        #expect(
            error.description
                == "Cannot open the recording (a.csv): permission denied. Give this user the right "
                + "to read it.")
        #expect(error.isOpeningFailure)
    }

    @Test func filesOfOtherKindsAreNotGuessedAt() throws {
        let path = try folder.write("a.bin", [0, 1, 2, 3, 255])
        let error = failure(path)
        #expect(error == .unknownFormat(path: path))
        #expect(error?.isOpeningFailure == false)
        #expect(
            error?.description
                == "Cannot read the recording (\(path)): it is neither a WFDB record, an EDF or CSV "
                + "file, nor the bytes of a board. Name a .hea, .edf or .csv file, or convert it to "
                + "one of these.")
    }

    @Test func rrSeriesByContentWhateverTheName() throws {
        let series = try folder.write("beats.log", "nni_ms\n800\n810\n")
        #expect(isRRSeries(path: series))
        #expect(try readRRSeries(path: series) == [800, 810])
        #expect(!isRRSeries(path: try folder.write("t.csv", "ecg_mV\n1\n2\n")))
        #expect(!isRRSeries(path: folder.path))
        let seconds = try folder.write("s.txt", "0.8\n0.9\n")
        #expect(throws: AcquisitionError.self) { try readRRSeries(path: seconds) }
        #expect(try readRRSeries(path: seconds, unit: .seconds) == [800, 900])
    }

    @Test func annotationsAreReadFromFiles() throws {
        let path = try folder.write("r.atr", [0x12, 0x04, 0, 0])
        let found = try readAnnotations(path: path)
        #expect(found.annotations.map(\.time) == [18] && found.ticksPerSecond == nil)
    }
}
