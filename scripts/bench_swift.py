"""Measures a Swift learner's wait: from a save to the compiler's error, and to the first answer.

Everything is measured in one run on one machine, and told with its ratio to the floor (a file that
adds no routes) and to what `swift build` takes for the same edit. Where the time of a first answer
goes is told as well: until the save is noticed, compiling, linking, starting, answering.
"""

import argparse
import http.client
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROUTES = """import Foundation
import Hummingbird
import RoutelingsKit

struct Tool: ResponseCodable {{
    var id: Int
    var name: String
    var dailyFee: Double?
}}

struct Refusal: ResponseEncodable {{
    var field: String
    var problem: String
}}

actor Shelf {{
    private var tools: [Int: Tool] = [:]

    func put(_ tool: Tool) {{
        tools[tool.id] = tool
    }}

    func tool(_ id: Int) -> Tool? {{
        tools[id]
    }}
}}

func addRoutes(to router: Router<AppContext>) {{
    let shelf = Shelf()
    router.get("/edit") {{ _, _ in
        "{edit}"
    }}
    router.get("/tools/:id") {{ _, context in
        let id = try context.parameters.require("id", as: Int.self)
        guard let tool = await shelf.tool(id) else {{ throw HTTPError(.notFound) }}
        return tool
    }}
    router.post("/tools") {{ request, context in
        let tool = try await request.decode(as: Tool.self, context: context)
        await shelf.put(tool)
        return EditedResponse(status: .created, response: tool)
    }}
}}
"""
EMPTY = """import Hummingbird
import RoutelingsKit

func addRoutes(to router: Router<AppContext>) {{
    // {edit}
}}
"""
BROKEN = ROUTES.replace('"{edit}"', 'Refused(field: "{edit}")')
STAGES = re.compile(
    r"Compiled in (?P<compile>\d+) ms, linked in (?P<link>\d+) ms, started in (?P<start>\d+) ms"
)
PACKAGE = """// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "bench",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(
            url: "https://github.com/hummingbird-project/hummingbird.git", exact: "2.28.1",
            traits: [])
    ],
    targets: [
        .executableTarget(
            name: "bench",
            dependencies: [.product(name: "Hummingbird", package: "hummingbird")])
    ]
)
"""
MAIN = """import Foundation
import Hummingbird

typealias AppContext = BasicRequestContext

@main enum Start {
    static func main() async throws {
        let router = Router(context: AppContext.self)
        addRoutes(to: router)
        let app = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                let line = "port \\(channel.localAddress?.port ?? 0)\\n"
                FileHandle.standardOutput.write(Data(line.utf8))
            })
        try await app.runService()
    }
}
"""


def get(port, path):
    """Returns the body of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    body = connection.getresponse().read().decode()
    connection.close()
    return body


class Served:
    """`routelings serve --reload` on a folder, and the lines that it prints."""

    def __init__(self, routelings, folder, arguments):
        self.file = folder / "Routes.swift"
        self.file.write_text(ROUTES.format(edit="first"))
        command = [routelings, "serve", str(folder), "--port", "0", "--reload", *arguments]
        self.process = subprocess.Popen(
            command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )
        self.lines, self.seen, self.stages = [], [], {}
        self.news = threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()
        self.port = int(re.search(r":(\d+);", self.line("Serving")).group(1))

    def read(self):
        for line in self.process.stderr:
            with self.news:
                self.lines.append(line)
                self.news.notify()

    def line(self, text):
        """Waits for a line with `text`, and forgets those before it."""
        with self.news:
            while True:
                while self.lines:
                    line = self.lines.pop(0)
                    self.seen.append(line)
                    if text in line:
                        return line
                if not self.news.wait(timeout=300):
                    sys.exit(f"serve did not say {text!r}, but: {''.join(self.seen[-5:])}")

    def save(self, text):
        """Saves as editors do, and returns when that was."""
        new = self.file.with_suffix(".new")
        new.write_text(text)
        start = time.perf_counter()
        os.replace(new, self.file)
        return start

    def answer(self, template, path, edit):
        start = self.save(template.format(edit=edit))
        self.line("A file has changed")
        noticed = time.perf_counter()
        said = STAGES.search(self.line("Compiled in"))
        self.line("Serving")
        ready = time.perf_counter()
        body = get(self.port, path)
        end = time.perf_counter()
        if path == "/edit":
            if body != edit:
                sys.exit(f"the answer is {body!r}, not that of the last save")
            self.note("watch", noticed - start)
            for stage, text in said.groupdict().items():
                self.note(stage, int(text) / 1000)
            self.note("answer", end - ready)
        return end - start

    def note(self, stage, seconds):
        self.stages.setdefault(stage, []).append(seconds)

    def error(self, edit):
        start = self.save(BROKEN.format(edit=edit))
        self.line("Routes.swift:")
        return time.perf_counter() - start

    def close(self):
        self.process.terminate()
        self.process.wait()


class Package:
    """The same routes in a package of their own, built with `swift build`."""

    def __init__(self, folder):
        self.folder = folder
        sources = folder / "Sources" / "bench"
        sources.mkdir(parents=True, exist_ok=True)
        (folder / "Package.swift").write_text(PACKAGE)
        (sources / "Start.swift").write_text(MAIN)
        self.file = sources / "Routes.swift"
        self.build("first")

    def build(self, edit):
        text = ROUTES.format(edit=edit).replace("import RoutelingsKit\n", "")
        self.file.write_text(text)
        command = ["swift", "build", "--package-path", str(self.folder)]
        subprocess.run(command, check=True, capture_output=True)

    def answer(self, edit):
        start = time.perf_counter()
        self.build(edit)
        program = self.folder / ".build" / "debug" / "bench"
        with subprocess.Popen(
            [program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process:
            port = int(process.stdout.readline().split()[1])
            body = get(port, "/edit")
            spent = time.perf_counter() - start
            process.terminate()
        if body != edit:
            sys.exit(f"the answer is {body!r}, not that of the last save")
        return spent


def first_build(routelings, arguments):
    """Builds the kit in a home of its own; returns the seconds."""
    home = tempfile.mkdtemp(prefix="routelings-bench-")
    try:
        environment = {**os.environ, "ROUTELINGS_HOME": home}
        start = time.perf_counter()
        command = [routelings, "doctor", "--track", "swift", *arguments]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--routelings", required=True)
    parser.add_argument("--python")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--scratch", type=pathlib.Path, required=True)
    parser.add_argument("--no-first-build", action="store_true")
    parser.add_argument("--json", type=pathlib.Path)
    options = parser.parse_args()
    arguments = ["--python", options.python] if options.python else []
    figures = {}
    if not options.no_first_build:
        print("Building the kit from nothing (packages are fetched as far as they are not).")
        figures["first kit build"] = [first_build(options.routelings, arguments)]
    print("Building a package with Hummingbird, to compare with.")
    package = Package(options.scratch / "swift-package")
    with tempfile.TemporaryDirectory(prefix="routelings-bench-") as folder:
        served = Served(options.routelings, pathlib.Path(folder).resolve(), arguments)
        try:
            for number in range(options.rounds):
                tag = f"{number} {time.time_ns()}"
                for name, measure in (
                    ("floor: no routes, first answer", lambda: served.answer(EMPTY, "/", tag)),
                    ("save to compile error", lambda: served.error(tag)),
                    ("save to first answer", lambda: served.answer(ROUTES, "/edit", tag)),
                    ("swift build to first answer", lambda: package.answer(tag)),
                ):
                    figures.setdefault(name, []).append(measure())
        finally:
            served.close()
    floor = statistics.median(figures["floor: no routes, first answer"])
    build = statistics.median(figures["swift build to first answer"])
    print(f"{'':34}{'median':>9}{'min':>9}{'max':>9}{'/ floor':>9}{'/ swift build':>15}")
    for name, values in figures.items():
        middle = statistics.median(values)
        print(
            f"{name:34}{middle:8.2f}s{min(values):8.2f}s{max(values):8.2f}s"
            f"{middle / floor:9.2f}{middle / build:15.2f}"
        )
    print("\nWhere the time from a save to the first answer goes, medians:")
    for stage, values in served.stages.items():
        print(f"  {stage:10}{statistics.median(values):8.3f}s")
    if options.json:
        figures["stages"] = served.stages
        options.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
