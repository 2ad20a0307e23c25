package dev.usher.command.invitation;

import static dev.usher.command.invitation.Lives.ADMIN;
import static dev.usher.command.invitation.Lives.ANN;
import static dev.usher.command.invitation.Lives.BOB;
import static dev.usher.command.invitation.Lives.ID;
import static dev.usher.command.invitation.Lives.TEAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.Proof;
import dev.usher.api.Refusal;
import dev.usher.api.StoredName;
import dev.usher.api.invitation.AcceptInvitation;
import dev.usher.api.invitation.BindInvitee;
import dev.usher.api.invitation.Claim;
import dev.usher.api.invitation.DeclineInvitation;
import dev.usher.api.invitation.DeleteInvitation;
import dev.usher.api.invitation.ExpireInvitation;
import dev.usher.api.invitation.InvitationWish;
import dev.usher.api.invitation.RecordLetterFailed;
import dev.usher.api.invitation.RecordLetterMailed;
import dev.usher.api.invitation.RecordRegistration;
import dev.usher.api.invitation.RequestVerification;
import dev.usher.api.invitation.ResendInvitation;
import dev.usher.api.invitation.StartRegistration;
import dev.usher.api.invitation.VerifyInvitee;
import dev.usher.command.invitation.InvitationState.Ended;
import dev.usher.command.invitation.InvitationState.Ending;
import dev.usher.command.invitation.InvitationState.NotCreated;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every state by every wish. A cell names the facts that follow ({@code -} for none: success without a fact) or, in
 * brackets, the code of the refusal. Ann is the invitee, Bob is somebody else, the time is an hour after the creation.
 */
class InvitationMatrixTest extends InvitationFixture {

    private static final String TABLE = """
        wish                  | absent      | open                | overdue     | bound               | for-user            | accepted          | declined          | deleted           | expired
        create                | created     | [id-taken]          | [id-taken]  | [id-taken]          | [id-taken]          | [id-taken]        | [id-taken]        | [id-taken]        | [id-taken]
        resend                | [not-found] | resent              | resent      | resent              | resent              | [already-decided] | [already-decided] | [already-decided] | resent
        resend-by-bob         | [not-found] | [not-found]         | [not-found] | [not-found]         | [not-found]         | [not-found]       | [not-found]       | [not-found]       | [not-found]
        resend-other-team     | [not-found] | [not-found]         | [not-found] | [not-found]         | [not-found]         | [not-found]       | [not-found]       | [not-found]       | [not-found]
        resend-other-version  | [not-found] | [version-mismatch]  | [version-mismatch] | [version-mismatch] | [version-mismatch] | [version-mismatch] | [version-mismatch] | [version-mismatch] | [version-mismatch]
        request-verification  | [not-found] | verification-requested | [expired] | [already-bound]    | [not-by-address]    | [already-decided] | [already-decided] | [already-decided] | [expired]
        verify                | [not-found] | invitee-verified    | [expired]   | [already-bound]     | [not-by-address]    | [already-decided] | [already-decided] | [already-decided] | [expired]
        start-registration    | [not-found] | registration-started | [expired]  | registration-started | registration-started | [already-decided] | [already-decided] | [already-decided] | [expired]
        start-old-secret      | [not-found] | [token-superseded]  | [expired]   | [token-superseded]  | [token-superseded]  | [already-decided] | [already-decided] | [already-decided] | [expired]
        record-registration   | [not-found] | invitee-registered  | [expired]   | invitee-registered  | invitee-registered  | [already-decided] | [already-decided] | [already-decided] | [expired]
        bind                  | [not-found] | invitee-verified invitee-bound | [expired] | -          | -                   | [already-decided] | [already-decided] | [already-decided] | [expired]
        bind-old-secret       | [not-found] | [token-superseded]  | [expired]   | -                   | -                   | [already-decided] | [already-decided] | [already-decided] | [expired]
        bind-by-bob           | [not-found] | invitee-verified invitee-bound | [expired] | [already-bound] | [already-bound] | [already-decided] | [already-decided] | [already-decided] | [expired]
        accept                | [not-found] | [not-bound]         | [expired]   | accepted            | accepted            | -                 | [already-decided] | [already-decided] | [expired]
        accept-by-bob         | [not-found] | [not-bound]         | [expired]   | [not-the-invitee]   | [not-the-invitee]   | [already-decided] | [already-decided] | [already-decided] | [expired]
        accept-other-team     | [not-found] | [not-found]         | [not-found] | [not-found]         | [not-found]         | [not-found]       | [not-found]       | [not-found]       | [not-found]
        accept-in-one-step    | [not-found] | invitee-verified invitee-bound accepted | [expired] | accepted  | accepted            | -                 | [already-decided] | [already-decided] | [expired]
        accept-old-secret     | [not-found] | [token-superseded]  | [expired]   | accepted            | accepted            | -                 | [already-decided] | [already-decided] | [expired]
        accept-bobs-claim     | [not-found] | invitee-verified invitee-bound accepted | [expired] | [not-the-invitee] | [not-the-invitee] | [already-decided] | [already-decided] | [already-decided] | [expired]
        accept-other-version  | [not-found] | [version-mismatch]  | [expired]   | [version-mismatch]  | [version-mismatch]  | -                 | [already-decided] | [already-decided] | [expired]
        decline               | [not-found] | [not-bound]         | [expired]   | declined            | declined            | [already-decided] | -                 | [already-decided] | [expired]
        decline-by-bob        | [not-found] | [not-bound]         | [expired]   | [not-the-invitee]   | [not-the-invitee]   | [already-decided] | [already-decided] | [already-decided] | [expired]
        decline-in-one-step   | [not-found] | invitee-verified invitee-bound declined | [expired] | declined  | declined            | [already-decided] | -                 | [already-decided] | [expired]
        decline-other-team    | [not-found] | [not-found]         | [not-found] | [not-found]         | [not-found]         | [not-found]       | [not-found]       | [not-found]       | [not-found]
        decline-other-version | [not-found] | [version-mismatch]  | [expired]   | [version-mismatch]  | [version-mismatch]  | [already-decided] | -                 | [already-decided] | [expired]
        delete                | [not-found] | deleted             | deleted     | deleted             | deleted             | [already-decided] | [already-decided] | -                 | deleted
        delete-by-ann         | [not-found] | [not-found]         | [not-found] | deleted             | deleted             | [already-decided] | [already-decided] | -                 | deleted
        delete-by-bob         | [not-found] | [not-found]         | [not-found] | [not-found]         | [not-found]         | [not-found]       | [not-found]       | [not-found]       | [not-found]
        delete-other-team     | [not-found] | [not-found]         | [not-found] | [not-found]         | [not-found]         | [not-found]       | [not-found]       | [not-found]       | [not-found]
        delete-other-version  | [not-found] | [version-mismatch]  | [version-mismatch] | [version-mismatch] | [version-mismatch] | [version-mismatch] | [version-mismatch] | -             | [version-mismatch]
        expire                | [not-found] | -                   | expired     | -                   | -                   | -                 | -                 | -                 | -
        record-mailed         | [not-found] | mailed              | mailed      | mailed              | mailed              | mailed            | mailed            | mailed            | mailed
        record-mailed-unborn  | [not-found] | -                   | -           | -                   | -                   | -                 | -                 | -                 | -
        record-failed         | [not-found] | mail-failed         | mail-failed | mail-failed         | mail-failed         | mail-failed       | mail-failed       | mail-failed       | mail-failed
        """;

    private static final Map<String, InvitationWish> WISHES = new LinkedHashMap<>();

    static {
        WISHES.put("create", Lives.wish());
        WISHES.put("resend", new ResendInvitation(ID, TEAM, ADMIN, null, null));
        WISHES.put("resend-by-bob", new ResendInvitation(ID, TEAM, BOB, null, null));
        WISHES.put("resend-other-team", new ResendInvitation(ID, Lives.OTHER_TEAM, ADMIN, null, null));
        WISHES.put("resend-other-version", new ResendInvitation(ID, TEAM, ADMIN, null, 99L));
        WISHES.put("request-verification", new RequestVerification(ID, ANN, Lives.PORTAL));
        WISHES.put("verify", new VerifyInvitee(ID, ANN, Proof.ACCOUNT_ADDRESS));
        WISHES.put("start-registration", new StartRegistration(ID, 1));
        WISHES.put("start-old-secret", new StartRegistration(ID, 0));
        WISHES.put("record-registration", new RecordRegistration(ID, 1, ANN));
        WISHES.put("bind", new BindInvitee(ID, ANN, 1, Proof.MAILED_TOKEN));
        WISHES.put("bind-old-secret", new BindInvitee(ID, ANN, 0, Proof.MAILED_TOKEN));
        WISHES.put("bind-by-bob", new BindInvitee(ID, BOB, 1, Proof.MAILED_TOKEN));
        WISHES.put("accept", new AcceptInvitation(ID, TEAM, ANN, Set.of(), null, null));
        WISHES.put("accept-by-bob", new AcceptInvitation(ID, TEAM, BOB, Set.of(), null, null));
        WISHES.put("accept-other-team", new AcceptInvitation(ID, Lives.OTHER_TEAM, ANN, Set.of(), null, null));
        WISHES.put("accept-in-one-step", new AcceptInvitation(ID, TEAM, ANN, Set.of(), Claim.byAddress(), null));
        WISHES.put("accept-old-secret", new AcceptInvitation(ID, TEAM, ANN, Set.of(), Claim.byToken(0), null));
        WISHES.put("accept-bobs-claim", new AcceptInvitation(ID, TEAM, BOB, Set.of(), Claim.byToken(1), null));
        WISHES.put("accept-other-version", new AcceptInvitation(ID, TEAM, ANN, Set.of(), Claim.byAddress(), 99L));
        WISHES.put("decline", new DeclineInvitation(ID, TEAM, ANN, null, null));
        WISHES.put("decline-by-bob", new DeclineInvitation(ID, TEAM, BOB, null, null));
        WISHES.put("decline-in-one-step", new DeclineInvitation(ID, TEAM, ANN, Claim.byAddress(), null));
        WISHES.put("decline-other-team", new DeclineInvitation(ID, Lives.OTHER_TEAM, ANN, Claim.byAddress(), null));
        WISHES.put("decline-other-version", new DeclineInvitation(ID, TEAM, ANN, Claim.byAddress(), 99L));
        WISHES.put("delete", new DeleteInvitation(ID, null, ADMIN, null));
        WISHES.put("delete-by-ann", new DeleteInvitation(ID, null, ANN, null));
        WISHES.put("delete-by-bob", new DeleteInvitation(ID, null, BOB, null));
        WISHES.put("delete-other-team", new DeleteInvitation(ID, Lives.OTHER_TEAM, ADMIN, null));
        WISHES.put("delete-other-version", new DeleteInvitation(ID, TEAM, ADMIN, 99L));
        WISHES.put("expire", new ExpireInvitation(ID));
        WISHES.put("record-mailed", new RecordLetterMailed(ID, 1));
        WISHES.put("record-mailed-unborn", new RecordLetterMailed(ID, 2));
        WISHES.put("record-failed", new RecordLetterFailed(ID, 1, "no such mailbox"));
    }

    @TestFactory
    Stream<DynamicTest> everyStateAnswersEveryWishAsTheTableSays() {
        List<String> states = cells(TABLE.lines().findFirst().orElseThrow());
        return TABLE.lines().skip(1).map(InvitationMatrixTest::cells).flatMap(row -> {
            assertThat(row).as("one cell for each state").hasSameSizeAs(states);
            return IntStream.range(1, row.size())
                    .mapToObj(i -> DynamicTest.dynamicTest(
                            "%s when %s: %s".formatted(row.getFirst(), states.get(i), row.get(i)), () -> {
                                rollBack();
                                begin();
                                assertThat(outcome(Lives.of(states.get(i)), WISHES.get(row.getFirst())))
                                        .isEqualTo(row.get(i));
                            }));
        });
    }

    @Test
    void theTableHasEveryWishAndEveryState() {
        Set<Class<?>> wishes = WISHES.values().stream().map(Object::getClass).collect(Collectors.toSet());
        assertThat(wishes).containsExactlyInAnyOrder(InvitationWish.class.getPermittedSubclasses());
        assertThat(TABLE.lines().skip(1).map(row -> cells(row).getFirst())).containsExactlyElementsOf(WISHES.keySet());

        Set<String> reached = new TreeSet<>();
        cells(TABLE.lines().findFirst().orElseThrow()).stream().skip(1).forEach(state -> reached.add(kind(state)));
        Set<String> possible =
                Arrays.stream(Ending.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
        Arrays.stream(InvitationState.class.getPermittedSubclasses())
                .filter(kind -> kind != Ended.class)
                .forEach(kind -> possible.add(kind.getSimpleName()));
        assertThat(reached).isEqualTo(possible);
    }

    private static String kind(String column) {
        InvitationState state = new NotCreated();
        for (InvitationEvent fact : Lives.of(column)) {
            state = state.evolve(fact);
        }
        return state instanceof Ended ended
                ? ended.how().name()
                : state.getClass().getSimpleName();
    }

    private String outcome(List<InvitationEvent> life, InvitationWish wish) {
        return switch (decide(life, wish)) {
            case Decided.Facts(var facts) when facts.isEmpty() -> "-";
            case Decided.Facts(var facts) ->
                facts.stream().map(InvitationMatrixTest::shortName).collect(Collectors.joining(" "));
            case Decided.Refused(Refusal refusal) -> "[" + refusal.code().text() + "]";
            case Decided.IdTaken() -> "[id-taken]";
        };
    }

    private static String shortName(InvitationEvent fact) {
        String name = fact.getClass().getAnnotation(StoredName.class).value();
        return name.substring(name.indexOf('.') + 1);
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.split("\\|")).map(String::strip).toList();
    }
}
