import Course

extension ServerSentEvent {
    /// The event as an observation has it; `at` is when it was complete, in milliseconds.
    func observed(at time: Double) -> JSON {
        var members: [String: JSON] = ["data": .string(data), "at": .double(time)]
        if let id { members["id"] = .string(id) }
        if let event { members["event"] = .string(event) }
        if let retry { members["retry"] = .int(retry) }
        if let json = JSON(parsing: data) { members["json"] = json }
        return .object(members)
    }
}
