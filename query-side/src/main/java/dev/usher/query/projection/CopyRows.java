package dev.usher.query.projection;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Rows in PostgreSQL's binary format of {@code copy}. */
final class CopyRows {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};

    private ByteBuffer bytes = ByteBuffer.allocate(1 << 18);

    CopyRows() {
        bytes.put(SIGNATURE);
        int flags = 0;
        int extension = 0;
        bytes.putInt(flags).putInt(extension);
    }

    void row(int columns) {
        room(Short.BYTES).putShort((short) columns);
    }

    void nothing() {
        room(Integer.BYTES).putInt(-1);
    }

    void number(int value) {
        room(2 * Integer.BYTES).putInt(Integer.BYTES).putInt(value);
    }

    void number(long value) {
        room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(value);
    }

    void bytes(byte[] value) {
        room(Integer.BYTES + value.length).putInt(value.length).put(value);
    }

    /** With the mark of its end. */
    InputStream end() {
        room(Short.BYTES).putShort((short) -1);
        return new ByteArrayInputStream(bytes.array(), 0, bytes.position());
    }

    private ByteBuffer room(int wanted) {
        if (bytes.remaining() < wanted) {
            bytes = ByteBuffer.allocate(2 * (bytes.capacity() + wanted)).put(bytes.flip());
        }
        return bytes;
    }
}
