package dev.usher.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent;
import dev.usher.api.Metadata;
import dev.usher.api.Personal;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody adds something personal to a fact without marking it. */
class PersonalFieldsTest {

    /** What people write, or are written to by; ids are of people too, and say nothing of them without an account. */
    private static final Set<Class<?>> TELLING =
            Set.of(EmailAddress.class, URI.class, Metadata.class, String.class, Map.class, Collection.class);

    /** Values of these types have one text inside, an id or a name of ours: not what somebody wrote of somebody. */
    private static final Set<String> NOT_OF_PEOPLE =
            Set.of("InvitationId.value", "TeamId.value", "UserId.value", "Role.value", "LanguageTag.value");

    static Stream<Class<?>> kinds() {
        return Stream.of(InvitationEvent.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everything_that_could_tell_of_a_person_is_marked(Class<?> kind) {
        assertThat(unmarked(kind)).isEmpty();
    }

    @Test
    void what_is_not_marked_is_noticed_however_deep() {
        assertThat(unmarked(Careless.class)).containsExactly("Inside.address", "Careless.note");
    }

    @Test
    void paths_lead_to_what_is_marked() {
        assertThat(PersonalFields.names())
                .containsExactlyInAnyOrder(
                        "invitation.created", "invitation.mail-failed", "invitation.verification-requested");
        assertThat(PersonalFields.of("invitation.created").stream().map(path -> String.join(".", path)))
                .containsExactlyInAnyOrder("invitee.email", "message", "acceptUrl", "metadata");
        assertThat(PersonalFields.of("team.founded")).isEmpty();
    }

    private static Stream<String> unmarked(Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .filter(component -> !component.isAnnotationPresent(Personal.class))
                .flatMap(PersonalFieldsTest::unmarked)
                .filter(name -> !NOT_OF_PEOPLE.contains(name));
    }

    private static Stream<String> unmarked(RecordComponent component) {
        Class<?> type = component.getType();
        if (TELLING.stream().anyMatch(telling -> telling.isAssignableFrom(type))) {
            return Stream.of(component.getDeclaringRecord().getSimpleName() + "." + component.getName());
        }
        return type.isRecord() ? unmarked(type) : Stream.empty();
    }

    private record Inside(EmailAddress address) {}

    private record Careless(
            Inside inside, String note, @Personal String known) {}
}
