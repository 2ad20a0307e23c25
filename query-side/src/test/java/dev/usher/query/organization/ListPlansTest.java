package dev.usher.query.organization;

import static dev.usher.query.Filled.assertReads;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.Role;
import dev.usher.api.UserId;
import dev.usher.api.organization.InvitationResource;
import dev.usher.api.organization.InvitationStatus;
import dev.usher.eventstore.Moment;
import dev.usher.query.Filled;
import dev.usher.query.history.AsOf;
import dev.usher.query.listing.Listings;
import dev.usher.query.listing.ListingsOverViews;
import dev.usher.query.listing.Sort;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** No list of a team of twenty thousand invitations reads more than it shows, in whatever order and of whatever status. */
class ListPlansTest {

    /** Of a list without limit. */
    private static final int CHUNK = 500;

    /** Then PostgreSQL may have settled for a plan that does not look at the values any more. */
    private static final int OFTEN = 10;

    private static final Set<InvitationStatus> ALL = EnumSet.allOf(InvitationStatus.class);

    private final Listings listings = ListingsOverViews.listings();

    @BeforeAll
    static void fill() {
        Filled.fill();
    }

    static Stream<Arguments> everySortAndStatus() {
        List<Set<InvitationStatus>> sets = List.of(
                EnumSet.of(InvitationStatus.OPEN),
                EnumSet.of(InvitationStatus.EXPIRED),
                EnumSet.of(InvitationStatus.ACCEPTED, InvitationStatus.DELETED),
                ALL);
        return Stream.of(Sort.values()).flatMap(sort -> sets.stream().map(statuses -> Arguments.of(sort, statuses)));
    }

    private static ListInvitations list(Set<InvitationStatus> statuses, Sort sort) {
        return new ListInvitations(Filled.BIG, statuses, null, null, null, null, null, sort);
    }

    @ParameterizedTest
    @MethodSource("everySortAndStatus")
    void twoChunks(Sort sort, Set<InvitationStatus> statuses) {
        ListInvitations list = list(statuses, sort);
        for (int i = 0; i < OFTEN; i++) {
            read(list, CHUNK + 1);
        }

        assertReads(2 * CHUNK * statuses.size() + 200, Set.of(index(sort)), () -> read(list, CHUNK + 1));
    }

    private static String index(Sort sort) {
        return switch (sort) {
            case NEWEST_FIRST, OLDEST_FIRST -> "invitation_by_creation";
            case FIRST_TO_EXPIRE, LAST_TO_EXPIRE -> "invitation_by_expiry";
            case BY_EMAIL, BY_EMAIL_BACKWARDS -> "invitation_by_address";
        };
    }

    private long read(ListInvitations list, int most) {
        Iterator<InvitationResource> all =
                listings.all(list.selection(), invitation -> invitation).iterator();
        long read = 0;
        while (read < most && all.hasNext()) {
            all.next();
            read++;
        }
        return read;
    }

    @Test
    void aPageAndItsTotal() {
        ListInvitations open = ListInvitations.open(Filled.BIG);

        assertReads(
                60,
                Set.of("invitation_by_creation", "invitation_by_expiry", "invitation_count_pkey"),
                () -> assertThat(listings.page(open.selection(), 10, null).total())
                        .isEqualTo(3980));
    }

    /** It would rather sort the few that it expects. */
    @Test
    void aPageOfATeamThatHasMoreOpenInvitationsThanPostgreSqlKnows() {
        ListInvitations open = ListInvitations.open(Filled.BIG);
        try {
            Filled.underestimateOpen();

            assertReads(
                    100,
                    Set.of("invitation_by_creation"),
                    () -> assertThat(listings.page(open.selection(), 10, null).total())
                            .isEqualTo(3980));
        } finally {
            Filled.fill();
        }
    }

    /** Of those who were created since, nobody is looked at. */
    @Test
    void theInvitationsThatAPageOfThePastBeginsWith() {
        Instant middle = listings.next(list(ALL, Sort.NEWEST_FIRST).selection(), null, 10_000)
                .getLast()
                .createdAt();
        ListInvitations list = ListInvitations.open(Filled.BIG);
        AsOf then = new AsOf("7", new Moment(7, null, middle.minus(Duration.ofDays(1))));

        assertReads(
                600,
                Set.of("invitation_by_creation"),
                () -> assertThat(listings.next(list.selectionThen(then), null, 50))
                        .hasSize(50)
                        .allMatch(invitation -> !invitation.createdAt().isAfter(middle)));
    }

    @ParameterizedTest
    @EnumSource(Sort.class)
    void oneAddressOfTheTeam(Sort sort) {
        ListInvitations list =
                new ListInvitations(Filled.BIG, ALL, new EmailAddress("b4@x.org"), null, null, null, null, sort);

        assertReads(
                20,
                Set.of("invitation_by_address"),
                () -> assertThat(listings.page(list.selection(), 10, null).total())
                        .isOne());
    }

    @ParameterizedTest
    @EnumSource(Sort.class)
    void oneCreatorOfTheTeam(Sort sort) {
        ListInvitations list = new ListInvitations(Filled.BIG, ALL, null, null, new UserId("rare"), null, null, sort);

        assertReads(
                100,
                Set.of("invitation_by_creator"),
                () -> assertThat(listings.page(list.selection(), 5, null).total())
                        .isEqualTo(10));
    }

    @Test
    void oneRoleOfTheTeam() {
        ListInvitations list =
                new ListInvitations(Filled.BIG, ALL, null, Role.ADMIN, null, null, null, Sort.NEWEST_FIRST);

        assertReads(
                100,
                Set.of("invitation_by_role"),
                () -> assertThat(listings.page(list.selection(), 5, null).total())
                        .isEqualTo(40));
    }
}
