package dev.usher.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads the fields of one input, and refuses all that are wrong together, so that nobody has to correct one at a time. */
public final class Fields {

    private final List<Refusal.Field> wrong = new ArrayList<>();
    private Refusal.Code code;

    /** @return what the type makes of the value, null for null; null also when it refuses, which {@link #check} will say */
    public <A, B> B read(String field, A value, Function<A, B> type) {
        return value == null ? null : required(field, value, type);
    }

    /** As {@link #read}, and the type itself says what it thinks of null. */
    public <A, B> B required(String field, A value, Function<A, B> type) {
        try {
            return type.apply(value);
        } catch (Refusal refusal) {
            code = wrong.isEmpty() ? refusal.code() : Refusal.Code.INVALID;
            wrong.add(new Refusal.Field(field, refusal.getMessage()));
            return null;
        }
    }

    public void wrong(String field, String message) {
        code = Refusal.Code.INVALID;
        wrong.add(new Refusal.Field(field, message));
    }

    /** @throws Refusal INVALID, or what the only wrong field was refused with; naming every field that is wrong */
    public void check() {
        if (!wrong.isEmpty()) {
            throw Refusal.of(code, wrong);
        }
    }
}
