import NIOCore

/// What a program that the keeper ran has printed, and how it ended.
struct ProgramEnd: Sendable {
    /// As waitpid(2) gives it.
    var status: Int
    /// Standard output and error as one.
    var output: String
    /// From the request for it to the news of its end.
    var took: Duration = .zero

    /// Whether it exited with 0.
    var isSuccess: Bool { status == 0 }
    /// Whether a signal ended it.
    var isKilled: Bool { status & 0x7F != 0 }
}

/// Programs that the keeper runs for us: they end with the host, however the host ends.
///
/// Every stored `var` is touched on `loop` only.
final class KeptPrograms {
    private struct Running {
        var promise: EventLoopPromise<ProgramEnd>
        var began = ContinuousClock.now
        var output = ""
        var rest = ""
        var onLine: (String) -> Void
    }

    private let loop: any EventLoop
    private var running: [Int: Running] = [:]
    private var lastNumber = 0

    init(loop: any EventLoop) {
        self.loop = loop
    }

    /// Runs a program; `onLine` is called on the loop with each line that it prints.
    ///
    /// One that takes longer than `limit` is ended.
    func run(
        _ arguments: [String], in directory: String, environment: [String: String] = [:],
        limit: TimeAmount, keeper: Keeper, onLine: @escaping (String) -> Void = { _ in }
    ) -> EventLoopFuture<ProgramEnd> {
        lastNumber += 1
        let number = lastNumber
        let promise = loop.makePromise(of: ProgramEnd.self)
        running[number] = Running(promise: promise, onLine: onLine)
        var request = KeeperRequest(op: "run")
        request.run = number
        request.arguments = arguments
        request.directory = directory
        request.environment = environment
        keeper.send(request)
        let timer = loop.assumeIsolated().scheduleTask(in: limit) {
            var request = KeeperRequest(op: "end")
            request.run = number
            keeper.send(request)
        }
        promise.futureResult.whenComplete { _ in timer.cancel() }
        return promise.futureResult
    }

    /// Ends all of them.
    func endAll(_ keeper: Keeper) {
        for number in running.keys {
            var request = KeeperRequest(op: "end")
            request.run = number
            keeper.send(request)
        }
    }

    /// Takes what the keeper says about programs.
    func heard(_ event: KeeperEvent) {
        guard let number = event.run, var program = running[number] else { return }
        if event.event == "said", let text = event.text {
            program.output += text
            program.rest += text
            var lines = program.rest.split(separator: "\n", omittingEmptySubsequences: false)
            program.rest = lines.popLast().map(String.init) ?? ""
            running[number] = program
            lines.forEach { program.onLine(String($0)) }
        } else if event.event == "ran" {
            running[number] = nil
            program.promise.succeed(
                ProgramEnd(
                    status: event.status ?? -1, output: program.output, took: .now - program.began))
        }
    }

    /// The keeper is gone, and the programs with it.
    func lostKeeper(_ error: any Error) {
        let all = running.values
        running = [:]
        all.forEach { $0.promise.fail(error) }
    }
}
