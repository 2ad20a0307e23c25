package dev.usher.query;

import dev.usher.api.EmailAddress;
import dev.usher.api.EmailDomain;
import dev.usher.api.Fact;
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
import dev.usher.api.LanguageTag;
import dev.usher.api.Metadata;
import dev.usher.api.Role;
import dev.usher.api.TeamEvent.ApiKeyCreated;
import dev.usher.api.TeamEvent.ApiKeyDeleted;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamEvent.MemberLeft;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamEvent.TeamSettingsChanged;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.eventstore.StoredFact;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Random logs: a few teams and users, some dozens of invitations, their facts interleaved, over several days, at
 * positions with holes. Any fact may follow any other, since a projection has no say in what is possible.
 */
public final class Histories {

    private static final int KINDS_AFTER_CREATION = 13;

    private final String ids;
    private final Random random;
    private final List<StoredFact> history = new ArrayList<>();
    private final List<InvitationCreated> created = new ArrayList<>();
    private final Set<InvitationId> forgotten = new HashSet<>();
    private Instant now = Instant.parse("2026-02-27T21:00:00.123Z");
    private long position;

    private Histories(String ids, long seed) {
        this.ids = ids;
        this.random = new Random(seed);
    }

    public static List<StoredFact> random(long seed, int facts) {
        return random("", seed, facts);
    }

    /** @param ids with which all ids begin, for who has a log with others in it */
    public static List<StoredFact> random(String ids, long seed, int facts) {
        Histories histories = new Histories(ids, seed);
        for (int i = 0; i < facts; i++) {
            histories.happen();
        }
        return histories.history;
    }

    /** The same, as it is read when those who are forgotten at its end have been forgotten. */
    public static List<StoredFact> readLater(List<StoredFact> history) {
        Set<InvitationId> forgotten = history.stream()
                .map(StoredFact::fact)
                .filter(InviteeForgotten.class::isInstance)
                .map(fact -> ((InviteeForgotten) fact).invitationId())
                .collect(Collectors.toSet());
        return history.stream()
                .map(stored ->
                        new StoredFact(stored.position(), readLater(stored.fact(), forgotten), stored.metadata()))
                .toList();
    }

    private static Fact readLater(Fact fact, Set<InvitationId> forgotten) {
        return switch (fact) {
            case InvitationCreated f when forgotten.contains(f.invitationId()) -> f.forgotten();
            case InvitationMailFailed f
            when forgotten.contains(f.invitationId()) ->
                new InvitationMailFailed(f.invitationId(), f.teamId(), f.at(), f.generation(), null);
            default -> fact;
        };
    }

    private void happen() {
        now = now.plus(Duration.ofMillis(random.nextInt(3_600_000)));
        position += 1 + random.nextInt(3);
        Fact fact = switch (random.nextInt(10)) {
            case 0 -> ofTeam(team());
            case 1, 2 -> creation();
            default -> created.isEmpty() ? creation() : ofInvitation(one(created));
        };
        history.add(new StoredFact(position, fact, Map.of()));
    }

    private Fact ofTeam(TeamId team) {
        return switch (random.nextInt(8)) {
            case 0 -> new TeamFounded(team, now, "Team " + team, user());
            case 1 -> new TeamSettingsChanged(team, now, user(), List.of(new EmailDomain("x.org")), 7);
            case 2 ->
                new ApiKeyCreated(team, now, new UserId(ids + "k" + random.nextInt(6)), "Key", Role.ADMIN, user());
            case 3 -> new ApiKeyDeleted(team, now, new UserId(ids + "k" + random.nextInt(6)), user());
            case 4 -> new MemberLeft(team, now, user());
            default -> new MemberAdmitted(team, now, user(), random.nextBoolean() ? Role.ADMIN : Role.MEMBER);
        };
    }

    private Fact creation() {
        Invitee invitee = random.nextBoolean()
                ? Invitee.of(user())
                : Invitee.of(
                        new EmailAddress("u" + random.nextInt(9) + (created.size() % 3 == 0 ? "@y.org" : "@x.org")));
        InvitationCreated fact = new InvitationCreated(
                new InvitationId(ids + "i" + created.size()),
                team(),
                now,
                invitee,
                random.nextBoolean() ? Role.ADMIN : Role.MEMBER,
                random.nextBoolean() ? "Join 'us'; -- ü" : null,
                user(),
                random.nextBoolean() ? Channel.EMAIL : Channel.LINK,
                null,
                now.plus(Duration.ofDays(random.nextInt(9))),
                random.nextBoolean() ? new LanguageTag("de-CH") : null,
                random.nextBoolean() ? new Metadata(Map.of("order", "7")) : null);
        created.add(fact);
        return fact;
    }

    private Fact ofInvitation(InvitationCreated of) {
        InvitationId id = of.invitationId();
        TeamId team = of.teamId();
        int generation = 1 + random.nextInt(3);
        return switch (random.nextInt(KINDS_AFTER_CREATION)) {
            case 0 -> new InvitationMailed(id, team, now, generation);
            case 1 ->
                new InvitationMailFailed(
                        id, team, now, generation, forgotten.contains(id) ? null : "550 no such mailbox");
            case 2 -> new InvitationResent(id, team, now, generation, user(), now.plus(Duration.ofDays(7)));
            case 3 -> new VerificationRequested(id, team, now, user(), generation, URI.create("https://x.org/"));
            case 4 -> new InviteeVerified(id, team, now, user(), Proof.MAILED_TOKEN);
            case 5 -> new RegistrationStarted(id, team, now);
            case 6 -> new InviteeRegistered(id, team, now, user());
            case 7 -> new InviteeBound(id, team, now, user(), random.nextBoolean() ? Path.REGISTERED : Path.SIGNED_IN);
            case 8 -> new InvitationAccepted(id, team, now, user(), of.role());
            case 9 -> new InvitationDeclined(id, team, now, user());
            case 10 -> new InvitationDeleted(id, team, now, user());
            case 11 -> {
                forgotten.add(id);
                yield new InviteeForgotten(id, team, now);
            }
            default -> new InvitationExpired(id, team, now);
        };
    }

    private TeamId team() {
        return new TeamId(ids + "t" + random.nextInt(3));
    }

    private UserId user() {
        return new UserId(ids + "u" + random.nextInt(6));
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
