package dev.usher.command.organization;

import dev.usher.api.PlainText;
import dev.usher.api.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions of an invitation as HTTP has them: {@code ETag} in answers, {@code If-Match} in requests. */
final class Versions {

    private static final Pattern ETAG = Pattern.compile("\"([0-9]{1,18})\"");

    private Versions() {}

    static String etag(long version) {
        return "\"" + version + "\"";
    }

    /**
     * @param ifMatch null, {@code *}, or one version as an {@code ETag} said it
     * @return null for any version
     */
    static Long wished(String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        Matcher etag = ETAG.matcher(ifMatch.strip());
        if (!etag.matches()) {
            throw Refusal.Code.INVALID.because(
                    "If-Match must be one ETag of this invitation, such as \"3\", was " + PlainText.quoted(ifMatch));
        }
        return Long.valueOf(etag.group(1));
    }
}
