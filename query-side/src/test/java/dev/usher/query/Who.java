package dev.usher.query;

import static dev.usher.query.RunningQuerySide.happen;
import static dev.usher.query.RunningQuerySide.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.TeamEvent.MemberLeft;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** The kinds of callers, as they stand to the invitation of a {@link World}'s address. */
public enum Who {
    WITHOUT_CREDENTIALS,
    WITH_EXPIRED_CREDENTIALS,
    WITH_FORGED_CREDENTIALS,
    WITH_UNSIGNED_CREDENTIALS,
    ADMINISTRATOR,
    OTHER_ADMINISTRATOR,
    FORMER_ADMINISTRATOR,
    MEMBER,
    OWNER_OF_THE_ADDRESS,
    OWNER_OF_ANOTHER_ADDRESS,
    OWNER_OF_A_LOOK_ALIKE,
    BOUND_INVITEE,
    ANALYST,
    AUDITOR,
    OPERATOR;

    public boolean unknown() {
        return ordinal() <= WITH_UNSIGNED_CREDENTIALS.ordinal();
    }

    /**
     * The access token they send.
     *
     * @param bound to whom the invitation is bound, if it is
     */
    public String credentials(World world, Caller bound) {
        return switch (this) {
            case WITHOUT_CREDENTIALS -> null;
            case WITH_EXPIRED_CREDENTIALS -> Credentials.expired(world.administrator);
            case WITH_FORGED_CREDENTIALS -> Credentials.forged(world.administrator);
            case WITH_UNSIGNED_CREDENTIALS -> Credentials.unsigned(world.administrator);
            case ADMINISTRATOR -> tokenOf(world.administrator);
            case OTHER_ADMINISTRATOR -> tokenOf(new World().administrator);
            case FORMER_ADMINISTRATOR -> {
                happen(new MemberLeft(world.team, World.now(), world.administrator.id()));
                yield tokenOf(world.administrator);
            }
            case MEMBER -> tokenOf(world.member);
            case OWNER_OF_THE_ADDRESS -> tokenOf(world.owner);
            case OWNER_OF_ANOTHER_ADDRESS -> tokenOf(World.ownerOf(new EmailAddress("bob@x.org")));
            case OWNER_OF_A_LOOK_ALIKE -> tokenOf(World.ownerOf(lookAlikes(world.address.value())));
            case BOUND_INVITEE -> tokenOf(bound);
            case ANALYST -> tokenOf(World.with(SiteRole.ANALYST));
            case AUDITOR -> tokenOf(World.with(SiteRole.AUDITOR));
            case OPERATOR -> tokenOf(World.with(SiteRole.OPERATOR));
        };
    }

    private static EmailAddress[] lookAlikes(String address) {
        return Stream.of(
                        address.replaceFirst("\\.", ""),
                        address.replace("@x.org", "@x.org.x.org"),
                        address.replace("@x.org", "+a@x.org"),
                        address.replaceFirst("a", "_"),
                        address.replaceFirst("a", "%"))
                .map(EmailAddress::new)
                .toArray(EmailAddress[]::new);
    }

    /** What is not the caller's answers exactly like what does not exist, but for the id. */
    public static void assertSame(Answer absent, String absentId, Answer hidden, String hiddenId) {
        assertThat(absent.status()).isEqualTo(hidden.status());
        assertThat(withoutRequest(absent).replace(absentId, hiddenId)).isEqualTo(withoutRequest(hidden));
        assertThat(headers(absent)).isEqualTo(headers(hidden));
    }

    /** Each request has an id of its own, which the envelope shows. */
    private static String withoutRequest(Answer answer) {
        return answer.text().replaceFirst("\"requestId\":\"[^\"]*\"", "");
    }

    /** All but those of the connection, which is closed now and then. */
    private static Set<String> headers(Answer answer) {
        Set<String> names = new HashSet<>(answer.headers().map().keySet());
        names.removeAll(Set.of("connection", "keep-alive"));
        return names;
    }
}
