package dev.usher.benchmarks;

import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.standalone.Client;
import dev.usher.standalone.Client.Person;
import dev.usher.standalone.Standalone;
import dev.usher.standalone.UsherProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Can somebody tell by the time of an answer whether what is not theirs exists? Mallory, who administers a team of her own,
 * asks for what others have and for what nobody has, in random order. Prints for each call how probable it is that an answer
 * about the one takes longer than an answer about the other: one half when nothing can be told, however long both take.
 * Beside it the same for two kinds of ids that nobody has, which shows what chance makes of it.
 */
final class Existence {

    private static final int CALLS = 1_000;
    private static final int WARM_UP = 200;
    private static final int OTHERS = 100;

    private record Call(String method, String path, Object body) {}

    /** {@code OWN} is a team of Mallory's; what {@code TEAM} and {@code ID} are decides the kind. */
    private static final List<Call> CALLS_BY_ID = List.of(
            new Call("GET", "/v1/organizations/TEAM/invitations/ID", null),
            new Call("GET", "/v1/organizations/OWN/invitations/ID", null),
            new Call("GET", "/v1/organizations/TEAM/invitations", null),
            new Call("GET", "/v1/organizations/TEAM/statistics", null),
            new Call("GET", "/membershipInvitation/ID", null),
            new Call("GET", "/team/TEAM/openInvitation", null),
            new Call("POST", "/v1/organizations/TEAM/invitations", Map.of("email", "x@example.org")),
            new Call("POST", "/v1/organizations/TEAM/invitations/ID/resend", Map.of()),
            new Call("POST", "/v1/organizations/OWN/invitations/ID/resend", Map.of()),
            new Call("POST", "/v1/organizations/TEAM/invitations/ID/acceptance", Map.of()),
            new Call("DELETE", "/v1/organizations/TEAM/invitations/ID", null),
            new Call("DELETE", "/v1/organizations/OWN/invitations/ID", null),
            new Call("DELETE", "/membershipInvitation/ID", null),
            new Call("DELETE", "/emailMembershipInvitation/ID", null),
            new Call("PUT", "/v1/organizations/TEAM/settings", Map.of("seats", 3)),
            new Call("POST", "/v1/organizations/TEAM/api-keys", Map.of("name", "x")),
            new Call("POST", "/v1/organizations/TEAM/webhooks", Map.of("url", "https://example.org/")),
            new Call("PUT", "/team/TEAM/member/ME", null));

    private record Target(String team, String invitation) {

        static Target nobodys() {
            return new Target(TeamId.next().value(), InvitationId.next().value());
        }
    }

    private enum Kind {
        OTHERS,
        NOBODYS,
        NOBODYS_TOO
    }

    private final Random random = new Random(1);
    private final Client client;
    private final Person mallory;
    private final String own;
    private final List<Target> others;

    private Existence(Client client) {
        this.client = client;
        this.mallory = client.register("mallory");
        this.own = client.foundTeam(mallory, "Own");
        Person ann = client.register("ann");
        this.others = IntStream.range(0, OTHERS)
                .mapToObj(i -> inviting(ann, "eve-%d@example.org".formatted(i)))
                .toList();
    }

    private Target inviting(Person ann, String email) {
        String team = client.foundTeam(ann, "Others");
        String invitation =
                client.invite(ann, team, email).expect(201).json().get("id").asString();
        return new Target(team, invitation);
    }

    public static void main(String... args) throws Exception {
        Path directory = Files.createTempDirectory("usher-existence");
        Map<String, String> environment =
                Map.of("USHER_DATA", directory.resolve("data").toString());
        try (UsherProcess usher = UsherProcess.start(Standalone.class, environment, directory.resolve("output.log"))) {
            Existence existence = new Existence(new Client(usher.address()));
            System.out.printf(
                    Locale.ROOT,
                    "P is 0.5 when nothing can be told; chance alone stays within %.3f of that, 95 times of 100%n",
                    1.96 * Math.sqrt((2.0 * CALLS + 1) / (12.0 * CALLS * CALLS)));
            for (Call call : CALLS_BY_ID) {
                existence.measure(call);
            }
        }
    }

    private void measure(Call call) {
        long[][] nanos = new long[Kind.values().length][CALLS];
        List<Kind> order = Arrays.asList(Kind.values());
        for (int i = -WARM_UP; i < CALLS; i++) {
            Collections.shuffle(order, random);
            for (Kind kind : order) {
                long took = time(call, kind);
                if (i >= 0) {
                    nanos[kind.ordinal()][i] = took;
                }
            }
        }
        Arrays.stream(nanos).forEach(Arrays::sort);
        long[] nobodys = nanos[Kind.NOBODYS.ordinal()];
        System.out.printf(
                Locale.ROOT,
                "%-56s others' %6.3f ms   nobody's %6.3f ms   P %.3f   by chance %.3f%n",
                call.method() + " " + call.path(),
                nanos[Kind.OTHERS.ordinal()][CALLS / 2] / 1e6,
                nobodys[CALLS / 2] / 1e6,
                longer(nanos[Kind.OTHERS.ordinal()], nobodys),
                longer(nanos[Kind.NOBODYS_TOO.ordinal()], nobodys));
    }

    private long time(Call call, Kind kind) {
        Target target = kind == Kind.OTHERS ? others.get(random.nextInt(OTHERS)) : Target.nobodys();
        String path = call.path()
                .replace("OWN", own)
                .replace("ME", mallory.id())
                .replace("TEAM", target.team())
                .replace("ID", target.invitation());
        long start = System.nanoTime();
        client.call(call.method(), path, call.body(), mallory.token()).expect(404);
        return System.nanoTime() - start;
    }

    /** The probability that a random one of these is longer than a random one of those; equal ones count half. */
    private static double longer(long[] these, long[] those) {
        double wins = 0;
        int shorter = 0;
        int notLonger = 0;
        for (long one : these) {
            while (shorter < those.length && those[shorter] < one) {
                shorter++;
            }
            notLonger = Math.max(notLonger, shorter);
            while (notLonger < those.length && those[notLonger] <= one) {
                notLonger++;
            }
            wins += (shorter + notLonger) / 2.0;
        }
        return wins / ((double) these.length * those.length);
    }
}
