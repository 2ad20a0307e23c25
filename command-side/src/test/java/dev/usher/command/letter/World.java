package dev.usher.command.letter;

import static org.awaitility.Awaitility.await;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationMailFailed;
import dev.usher.api.InvitationEvent.InvitationMailed;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.command.CommandSide;
import dev.usher.command.invitation.InvitationDesk;
import dev.usher.command.mail.MailServer;
import dev.usher.eventstore.TestDatabase;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A whole command side with short pauses and a mail server that can be away: teams, people, and what reaches them. */
final class World implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(60);

    final MailServer mail = MailServer.started();
    private final ConfigurableApplicationContext usher = new SpringApplicationBuilder(
                    CommandSide.class, InvitationDesk.class)
            .properties(TestDatabase.fresh().properties())
            .properties(
                    "server.port=0",
                    "spring.mail.host=127.0.0.1",
                    "spring.mail.port=" + mail.port(),
                    "usher.admin.password=not used here",
                    "usher.links.allowed-hosts=portal.example.org",
                    "usher.links.accept-page=https://invite.example.org/accept?token=",
                    "usher.mail.poll-interval=PT0.1S",
                    "usher.mail.retry.first=PT0.05S",
                    "usher.mail.retry.at-most=PT0.5S",
                    "usher.mail.retry.check-server-at-most=PT0.2S")
            .run();

    <T> T get(Class<T> type) {
        return usher.getBean(type);
    }

    Instant now() {
        return get(Clock.class).instant();
    }

    TeamId team(String name) {
        TeamId team = TeamId.next();
        sql("insert into command_side.team (team_id, name, founded_at) values (:id, :name, now())")
                .param("id", team.value())
                .param("name", name)
                .update();
        return team;
    }

    UserId account(String userName, String fullName) {
        UserId user = UserId.next();
        sql("""
                with account as (
                    insert into command_side.account
                        (user_id, user_name, user_name_key, first_name, password_hash, site_roles, created_at)
                    values (:id, :userName, :id, :fullName, 'none', '{}', now()))
                insert into command_side.account_email (email, user_id, verified_at) values (:email, :id, now())""")
                .param("id", user.value())
                .param("userName", userName)
                .param("fullName", fullName)
                .param("email", addressOf(user).value())
                .update();
        return user;
    }

    static EmailAddress addressOf(UserId user) {
        return new EmailAddress(user + "@accounts.example.org");
    }

    /** Until every letter of what happened so far has left, lapsed or died. */
    void settle() {
        EmailAddress last = new EmailAddress("last-" + UserId.next() + "@example.org");
        Instant now = now();
        get(InvitationDesk.class)
                .append(new InvitationCreated(
                        InvitationId.next(),
                        team("Last"),
                        now,
                        Invitee.of(last),
                        Role.MEMBER,
                        null,
                        UserId.next(),
                        Channel.EMAIL,
                        null,
                        now.plusSeconds(3600),
                        null,
                        null));
        await().atMost(LONG).until(() -> !letters(last).isEmpty() && waiting() == 0);
    }

    /** Those that arrived at this address, oldest first. */
    List<MimeMessage> letters(EmailAddress address) {
        return mail.received().stream()
                .filter(message -> recipient(message).equals(address.value()))
                .toList();
    }

    /** What the log says of the letters of this invitation. */
    List<? extends DomainEventMessage<?>> recorded(InvitationId id) {
        return get(EventStore.class)
                .readEvents(id.value())
                .asStream()
                .filter(fact -> fact.getPayload() instanceof InvitationMailed
                        || fact.getPayload() instanceof InvitationMailFailed)
                .toList();
    }

    int posted(InvitationId id) {
        return sql("select count(*) from command_side.letter where id like '%/' || :id || '/%'")
                .param("id", id.value())
                .query(Integer.class)
                .single();
    }

    int dead(InvitationId id) {
        return sql("select count(*) from command_side.dead_letter where letter ->> 'invitationId' = :id")
                .param("id", id.value())
                .query(Integer.class)
                .single();
    }

    /** Everything that the tables of letters hold, as text. */
    String contents() {
        return sql("""
                select concat(
                    (select string_agg(t::text, ' ') from command_side.scheduled_task t),
                    (select string_agg(d::text, ' ') from command_side.dead_letter d),
                    (select string_agg(l::text, ' ') from command_side.letter l))""").query(String.class).single();
    }

    @Override
    public void close() {
        usher.close();
        mail.close();
    }

    private int waiting() {
        return sql("select count(*) from command_side.scheduled_task")
                .query(Integer.class)
                .single();
    }

    private JdbcClient.StatementSpec sql(String statement) {
        return get(JdbcClient.class).sql(statement);
    }

    private static String recipient(MimeMessage message) {
        try {
            return message.getAllRecipients()[0].toString();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
