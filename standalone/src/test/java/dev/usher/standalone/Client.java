package dev.usher.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the public REST interface and of the mailbox, as anybody could write one. */
public final class Client {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration LETTER_COMES_WITHIN = Duration.ofSeconds(60);

    private static volatile BiConsumer<HttpRequest, Answer> listener = (request, answer) -> {};

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();
    private final URI usher;
    private final URI mailbox;

    /** For a standalone, whose mailbox is beside it. */
    public Client(URI usher) {
        this(usher, usher);
    }

    public Client(URI usher, URI mailbox) {
        this.usher = usher;
        this.mailbox = mailbox;
    }

    /** @param listener told of every answer that any client gets from now on */
    static void listen(BiConsumer<HttpRequest, Answer> listener) {
        Client.listener = listener;
    }

    /** Where the links of letters lead, each kind to a page of its own. */
    public enum Page {
        ACCEPT,
        REGISTER,
        VERIFY;

        /** As a parameter takes it. */
        String encoded() {
            return Client.encoded(address());
        }

        private String address() {
            return "http://localhost/%s#".formatted(name().toLowerCase(Locale.ROOT));
        }

        /** What follows the address of this page in a letter. */
        Stream<String> links(JsonNode letter) {
            return Pattern.compile(Pattern.quote(address()) + "([A-Za-z0-9_-]+)")
                    .matcher(letter.get("text").asString())
                    .results()
                    .map(link -> link.group(1));
        }
    }

    /** An account, signed in. */
    public record Person(String id, String email, String token) {}

    public record Answer(int status, String text, HttpHeaders headers) {

        public JsonNode json() {
            return JSON.readTree(text);
        }

        public Answer expect(int expected) {
            if (status != expected) {
                throw new AssertionError("expected %d, was %d: %s".formatted(expected, status, text));
            }
            return this;
        }
    }

    /** @param body a string as it is, anything else as JSON, null for none */
    public Answer call(String method, String path, Object body, String token) {
        return call(method, path, body, token == null ? Map.of() : Map.of("Authorization", "Bearer " + token));
    }

    /** @param headers besides or instead of the usual ones */
    public Answer call(String method, String path, Object body, Map<String, String> headers) {
        return send(request(usher, method, path, body, headers));
    }

    public Answer delete(Person who, String invitation) {
        return call("DELETE", "/membershipInvitation/" + invitation, null, who.token());
    }

    public Answer get(String path, Person who) {
        return call("GET", path, null, who.token());
    }

    /** Registers by the mailed token and signs in, as an invitee without invitation would. */
    public Person register(String name) {
        String email = name + "@example.org";
        String token = setUp(name, provenAddress(email), null)
                .expect(201)
                .json()
                .get("accessToken")
                .asString();
        return new Person(subject(token), email, token);
    }

    /** @param invitation the token of an invitation's letter, or null */
    public Answer setUp(String userName, JsonNode address, String invitation) {
        Map<String, Object> info = new HashMap<>(Map.of(
                "firstName",
                "Ann",
                "lastName",
                "Example",
                "username",
                userName,
                "password",
                "correct horse " + userName,
                "emailValidationSignedToken",
                address));
        if (invitation != null) {
            info.put("encodedMembershipInvtnSignedToken", invitation);
        }
        return call("POST", "/account", info, Map.of());
    }

    /** The token in the letter that lets this address register. */
    public JsonNode provenAddress(String email) {
        call(
                        "POST",
                        "/account/emailValidation?portalEndpoint=" + Page.REGISTER.encoded(),
                        Map.of("email", email),
                        Map.of())
                .expect(201);
        return token(linkTo(email, Page.REGISTER)).get("emailValidationSignedToken");
    }

    /** What a link carries. */
    public static JsonNode token(String link) {
        return JSON.readTree(Base64.getUrlDecoder().decode(link));
    }

    public Person signIn(String userName, String password) {
        String token = call("POST", "/session", Map.of("username", userName, "password", password), Map.of())
                .expect(201)
                .json()
                .get("accessToken")
                .asString();
        return new Person(subject(token), null, token);
    }

    public String foundTeam(Person founder, String name) {
        return call("POST", "/team", Map.of("name", name), founder.token())
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    public Answer invite(Person administrator, String team, String email) {
        return call(
                "POST",
                "/membershipInvitation?acceptInvitationEndpoint=" + Page.ACCEPT.encoded(),
                Map.of("teamId", team, "inviteeEmail", email),
                administrator.token());
    }

    public Answer inviteUser(Person administrator, String team, String user) {
        return call("POST", "/membershipInvitation", Map.of("teamId", team, "inviteeId", user), administrator.token());
    }

    /** For who owns the invited address: the proof, without a letter. */
    public JsonNode proof(Person invitee, String invitation) {
        return askForProof(invitee, invitation).expect(200).json();
    }

    /** 200 and the proof for who owns the invited address; for others 202 and a letter to it. */
    public Answer askForProof(Person invitee, String invitation) {
        return call(
                "POST",
                "/membershipInvitation/%s/verification?portalEndpoint=%s".formatted(invitation, Page.VERIFY.encoded()),
                null,
                invitee.token());
    }

    public Answer bind(Person invitee, String invitation, JsonNode proof) {
        return call("PUT", "/membershipInvitation/" + invitation + "/inviteeId", proof, invitee.token());
    }

    public Answer accept(Person invitee, String team) {
        return call("PUT", "/team/" + team + "/member/" + encoded(invitee.id()), null, invitee.token());
    }

    /** The letters to an address, oldest first. */
    public List<JsonNode> letters(String to) {
        JsonNode all = send(request(mailbox, "GET", "/mailbox/messages?to=" + encoded(to), null, Map.of()))
                .expect(200)
                .json();
        return all.valueStream().toList();
    }

    /** The token in the newest letter of a kind to an address; waits for the letter. */
    public String linkTo(String address, Page page) {
        return links(address, page, 1).getLast();
    }

    /** The tokens in the letters of a kind to an address, oldest first; waits until there are so many. */
    public List<String> links(String address, Page page, int many) {
        long giveUp = System.nanoTime() + LETTER_COMES_WITHIN.toNanos();
        while (System.nanoTime() < giveUp) {
            List<String> links = letters(address).stream().flatMap(page::links).toList();
            if (links.size() >= many) {
                return links;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new AssertionError(
                "no letter %d to %s within %s: %s".formatted(many, address, LETTER_COMES_WITHIN, letters(address)));
    }

    /** The header of an API key. */
    public static Map<String, String> basic(String keyId, String secret) {
        byte[] both = (keyId + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
    }

    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String subject(String jwt) {
        return JSON.readTree(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]))
                .get("sub")
                .asString();
    }

    private static HttpRequest request(URI base, String method, String path, Object body, Map<String, String> headers) {
        String text = body == null || body instanceof String ? (String) body : JSON.writeValueAsString(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(60))
                .setHeader("Content-Type", "application/json")
                .method(method, text == null ? BodyPublishers.noBody() : BodyPublishers.ofString(text));
        headers.forEach(request::setHeader);
        return request.build();
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            Answer answer = new Answer(response.statusCode(), response.body(), response.headers());
            listener.accept(request, answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
