package dev.usher.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.Fact;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.StoredName;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was once written can be read for ever: one golden file for every kind of fact, test resources golden/. */
class FactSerializerTest {

    private final FactSerializer serializer = new FactSerializer();

    static Collection<String> everyStoredName() {
        return FactNames.byName().keySet();
    }

    @ParameterizedTest
    @MethodSource("everyStoredName")
    void aGoldenFileReadsBackAndIsWrittenTheSame(String name) throws IOException {
        String golden = golden(name);
        Fact fact = read(name, golden);
        assertThat(fact).isInstanceOf(FactNames.byName().get(name));
        assertThat(serializer.json(fact)).isEqualTo(golden);
        assertThat(read(name, serializer.json(fact))).isEqualTo(fact);
        assertThat(serializer.typeForClass(fact.getClass()).getName()).isEqualTo(name);
        assertThat(components(fact)).as("the golden file sets every component").doesNotContainNull();
    }

    private static Object[] components(Fact fact) {
        return Arrays.stream(fact.getClass().getRecordComponents())
                .map(component -> {
                    try {
                        return component.getAccessor().invoke(fact);
                    } catch (ReflectiveOperationException e) {
                        throw new AssertionError(e);
                    }
                })
                .toArray();
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = FactSerializerTest.class.getResourceAsStream("/golden/" + name + ".json")) {
            assertThat(file).as("golden/%s.json", name).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private Fact read(String name, String json) {
        return serializer.deserialize(new SimpleSerializedObject<>(json, String.class, name, null));
    }

    @Test
    void aKindOfFactWithoutOrWithATakenNameIsNoticed() {
        assertThatThrownBy(() -> FactNames.collect(Twice.class)).hasMessageContaining("both stored as twice.taken");
        assertThatThrownBy(() -> FactNames.collect(Nameless.class)).hasMessageContaining("has no @StoredName");
    }

    private sealed interface Twice {
        @StoredName("twice.taken")
        record One() implements Twice {}

        @StoredName("twice.taken")
        record Other() implements Twice {}
    }

    private record Nameless() {}

    @Test
    void theLogCannotNameAClassToLoad() {
        SerializedObject<String> foreign = new SimpleSerializedObject<>("{}", String.class, "java.util.HashMap", null);
        assertThatThrownBy(() -> serializer.deserialize(foreign))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("'java.util.HashMap', which this version of Usher does not know");
    }

    @Test
    void aFactIsOnlyReadUnderItsStoredNameNotItsClass() {
        assertThatThrownBy(() -> read(TeamFounded.class.getName(), "{}")).isInstanceOf(SerializationException.class);
    }

    @Test
    void whatIsNoFactIsNotWritten() {
        assertThatThrownBy(() -> serializer.serialize("text", String.class)).hasMessageContaining("is not a fact");
    }

    @Test
    void aFieldThatANewerVersionAddedIsIgnored() throws IOException {
        String golden = golden("team.founded");
        assertThat(read("team.founded", golden.replaceFirst("}$", ",\"motto\":\"x\"}")))
                .isEqualTo(read("team.founded", golden));
    }

    @Test
    void aFactFromBeforeAFieldCameIsReadWithoutIt() throws IOException {
        String golden = golden("invitation.created");
        String older = golden.replaceFirst(",\"locale\".*", "}");
        InvitationCreated fact = (InvitationCreated) read("invitation.created", older);
        assertThat(fact.locale()).isNull();
        assertThat(fact.metadata()).isNull();
        assertThat(serializer.json(fact)).isEqualTo(older);
    }

    /** As it is once the key of its invitee is gone; {@link Sealing} writes it so. */
    @Test
    void aFactWhoseInviteeWasForgottenIsRead() throws IOException {
        InvitationCreated known = (InvitationCreated) read("invitation.created", golden("invitation.created"));
        String forgotten = serializer.json(known.forgotten());
        assertThat(forgotten).contains("\"invitee\":{\"forgotten\":true}");
        assertThat(read("invitation.created", forgotten)).isEqualTo(known.forgotten());
    }

    @Test
    void tokensAndMetadataSurvive() {
        TrackingToken at = new GlobalSequenceTrackingToken(7);
        TrackingToken replay = ReplayToken.createReplayToken(at, new GlobalSequenceTrackingToken(3));
        assertThat(thereAndBack(at)).isEqualTo(at);
        assertThat(thereAndBack(replay)).isEqualTo(replay);
        assertThat(thereAndBack(MetaData.from(Map.of(StoredFact.ACTOR, "u1"))))
                .isEqualTo(MetaData.with(StoredFact.ACTOR, "u1"));
    }

    private Object thereAndBack(Object object) {
        return serializer.deserialize(serializer.serialize(object, String.class));
    }

    @Test
    void timesAreWrittenForPeople() {
        Fact fact =
                new TeamFounded(new TeamId("t"), Instant.parse("2026-01-02T03:04:05.678Z"), "Ünïcode", new UserId("u"));
        assertThat(serializer.json(fact))
                .isEqualTo(
                        "{\"teamId\":\"t\",\"at\":\"2026-01-02T03:04:05.678Z\",\"name\":\"Ünïcode\",\"foundedBy\":\"u\"}");
    }
}
