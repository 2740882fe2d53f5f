import Testing

@testable import Course

@Suite struct VariablesTests {
    let variables: [String: Variable] = [
        "n": .int(2...899), "word": .word, "other": .word, "name": .name, "phrase": .phrase,
        "pick": .choice(["a", 2]),
    ]

    @Test func givesTheReferenceNumbersOfSplitMix64() {
        var generator = SplitMix64(seed: 1_234_567)
        #expect(generator.next() == 6_457_827_717_110_365_317)
        #expect(generator.next() == 3_203_168_211_198_807_973)
        #expect(generator.next() == 9_817_491_932_198_370_423)
    }

    /// These values are part of the promise of `--seed`: the same run, years later, elsewhere.
    @Test func drawsTheSameValuesForEver() {
        let expected: [String: JSON] = [
            "n": 345, "word": "zelilen", "other": "zagebon", "name": "Novopon",
            "phrase": "pupegi motobun", "pick": "a",
        ]
        #expect(Variable.draw(variables, seed: 4711) == expected)
    }

    @Test func drawsOtherValuesForAnotherSeed() {
        #expect(Variable.draw(variables, seed: 1) != Variable.draw(variables, seed: 2))
    }

    @Test func keepsAVariablesValueWhenAnotherIsAdded() {
        let alone = Variable.draw(["n": .int(2...899)], seed: 5)
        #expect(Variable.draw(variables, seed: 5)["n"] == alone["n"])
    }

    @Test func staysInsideItsBounds() {
        var seen: Set<Int> = []
        for seed in 0..<200 as Range<UInt64> {
            guard case .int(let number)? = Variable.draw(["n": .int(-1...1)], seed: seed)["n"]
            else { continue }
            seen.insert(number)
        }
        #expect(seen == [-1, 0, 1])
    }

    @Test func takesTheWidestBounds() {
        var generator = SplitMix64(seed: 1)
        #expect(generator.next(in: Int.min...Int.max) != generator.next(in: Int.min...Int.max))
        #expect(generator.next(in: 3...3) == 3)
    }

    @Test func drawsNoWordTwice() {
        // So many that without the rule some would come twice.
        let many = Dictionary(uniqueKeysWithValues: (0..<2000).map { ("w\($0)", Variable.phrase) })
        let words = Variable.draw(many, seed: 1).values
            .flatMap { ($0.string ?? "").split(separator: " ") }
        #expect(words.count == 4000)
        #expect(Set(words).count == 4000)
    }

    @Test func makesWordsThatCanBeReadAloud() throws {
        for seed in 0..<200 as Range<UInt64> {
            let values = Variable.draw(variables, seed: seed)
            let word = try #require(values["word"]?.string)
            let name = try #require(values["name"]?.string)
            let phrase = try #require(values["phrase"]?.string)
            #expect(word.wholeMatch(of: /(?:[bdfgklmnprstvz][aeiou]){3}n?/) != nil)
            #expect(name.wholeMatch(of: /[BDFGKLMNPRSTVZ][aeiou](?:[a-z][aeiou]){2}n?/) != nil)
            #expect(phrase.split(separator: " ").count == 2)
            #expect(word != "delete" && !word.contains("tool"))
        }
    }
}
