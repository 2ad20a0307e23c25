package dev.usher.query.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.Channel;
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
import dev.usher.api.InvitationEvent.Path;
import dev.usher.api.InvitationEvent.Proof;
import dev.usher.api.InvitationEvent.RegistrationStarted;
import dev.usher.api.InvitationEvent.VerificationRequested;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SentencesTest {

    private static final Instant AT = Instant.parse("2026-03-02T10:00:00Z");
    private static final Instant LATER = Instant.parse("2026-03-09T10:00:00Z");
    private static final UserId ANN = new UserId("ann");
    private static final UserId ADA = new UserId("ada");

    private final InvitationId id = InvitationId.next();
    private final TeamId team = TeamId.next();
    private final InvitationCreated created = created(Invitee.of(new EmailAddress("ada@example.org")), Channel.EMAIL);

    private InvitationCreated created(Invitee invitee, Channel channel) {
        return new InvitationCreated(id, team, AT, invitee, Role.MEMBER, "Hi", ANN, channel, null, LATER, null, null);
    }

    private Map<InvitationEvent, String> said() {
        Map<InvitationEvent, String> said = new LinkedHashMap<>();
        said.put(created, "User ann invited ada@example.org as member, open until 2026-03-09T10:00:00Z.");
        said.put(
                created(Invitee.of(ADA), Channel.LINK),
                "User ann invited user ada as member, open until 2026-03-09T10:00:00Z, with a link and no letter.");
        said.put(created.forgotten(), "User ann invited (forgotten) as member, open until 2026-03-09T10:00:00Z.");
        said.put(new InvitationMailed(id, team, AT, 1), "Letter 1 left for the invitee.");
        said.put(
                new InvitationMailFailed(id, team, AT, 2, "550 no such mailbox"),
                "Letter 2 was refused for good: 550 no such mailbox.");
        said.put(new InvitationMailFailed(id, team, AT, 2, null), "Letter 2 was refused for good: (forgotten).");
        said.put(
                new InvitationResent(id, team, AT, 2, new UserId("key-7"), LATER),
                "API key key-7 sent it again, open until 2026-03-09T10:00:00Z:"
                        + " link 2 is the only valid one from now on.");
        said.put(
                new VerificationRequested(id, team, AT, ADA, 1, null),
                "User ada said that the invited address is theirs, and asked for a letter to prove it.");
        said.put(
                new InviteeVerified(id, team, AT, ADA, Proof.ACCOUNT_ADDRESS),
                "User ada proved that the invited address is theirs: it is a verified one of their account.");
        said.put(
                new InviteeVerified(id, team, AT, ADA, Proof.MAILED_TOKEN),
                "User ada proved that the invited address is theirs: they had the letter that was sent there.");
        said.put(new RegistrationStarted(id, team, AT), "Somebody who holds the link asked to register an account.");
        said.put(new InviteeRegistered(id, team, AT, ADA), "User ada registered their account by this invitation.");
        said.put(
                new InviteeBound(id, team, AT, ADA, Path.REGISTERED),
                "The invitation belongs to user ada from now on, who registered for it.");
        said.put(
                new InviteeBound(id, team, AT, ADA, Path.SIGNED_IN),
                "The invitation belongs to user ada from now on, who signed in with their account.");
        said.put(
                new InvitationAccepted(id, team, AT, ADA, Role.MEMBER),
                "User ada accepted and joins the team as member.");
        said.put(new InvitationDeclined(id, team, AT, ADA), "User ada declined.");
        said.put(new InvitationDeleted(id, team, AT, ANN), "User ann deleted the invitation.");
        said.put(new InvitationExpired(id, team, AT), "The time of the invitation had passed: it expired.");
        said.put(
                new InviteeForgotten(id, team, AT),
                "The invitee was forgotten: what was personal of them cannot be read any more.");
        return said;
    }

    @Test
    void everyKindOfFactIsToldInWords() {
        said().forEach((fact, words) -> assertThat(Sentences.of(fact)).isEqualTo(words));
    }

    @Test
    void noKindIsLeftOutHere() {
        List<Class<?>> kinds = said().keySet().stream()
                .<Class<?>>map(InvitationEvent::getClass)
                .distinct()
                .toList();

        assertThat(Stream.of(InvitationEvent.class.getPermittedSubclasses()))
                .containsExactlyInAnyOrderElementsOf(kinds);
    }
}
