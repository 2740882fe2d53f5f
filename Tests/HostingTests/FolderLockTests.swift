import Foundation
import Testing

@testable import Hosting

@Suite struct FolderLockTests {
    @Test func whoeverWaitsForAnotherIsToldAndGoesOnAfterIt() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let first = try FolderLock(path: path) { Issue.record("nobody holds it") }
        var times = 0
        let second = try FolderLock(path: path) {
            times += 1
            first.release()
        }
        #expect(times == 1)
        second.release()
    }
}
