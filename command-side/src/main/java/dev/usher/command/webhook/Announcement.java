package dev.usher.command.webhook;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationDeclined;
import dev.usher.api.InvitationEvent.InvitationDeleted;
import dev.usher.api.InvitationEvent.InvitationExpired;
import dev.usher.api.InvitationEvent.InvitationMailFailed;
import dev.usher.api.InvitationEvent.InvitationMailed;
import dev.usher.api.InvitationEvent.InvitationResent;
import dev.usher.api.InvitationEvent.InviteeBound;
import dev.usher.api.InvitationEvent.InviteeForgotten;
import dev.usher.api.InvitationEvent.InviteeRegistered;
import dev.usher.api.InvitationEvent.InviteeVerified;
import dev.usher.api.InvitationEvent.RegistrationStarted;
import dev.usher.api.InvitationEvent.VerificationRequested;
import dev.usher.api.StoredName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * A fact as receivers hear it. Nobody consented to be told about, so it has no address, name, message or reason: whoever may
 * know more reads the invitation by its id.
 */
final class Announcement {

    /** Derived, so that a new fact is told too. */
    static final List<String> EVENTS = Arrays.stream(InvitationEvent.class.getPermittedSubclasses())
            .map(Announcement::nameOf)
            .toList();

    /** Of its own: no setting of the doors changes it. */
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Announcement() {}

    static String nameOf(InvitationEvent fact) {
        return nameOf(fact.getClass());
    }

    /** The whole body, the same for every receiver and attempt. */
    static String of(long position, InvitationEvent fact) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", String.valueOf(position));
        data.put("organizationId", fact.teamId().value());
        data.put("invitationId", fact.invitationId().value());
        data.putAll(new TreeMap<>(details(fact)));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", nameOf(fact));
        body.put("timestamp", TIME.format(fact.at()));
        body.put("data", data);
        return JSON.writeValueAsString(body);
    }

    private static Map<String, Object> details(InvitationEvent event) {
        return switch (event) {
            case InvitationCreated fact ->
                Map.of("role", fact.role().value(), "generation", 1, "expiresAt", text(fact.expiresAt()));
            case InvitationMailed fact -> Map.of("generation", fact.generation());
            case InvitationMailFailed fact -> Map.of("generation", fact.generation());
            case InvitationResent fact -> Map.of("generation", fact.generation(), "expiresAt", text(fact.expiresAt()));
            case VerificationRequested fact -> Map.of("userId", fact.userId().value(), "generation", fact.generation());
            case InviteeVerified fact -> Map.of("userId", fact.userId().value());
            case RegistrationStarted _ -> Map.of();
            case InviteeRegistered fact -> Map.of("userId", fact.userId().value());
            case InviteeBound fact -> Map.of("userId", fact.userId().value(), "path", text(fact.path()));
            case InvitationAccepted fact ->
                Map.of("userId", fact.userId().value(), "role", fact.role().value());
            case InvitationDeclined fact -> Map.of("userId", fact.userId().value());
            case InvitationDeleted _ -> Map.of();
            case InvitationExpired _ -> Map.of();
            case InviteeForgotten _ -> Map.of();
        };
    }

    private static String text(Instant time) {
        return TIME.format(time);
    }

    /** As in the organizations door. */
    private static String text(InvitationEvent.Path path) {
        return path.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String nameOf(Class<?> fact) {
        return fact.getAnnotation(StoredName.class).value();
    }
}
