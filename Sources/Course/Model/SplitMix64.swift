/// A small random number generator whose numbers are the same on every platform, for ever.
///
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014). The
/// standard library may change how it makes ranges of a generator's numbers, so bounded numbers
/// are made here too.
package struct SplitMix64: Sendable {
    private var state: UInt64

    /// A generator that always gives the same numbers for the same `seed`.
    package init(seed: UInt64) {
        state = seed
    }

    /// A generator for one purpose: other purposes of the same seed do not disturb it.
    package init(seed: UInt64, purpose: String) {
        // FNV-1a over the purpose's UTF-8, then one round of mixing with the seed.
        let hash = purpose.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        var mixer = SplitMix64(seed: seed)
        state = mixer.next() ^ hash
    }

    /// The next number, from all 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number of `range`, each as likely as any other.
    package mutating func next(in range: ClosedRange<Int>) -> Int {
        let width = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound)) &+ 1
        guard width != 0 else { return Int(bitPattern: UInt(next())) }
        let limit = UInt64.max - UInt64.max % width
        var number = next()
        while number >= limit { number = next() }
        return range.lowerBound &+ Int(bitPattern: UInt(number % width))
    }

    /// An element of `elements`, or nil when there is none.
    package mutating func element<Element>(of elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[next(in: 0...elements.count - 1)]
    }
}
