"""WebSocket frames of both sides (RFC 6455, section 5), read apart from the server."""


def masked(opcode, contents, key=b"\1\2\3\4", fin=True):
    """A frame of a client's."""
    size = len(contents)
    head = bytes([(0x80 if fin else 0) | opcode])
    if size < 126:
        head += bytes([0x80 | size])
    elif size < 65536:
        head += b"\xfe" + size.to_bytes(2)
    else:
        head += b"\xff" + size.to_bytes(8)
    return head + key + bytes(byte ^ key[i % 4] for i, byte in enumerate(contents))


def split(data, is_client):
    """Yields (opcode, fin, contents) of each whole frame; then "fault" or "more" or "end"."""
    place = 0
    while place < len(data):
        if len(data) - place < 2:
            yield "more", False, b""
            return
        first, second = data[place], data[place + 1]
        size, start = second & 0x7F, place + 2
        if size > 125:
            width = 2 if size == 126 else 8
            size, start = int.from_bytes(data[start : start + width]), start + width
        key = b""
        if second & 0x80:
            key, start = data[start : start + 4], start + 4
        opcode, is_control = first & 0x0F, first & 0x08
        wrong = first & 0x70 or bool(second & 0x80) != is_client or opcode not in (0, 1, 2, 8, 9, 10)
        if wrong or is_control and (not first & 0x80 or second & 0x7F > 125):
            yield "fault", False, b""
            return
        if start + size > len(data):
            yield "more", False, b""
            return
        contents = data[start : start + size]
        if key:
            contents = bytes(byte ^ key[i % 4] for i, byte in enumerate(contents))
        yield opcode, bool(first & 0x80), contents
        place = start + size
    yield "end", False, b""


def is_text(contents):
    try:
        contents.decode()
    except UnicodeDecodeError:
        return False
    return True


def heard(data):
    """The messages and the pings in what a client sent, up to its close or its first fault."""
    messages, pings, open_message = [], [], None
    for opcode, fin, contents in split(data, is_client=True):
        if opcode == 9:
            pings.append(contents)
        elif opcode in (1, 2) and open_message is None:
            open_message = (opcode, contents)
        elif opcode == 0 and open_message is not None:
            open_message = (open_message[0], open_message[1] + contents)
        elif opcode != 10:
            break
        if opcode in (0, 1, 2) and fin:
            if open_message[0] == 1 and not is_text(open_message[1]):
                break
            messages.append(open_message)
            open_message = None
    return messages, pings


def complaint(sent, came, at_end):
    """What is wrong with the frames of an echoing server; and whether it has closed."""
    messages, pings = heard(sent)
    echoed, ponged, is_closed = [], [], False
    for opcode, fin, contents in split(came, is_client=False):
        if opcode == "fault" or is_closed and opcode != "end":
            return "the server sent a frame that is none, or one after its close", True
        if opcode == "more":
            return ("a frame is cut short" if at_end else None), at_end
        if opcode in (1, 2):
            echoed.append((opcode, contents))
            if not fin or opcode == 1 and not is_text(contents):
                return "a message is no text, or not whole", True
        elif opcode == 10:
            ponged.append(contents)
        elif opcode == 8:
            is_closed = True
            if len(contents) == 1 or not is_text(contents[2:]):
                return "a close frame that is none", True
        elif opcode == 0:
            return "a continuation of nothing", True
    if echoed != messages[: len(echoed)]:
        return f"echoed {echoed[-1]!r}, which was not sent", True
    if ponged != pings[: len(ponged)]:
        return f"a pong {ponged[-1]!r} without its ping", True
    return None, is_closed or at_end
