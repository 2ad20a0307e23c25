package dev.usher.command.invitation;

import static dev.usher.command.invitation.Lives.ADMIN;
import static dev.usher.command.invitation.Lives.ID;
import static dev.usher.command.invitation.Lives.TEAM;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.Proof;
import dev.usher.api.Invitee;
import dev.usher.api.StoredName;
import dev.usher.api.UserId;
import dev.usher.api.invitation.AcceptInvitation;
import dev.usher.api.invitation.BindInvitee;
import dev.usher.api.invitation.Claim;
import dev.usher.api.invitation.DeclineInvitation;
import dev.usher.api.invitation.DeleteInvitation;
import dev.usher.api.invitation.ExpireInvitation;
import dev.usher.api.invitation.ForgetInvitee;
import dev.usher.api.invitation.InvitationWish;
import dev.usher.api.invitation.RecordLetterFailed;
import dev.usher.api.invitation.RecordLetterMailed;
import dev.usher.api.invitation.RecordRegistration;
import dev.usher.api.invitation.RequestVerification;
import dev.usher.api.invitation.ResendInvitation;
import dev.usher.api.invitation.StartRegistration;
import dev.usher.api.invitation.VerifyInvitee;
import dev.usher.command.invitation.InvitationFixture.Decided;
import dev.usher.command.invitation.InvitationState.Ended;
import dev.usher.command.invitation.InvitationState.NotCreated;
import dev.usher.command.invitation.InvitationState.Open;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every state by every wish. A cell names the facts that follow ({@code -} for none: success without a fact) or, in
 * brackets, the code of the refusal. Ann is the invitee, Bob is somebody else; what is deleted or expired was bound to Ann.
 */
final class InvitationTable {

    private static final String TEXT = """
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
        forget                | [not-found] | deleted invitee-forgotten | deleted invitee-forgotten | deleted invitee-forgotten | deleted invitee-forgotten | invitee-forgotten | invitee-forgotten | invitee-forgotten | invitee-forgotten
        record-mailed         | [not-found] | mailed              | mailed      | mailed              | mailed              | mailed            | mailed            | mailed            | mailed
        record-mailed-unborn  | [not-found] | -                   | -           | -                   | -                   | -                 | -                 | -                 | -
        record-failed         | [not-found] | mail-failed         | mail-failed | mail-failed         | mail-failed         | mail-failed       | mail-failed       | mail-failed       | mail-failed
        """;

    private static final String FORGOTTEN = "-forgotten";

    private InvitationTable() {}

    /**
     * Who plays whom.
     *
     * @param ann whose it is, or could be
     * @param secret the valid one
     */
    record Cast(Invitee invitee, UserId ann, UserId bob, int secret) {

        static final Cast FIRST = new Cast(Invitee.of(Lives.ANNS_ADDRESS), Lives.ANN, Lives.BOB, 1);
    }

    static List<String> wishes() {
        return TEXT.lines().skip(1).map(row -> cells(row).getFirst()).toList();
    }

    static List<String> states() {
        List<String> header = cells(TEXT.lines().findFirst().orElseThrow());
        List<String> remembered = header.subList(1, header.size());
        return Stream.concat(
                        remembered.stream(),
                        remembered.stream().skip(remembered.indexOf("accepted")).map(ended -> ended + FORGOTTEN))
                .toList();
    }

    /** Whose invitee was forgotten answers as before, but for two wishes. */
    static String cell(String wish, String state) {
        if (!state.endsWith(FORGOTTEN)) {
            return remembered(wish, state);
        }
        String before = remembered(wish, state.substring(0, state.length() - FORGOTTEN.length()));
        return switch (wish) {
            case "forget" -> "-";
            case "resend" -> before.equals("resent") ? "[invitee-forgotten]" : before;
            default -> before;
        };
    }

    private static String remembered(String wish, String state) {
        List<String> row = TEXT.lines()
                .map(InvitationTable::cells)
                .filter(cells -> cells.getFirst().equals(wish))
                .findFirst()
                .orElseThrow();
        return row.subList(1, row.size()).get(states().indexOf(state));
    }

    static InvitationWish wish(String name, Cast cast) {
        return switch (name) {
            case "create" -> Lives.wish(cast.invitee(), null);
            case "resend" -> new ResendInvitation(ID, TEAM, ADMIN, null, null);
            case "resend-by-bob" -> new ResendInvitation(ID, TEAM, cast.bob(), null, null);
            case "resend-other-team" -> new ResendInvitation(ID, Lives.OTHER_TEAM, ADMIN, null, null);
            case "resend-other-version" -> new ResendInvitation(ID, TEAM, ADMIN, null, 99L);
            case "request-verification" -> new RequestVerification(ID, cast.ann(), Lives.PORTAL);
            case "verify" -> new VerifyInvitee(ID, cast.ann(), Proof.ACCOUNT_ADDRESS);
            case "start-registration" -> new StartRegistration(ID, cast.secret());
            case "start-old-secret" -> new StartRegistration(ID, cast.secret() - 1);
            case "record-registration" -> new RecordRegistration(ID, cast.secret(), cast.ann());
            case "bind" -> new BindInvitee(ID, cast.ann(), cast.secret(), Proof.MAILED_TOKEN);
            case "bind-old-secret" -> new BindInvitee(ID, cast.ann(), cast.secret() - 1, Proof.MAILED_TOKEN);
            case "bind-by-bob" -> new BindInvitee(ID, cast.bob(), cast.secret(), Proof.MAILED_TOKEN);
            case "accept" -> new AcceptInvitation(ID, TEAM, cast.ann(), Set.of(), null, null);
            case "accept-by-bob" -> new AcceptInvitation(ID, TEAM, cast.bob(), Set.of(), null, null);
            case "accept-other-team" -> new AcceptInvitation(ID, Lives.OTHER_TEAM, cast.ann(), Set.of(), null, null);
            case "accept-in-one-step" -> new AcceptInvitation(ID, TEAM, cast.ann(), Set.of(), Claim.byAddress(), null);
            case "accept-old-secret" ->
                new AcceptInvitation(ID, TEAM, cast.ann(), Set.of(), Claim.byToken(cast.secret() - 1), null);
            case "accept-bobs-claim" ->
                new AcceptInvitation(ID, TEAM, cast.bob(), Set.of(), Claim.byToken(cast.secret()), null);
            case "accept-other-version" -> new AcceptInvitation(ID, TEAM, cast.ann(), Set.of(), Claim.byAddress(), 99L);
            case "decline" -> new DeclineInvitation(ID, TEAM, cast.ann(), null, null);
            case "decline-by-bob" -> new DeclineInvitation(ID, TEAM, cast.bob(), null, null);
            case "decline-in-one-step" -> new DeclineInvitation(ID, TEAM, cast.ann(), Claim.byAddress(), null);
            case "decline-other-team" ->
                new DeclineInvitation(ID, Lives.OTHER_TEAM, cast.ann(), Claim.byAddress(), null);
            case "decline-other-version" -> new DeclineInvitation(ID, TEAM, cast.ann(), Claim.byAddress(), 99L);
            case "delete" -> new DeleteInvitation(ID, null, ADMIN, null);
            case "delete-by-ann" -> new DeleteInvitation(ID, null, cast.ann(), null);
            case "delete-by-bob" -> new DeleteInvitation(ID, null, cast.bob(), null);
            case "delete-other-team" -> new DeleteInvitation(ID, Lives.OTHER_TEAM, ADMIN, null);
            case "delete-other-version" -> new DeleteInvitation(ID, TEAM, ADMIN, 99L);
            case "expire" -> new ExpireInvitation(ID);
            case "forget" -> new ForgetInvitee(ID, ADMIN);
            case "record-mailed" -> new RecordLetterMailed(ID, cast.secret());
            case "record-mailed-unborn" -> new RecordLetterMailed(ID, cast.secret() + 1);
            case "record-failed" -> new RecordLetterFailed(ID, cast.secret(), "no such mailbox");
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** The column of a state at this time. */
    static String column(InvitationState state, Instant now) {
        return switch (state) {
            case NotCreated _ -> "absent";
            case Ended ended ->
                ended.how().name().toLowerCase(Locale.ROOT) + (ended.was().forgotten() ? FORGOTTEN : "");
            case Open open when open.overdue(now) -> "overdue";
            case Open open when open.terms().invitee().email() == null -> "for-user";
            case Open open -> open.boundTo() == null ? "open" : "bound";
        };
    }

    /** What was decided, as a cell has it. */
    static String outcome(Decided decided) {
        return switch (decided) {
            case Decided.Facts(var facts) when facts.isEmpty() -> "-";
            case Decided.Facts(var facts) ->
                facts.stream().map(InvitationTable::shortName).collect(Collectors.joining(" "));
            case Decided.Refused(var refusal) -> "[" + refusal.code().text() + "]";
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
