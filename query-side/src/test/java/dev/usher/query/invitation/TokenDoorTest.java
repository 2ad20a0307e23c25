package dev.usher.query.invitation;

import static dev.usher.query.RunningQuerySide.JSON;
import static dev.usher.query.RunningQuerySide.bean;
import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.RunningQuerySide.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.token.SignedToken;
import dev.usher.api.token.SignedToken.EmailValidationToken;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.api.token.SignedToken.InviteeVerificationToken;
import dev.usher.api.token.SignedTokenBody;
import dev.usher.api.token.SignedTokens;
import dev.usher.eventstore.KeyRings;
import dev.usher.query.Credentials;
import dev.usher.query.Life;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.World;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.ObjectNode;

/** What a signed token opens, and who gets one. */
@ExtendWith(RunningQuerySide.class)
class TokenDoorTest {

    private static final String PATH = "/membershipInvitation/";
    private static final String PROOF = "/inviteeVerificationSignedToken";
    private static final SignedTokens TOKENS =
            new SignedTokens(bean(KeyRings.class).ring(KeyRings.SIGNED_TOKEN), Clock.systemUTC());

    private final World world = new World();
    private final Caller bound = World.nobody();

    @ParameterizedTest
    @EnumSource(Life.class)
    void theLatestLetterOpensWhatIsNotDecided(Life life) {
        InvitationCreated created = life.live(world, bound.id());

        Answer answer = open(created.invitationId(), token(created.invitationId(), life.generation()));

        int expected = switch (life) {
            case PENDING, RESENT, BOUND -> 200;
            case ACCEPTED, DECLINED -> 409;
            case DELETED -> 404;
            case EXPIRED, OVERDUE -> 403;
        };
        assertThat(answer.status()).isEqualTo(expected);
        if (expected == 200) {
            assertThat(answer.json().get("id").asString())
                    .isEqualTo(created.invitationId().value());
        } else {
            assertThat(answer.text()).doesNotContain(world.address.value(), "Join us");
        }
    }

    @Test
    void whoeverOpensALetterIsCounted() {
        InvitationCreated created = Life.PENDING.live(world, bound.id());
        JdbcClient jdbc = bean(JdbcClient.class);
        jdbc.sql("truncate event_store.bucket").update();

        assertThat(open(created.invitationId(), token(created.invitationId(), 1))
                        .status())
                .isEqualTo(200);

        assertThat(jdbc.sql("select count(*) from event_store.bucket")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void theLetterBeforeAResendOpensNothing() {
        InvitationCreated created = Life.RESENT.live(world, bound.id());

        Answer answer = open(created.invitationId(), token(created.invitationId(), 1));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("latest letter");
    }

    @Test
    void aGenerationThatNeverWasOpensNothing() {
        InvitationCreated created = world.invite(Invitee.of(world.address));

        assertThat(open(created.invitationId(), token(created.invitationId(), 2))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theTokenOfOneInvitationDoesNotOpenAnother() {
        InvitationCreated created = world.invite(Invitee.of(world.address));
        InvitationCreated other = new World().invite(Invitee.of(world.address));

        assertThat(open(created.invitationId(), token(other.invitationId(), 1)).status())
                .isEqualTo(403);
    }

    @Test
    void anExpiredTokenOpensNothing() {
        InvitationId id = world.invite(Invitee.of(world.address)).invitationId();
        Instant now = World.now();

        Answer answer = open(id, TOKENS.sign(new InvitationToken(id, 1, now.minusSeconds(60), now.minusSeconds(1))));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("expired");
    }

    @Test
    void tokensOfOtherKindsOpenNothing() {
        InvitationId id = world.invite(Invitee.of(world.address)).invitationId();
        Instant now = World.now();
        List<SignedToken> others = List.of(
                new InviteeVerificationToken(bound.id(), id, 1, now, now.plusSeconds(60)),
                new EmailValidationToken(world.address, now, now.plusSeconds(60)));

        for (SignedToken other : others) {
            assertThat(open(id, TOKENS.sign(other)).status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"createdOn", "expiresOn", "membershipInvitationId", "generation", "version", "hmac"})
    void aTokenWithAChangedOrMissingPropertyOpensNothing(String property) {
        InvitationId id = world.invite(Invitee.of(world.address)).invitationId();
        SignedTokenBody genuine = token(id, 1);

        for (String value : new String[] {null, "2", "2999-01-01T00:00:00Z", "AAAA"}) {
            ObjectNode body = (ObjectNode) JSON.valueToTree(genuine);
            boolean number = property.equals("generation") || property.equals("version");
            if (number && value != null && !value.equals("2")) {
                continue;
            }
            if (number && value != null) {
                body.put(property, 2);
            } else {
                body.put(property, value);
            }
            assertThat(post(PATH + id, null, body.toString()).status())
                    .as("%s = %s", property, value)
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "\"x\"", "{\"generation\":\"one\"}", "{"})
    void aBodyThatIsNoTokenIsRefused(String body) {
        InvitationId id = world.invite(Invitee.of(world.address)).invitationId();

        assertThat(post(PATH + id, null, body).status()).isEqualTo(400);
    }

    @Test
    void whatTheTokenDoesNotKnowIsIgnored() {
        InvitationId id = world.invite(Invitee.of(world.address)).invitationId();
        ObjectNode body = ((ObjectNode) JSON.valueToTree(token(id, 1))).put("more", 1);

        assertThat(post(PATH + id, null, body.toString()).status()).isEqualTo(200);
    }

    @Test
    void anAbsentInvitationHasNothingToOpen() {
        InvitationId id = InvitationId.next();

        assertThat(open(id, token(id, 1)).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource(Life.class)
    void theOwnerOfTheAddressGetsAProofWhileTheInvitationIsOpenAndUnbound(Life life) {
        InvitationCreated created = life.live(world, bound.id());
        String path = PATH + created.invitationId() + PROOF;

        Answer answer = get(path, world.owner);

        assertThat(answer.status()).isEqualTo(life.open() && !life.bound() ? 200 : 403);
        for (Caller other : List.of(bound, world.administrator, world.member, World.with(SiteRole.ANALYST))) {
            assertThat(get(path, other).status()).isEqualTo(403);
        }
    }

    @Test
    void theProofNamesCallerInvitationAndGenerationAndLivesADay() {
        InvitationCreated created = Life.RESENT.live(world, bound.id());

        Answer answer = get(PATH + created.invitationId() + PROOF, world.owner);

        InviteeVerificationToken proof =
                TOKENS.verify(JSON.readValue(answer.text(), SignedTokenBody.class), InviteeVerificationToken.class);
        assertThat(proof.inviteeId()).isEqualTo(world.owner.id());
        assertThat(proof.invitationId()).isEqualTo(created.invitationId());
        assertThat(proof.generation()).isEqualTo(2);
        assertThat(Duration.between(proof.createdOn(), proof.expiresOn())).isEqualTo(Duration.ofHours(24));
        assertThat(proof.createdOn()).isBetween(created.at(), World.now());
    }

    @Test
    void whoDoesNotOwnTheAddressCannotTellTheInvitationFromAnAbsentOne() {
        InvitationId id = world.invite(Invitee.of(world.address)).invitationId();
        InvitationId absent = InvitationId.next();
        Caller stranger = World.ownerOf(new EmailAddress(world.address.value().replaceFirst("\\.", "")));

        Answer foreign = get(PATH + id + PROOF, stranger);
        Answer none = get(PATH + absent + PROOF, stranger);

        assertThat(foreign.status()).isEqualTo(403).isEqualTo(none.status());
        assertThat(none.text().replace(absent.value(), id.value())).isEqualTo(foreign.text());
    }

    @Test
    void anInvitationToAUserIdHasNoAddressToProve() {
        InvitationId id = world.invite(Invitee.of(world.owner.id())).invitationId();

        assertThat(get(PATH + id + PROOF, world.owner).status()).isEqualTo(403);
    }

    @Test
    void proofsAreOnlyForThoseWithCredentials() {
        String path = PATH + world.invite(Invitee.of(world.address)).invitationId() + PROOF;

        assertThat(get(path, (String) null).status()).isEqualTo(401);
        assertThat(get(path, Credentials.forged(world.owner)).status()).isEqualTo(401);
        assertThat(get(path, Credentials.expired(world.owner)).status()).isEqualTo(401);
    }

    private static SignedTokenBody token(InvitationId id, int generation) {
        Instant now = World.now();
        return TOKENS.sign(InvitationToken.of(id, generation, now, now.plusSeconds(3600)));
    }

    private static Answer open(InvitationId id, SignedTokenBody token) {
        return post(PATH + id, null, JSON.writeValueAsString(token));
    }
}
