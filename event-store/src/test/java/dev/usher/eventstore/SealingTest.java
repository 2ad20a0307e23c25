package dev.usher.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.Fact;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationMailFailed;
import dev.usher.api.Invitee;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** ADR 28. The facts are the golden ones, which have every component. */
class SealingTest {

    private static final String INVITATION = "01960000-0000-7000-8000-000000000001";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final FactSerializer serializer = new FactSerializer();
    private final Sealing sealing = new Sealing(SealingKey.fresh());
    private final SealingKey key = new SealingKey(SealingKey.fresh());
    private final byte[] wrapped = sealing.wrap(key, INVITATION);

    static Collection<String> personal() {
        return PersonalFields.names();
    }

    @ParameterizedTest
    @MethodSource("personal")
    void whatIsPersonalIsUnreadableAndReadsBack(String name) throws IOException {
        String golden = golden(name);
        String stored = sealing.seal(name, golden, key, INVITATION);

        for (List<String> path : PersonalFields.of(name)) {
            String clear = at(golden, path).isString()
                    ? at(golden, path).stringValue()
                    : at(golden, path).toString();
            assertThat(stored).doesNotContain(clear);
            assertThat(at(stored, path).isNull()).as("%s of %s", path, name).isTrue();
        }
        assertThat(at(stored, List.of("sealed")).stringValue()).matches("[A-Za-z0-9+/]{38,}={0,2}");
        assertThat(stored).doesNotContain("example.org");
        assertThat(open(name, stored, wrapped)).isEqualTo(serializer.fact(name, golden));
    }

    @ParameterizedTest
    @MethodSource("personal")
    void theRestStaysAsItIs(String name) throws IOException {
        assertThat(withoutPersonal(name, sealing.seal(name, golden(name), key, INVITATION)))
                .isEqualTo(withoutPersonal(name, golden(name)));
    }

    @ParameterizedTest
    @MethodSource("personal")
    void theSameIsNeverSealedToTheSame(String name) throws IOException {
        assertThat(sealing.seal(name, golden(name), key, INVITATION))
                .isNotEqualTo(sealing.seal(name, golden(name), key, INVITATION));
    }

    @ParameterizedTest
    @MethodSource("personal")
    void withoutItsKeyItReadsAsForgotten(String name) throws IOException {
        String read = sealing.open(name, sealing.seal(name, golden(name), key, INVITATION), null, INVITATION);

        for (List<String> path : PersonalFields.of(name)) {
            assertThat(at(read, path).isMissingNode())
                    .as("%s of %s", path, name)
                    .isTrue();
            assertThat(at(read, path.subList(0, path.size() - 1))
                            .path("forgotten")
                            .asBoolean())
                    .isTrue();
        }
        assertThat(serializer.fact(name, read)).isNotNull();
    }

    @Test
    void anInvitationWithoutItsKeyTellsThatItWasForSomebody() throws IOException {
        String name = "invitation.created";
        var created = (InvitationCreated) open(name, sealing.seal(name, golden(name), key, INVITATION), null);

        assertThat(created.invitee()).isEqualTo(Invitee.FORGOTTEN);
        assertThat(created.message()).isNull();
        assertThat(created.acceptUrl()).isNull();
        assertThat(created.metadata()).isNull();
        assertThat(created).isEqualTo(((InvitationCreated) serializer.fact(name, golden(name))).forgotten());
    }

    @Test
    void whatComesAfterTheKeyIsGoneHasNothingPersonal() throws IOException {
        String name = "invitation.mail-failed";
        String stored = sealing.seal(name, golden(name), null, INVITATION);

        assertThat(stored).doesNotContain("reason", "550");
        assertThat(((InvitationMailFailed) open(name, stored, null)).reason()).isNull();
    }

    @ParameterizedTest
    @MethodSource("personal")
    void movedToAnotherInvitationItDoesNotOpen(String name) throws IOException {
        String stored = sealing.seal(name, golden(name), key, INVITATION);
        // Also where somebody wrapped the same key for the other one.
        byte[] theSame = sealing.wrap(key, "another");

        assertThatThrownBy(() -> sealing.open(name, stored, theSame, "another"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("event_store.fact/another/")
                .hasMessageContaining("was altered");
        assertThatThrownBy(() -> sealing.open(name, stored, wrapped, "another"))
                .hasMessageContaining("event_store.invitee_key/another does not open");
    }

    @Test
    void movedToAnotherKindOfFactItDoesNotOpen() throws IOException {
        ObjectNode stored = (ObjectNode) JSON.readTree(
                sealing.seal("invitation.mail-failed", golden("invitation.mail-failed"), key, INVITATION));
        JsonNode other =
                JSON.readTree(sealing.seal("invitation.created", golden("invitation.created"), key, INVITATION));
        stored.set("sealed", other.get("sealed"));

        assertThatThrownBy(() -> open("invitation.mail-failed", stored.toString(), wrapped))
                .hasMessageContaining("event_store.fact/" + INVITATION + "/invitation.mail-failed was altered");
    }

    @Test
    void whatIsAlteredOrInClearDoesNotOpen() throws IOException {
        String name = "invitation.mail-failed";
        ObjectNode stored = (ObjectNode) JSON.readTree(sealing.seal(name, golden(name), key, INVITATION));
        String sealed = stored.get("sealed").stringValue();
        char other = sealed.charAt(20) == 'A' ? 'B' : 'A';

        for (String value : List.of(sealed.substring(0, 20) + other + sealed.substring(21), "", "in clear", "QUJD")) {
            stored.put("sealed", value);
            assertThatThrownBy(() -> open(name, stored.toString(), wrapped))
                    .as(value)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(name + " was altered");
        }
        for (byte[] withKey : new byte[][] {wrapped, null}) {
            stored.put("sealed", sealed).put("reason", "in clear");
            assertThatThrownBy(() -> open(name, stored.toString(), withKey))
                    .hasMessageContaining(name + " was altered: reason is not sealed");
        }
    }

    @Test
    void factsWithoutAnythingPersonalAreWrittenAsTheyAre() throws IOException {
        String golden = golden("invitation.accepted");
        assertThat(sealing.seal("invitation.accepted", golden, null, INVITATION))
                .isEqualTo(golden);
        assertThat(sealing.open("invitation.accepted", golden, null, INVITATION))
                .isEqualTo(golden);
    }

    private Fact open(String name, String stored, byte[] withKey) {
        return serializer.fact(name, sealing.open(name, stored, withKey, INVITATION));
    }

    private static JsonNode at(String json, List<String> path) {
        JsonNode node = JSON.readTree(json);
        for (String property : path) {
            node = node.path(property);
        }
        return node;
    }

    private static JsonNode withoutPersonal(String name, String json) {
        JsonNode fact = JSON.readTree(json);
        for (List<String> path : PersonalFields.of(name)) {
            JsonNode holder = fact;
            for (String property : path.subList(0, path.size() - 1)) {
                holder = holder.get(property);
            }
            ((ObjectNode) holder).remove(path.getLast());
        }
        ((ObjectNode) fact).remove("sealed");
        return fact;
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = SealingTest.class.getResourceAsStream("/golden/" + name + ".json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
