package dev.usher.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the public REST interface and of the mailbox, as anybody could write one. */
public final class Client {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern TOKEN = Pattern.compile("http://localhost/portal#([A-Za-z0-9_-]+)");
    private static final String PORTAL = "portalEndpoint=" + encoded("http://localhost/portal#");
    private static final Duration LETTER_COMES_WITHIN = Duration.ofSeconds(20);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
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

    /** An account, signed in. */
    public record Person(String id, String email, String token) {}

    public record Answer(int status, String text, java.net.http.HttpHeaders headers) {

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
        return send(request(usher, method, path, body, token));
    }

    public Answer get(String path, Person who) {
        return call("GET", path, null, who.token());
    }

    /** Registers by the mailed token and signs in, as an invitee without invitation would. */
    public Person register(String name) {
        String email = name + "@example.org";
        call("POST", "/account/emailValidation?" + PORTAL, Map.of("email", email), null)
                .expect(201);
        JsonNode link = JSON.readTree(Base64.getUrlDecoder().decode(linkTo(email)));
        Answer account = call(
                        "POST",
                        "/account",
                        Map.of(
                                "firstName",
                                name,
                                "lastName",
                                "Example",
                                "username",
                                name,
                                "password",
                                "correct horse " + name,
                                "emailValidationSignedToken",
                                link.get("emailValidationSignedToken")),
                        null)
                .expect(201);
        String token = account.json().get("accessToken").asString();
        return new Person(subject(token), email, token);
    }

    public Person signIn(String userName, String password) {
        String token = call("POST", "/session", Map.of("username", userName, "password", password), null)
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
                "/membershipInvitation?acceptInvitationEndpoint=" + encoded("http://localhost/portal#"),
                Map.of("teamId", team, "inviteeEmail", email),
                administrator.token());
    }

    /** For who owns the invited address: the proof, without a letter. */
    public JsonNode proof(Person invitee, String invitation) {
        return call("POST", "/membershipInvitation/" + invitation + "/verification?" + PORTAL, null, invitee.token())
                .expect(200)
                .json();
    }

    public Answer bind(Person invitee, String invitation, JsonNode proof) {
        return call("PUT", "/membershipInvitation/" + invitation + "/inviteeId", proof, invitee.token());
    }

    public Answer accept(Person invitee, String team) {
        return call("PUT", "/team/" + team + "/member/" + invitee.id(), null, invitee.token());
    }

    /** The letters to an address, oldest first. */
    public List<JsonNode> letters(String to) {
        JsonNode all = send(request(mailbox, "GET", "/mailbox/messages?to=" + encoded(to), null, null))
                .expect(200)
                .json();
        return all.valueStream().toList();
    }

    /** The token in the newest letter to an address; waits for the letter. */
    public String linkTo(String address) {
        long giveUp = System.nanoTime() + LETTER_COMES_WITHIN.toNanos();
        while (System.nanoTime() < giveUp) {
            List<JsonNode> letters = letters(address);
            if (!letters.isEmpty()) {
                Matcher link = TOKEN.matcher(letters.getLast().get("text").asString());
                if (link.find()) {
                    return link.group(1);
                }
                throw new AssertionError("no link in " + letters.getLast());
            }
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(20).toNanos());
        }
        throw new AssertionError("no letter to " + address + " within " + LETTER_COMES_WITHIN);
    }

    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String subject(String jwt) {
        return JSON.readTree(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]))
                .get("sub")
                .asString();
    }

    private static HttpRequest request(URI base, String method, String path, Object body, String token) {
        String text = body == null || body instanceof String ? (String) body : JSON.writeValueAsString(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(method, text == null ? BodyPublishers.noBody() : BodyPublishers.ofString(text));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request.build();
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response.headers());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
