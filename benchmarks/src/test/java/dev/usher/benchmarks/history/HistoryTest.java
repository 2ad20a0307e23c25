package dev.usher.benchmarks.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.Fact;
import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationDeclined;
import dev.usher.api.InvitationEvent.InvitationDeleted;
import dev.usher.api.InvitationEvent.InvitationExpired;
import dev.usher.api.InvitationEvent.InvitationMailFailed;
import dev.usher.api.InvitationEvent.InvitationResent;
import dev.usher.api.InvitationEvent.InviteeBound;
import dev.usher.api.InvitationEvent.InviteeVerified;
import dev.usher.api.Role;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.command.invitation.LegalLife;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final int INVITATIONS = 20_000;
    private static final Instant END = Instant.parse("2026-01-01T00:00:00Z");
    private static final History HISTORY = History.of(INVITATIONS, 7, END);
    private static final List<PastFact> FACTS = HISTORY.facts().toList();

    @Test
    void the_same_seed_gives_the_same_facts() {
        History small = History.of(500, 3, END);
        assertThat(small.facts().toList())
                .isEqualTo(History.of(500, 3, END).facts().toList());
    }

    /** Also in another process, on another machine. Who changes what is invented changes this. */
    @Test
    void the_same_seed_gives_the_same_facts_everywhere() {
        String all = History.of(500, 3, END).facts().map(PastFact::toString).collect(Collectors.joining());
        assertThat(UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)))
                .hasToString("5b94d7cd-b1dc-37c1-aeaf-b0016adb73af");
    }

    @Test
    void another_seed_or_another_end_gives_others() {
        List<String> here = ids(History.of(500, 3, END));
        assertThat(ids(History.of(500, 4, END))).doesNotContainAnyElementsOf(here);
        assertThat(History.of(500, 3, END.plusSeconds(60)).biggestTeam())
                .isNotEqualTo(History.of(500, 3, END).biggestTeam());
    }

    private static List<String> ids(History history) {
        return history.facts().map(PastFact::stream).toList();
    }

    @Test
    void the_founder_of_the_biggest_team_can_be_named() {
        UserId olga = new UserId("olga");
        History ours = History.of(500, 3, END).foundedBy(olga);
        assertThat(ours.biggestTeam()).isEqualTo(History.of(500, 3, END).biggestTeam());
        assertThat(ours.facts().map(PastFact::fact).filter(fact -> fact.teamId().equals(ours.biggestTeam())))
                .first()
                .hasFieldOrPropertyWithValue("foundedBy", olga);
    }

    @Test
    void fewer_than_ten_are_no_history() {
        assertThatThrownBy(() -> History.of(9, 1, END))
                .hasMessage("a history must have at least 10 invitations, had 9");
        assertThat(of(InvitationCreated.class, History.of(10, 1, END).facts().toList()))
                .hasSize(10);
    }

    @Test
    void facts_come_in_the_order_of_time_and_within_a_year() {
        assertThat(FACTS)
                .isSortedAccordingTo(Comparator.comparing(fact -> fact.fact().at()));
        assertThat(FACTS.getFirst().fact().at()).isEqualTo(END.minus(Duration.ofDays(365)));
        assertThat(FACTS.getLast().fact().at()).isBefore(END).isAfter(END.minus(Duration.ofHours(3)));
    }

    @Test
    void streams_count_from_zero_without_gaps_and_no_id_comes_twice() {
        streams()
                .values()
                .forEach(stream -> assertThat(stream.stream().map(PastFact::number))
                        .containsExactlyElementsOf(
                                LongStream.range(0, stream.size()).boxed().toList()));
        assertThat(FACTS.stream().map(PastFact::eventId)).doesNotHaveDuplicates();
    }

    @Test
    void the_aggregate_would_have_allowed_every_life() {
        streams().values().stream()
                .filter(stream -> stream.getFirst().type().equals("Invitation"))
                .forEach(stream -> live(stream.stream()
                        .map(fact -> (InvitationEvent) fact.fact())
                        .toList()));
    }

    @Test
    void what_the_aggregate_would_not_allow_is_noticed() {
        List<InvitationEvent> facts = streams().values().stream()
                .map(stream -> stream.stream().map(PastFact::fact).toList())
                .filter(stream -> stream.getLast() instanceof InvitationAccepted
                        && stream.get(stream.size() - 3) instanceof InviteeVerified)
                .findAny()
                .orElseThrow()
                .stream()
                .map(InvitationEvent.class::cast)
                .toList();
        assertThatThrownBy(() -> live(facts.subList(1, facts.size()))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> live(without(facts, InviteeVerified.class))).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> live(without(facts, InviteeBound.class))).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> live(Collections.nCopies(2, facts.getFirst()))).isInstanceOf(AssertionError.class);
    }

    private static List<InvitationEvent> without(List<InvitationEvent> facts, Class<?> kind) {
        return facts.stream().filter(fact -> !kind.isInstance(fact)).toList();
    }

    private static void live(List<InvitationEvent> facts) {
        LegalLife life = new LegalLife();
        facts.forEach(life::live);
    }

    @Test
    void the_team_would_have_allowed_every_invitation() {
        Membership membership = new Membership();
        FACTS.forEach(fact -> membership.follow(fact.fact()));
        assertThat(places()).extracting(Place::terms).containsExactlyInAnyOrderElementsOf(membership.open());
    }

    @Test
    void what_the_team_would_not_allow_is_noticed() {
        InvitationCreated first = of(InvitationCreated.class, FACTS).getFirst();
        MemberAdmitted founder = of(MemberAdmitted.class, FACTS).getFirst();
        Membership membership = new Membership();
        assertThatThrownBy(() -> membership.follow(first)).isInstanceOf(AssertionError.class);
        membership.follow(founder);
        membership.follow(first);
        assertThatThrownBy(() -> membership.follow(first)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> membership.follow(founder)).isInstanceOf(AssertionError.class);
    }

    private static List<Place> places() {
        Timeline timeline = HISTORY.timeline();
        timeline.forEachRemaining(_ -> {});
        return timeline.places().toList();
    }

    @Test
    void one_team_has_a_tenth_and_sizes_follow_a_power_law() {
        Map<TeamId, Long> sizes = of(InvitationCreated.class, FACTS).stream()
                .collect(Collectors.groupingBy(Fact::teamId, Collectors.counting()));
        assertThat(sizes).containsEntry(HISTORY.biggestTeam(), INVITATIONS / 10L);
        List<Long> sorted =
                sizes.values().stream().sorted(Comparator.reverseOrder()).toList();
        assertThat(sorted.stream().mapToLong(size -> size).sum()).isEqualTo(INVITATIONS);
        assertThat(sorted.get(1)).isBetween(INVITATIONS / 100L, INVITATIONS / 30L);
        assertThat(sorted.get(sorted.size() / 2)).isBetween(3L, 8L);
        assertThat(sorted.get(sorted.size() / 100)).isGreaterThan(80);
    }

    @Test
    void big_teams_have_many_who_invite_and_small_ones_few() {
        Map<TeamId, Map<UserId, Long>> creators = of(InvitationCreated.class, FACTS).stream()
                .collect(Collectors.groupingBy(
                        Fact::teamId, Collectors.groupingBy(InvitationCreated::createdBy, Collectors.counting())));
        Collection<Long> shares = creators.get(HISTORY.biggestTeam()).values();
        assertThat(shares).hasSizeBetween(8, 15);
        assertThat(Collections.max(shares)).isGreaterThan(3 * Collections.min(shares));
        assertThat(creators.values().stream().filter(team -> team.size() <= 3).count())
                .isGreaterThan(creators.size() * 9 / 10);
    }

    @Test
    void what_becomes_of_invitations_is_in_proportion() {
        assertThat(share(of(InvitationAccepted.class, FACTS).size())).isCloseTo(0.55, within(0.03));
        assertThat(share(of(InvitationDeclined.class, FACTS).size())).isCloseTo(0.04, within(0.01));
        assertThat(share(of(InvitationDeleted.class, FACTS).size())).isCloseTo(0.05, within(0.01));
        assertThat(share(of(InvitationExpired.class, FACTS).size())).isCloseTo(0.36, within(0.03));
        assertThat(share(of(InvitationResent.class, FACTS).size())).isCloseTo(0.045, within(0.015));
        assertThat(share(of(InvitationMailFailed.class, FACTS).size())).isCloseTo(0.015, within(0.005));
        assertThat(share(FACTS.size())).isCloseTo(History.FACTS_AN_INVITATION, within(0.2));
        List<InvitationCreated> created = of(InvitationCreated.class, FACTS);
        assertThat(share(created.stream()
                        .filter(fact -> fact.role().equals(Role.ADMIN))
                        .count()))
                .isCloseTo(0.05, within(0.015));
        assertThat(share(created.stream()
                        .filter(fact -> fact.invitee().userId() != null)
                        .count()))
                .isCloseTo(0.1, within(0.02));
    }

    @Test
    void people_answer_after_hours_and_invite_on_working_days() {
        Map<String, Instant> created = new HashMap<>();
        of(InvitationCreated.class, FACTS)
                .forEach(fact -> created.put(fact.invitationId().value(), fact.at()));
        List<Duration> delays = of(InvitationAccepted.class, FACTS).stream()
                .map(fact -> Duration.between(created.get(fact.invitationId().value()), fact.at()))
                .sorted()
                .toList();
        assertThat(delays.getFirst()).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
        assertThat(delays.get(delays.size() / 2)).isBetween(Duration.ofHours(3), Duration.ofHours(8));
        Map<DayOfWeek, Long> days = created.values().stream()
                .collect(Collectors.groupingBy(at -> at.atZone(ZoneOffset.UTC).getDayOfWeek(), Collectors.counting()));
        assertThat(days.get(DayOfWeek.SUNDAY)).isLessThan(days.get(DayOfWeek.TUESDAY) / 2);
    }

    private static Map<String, List<PastFact>> streams() {
        return FACTS.stream().collect(Collectors.groupingBy(PastFact::stream));
    }

    private static <F extends Fact> List<F> of(Class<F> kind, List<PastFact> facts) {
        return facts.stream()
                .map(PastFact::fact)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private static double share(long count) {
        return (double) count / INVITATIONS;
    }

    private static Offset<Double> within(double share) {
        return Offset.offset(share);
    }
}
