package dev.usher.api.organization;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.usher.api.PlainText;
import dev.usher.api.Refusal;
import java.util.Arrays;
import java.util.Locale;

/** What became of an invitation. */
public enum InvitationStatus {
    OPEN,
    ACCEPTED,
    DECLINED,
    DELETED,
    EXPIRED;

    /** As clients see it: {@code open}. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws Refusal INVALID, naming those there are */
    public static InvitationStatus of(String text) {
        return Arrays.stream(values())
                .filter(status -> status.text().equals(text))
                .findFirst()
                .orElseThrow(() -> Refusal.Code.INVALID.because("status must be one of %s, was %s"
                        .formatted(
                                Arrays.stream(values())
                                        .map(InvitationStatus::text)
                                        .toList(),
                                PlainText.quoted(text))));
    }
}
