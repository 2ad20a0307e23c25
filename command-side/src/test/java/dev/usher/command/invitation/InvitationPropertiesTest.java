package dev.usher.command.invitation;

import static dev.usher.command.invitation.InvitationTable.cell;
import static dev.usher.command.invitation.InvitationTable.column;
import static dev.usher.command.invitation.InvitationTable.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.InvitationMailFailed;
import dev.usher.api.InvitationEvent.InvitationMailed;
import dev.usher.api.InvitationEvent.InviteeBound;
import dev.usher.api.InvitationEvent.InviteeForgotten;
import dev.usher.api.Invitee;
import dev.usher.api.UserId;
import dev.usher.api.organization.Delivery;
import dev.usher.api.organization.InvitationResource;
import dev.usher.api.organization.InvitationStatus;
import dev.usher.command.invitation.InvitationState.Ended;
import dev.usher.command.invitation.InvitationState.Ending;
import dev.usher.command.invitation.InvitationState.NotCreated;
import dev.usher.command.invitation.InvitationState.Open;
import dev.usher.command.invitation.InvitationState.Person;
import dev.usher.command.invitation.InvitationTable.Cast;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.lifecycle.BeforeTry;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;

/** Whatever is wished in whatever order, an invitation never leaves its table. */
class InvitationPropertiesTest extends InvitationFixture {

    private List<InvitationEvent> life;
    private Invitee invitee;

    @BeforeContainer
    static void start() {
        startUsher();
    }

    @BeforeTry
    void beginTry() {
        begin();
        life = List.of();
    }

    @AfterTry
    void undoTry() {
        rollBack();
    }

    /** Wishes by their names in the table; and time, which passes. */
    @Provide
    Arbitrary<List<String>> steps() {
        Arbitrary<String> wish = Arbitraries.of(InvitationTable.wishes());
        Arbitrary<String> time = Arbitraries.of("PT1S", "PT1M1S", "PT1H", "P4D", "P8D");
        Arbitrary<String> likely = Arbitraries.of(
                "bind",
                "bind-by-bob",
                "accept",
                "accept-in-one-step",
                "decline",
                "resend",
                "delete",
                "expire",
                "record-registration",
                "record-mailed",
                "request-verification");
        return Arbitraries.frequencyOf(Tuple.of(3, wish), Tuple.of(3, likely), Tuple.of(2, time))
                .list()
                .ofMinSize(4)
                .ofMaxSize(14);
    }

    @Property(tries = 100)
    void every_step_ends_as_the_table_says(@ForAll("steps") List<String> steps, @ForAll boolean byAddress) {
        invitee = byAddress ? Invitee.of(Lives.ANNS_ADDRESS) : Invitee.of(Lives.ANN);
        take("create");
        steps.forEach(step -> {
            if (step.startsWith("P")) {
                pass(Duration.parse(step));
            } else {
                take(step);
            }
            looksTheSameFromEverySide();
        });
        assertThat(life.stream().filter(InviteeBound.class::isInstance)).hasSizeLessThanOrEqualTo(1);
    }

    private void take(String step) {
        InvitationState before = state(life);
        Decided decided = decideOrUndo(life, InvitationTable.wish(step, cast(before)));
        assertThat(outcome(decided)).as("%s after %s", step, life).isEqualTo(expected(step, before));
        if (decided instanceof Decided.Facts(var facts)) {
            staysEnded(before, facts);
            List<InvitationEvent> longer = new ArrayList<>(life);
            longer.addAll(facts);
            life = List.copyOf(longer);
        }
    }

    /** The table's cell, less what is so already. */
    private String expected(String step, InvitationState before) {
        String cell = cell(step, column(before, now()));
        if (before instanceof NotCreated) {
            return cell;
        }
        if (step.equals("create")) {
            return before instanceof Open ? "[duplicate-invitation]" : memberOr(cell);
        }
        Open known = before.known();
        if (step.equals("delete-by-ann") && !isFinal(before)) {
            return known.boundTo() == null ? "[not-found]" : "deleted";
        }
        if (step.equals("delete-by-ann") && known.boundTo() == null) {
            return "[not-found]";
        }
        Person ann = known.person(cast(before).ann());
        Person bob = known.person(cast(before).bob());
        boolean verified = (step.contains("bob") ? bob : ann).verified();
        if (cell.startsWith("invitee-verified") && verified) {
            return cell.equals("invitee-verified") ? "-" : cell.substring("invitee-verified ".length());
        }
        boolean again = switch (cell) {
            case "invitee-registered" -> ann.registered();
            case "mailed", "mail-failed" -> known.delivered() >= known.secret().generation();
            case "verification-requested" ->
                ann.askedAt() != null
                        && !ann.askedAt().isBefore(known.secret().issuedAt())
                        && now().isBefore(ann.askedAt().plus(Invitation.SAME_REQUEST));
            default -> false;
        };
        return again ? "-" : cell;
    }

    private String memberOr(String cell) {
        return admitted().contains(Lives.TEAM + "/" + Lives.ANN + " member") ? "[already-member]" : cell;
    }

    /** Whoever bound it is Ann from then on, as the table calls the invitee. */
    private Cast cast(InvitationState state) {
        if (state instanceof NotCreated) {
            return new Cast(invitee, Lives.ANN, Lives.BOB, 1);
        }
        Open known = state.known();
        UserId ann = known.boundTo() == null ? Lives.ANN : known.boundTo();
        return new Cast(
                invitee,
                ann,
                ann.equals(Lives.ANN) ? Lives.BOB : Lives.ANN,
                known.secret().generation());
    }

    private static void staysEnded(InvitationState before, List<InvitationEvent> facts) {
        if (isFinal(before)) {
            assertThat(facts)
                    .allMatch(fact -> fact instanceof InvitationMailed
                            || fact instanceof InvitationMailFailed
                            || fact instanceof InviteeForgotten);
        }
    }

    /** Whoever is late may be invited again, and an expired invitation be deleted. */
    private static boolean isFinal(InvitationState state) {
        return state instanceof Ended ended && ended.how() != Ending.EXPIRED;
    }

    /** The state, the portrait, the place, and the facts as they are read again, agree. */
    private void looksTheSameFromEverySide() {
        InvitationState state = state(life);
        assertThat(state(readAgain())).isEqualTo(state);
        Open known = state.known();
        assertThat(places().holder(Lives.TEAM, invitee).isPresent()).isEqualTo(state instanceof Open);
        if (state instanceof Open) {
            assertThat(places().boundTo(Lives.TEAM, cast(state).ann()).isPresent())
                    .isEqualTo(known.boundTo() != null);
        }
        InvitationResource portrait = Portrait.of(life, now());
        assertThat(portrait.status()).isEqualTo(status(state));
        assertThat(portrait.version()).isEqualTo(life.size());
        assertThat(portrait.inviteeId()).isEqualTo(known.boundTo());
        assertThat(portrait.expireAt()).isEqualTo(known.secret().expiresAt());
        assertThat(portrait.acceptedAt() != null).isEqualTo(portrait.status() == InvitationStatus.ACCEPTED);
        assertThat(portrait.endedAt() != null).isEqualTo(state instanceof Ended);
        assertThat(portrait.delivery().state() == Delivery.State.WAITING)
                .isEqualTo(known.delivered() < known.secret().generation());
        assertThat(portrait.boundAt() != null).isEqualTo(known.boundTo() != null && invitee.email() != null);
    }

    private InvitationStatus status(InvitationState state) {
        return switch (column(state, now())) {
            case "overdue" -> InvitationStatus.EXPIRED;
            case "open", "bound", "for-user" -> InvitationStatus.OPEN;
            case String ended ->
                InvitationStatus.valueOf(ended.replace("-forgotten", "").toUpperCase(Locale.ROOT));
        };
    }

    private List<InvitationEvent> readAgain() {
        Serializer serializer = bean(Serializer.class);
        return life.stream()
                .map(fact -> {
                    SerializedObject<String> stored = serializer.serialize(fact, String.class);
                    return serializer.<String, InvitationEvent>deserialize(stored);
                })
                .toList();
    }

    private static InvitationState state(List<InvitationEvent> life) {
        InvitationState state = new NotCreated();
        for (InvitationEvent fact : life) {
            state = state.evolve(fact);
        }
        return state;
    }
}
