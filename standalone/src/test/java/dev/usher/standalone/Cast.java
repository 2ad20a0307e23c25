package dev.usher.standalone;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.usher.standalone.Client.Person;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Every kind of caller, each with an invitation to look at: they all see one of the same kind, but the invitee that is bound
 * sees one that is theirs. Made once for the calls that change nothing, and anew for each call that may.
 *
 * @param team with {@code administrator}, {@code member}, and an open invitation to {@code invitee}, who owns the address
 */
record Cast(String team, String invitation, String boundTeam, String boundInvitation, People people) {

    /** Those who outlive a scene. */
    record People(
            Person administrator,
            Person other,
            Person member,
            Person invitee,
            Person stranger,
            Person bound,
            Map<String, Person> siteRoles,
            String foreignKey,
            String expired,
            String forged) {

        static People hire(SharedUsher usher) {
            Client client = usher.client();
            Person administrator = usher.somebody("administrator");
            Person other = usher.somebody("other");
            return new People(
                    administrator,
                    other,
                    usher.somebody("member"),
                    usher.somebody("invitee"),
                    usher.somebody("stranger"),
                    usher.somebody("bound"),
                    Map.of(
                            "analyst", withRole(usher, "analyst"),
                            "auditor", withRole(usher, "auditor"),
                            "operator", withRole(usher, "operator")),
                    apiKey(client, other, client.foundTeam(other, "Elsewhere")),
                    signed(usher, administrator, Duration.ofHours(-1), Forger.accessKey(usher)),
                    signed(usher, administrator, Duration.ofHours(1), anotherKey(usher)));
        }

        private static Person withRole(SharedUsher usher, String role) {
            Person somebody = usher.somebody(role);
            usher.database()
                    .sql()
                    .update(
                            "update command_side.account set site_roles = array[?] where user_id = ?",
                            role,
                            somebody.id());
            String name = somebody.email().substring(0, somebody.email().indexOf('@'));
            Person signedIn = usher.client().signIn(name, "correct horse " + name);
            return new Person(signedIn.id(), somebody.email(), signedIn.token());
        }

        private static String apiKey(Client client, Person administrator, String team) {
            JsonNode key = client.call(
                            "POST",
                            "/v1/organizations/%s/api-keys".formatted(team),
                            Map.of("name", "Elsewhere"),
                            administrator.token())
                    .expect(201)
                    .json();
            String pair =
                    key.get("keyId").asString() + ":" + key.get("keySecret").asString();
            return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        }

        private static ECKey anotherKey(SharedUsher usher) {
            try {
                return new ECKeyGenerator(Curve.P_256)
                        .keyID(Forger.accessKey(usher).getKeyID())
                        .generate();
            } catch (JOSEException e) {
                throw new IllegalStateException(e);
            }
        }

        /** What Usher would issue to this person, with another end or another key. */
        private static String signed(SharedUsher usher, Person person, Duration left, ECKey key) {
            try {
                Date end = Date.from(Instant.now().plus(left));
                JWTClaimsSet claims = new JWTClaimsSet.Builder(
                                SignedJWT.parse(person.token()).getJWTClaimsSet())
                        .expirationTime(end)
                        .issueTime(Date.from(end.toInstant().minus(Duration.ofHours(1))))
                        .build();
                SignedJWT token = new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .keyID(key.getKeyID())
                                .build(),
                        claims);
                token.sign(new ECDSASigner(key));
                return token.serialize();
            } catch (JOSEException | ParseException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** For all of them. */
    static Cast of(Client client, People people) {
        String team = teamWithMember(client, people);
        String boundTeam = team(client, people);
        return new Cast(
                team,
                invited(client, people, team, people.invitee()),
                boundTeam,
                bound(client, people, boundTeam),
                people);
    }

    /** For this caller alone, which is quicker. */
    static Cast of(Client client, People people, String caller) {
        if (caller.equals("bound")) {
            String team = team(client, people);
            return new Cast(team, null, team, bound(client, people, team), people);
        }
        String team = caller.equals("member") ? teamWithMember(client, people) : team(client, people);
        return new Cast(team, invited(client, people, team, people.invitee()), null, null, people);
    }

    private static String team(Client client, People people) {
        return client.foundTeam(people.administrator(), "Scene");
    }

    private static String teamWithMember(Client client, People people) {
        String team = team(client, people);
        client.inviteUser(people.administrator(), team, people.member().id()).expect(201);
        client.accept(people.member(), team).expect(204);
        return team;
    }

    private static String bound(Client client, People people, String team) {
        String invitation = invited(client, people, team, people.bound());
        client.bind(people.bound(), invitation, client.proof(people.bound(), invitation))
                .expect(200);
        return invitation;
    }

    private static String invited(Client client, People people, String team, Person who) {
        return client.call(
                        "POST",
                        "/v1/organizations/%s/invitations".formatted(team),
                        Map.of("email", who.email(), "channel", "link"),
                        people.administrator().token())
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    /** In the order of the columns of the table. */
    static final List<String> CALLERS = List.of(
            "nobody",
            "expired",
            "forged",
            "other-admin",
            "member",
            "by-address",
            "by-other",
            "bound",
            "analyst",
            "auditor",
            "operator",
            "other-key",
            "admin");

    String teamOf(String caller) {
        return caller.equals("bound") ? boundTeam : team;
    }

    String invitationOf(String caller) {
        return caller.equals("bound") ? boundInvitation : invitation;
    }

    /** The id that stands for the caller's own in a path. */
    String selfOf(String caller) {
        return switch (caller) {
            case "nobody", "expired", "forged", "other-key" ->
                people.administrator().id();
            default -> person(caller).id();
        };
    }

    Map<String, String> credentialsOf(String caller) {
        return switch (caller) {
            case "nobody" -> Map.of();
            case "expired" -> Map.of("Authorization", "Bearer " + people.expired());
            case "forged" -> Map.of("Authorization", "Bearer " + people.forged());
            case "other-key" -> Map.of("Authorization", people.foreignKey());
            default -> Map.of("Authorization", "Bearer " + person(caller).token());
        };
    }

    private Person person(String caller) {
        return switch (caller) {
            case "other-admin" -> people.other();
            case "member" -> people.member();
            case "by-address" -> people.invitee();
            case "by-other" -> people.stranger();
            case "bound" -> people.bound();
            case "admin" -> people.administrator();
            default -> people.siteRoles().get(caller);
        };
    }
}
