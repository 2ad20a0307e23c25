package dev.usher.command.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.EmailAddress;
import dev.usher.api.Invitee;
import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.CreateInvitation;
import dev.usher.api.team.AdmitMember;
import dev.usher.api.team.MembershipId;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.CommandSideTest;
import dev.usher.command.invitation.CreateInvitations;
import dev.usher.command.invitation.InvitationDesk;
import dev.usher.eventstore.Buckets;
import dev.usher.eventstore.Buckets.Bucket;
import dev.usher.eventstore.Buckets.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.Registration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Over HTTP. An inviter has 300 letters a day here, a team 400; the other limits are those of every deployment. */
@CommandSideTest
class LetterLimitsTest {

    private static final String PORTAL = "?portalEndpoint=https://portal.example.org/verify?token=";

    @Autowired
    Browser browser;

    @Autowired
    InvitationDesk desk;

    @Autowired
    CommandGateway commands;

    @Autowired
    CommandBus bus;

    @Autowired
    LetterLimits limits;

    @Autowired
    SweepBuckets sweep;

    @Autowired
    Buckets buckets;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transactions;

    private final UserId admin = UserId.next();

    private static EmailAddress someone() {
        return new EmailAddress(UUID.randomUUID() + "@example.org");
    }

    private static List<Invitee> many(int count) {
        return Stream.generate(() -> Invitee.of(someone())).limit(count).toList();
    }

    private TeamId foundedBy(UserId user) {
        return new TeamId(browser.user(user)
                .post("/team", Map.of("name", "Owls"))
                .expect(201)
                .text("id"));
    }

    private Answer invite(UserId inviter, TeamId team, EmailAddress to) {
        return browser.user(inviter)
                .post("/membershipInvitation", Map.of("teamId", team.value(), "inviteeEmail", to.value()));
    }

    /** Refused, with the time to wait under both names, and nothing done. */
    private String refused(Answer answer, Object nothingAbout) {
        String reason = answer.reason(429);
        String wait = answer.response().headers().firstValue("Retry-After").orElseThrow();
        assertThat(reason).endsWith("try again in " + wait + " s");
        assertThat(answer.response().headers().firstValue("X-RateLimit-Reset")).hasValue(wait);
        assertThat(browser.factsAbout(nothingAbout)).isEmpty();
        return reason;
    }

    private long buckets() {
        return jdbc.sql("select count(*) from event_store.bucket")
                .query(Long.class)
                .single();
    }

    @Test
    void who_has_invited_too_many_may_not_invite_for_any_team_and_others_may() {
        TeamId team = foundedBy(admin);
        limits.spend(admin, team, many(299));
        invite(admin, team, someone()).expect(201);
        EmailAddress late = someone();

        assertThat(refused(invite(admin, team, late), late)).startsWith("too many invitations by you: at most 300");
        assertThat(refused(invite(admin, foundedBy(admin), late), late)).startsWith("too many invitations by you");

        UserId other = UserId.next();
        commands.sendAndWait(new AdmitMember(new MembershipId(team, other), Role.ADMIN));
        invite(other, team, late).expect(201);
    }

    @Test
    void a_team_that_has_invited_too_many_may_not_whoever_invites_for_it() {
        TeamId team = foundedBy(admin);
        UserId other = UserId.next();
        commands.sendAndWait(new AdmitMember(new MembershipId(team, other), Role.ADMIN));
        limits.spend(admin, team, many(300));
        limits.spend(other, team, many(100));
        EmailAddress late = someone();

        assertThat(refused(invite(other, team, late), late))
                .startsWith("too many invitations by this team: at most 400");

        invite(other, foundedBy(other), late).expect(201);
    }

    @Test
    void who_never_asked_for_it_gets_so_many_invitations_and_no_more_whoever_invites() {
        EmailAddress victim = someone();
        UserId other = UserId.next();
        limits.spend(admin, foundedBy(admin), Collections.nCopies(19, Invitee.of(victim)));
        TeamId team = foundedBy(other);
        invite(other, team, victim).expect(201);
        int facts = browser.factsAbout(victim).size();

        Answer answer = invite(other, foundedBy(other), victim);

        assertThat(answer.reason(429)).startsWith("too many invitations to this recipient: at most 20");
        assertThat(browser.factsAbout(victim)).hasSize(facts);
        invite(other, team, someone()).expect(201);
    }

    /** Otherwise anybody could keep all teams from inviting somebody, with one letter. */
    @Test
    void what_is_refused_takes_nothing_from_what_others_may_send_to_the_recipient() {
        EmailAddress friend = someone();
        TeamId team = foundedBy(admin);
        String batch = "/v1/organizations/" + team + "/invitations/batch";
        String self = "/v1/organizations/" + team + "/invitations/"
                + invite(admin, team, friend).expect(201).text("id");
        for (int i = 0; i < 30; i++) {
            invite(admin, team, friend).expect(409);
            browser.user(admin)
                    .post(batch, List.of(Map.of("email", friend.value())))
                    .expect(200);
            browser.with(browser.user(admin), "If-Match", "\"99\"")
                    .post(self + "/resend", "")
                    .expect(412);
        }

        UserId other = UserId.next();
        invite(other, foundedBy(other), friend).expect(201);
    }

    @Test
    void what_fails_takes_nothing_either() {
        EmailAddress friend = someone();
        TeamId team = foundedBy(admin);
        Registration busy = bus.registerDispatchInterceptor(_ -> (_, wish) -> {
            if (wish.getPayload() instanceof CreateInvitation || wish.getPayload() instanceof CreateInvitations) {
                throw new RejectedExecutionException("no place");
            }
            return wish;
        });
        try {
            for (int i = 0; i < 15; i++) {
                invite(admin, team, friend).expect(503);
                assertThat(browser.user(admin)
                                .post(
                                        "/v1/organizations/" + team + "/invitations/batch",
                                        List.of(Map.of("email", friend.value())))
                                .status())
                        .isEqualTo(503);
            }
        } finally {
            busy.cancel();
        }
        invite(admin, team, friend).expect(201);
    }

    /** Keys are made as anybody likes. */
    @Test
    void what_a_key_invites_counts_for_who_made_the_key() {
        TeamId team = foundedBy(admin);
        UserId key = new UserId(browser.user(admin)
                .post("/v1/organizations/" + team + "/api-keys", Map.of("name", "Portal"))
                .expect(201)
                .text("keyId"));
        limits.spend(key, team, many(300));

        assertThatThrownBy(() -> limits.spend(admin, foundedBy(admin), Invitee.of(someone())))
                .hasMessageContaining("too many invitations by you");
    }

    @Test
    void an_invited_user_is_a_recipient_too() {
        TeamId team = foundedBy(admin);
        Invitee user = Invitee.of(UserId.next());
        limits.spend(admin, team, Collections.nCopies(20, user));

        assertThatThrownBy(() -> limits.spend(admin, team, user)).hasMessageContaining("to this recipient");
    }

    @Test
    void nobody_uses_up_what_a_team_may_send_by_knowing_its_id() {
        TeamId team = foundedBy(admin);
        UserId stranger = UserId.next();
        long before = buckets();

        assertThat(invite(stranger, team, someone()).reason(404)).contains("that you administer");
        assertThatThrownBy(() -> limits.spend(stranger, team, many(10)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(Refusal.Code.NOT_FOUND));

        assertThat(buckets()).isEqualTo(before);
    }

    @Test
    void in_a_batch_each_recipient_is_decided_alone() {
        TeamId team = foundedBy(admin);
        EmailAddress popular = someone();
        List<Invitee> batch = new ArrayList<>(Collections.nCopies(22, Invitee.of(popular)));
        batch.addAll(many(281));

        List<Optional<Refusal>> answers = limits.spend(admin, team, batch);

        assertThat(IntStream.range(0, batch.size()).filter(i -> answers.get(i).isPresent()))
                .containsExactly(20, 21, 302);
        assertThat(answers.get(20).orElseThrow()).hasMessageContaining("to this recipient");
        assertThat(answers.get(302).orElseThrow()).hasMessageContaining("by you");
        assertThat(answers.get(302).orElseThrow().retryAfter()).isPositive();
    }

    @Test
    void a_letter_to_register_goes_to_an_address_five_times_an_hour_whether_it_has_an_account_or_not() {
        EmailAddress known = new EmailAddress("admin@usher.invalid");
        List<String> refusals = Stream.of(known, someone())
                .map(address -> {
                    for (int i = 0; i < 5; i++) {
                        validate(address).expect(201);
                    }
                    return refused(validate(address), address);
                })
                .toList();

        assertThat(refusals)
                .allMatch(reason -> reason.startsWith("too many letters to this address: at most 5 in PT1H"));
        validate(someone()).expect(201);
        invite(admin, foundedBy(admin), someone()).expect(201);
    }

    private Answer validate(EmailAddress address) {
        return browser.nobody()
                .post(
                        "/account/emailValidation?portalEndpoint=https://portal.example.org/register?token=",
                        Map.of("email", address));
    }

    private Answer verify(UserId caller, Object invitation) {
        return browser.user(caller).post("/membershipInvitation/" + invitation + "/verification" + PORTAL, "");
    }

    @Test
    void an_invited_address_is_asked_for_proof_five_times_an_hour_whoever_asks() {
        var invitation = desk.invite(someone());
        for (int i = 0; i < 5; i++) {
            verify(UserId.next(), invitation.id()).expect(202);
        }
        UserId sixth = UserId.next();

        assertThat(refused(verify(sixth, invitation.id()), sixth))
                .startsWith("too many verification letters to this address");

        verify(sixth, desk.invite(someone()).id()).expect(202);
    }

    @Test
    void somebody_asks_for_proof_twenty_times_an_hour_whatever_the_address() {
        UserId caller = UserId.next();
        for (int i = 0; i < 20; i++) {
            verify(caller, desk.invite(someone()).id()).expect(202);
        }
        var late = desk.invite(someone());

        assertThat(verify(caller, late.id()).reason(429))
                .startsWith("too many verification letters that you asked for");

        assertThat(browser.namesOfFactsAbout(late.id())).containsExactly("invitation.created");
        verify(UserId.next(), late.id()).expect(202);
        // The owner of the address needs no letter, so none is counted.
        browser.owner(caller, late.invitee().email())
                .post("/membershipInvitation/" + late.id() + "/verification" + PORTAL, "")
                .expect(200);
    }

    @Test
    void a_wish_that_is_invalid_costs_nothing() {
        long before = buckets();

        browser.nobody()
                .post("/account/emailValidation", Map.of("email", someone()))
                .reason(400);
        browser.user(admin).post("/membershipInvitation", Map.of()).reason(400);
        verify(admin, UUID.randomUUID()).reason(404);

        assertThat(buckets()).isLessThanOrEqualTo(before + 1); // the address of this machine
    }

    @Test
    void inside_a_transaction_nobody_can_be_charged() {
        assertThatThrownBy(() -> transactions.executeWithoutResult(_ -> limits.spendRegistration(someone())))
                .hasMessageContaining("before a transaction");
    }

    @Test
    void all_counts_that_are_as_good_as_new_are_swept() {
        Map<UUID, Bucket> old = new HashMap<>();
        Stream.generate(UUID::randomUUID)
                .limit(2 * SweepBuckets.BATCH + 1)
                .forEach(key -> old.put(key, new Bucket(new byte[] {1}, Instant.EPOCH)));
        buckets.change(old.keySet(), _ -> new Change<>(null, old));
        validate(someone()).expect(201);

        sweep.sweep();

        assertThat(jdbc.sql("select count(*) from event_store.bucket where full_at < now()")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(buckets()).isPositive();
    }
}
