import Hosting
import NIOCore
import Testing

@Suite struct MarshalWriterTests {
    @Test func writesATupleOfAllTypesAsCPythonReadsIt() {
        var writer = MarshalWriter(appendingTo: ByteBuffer())
        writer.beginTuple(count: 6)
        writer.writeNone()
        writer.write(true)
        writer.write(Int32(-2))
        writer.write("é")
        writer.write(bytes: [0, 255])
        writer.beginList(count: 0)
        // Python: marshal.loads(bytes.fromhex(…)) == (None, True, -2, "é", b"\x00\xff", [])
        #expect(
            writer.buffer.readableBytesView.map { $0 } == [
                0x28, 6, 0, 0, 0, 0x4E, 0x54, 0x69, 0xFE, 0xFF, 0xFF, 0xFF,
                0x75, 2, 0, 0, 0, 0xC3, 0xA9, 0x73, 2, 0, 0, 0, 0, 0xFF, 0x5B, 0, 0, 0, 0,
            ])
    }
}
