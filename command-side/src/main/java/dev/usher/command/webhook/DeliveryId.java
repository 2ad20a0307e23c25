package dev.usher.command.webhook;

import dev.usher.api.WebhookId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One fact for one webhook. Its text is the {@code webhook-id} by which receivers know what they have heard already. */
record DeliveryId(WebhookId webhook, long position) {

    private static final Pattern FORM = Pattern.compile("msg_([A-Za-z0-9-]{1,64})_([1-9][0-9]{0,17})");

    String text() {
        return "msg_" + webhook + "_" + position;
    }

    /** Empty for what is no such id. */
    static Optional<DeliveryId> of(String text) {
        Matcher id = FORM.matcher(text);
        return id.matches()
                ? Optional.of(new DeliveryId(new WebhookId(id.group(1)), Long.parseLong(id.group(2))))
                : Optional.empty();
    }
}
