package dev.usher.command.organization;

import dev.usher.api.EmailAddress;
import dev.usher.api.Fields;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.LanguageTag;
import dev.usher.api.Metadata;
import dev.usher.api.PlainText;
import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.Roles;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.CreateInvitation;
import dev.usher.command.mail.LinkEndpoints;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * What an inviter sends (docs/api.md, Organizations): as text, so that all that is wrong with it can be said at once.
 *
 * @param email or {@code inviteeId}: exactly one of both
 * @param role null for the standard one
 * @param expiresIn an ISO 8601 duration; null for seven days
 * @param acceptUrl null for the deployment's own page
 * @param channel {@code email} (null too), or {@code link}: no letter, the answer has the link
 */
public record NewInvitation(
        String email,
        String inviteeId,
        String role,
        String message,
        String locale,
        String expiresIn,
        String acceptUrl,
        String channel,
        Map<String, String> metadata) {

    /** Makes wishes of what inviters send. */
    @Component
    public static final class Reader {

        private static final int LONGEST_MESSAGE = 4000;

        private final LinkEndpoints endpoints;
        private final Roles roles;
        private final Clock clock;

        Reader(LinkEndpoints endpoints, Roles roles, Clock clock) {
            this.endpoints = endpoints;
            this.roles = roles;
            this.clock = clock;
        }

        /** @throws Refusal INVALID, naming every field that is wrong */
        public CreateInvitation wish(InvitationId id, TeamId team, UserId inviter, NewInvitation given) {
            Fields fields = new Fields();
            Invitee invitee = invitee(fields, given);
            Role role = fields.read("role", given.role, text -> roles.known(new Role(text)));
            String message = fields.read(
                    "message", given.message, text -> PlainText.optionalLines("message", text, LONGEST_MESSAGE));
            Channel channel = fields.read("channel", given.channel, Reader::channel);
            URI acceptUrl = fields.read("acceptUrl", given.acceptUrl, url -> endpoints.check("acceptUrl", url));
            Instant expiresAt = fields.read("expiresIn", given.expiresIn, this::expiry);
            LanguageTag locale = fields.read("locale", given.locale, LanguageTag::new);
            Metadata metadata = fields.read("metadata", given.metadata, Metadata::new);
            fields.check();
            return new CreateInvitation(
                    id,
                    team,
                    invitee,
                    role == null ? roles.standard() : role,
                    message,
                    inviter,
                    channel == null ? Channel.EMAIL : channel,
                    acceptUrl,
                    expiresAt,
                    locale,
                    metadata);
        }

        private static Invitee invitee(Fields fields, NewInvitation given) {
            if ((given.email == null) == (given.inviteeId == null)) {
                fields.wrong(
                        "email",
                        "give an email or an inviteeId, %s"
                                .formatted(given.email == null ? "none was given" : "not both"));
                return null;
            }
            return given.email != null
                    ? fields.read("email", given.email, text -> Invitee.of(new EmailAddress(text)))
                    : fields.read("inviteeId", given.inviteeId, text -> Invitee.of(new UserId(text)));
        }

        private static Channel channel(String text) {
            return switch (text) {
                case "email" -> Channel.EMAIL;
                case "link" -> Channel.LINK;
                default ->
                    throw Refusal.Code.INVALID.because("channel must be email or link, was " + PlainText.quoted(text));
            };
        }

        private Instant expiry(String text) {
            return clock.instant().plus(life(text));
        }

        /** @throws Refusal INVALID unless it is between an hour and a year */
        static Duration life(String text) {
            try {
                Duration life = Duration.parse(text);
                if (life.compareTo(Duration.ofHours(1)) >= 0 && life.compareTo(Duration.ofDays(365)) <= 0) {
                    return life;
                }
            } catch (DateTimeParseException | ArithmeticException _) {
                // Refused below like one that is too short.
            }
            throw Refusal.Code.INVALID.because(
                    "expiresIn must be an ISO 8601 duration from PT1H to P365D, was " + PlainText.quoted(text));
        }
    }
}
