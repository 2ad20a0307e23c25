package dev.usher.command.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.InvitationEvent;
import dev.usher.api.invitation.InvitationWish;
import dev.usher.command.invitation.InvitationState.Ended;
import dev.usher.command.invitation.InvitationState.Ending;
import dev.usher.command.invitation.InvitationState.NotCreated;
import dev.usher.command.invitation.InvitationTable.Cast;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each cell of the {@link InvitationTable}, an hour after the creation. */
class InvitationMatrixTest extends InvitationFixture {

    @TestFactory
    Stream<DynamicTest> everyStateAnswersEveryWishAsTheTableSays() {
        return InvitationTable.wishes().stream()
                .flatMap(wish -> InvitationTable.states().stream().map(state -> {
                    String cell = InvitationTable.cell(wish, state);
                    return DynamicTest.dynamicTest("%s when %s: %s".formatted(wish, state, cell), () -> {
                        rollBack();
                        begin();
                        assertThat(InvitationTable.outcome(
                                        decide(Lives.of(state), InvitationTable.wish(wish, Cast.FIRST))))
                                .isEqualTo(cell);
                    });
                }));
    }

    @Test
    void theTableHasEveryWishAndEveryState() {
        Set<Class<?>> wishes = InvitationTable.wishes().stream()
                .map(name -> InvitationTable.wish(name, Cast.FIRST).getClass())
                .collect(Collectors.toSet());
        assertThat(wishes).containsExactlyInAnyOrder(InvitationWish.class.getPermittedSubclasses());

        Set<String> reached = new TreeSet<>();
        InvitationTable.states().forEach(state -> reached.add(kind(state)));
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
}
