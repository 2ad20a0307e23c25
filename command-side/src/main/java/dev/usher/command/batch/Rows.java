package dev.usher.command.batch;

import dev.usher.api.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The rows of a body in one of the forms that a batch may have. Read twice: to count them, and to invite. */
interface Rows {

    int MOST = 10_000;

    /**
     * Hands over each row in its order. A row that makes no sense is handed over with its reason.
     *
     * @throws Refusal INVALID where the body as a whole makes no sense: what was handed over before is to be forgotten
     */
    void forEach(Consumer<Row> take);

    /** @throws Refusal INVALID unless there are 1 to {@value #MOST}, and all can be found */
    default int count() {
        int[] count = {0};
        forEach(row -> {
            if (++count[0] > MOST) {
                throw Refusal.Code.INVALID.because("a batch must have at most %d rows; send several".formatted(MOST));
            }
        });
        if (count[0] == 0) {
            throw Refusal.Code.INVALID.because("a batch must have at least one row");
        }
        return count[0];
    }

    /** @throws Refusal INVALID when the bytes are no UTF-8; a byte order mark, as spreadsheets write it, is skipped */
    static String text(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw Refusal.Code.INVALID.because("the body must be UTF-8");
        }
    }
}
