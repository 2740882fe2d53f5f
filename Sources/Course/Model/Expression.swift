/// What stands inside `${…}`: a name, a part of its value, or arithmetic over such values.
///
/// `stock`, `tool.name`, `ids[0]`, `30 - stock`, `sum(prices) * 2`. Multiplication and division come
/// before addition and subtraction. A hyphen belongs to a name when a letter or digit follows it, so
/// the operator has blanks around it.
package indirect enum Expression: Sendable, Hashable {
    case number(JSON)
    case value(name: String, path: ObservationPath)
    case apply(Function, Expression)
    case combine(Operator, Expression, Expression)

    /// What can be asked of a list.
    package enum Function: String, Sendable, Hashable, CaseIterable {
        case sum, count, min, max
    }

    /// What can be done with two numbers.
    package enum Operator: Character, Sendable, Hashable {
        case plus = "+"
        case minus = "-"
        case times = "*"
        case over = "/"
    }

    /// Reads an expression.
    ///
    /// - Throws: `TemplateError.noName` for text that is none.
    package init(_ text: some StringProtocol) throws {
        var scanner = ExpressionScanner(String(text))
        self = try scanner.whole()
    }

    /// The names whose values are needed, in their order.
    package var names: [String] {
        switch self {
        case .number: []
        case .value(let name, _): [name]
        case .apply(_, let inner): inner.names
        case .combine(_, let left, let right): left.names + right.names
        }
    }

    /// The value; null where a part is not there, or where numbers are asked for and none are.
    ///
    /// - Throws: `TemplateError.unknownName` for a name that `values` does not have.
    package func value(with values: [String: JSON]) throws -> JSON {
        switch self {
        case .number(let number): return number
        case .value(let name, let path):
            guard let value = values[name] else {
                throw TemplateError.unknownName(name, known: values.keys.sorted())
            }
            return path.value(in: value) ?? .null
        case .apply(let function, let inner):
            return function.applied(to: try inner.value(with: values))
        case .combine(let how, let left, let right):
            return how.combined(try left.value(with: values), try right.value(with: values))
        }
    }
}

extension Expression.Function {
    fileprivate func applied(to value: JSON) -> JSON {
        guard case .array(let elements) = value else { return .null }
        switch self {
        case .count: return .int(elements.count)
        case .sum: return elements.reduce(.int(0)) { Expression.Operator.plus.combined($0, $1) }
        case .min, .max:
            let numbers = elements.compactMap(\.number)
            guard numbers.count == elements.count,
                let found = self == .min ? numbers.min() : numbers.max()
            else { return .null }
            return elements.first { $0.number == found } ?? .null
        }
    }
}

extension Expression.Operator {
    /// Whole numbers stay whole where they can; what is no number, or has no result, is null.
    fileprivate func combined(_ left: JSON, _ right: JSON) -> JSON {
        if case .int(let a) = left, case .int(let b) = right, let whole = whole(a, b) {
            return .int(whole)
        }
        guard let a = left.number, let b = right.number else { return .null }
        let result =
            switch self {
            case .plus: a + b
            case .minus: a - b
            case .times: a * b
            case .over: a / b
            }
        return result.isFinite ? .double(result) : .null
    }

    private func whole(_ a: Int, _ b: Int) -> Int? {
        let (result, overflows) =
            switch self {
            case .plus: a.addingReportingOverflow(b)
            case .minus: a.subtractingReportingOverflow(b)
            case .times: a.multipliedReportingOverflow(by: b)
            case .over: b != 0 && a % b == 0 ? a.dividedReportingOverflow(by: b) : (0, true)
            }
        return overflows ? nil : result
    }
}

/// Reads an expression from left to right.
private struct ExpressionScanner {
    private let text: String
    private var rest: Substring

    init(_ text: String) {
        self.text = text
        rest = text[...]
    }

    mutating func whole() throws -> Expression {
        let expression = try sum()
        skipBlanks()
        guard rest.isEmpty else { throw problem }
        return expression
    }

    private var problem: TemplateError { .noName("${\(text)}") }

    private mutating func sum() throws -> Expression {
        var left = try product()
        while let how = take(.plus) ?? take(.minus) {
            left = .combine(how, left, try product())
        }
        return left
    }

    private mutating func product() throws -> Expression {
        var left = try operand()
        while let how = take(.times) ?? take(.over) { left = .combine(how, left, try operand()) }
        return left
    }

    private mutating func operand() throws -> Expression {
        skipBlanks()
        if rest.first == "(" { return try inParentheses() }
        if let number = number() { return .number(number) }
        let name = name()
        guard !name.isEmpty else { throw problem }
        if rest.first == "(" {
            guard let function = Expression.Function(rawValue: name) else {
                throw TemplateError.unknownFunction(
                    name, known: Expression.Function.allCases.map(\.rawValue))
            }
            return .apply(function, try inParentheses())
        }
        return .value(name: name, path: try path())
    }

    private mutating func inParentheses() throws -> Expression {
        rest.removeFirst()
        let inner = try sum()
        skipBlanks()
        guard rest.popFirst() == ")" else { throw problem }
        return inner
    }

    private mutating func number() -> JSON? {
        let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard digits.first?.isNumber == true else { return nil }
        guard let number = Int(digits).map({ JSON.int($0) }) ?? Double(digits).map({ .double($0) })
        else { return nil }
        rest = rest[digits.endIndex...]
        return number
    }

    private mutating func name() -> String {
        var name = ""
        while let first = rest.first, first.isASCII {
            let continues = first.isLetter || first == "_" || (!name.isEmpty && first.isNumber)
            let after = rest.dropFirst().first
            let isHyphen =
                first == "-" && !name.isEmpty && after.map { $0.isLetter || $0.isNumber } == true
            guard continues || isHyphen else { break }
            name.append(first)
            rest.removeFirst()
        }
        return Template.isName(name) ? name : ""
    }

    /// What follows a name: `.member`, `[0]`, `[*]`.
    private mutating func path() throws -> ObservationPath {
        var written = ""
        while rest.first == "." || rest.first == "[" {
            let isIndex = rest.first == "["
            written.append(rest.removeFirst())
            if isIndex {
                guard let end = rest.firstIndex(of: "]") else { throw problem }
                written += rest[...end]
                rest = rest[rest.index(after: end)...]
            } else {
                let member = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                written += member
                rest = rest[member.endIndex...]
            }
        }
        guard let path = ObservationPath("$" + written) else { throw problem }
        return path
    }

    private mutating func take(_ how: Expression.Operator) -> Expression.Operator? {
        skipBlanks()
        guard rest.first == how.rawValue else { return nil }
        rest.removeFirst()
        return how
    }

    private mutating func skipBlanks() {
        rest = rest.drop { $0 == " " }
    }
}
