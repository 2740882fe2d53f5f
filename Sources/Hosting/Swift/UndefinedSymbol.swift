import Foundation

/// Something that a learner's file uses and that the linker does not find.
///
/// Most often it is a member of a system module that the file does not import: Swift lets it be used
/// when another module imports that one, but only what the file imports itself is linked.
struct UndefinedSymbol: Equatable {
    /// What happened, then the repair; with the line where it is known.
    var message: String
    /// The first line that uses it.
    var location: SourceLocation?

    /// System modules that are linked only where they are imported; Foundation's parts come last, as
    /// their names also occur in the symbols of others.
    private static let modules = [
        "FoundationNetworking", "FoundationXML", "RegexBuilder", "Synchronization", "Observation",
        "Distributed", "Dispatch", "Foundation",
    ]

    /// Reads what the linker says; nil when no symbol is missing.
    init?(linkerOutput output: String, file: String) {
        let lines = output.split(separator: "\n").map(String.init)
        guard let index = lines.firstIndex(where: { Self.symbol(in: $0) != nil }),
            let symbol = Self.symbol(in: lines[index])
        else { return nil }
        location = lines[index...].lazy.compactMap { Self.place(in: $0, file) }.first
        let place = location.map { "Line \($0.line): " } ?? ""
        let name = Self.identifiers(of: symbol).first { !Self.isModule($0) } ?? symbol
        let module = Self.modules.first { symbol.contains("\($0.count)\($0)") }
        let isFoundations = symbol.contains("20FoundationEssentials")
        guard let module = module ?? (isFoundations ? "Foundation" : nil) else {
            message = "\(place)the file compiles, and something that it uses is nowhere: \(name)."
            return
        }
        let member = name == symbol ? "Something here" : "`\(name)`"
        message =
            "\(place)\(member) belongs to \(module), which the file does not import. "
            + "Add `import \(module)` at the top."
    }

    /// The names in a mangled symbol, each after its length: `$sSy10FoundationE23removing…`.
    private static func identifiers(of symbol: String) -> [String] {
        var names: [String] = []
        var rest = symbol[...]
        while let start = rest.firstIndex(where: \.isNumber) {
            let digits = rest[start...].prefix(while: \.isNumber)
            rest = rest[digits.endIndex...]
            guard let length = Int(digits), length > 0, length <= rest.count else { continue }
            names.append(String(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return names
    }

    private static func isModule(_ name: String) -> Bool {
        modules.contains(name) || name == "FoundationEssentials"
    }

    /// `ld.lld: error: undefined symbol: NAME`, or ``undefined reference to `NAME'``.
    private static func symbol(in line: String) -> String? {
        line.firstMatch(of: /undefined (?:symbol|reference to)[: ]+[`'"]?([^'"\s]+)/)
            .map { String($0.1) }
    }

    /// A line such as `>>> referenced by Routes.swift:7 (/home/a/Routes.swift:7)`.
    private static func place(in line: String, _ file: String) -> SourceLocation? {
        guard let match = line.firstMatch(of: /\((\/.+):(\d+)\)$/), match.1 == file,
            let number = Int(match.2), number > 0
        else { return nil }
        return SourceLocation(file: file, line: number)
    }
}
