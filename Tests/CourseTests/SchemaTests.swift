import Foundation
import Testing

@testable import Course

/// The published JSON Schema and the reader know the same keys.
@Suite struct SchemaTests {
    let schema: JSON

    init() throws {
        let file = ShippedCourseTests.root.appending(path: "docs/exercise.schema.json")
        schema = try #require(JSON(parsing: Data(contentsOf: file)))
    }

    private func keys(_ place: JSON?) -> [String] {
        guard case .object(let members)? = place?["properties"] else { return [] }
        return members.keys.sorted()
    }

    private func definition(_ name: String) -> JSON? { schema["$defs"]?[name] }

    @Test func knowsTheKeysOfAnExercise() {
        #expect(keys(schema) == ExerciseReader.keys.sorted())
        #expect(schema["required"] == .array(ExerciseReader.required.map { .string($0) }))
    }

    @Test func knowsTheKeysOfChecksStepsAndRules() {
        #expect(keys(definition("check")) == CheckReader.keys.sorted())
        #expect(keys(definition("step")) == StepReader.keys.sorted())
        #expect(keys(definition("rule")) == DiagnosisReader.keys.sorted())
        #expect(keys(definition("expectations")) == ExpectationReader.shortKeys.sorted())
    }

    @Test func knowsThePredicates() {
        #expect(keys(definition("predicate")) == PredicateReader.names.sorted())
    }

    @Test func knowsTheWordsOfTheModel() {
        let words = { (names: [String]) in JSON.array(names.map { .string($0) }) }
        #expect(definition("track")?["enum"] == words(Track.allCases.map(\.rawValue)))
        #expect(
            definition("check")?["properties"]?["category"]?["enum"]
                == words(Category.allCases.map(\.rawValue)))
        #expect(
            schema["properties"]?["mode"]?["enum"] == words(Exercise.Mode.allCases.map(\.rawValue)))
    }

    @Test func describesEveryKeyThatAnEditorCompletesFirst() {
        for key in ExerciseReader.keys {
            #expect(schema["properties"]?[key]?["description"] != nil, "\(key)")
        }
    }
}
