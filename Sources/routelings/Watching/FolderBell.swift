import Dispatch
import Foundation
import Synchronization

/// Rings when something stirs in the folders that it hangs in, as the system tells it (inotify on
/// Linux, kqueue elsewhere), and with a rhythm of its own besides: some file systems tell nothing.
///
/// What has stirred, and whether it has come to rest, is for whoever listens to look at.
final class FolderBell: Sendable {
    /// What the system has told with a ring.
    struct Ring: Sendable {
        /// The names of files that were closed after they were written to, or moved to their place;
        /// where only inotify tells them (Linux).
        var finished: Set<String> = []
    }

    /// Of rings that nobody has heard yet the last few, so that what they tell is seldom lost.
    let rings: AsyncStream<Ring>
    private let sink: AsyncStream<Ring>.Continuation
    private let queue = DispatchQueue(label: "routelings.bell")
    private let state: Mutex<State>

    /// - Parameter rhythm: how often it rings without being told, for the first time at once.
    init(rhythm: Duration) {
        let (rings, sink) = AsyncStream.makeStream(
            of: Ring.self, bufferingPolicy: .bufferingNewest(16))
        self.rings = rings
        self.sink = sink
        state = Mutex(State(ring: { sink.yield($0) }, rhythm: rhythm, queue: queue))
    }

    /// Rings once more after a time, without being told.
    func ring(after time: Duration) {
        queue.asyncAfter(deadline: .now() + time / .seconds(1)) { [sink] in sink.yield(Ring()) }
    }

    deinit {
        state.withLock { $0.end() }
        sink.finish()
    }

    /// Hangs in these places, and in no others.
    ///
    /// One that is not there is left out until the next time.
    ///
    /// - Parameters:
    ///   - folders: their paths; a file that is made, renamed or removed in one of them rings, and on
    ///     Linux one that is written to.
    ///   - files: paths of files; one that is written to rings.
    func hang(in folders: Set<String>, _ files: Set<String>) {
        state.withLock { $0.hang(in: folders, files) }
    }

    private static func timer(
        _ rhythm: Duration, _ queue: DispatchQueue, _ ring: @escaping @Sendable (Ring) -> Void
    ) -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        let pause = Int(rhythm / .milliseconds(1))
        timer.schedule(
            deadline: .now(), repeating: .milliseconds(pause), leeway: .milliseconds(pause / 4))
        timer.setEventHandler { ring(Ring()) }
        timer.activate()
        return timer
    }
}

#if os(Linux)
    extension FolderBell {
        /// One inotify instance, with a watch for each folder.
        private struct State {
            private let timer: any DispatchSourceTimer
            private var source: (any DispatchSourceRead)?
            private var descriptor: Int32 = -1
            private var watches: [String: Int32] = [:]

            private static let news = UInt32(
                IN_CLOSE_WRITE | IN_MODIFY | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE)

            init(
                ring: @escaping @Sendable (Ring) -> Void, rhythm: Duration, queue: DispatchQueue
            ) {
                timer = FolderBell.timer(rhythm, queue, ring)
                let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
                // The system has no more of them to give: the rhythm is left.
                guard descriptor >= 0 else { return }
                let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
                source.setEventHandler {
                    var news = Ring()
                    var bytes = [UInt8](repeating: 0, count: 4096)
                    while case let count = read(descriptor, &bytes, bytes.count), count > 0 {
                        news.finished.formUnion(Self.finished(in: bytes[..<count]))
                    }
                    ring(news)
                }
                source.setCancelHandler { close(descriptor) }
                source.activate()
                self.source = source
                self.descriptor = descriptor
            }

            /// The names that events of inotify(7) give to what is finished: each event is its watch,
            /// mask, cookie and the length of its name, four bytes each, and the name with zeros after it.
            private static func finished(in events: ArraySlice<UInt8>) -> Set<String> {
                var (names, rest) = (Set<String>(), events)
                while rest.count >= 16 {
                    let (mask, length) = rest.withUnsafeBytes {
                        (
                            $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self),
                            $0.loadUnaligned(fromByteOffset: 12, as: UInt32.self)
                        )
                    }
                    let name = rest.dropFirst(16).prefix(Int(length))
                    if mask & UInt32(IN_CLOSE_WRITE | IN_MOVED_TO) != 0 {
                        names.insert(String(decoding: name.prefix { $0 != 0 }, as: UTF8.self))
                    }
                    rest = rest.dropFirst(16 + name.count)
                }
                return names
            }

            /// A folder's watch tells of its files too.
            mutating func hang(in folders: Set<String>, _ files: Set<String>) {
                guard descriptor >= 0 else { return }
                for (path, watch) in watches where !folders.contains(path) {
                    inotify_rm_watch(descriptor, watch)
                    watches[path] = nil
                }
                for path in folders {
                    // The same number again, unless another folder has taken the place of this one.
                    let watch = inotify_add_watch(descriptor, path, Self.news)
                    watches[path] = watch >= 0 ? watch : nil
                }
            }

            func end() {
                timer.cancel()
                source?.cancel()
            }
        }
    }
#else
    extension FolderBell {
        /// A kqueue event for each folder and each file.
        private struct State {
            private let ring: @Sendable (Ring) -> Void
            private let queue: DispatchQueue
            private let timer: any DispatchSourceTimer
            private typealias Event = (inode: ino_t, source: any DispatchSourceFileSystemObject)
            private var sources: [String: Event] = [:]

            init(
                ring: @escaping @Sendable (Ring) -> Void, rhythm: Duration, queue: DispatchQueue
            ) {
                self.ring = ring
                self.queue = queue
                timer = FolderBell.timer(rhythm, queue, ring)
            }

            /// A folder's event tells of names only, a file's of its content, and stays with a file
            /// that another was renamed over.
            mutating func hang(in folders: Set<String>, _ files: Set<String>) {
                let paths = folders.union(files)
                for (path, known) in sources {
                    var status = stat()
                    let isSame = stat(path, &status) == 0 && status.st_ino == known.inode
                    if isSame, paths.contains(path) { continue }
                    known.source.cancel()
                    sources[path] = nil
                }
                for path in paths where sources[path] == nil { sources[path] = event(at: path) }
            }

            private func event(at path: String) -> Event? {
                let descriptor = open(path, O_EVTONLY | O_CLOEXEC)
                var status = stat()
                guard descriptor >= 0, fstat(descriptor, &status) == 0 else { return nil }
                let source = DispatchSource.makeFileSystemObjectSource(
                    fileDescriptor: descriptor, eventMask: [.write, .extend, .rename, .delete],
                    queue: queue)
                source.setEventHandler { [ring] in ring(Ring()) }
                source.setCancelHandler { close(descriptor) }
                source.activate()
                return (status.st_ino, source)
            }

            func end() {
                timer.cancel()
                sources.values.forEach { $0.source.cancel() }
            }
        }
    }
#endif
