import Course

/// Holds an app against its own OpenAPI document, in both directions.
struct ContractRunner: Sendable {
    let stage: Stage

    /// Asks for the document, then for one example of each operation.
    ///
    /// `$.contract` has what was found: `operations`, `undocumented`, `missing`, `unpromised`,
    /// `unfitting` and `repeatedIds`; `$.body` is the document.
    func run(
        _ contract: Contract, _ values: Values, _ runner: StepRunner
    ) async throws -> StepOutcome {
        let letter = try await stage.sender.letter(contract.document, values)
        let result = await stage.sender.send(letter)
        var outcome = try await runner.outcome([letter.request], [result])
        guard case .success(let answer) = result, let body = JSON(parsing: answer.body) else {
            return outcome
        }
        let document = OpenAPIDocument(body)
        var findings = ContractFindings()
        let documented = document.operations
        findings.undocumented = contract.operations.filter { known in
            !documented.contains { $0.isCalled(known) }
        }
        findings.repeatedIDs = Dictionary(grouping: documented.compactMap(\.id)) { $0 }
            .filter { $0.value.count > 1 }.keys.sorted()
        for operation in documented {
            let template = document.example(of: operation, parameters: contract.parameters)
            var request = try values.fill(template)
            request.user = contract.user
            let letter = try await stage.sender.letter(request, values)
            if case .success(let answer) = await stage.sender.send(letter) {
                findings.take(answer, of: operation, in: document)
            }
        }
        findings.operations = documented.map(\.name)
        outcome.more["contract"] = findings.observed
        return outcome
    }
}

/// What was found while an app was held against its document.
struct ContractFindings: Sendable {
    /// Everything that the document has.
    var operations: [String] = []
    /// What the app has and the document does not.
    var undocumented: [String] = []
    /// What the document has and the app does not know.
    var missing: [String] = []
    /// Answers whose status the document does not promise.
    var unpromised: [String] = []
    /// Answers whose body does not fit the schema that the document has for it.
    var unfitting: [String] = []
    /// Operation ids that two operations share.
    var repeatedIDs: [String] = []

    /// Takes in the answer to an example of `operation`.
    mutating func take(
        _ answer: Answer, of operation: OpenAPIDocument.Operation, in document: OpenAPIDocument
    ) {
        guard let promise = operation.response(for: answer.status) else {
            if answer.status == 404 || answer.status == 405 {
                missing.append(operation.name)
            } else {
                let promised = operation.statuses.joined(separator: ", ")
                unpromised.append("\(operation.name) answered \(answer.status), not \(promised)")
            }
            return
        }
        guard let schema = document.jsonSchema(of: promise) else { return }
        let body = JSON(parsing: answer.body)
        let problem =
            body.map { document.problem(with: $0, schema, at: "$") } ?? "the body is no JSON"
        if let problem { unfitting.append("\(operation.name) \(answer.status): \(problem)") }
    }

    var observed: JSON {
        let list = { (texts: [String]) in JSON.array(texts.map { .string($0) }) }
        return [
            "operations": list(operations), "undocumented": list(undocumented),
            "missing": list(missing), "unpromised": list(unpromised),
            "unfitting": list(unfitting), "repeatedIds": list(repeatedIDs),
        ]
    }
}
