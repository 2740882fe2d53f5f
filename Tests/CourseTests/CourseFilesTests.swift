import Foundation
import Testing

@testable import Course

/// Files and folders of a course.
@Suite struct CourseFilesTests {
    @Test func anExerciseIsReadWhateverIsWrongInOthers() throws {
        let course = try ScratchCourse()
        try course.write("exercises/01-first/other/exercise.yaml", "id: other\n")
        #expect(throws: CourseError.self) { try Course.read(from: course.root) }
        #expect(try Course.read(from: course.root, for: "hello").exercise("hello") != nil)
        #expect(throws: CourseError.self) { try Course.read(from: course.root, for: "other") }
    }

    private func messages(_ change: (ScratchCourse) throws -> Void) throws -> [String] {
        let course = try ScratchCourse()
        try change(course)
        return try course.problems().map { "\($0.position.file): \($0.message)" }
    }

    @Test(arguments: ["task.md", "flask/starter/app.py", "fastapi/solution/app.py"])
    func missesFiles(name: String) throws {
        let found = try messages { try $0.remove("\(ScratchCourse.folder)/\(name)") }
        #expect(
            found.contains { $0.hasPrefix("\(ScratchCourse.folder)/\(name): this file is missing") }
        )
    }

    @Test func missesAnExerciseFile() throws {
        let found = try messages { try $0.remove(ScratchCourse.exercisePath) }
        #expect(found == ["\(ScratchCourse.exercisePath): this file is missing: write it"])
    }

    @Test(arguments: [ScratchCourse.exercisePath, "\(ScratchCourse.folder)/flask/solution/app.py"])
    func asksForUTF8(path: String) throws {
        let found = try messages { course in
            try Data([0x69, 0xff, 0xfe]).write(to: URL(filePath: "\(course.root)/\(path)"))
        }
        #expect(found.first == "\(path): this file cannot be read as UTF-8 text: save it as such")
    }

    @Test(arguments: [
        "\(ScratchCourse.folder)/notes.txt", "\(ScratchCourse.folder)/flask/mutants/M2.py",
        "\(ScratchCourse.folder)/swift/starter/Routes.swift", "exercises/README.md",
        "exercises/01-first/README.md", "lessons/notes.md",
    ])
    func findsStrayFiles(path: String) throws {
        let found = try messages { try $0.write(path, "x") }
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("\(path): ") == true)
    }

    @Test(arguments: [
        ("swift/starter/Routes.swift", "add swift to tracks in exercise.yaml, or delete it"),
        ("flsk/mutants/M1.py", "call the folder flask, or delete it"),
        ("flask/mutants/M2.py", "list it under mutants in exercise.yaml, or delete it"),
        ("notes/a.txt", "delete it"),
    ])
    func saysWhatToDoWithAStrayFile(name: String, repair: String) throws {
        let path = "\(ScratchCourse.folder)/\(name)"
        #expect(
            try messages { try $0.write(path, "x") }
                == ["\(path): this file belongs to nothing: \(repair)"])
    }

    @Test(arguments: [".DS_Store", "flask/starter/__pycache__/app.cpython-311.pyc"])
    func overlooksWhatSystemsLeaveBehind(name: String) throws {
        #expect(try messages { try $0.write("\(ScratchCourse.folder)/\(name)", "x") } == [])
    }

    @Test func limitsStartersToThirtyLines() throws {
        let path = "\(ScratchCourse.folder)/flask/starter/app.py"
        let lines = { String(repeating: "pass\n", count: $0) }
        #expect(try messages { try $0.write(path, lines(30)) } == [])
        #expect(
            try messages { try $0.write(path, lines(31)) } == [
                "\(path): the starter has 31 lines; 30 are the most"
            ])
    }

    @Test func findsIdsAndPlacesThatAreTaken() throws {
        let found = try messages { course in
            for name in ["exercise.yaml", "task.md"] {
                let text = try String(
                    contentsOfFile: "\(course.root)/\(ScratchCourse.folder)/\(name)",
                    encoding: .utf8)
                try course.write("exercises/01-first/other/\(name)", text)
            }
        }
        #expect(found.contains { $0.contains("the id hello is taken") })
        #expect(found.contains { $0.contains("the place 1 is taken") })
    }

    @Test func blamesTheCopyAndNotTheOneThatWasCopied() throws {
        let found = try messages { course in
            try FileManager.default.copyItem(
                atPath: "\(course.root)/\(ScratchCourse.folder)",
                toPath: "\(course.root)/exercises/01-first/a-copy")
        }
        #expect(found.count == 3)
        #expect(found.allSatisfy { $0.hasPrefix("exercises/01-first/a-copy/") }, "\(found)")
    }

    @Test func refusesAFolderThatIsNoCourse() throws {
        let course = try ScratchCourse()
        try course.remove("lessons")
        #expect {
            try Course.read(from: course.root)
        } throws: { error in
            "\(error)".hasPrefix("\(course.root) is no course: it has no lessons/.")
        }
    }

    @Test func locatesTheNearestCourse() throws {
        let course = try ScratchCourse()
        let inside = "\(course.root)/\(ScratchCourse.folder)"
        let locate = { try Course.locate(explicit: $0, workingDirectory: $1, executable: $2) }
        #expect(try locate(nil, course.root, "/nowhere/x") == course.root)
        #expect(try locate(nil, inside, "/nowhere/x") == course.root)
        #expect(try locate(nil, "/", "\(inside)/program") == course.root)
        #expect(try locate("../..", "\(course.root)/exercises/kit", "/x") == course.root)
        #expect(try locate(course.root, "/", "/x") == course.root)
    }

    @Test func followsTheExecutablesLink() throws {
        let course = try ScratchCourse()
        let elsewhere = try ScratchCourse()
        try elsewhere.remove("lessons")
        try course.write("build/program", "x")
        let link = "\(elsewhere.root)/program"
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: "\(course.root)/build/program")
        let found = try Course.locate(explicit: nil, workingDirectory: "/", executable: link)
        #expect(found == course.root)
    }

    @Test func saysWhereItLookedInVain() throws {
        #expect {
            try Course.locate(explicit: nil, workingDirectory: "/", executable: "/nowhere/x")
        } throws: { error in
            "\(error)".contains("  /\n  /nowhere\n") && "\(error)".contains("--course DIR")
        }
        #expect {
            try Course.locate(explicit: nil, workingDirectory: "/", executable: "/x")
        } throws: { error in
            "\(error)".contains(":\n  /\nName")
        }
        #expect {
            try Course.locate(explicit: "nowhere", workingDirectory: "/", executable: "/x")
        } throws: { error in
            "\(error)".hasPrefix("/nowhere is no course: it has no lessons/ and no exercises/.")
        }
    }
}
