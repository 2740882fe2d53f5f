import Foundation

/// A JSON path into what was observed of an exchange, such as `$.body.errors[0].field`.
///
/// The observation is one JSON document; `docs/checks.md` lists its members. A path is `$` followed by `.name`, `['name']`, `[index]`, `[*]` or
/// `..name` (at any depth); with `[*]` or `..` it selects an array of all that match.
package struct ObservationPath: Sendable, Hashable, CustomStringConvertible {
    /// One step into a value.
    package enum Component: Sendable, Hashable {
        case member(String)
        case index(Int)
        case every
        case anyDepth(String)
    }

    package var components: [Component]

    package init(_ components: [Component]) {
        self.components = components
    }

    /// Reads a path; nil when the text is not one.
    package init?(_ text: String) {
        var scanner = PathScanner(text)
        guard let components = scanner.components() else { return nil }
        self.components = components
    }

    package var description: String {
        components.reduce(into: "$") { text, component in
            switch component {
            case .member(let name) where name.isPlainMemberName: text += ".\(name)"
            case .member(let name): text += "['\(name)']"
            case .index(let index): text += "[\(index)]"
            case .every: text += "[*]"
            case .anyDepth(let name): text += "..\(name)"
            }
        }
    }

    /// The path one member further in.
    package func appending(_ component: Component) -> ObservationPath {
        ObservationPath(components + [component])
    }

    /// Whether it selects an array of all that match, rather than one value.
    package var selectsMany: Bool {
        components.contains { component in
            switch component {
            case .every, .anyDepth: true
            case .member, .index: false
            }
        }
    }

    /// The value at this path of `document`, or nil when there is none.
    package func value(in document: JSON) -> JSON? {
        var selection = [document]
        for component in components {
            switch component {
            case .member(let name): selection = selection.compactMap { $0[name] }
            case .index(let index): selection = selection.compactMap { $0[index] }
            case .every: selection = selection.flatMap(\.children)
            case .anyDepth(let name):
                selection = selection.flatMap { $0.descendants(named: name) }
            }
        }
        return selectsMany ? .array(selection) : selection.first
    }
}

extension JSON {
    fileprivate var children: [JSON] {
        switch self {
        case .array(let elements): elements
        case .object(let members): members.sorted { $0.key < $1.key }.map(\.value)
        default: []
        }
    }

    fileprivate func descendants(named name: String) -> [JSON] {
        (self[name].map { [$0] } ?? []) + children.flatMap { $0.descendants(named: name) }
    }
}

extension String {
    fileprivate var isPlainMemberName: Bool {
        !isEmpty && allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    }
}

/// Reads the text of a path from left to right.
private struct PathScanner {
    private var rest: Substring

    init(_ text: String) {
        rest = text[...]
    }

    mutating func components() -> [ObservationPath.Component]? {
        guard take("$") else { return nil }
        var components: [ObservationPath.Component] = []
        while !rest.isEmpty {
            guard let component = component() else { return nil }
            components.append(component)
        }
        return components
    }

    private mutating func component() -> ObservationPath.Component? {
        if take("..") { return name().map { .anyDepth($0) } }
        if take(".") { return name().map { .member($0) } }
        if take("[*]") { return .every }
        if take("['") { return quotedName().map { .member($0) } }
        guard take("["), let end = rest.firstIndex(of: "]"), let index = Int(rest[..<end]) else {
            return nil
        }
        rest = rest[rest.index(after: end)...]
        return .index(index)
    }

    private mutating func name() -> String? {
        let name = rest.prefix { $0 != "." && $0 != "[" }
        rest = rest[name.endIndex...]
        return name.isEmpty ? nil : String(name)
    }

    private mutating func quotedName() -> String? {
        guard let end = rest.range(of: "']") else { return nil }
        defer { rest = rest[end.upperBound...] }
        return String(rest[..<end.lowerBound])
    }

    private mutating func take(_ prefix: String) -> Bool {
        guard rest.hasPrefix(prefix) else { return false }
        rest = rest.dropFirst(prefix.count)
        return true
    }
}
