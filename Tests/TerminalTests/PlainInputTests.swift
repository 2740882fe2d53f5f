import Foundation
import Testing

@testable import Terminal

@Suite(.timeLimit(.minutes(3))) struct PlainInputTests {
    @Test func readsLinesOfAPipeWithoutPrompts() async throws {
        let input = Pipe()
        let output = Pipe()
        let plain = try #require(
            PlainInput(
                profile: .pipe, input: input.fileHandleForReading.fileDescriptor,
                output: output.fileHandleForWriting.fileDescriptor))
        input.fileHandleForWriting.write(Data("one\r\ndef f():\n  pass\nlast".utf8))
        try input.fileHandleForWriting.close()
        #expect(await plain.readLine(prompt: "? ") == .line("one"))
        plain.printAbove(StyledText("said", .pass))
        let entry = await plain.readLine(prompt: "? ") { $0.hasSuffix(":") ? "... " : nil }
        #expect(entry == .line("def f():\n  pass"))
        #expect(await plain.readLine(prompt: "? ") == .line("last"))
        #expect(await plain.readLine(prompt: "? ") == .endOfInput)
        try output.fileHandleForWriting.close()
        let printed = try output.fileHandleForReading.readToEnd() ?? Data()
        #expect(String(decoding: printed, as: UTF8.self) == "said\n")
    }

    @Test func promptsOnATerminalWithoutEscapes() async throws {
        let terminal = try PseudoTerminal()
        let plain = try #require(
            PlainInput(
                profile: TerminalProfile(isInteractive: true), input: terminal.slave,
                output: terminal.slave))
        async let input = plain.readLine(prompt: StyledText("demo ›", .prompt) + " ")
        try await terminal.wait(forRow: "demo ›")
        plain.printAbove("meanwhile")
        try await terminal.wait(forRows: ["demo ›", "meanwhile", "demo ›"])
        terminal.type("hello\n")
        #expect(await input == .line("hello"))
    }

    @Test func aCancelledTaskEndsTheReading() async throws {
        let input = Pipe()
        let output = Pipe()
        let plain = try #require(
            PlainInput(
                profile: .pipe, input: input.fileHandleForReading.fileDescriptor,
                output: output.fileHandleForWriting.fileDescriptor))
        let task = Task { await plain.readLine(prompt: "? ") }
        task.cancel()
        #expect(await task.value == .endOfInput)
    }
}
