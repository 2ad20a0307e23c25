package dev.usher.command.account;

import dev.usher.api.EmailAddress;
import dev.usher.api.Refusal;
import dev.usher.api.UserId;
import dev.usher.command.invitation.Users;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The accounts of the local mode, for those who only need to know who somebody is. */
@Component
public class Accounts implements Users {

    private final JdbcClient jdbc;

    Accounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param displayName first and last name, or the user name where they are missing */
    public record Account(UserId id, String userName, String displayName, EmailAddress email) {}

    /** An account that is about to be. */
    record NewAccount(
            UserId id,
            EmailAddress email,
            UserName userName,
            FullName name,
            String passwordHash,
            Set<SiteRole> siteRoles,
            Instant createdAt) {

        /** Keeps the hash out of logs. */
        @Override
        public String toString() {
            return "NewAccount[" + id + "]";
        }
    }

    /** @param first null or 1 to 100 characters; as {@code last} */
    record FullName(String first, String last) {

        static final FullName NONE = new FullName(null, null);
    }

    /** Who signs in when the password is right. */
    record Credentials(Caller caller, String passwordHash) {}

    @Override
    public Set<UserId> existing(Collection<UserId> users) {
        return jdbc.sql("select user_id from command_side.account where user_id = any(:users)")
                .param("users", users.stream().map(UserId::value).toArray(String[]::new))
                .query((row, _) -> new UserId(row.getString("user_id")))
                .set();
    }

    @Override
    public Map<EmailAddress, UserId> owners(Collection<EmailAddress> addresses) {
        Map<EmailAddress, UserId> owners = new HashMap<>();
        jdbc.sql("select email, user_id from command_side.account_email where email = any(:emails)")
                .param("emails", addresses.stream().map(EmailAddress::value).toArray(String[]::new))
                .query(row -> {
                    owners.put(new EmailAddress(row.getString("email")), new UserId(row.getString("user_id")));
                });
        return owners;
    }

    public Optional<Account> find(UserId id) {
        return jdbc.sql("""
                select a.user_id, a.user_name, a.first_name, a.last_name, min(e.email) as email
                from command_side.account a join command_side.account_email e using (user_id)
                where a.user_id = :id
                group by a.user_id
                """).param("id", id.value()).query(Accounts::account).optional();
    }

    /** By verified address. */
    public Optional<Account> find(EmailAddress email) {
        return jdbc.sql("""
                select a.user_id, a.user_name, a.first_name, a.last_name, e.email
                from command_side.account a join command_side.account_email e using (user_id)
                where e.email = :email
                """)
                .param("email", email.value())
                .query(Accounts::account)
                .optional();
    }

    public Set<EmailAddress> addressesOf(UserId user) {
        return jdbc.sql("select email from command_side.account_email where user_id = ?")
                .param(user.value())
                .query((row, _) -> new EmailAddress(row.getString(1)))
                .set();
    }

    /** @return whether there was one; its teams keep a member whom nobody knows */
    public boolean remove(UserId user) {
        return jdbc.sql("""
                with addresses as (delete from command_side.account_email where user_id = :id)
                delete from command_side.account where user_id = :id
                """).param("id", user.value()).update() == 1;
    }

    /** In the transaction under way. An existing account is never touched. */
    void add(NewAccount account) {
        if (!claim(account)) {
            throw Refusal.Code.ADDRESS_TAKEN.because("this address has an account already; sign in instead");
        }
        if (!insert(account)) {
            throw Refusal.Code.USER_NAME_TAKEN.because(
                    "user name %s is taken".formatted(account.userName().value()));
        }
    }

    boolean areThereAny() {
        return jdbc.sql("select exists (select from command_side.account)")
                .query(Boolean.class)
                .single();
    }

    /** @param login a user name or a verified address; an address has an @, a user name never */
    Optional<Credentials> credentials(String login) {
        return jdbc.sql("""
                select a.user_id, a.password_hash, a.site_roles,
                    array(select email from command_side.account_email e where e.user_id = a.user_id) as emails
                from command_side.account a
                where case when :login like '%@%'
                    then a.user_id = (select user_id from command_side.account_email where email = :login)
                    else a.user_name_key = :login end
                """).param("login", login).query(Accounts::credentials).optional();
    }

    private boolean claim(NewAccount account) {
        return jdbc.sql("""
                insert into command_side.account_email (email, user_id, verified_at)
                values (:email, :id, :at)
                on conflict do nothing
                """)
                        .param("email", account.email().value())
                        .param("id", account.id().value())
                        .param("at", Timestamp.from(account.createdAt()))
                        .update()
                == 1;
    }

    private boolean insert(NewAccount account) {
        return jdbc.sql("""
                insert into command_side.account (user_id, user_name, user_name_key, first_name, last_name,
                    password_hash, site_roles, created_at)
                values (:id, :name, :key, :first, :last, :hash, string_to_array(:roles, ','), :at)
                on conflict (user_name_key) do nothing
                """)
                        .param("id", account.id().value())
                        .param("name", account.userName().value())
                        .param("key", account.userName().key())
                        .param("first", account.name().first())
                        .param("last", account.name().last())
                        .param("hash", account.passwordHash())
                        .param(
                                "roles",
                                account.siteRoles().stream().map(SiteRole::text).collect(Collectors.joining(",")))
                        .param("at", Timestamp.from(account.createdAt()))
                        .update()
                == 1;
    }

    private static Account account(ResultSet row, int number) throws SQLException {
        String name = Stream.of(row.getString("first_name"), row.getString("last_name"))
                .filter(part -> part != null)
                .collect(Collectors.joining(" "));
        String userName = row.getString("user_name");
        return new Account(
                new UserId(row.getString("user_id")),
                userName,
                name.isEmpty() ? userName : name,
                new EmailAddress(row.getString("email")));
    }

    private static Credentials credentials(ResultSet row, int number) throws SQLException {
        Set<EmailAddress> emails = texts(row, "emails").map(EmailAddress::new).collect(Collectors.toUnmodifiableSet());
        Set<SiteRole> roles = texts(row, "site_roles").map(SiteRole::of).collect(Collectors.toUnmodifiableSet());
        return new Credentials(
                new Caller(new UserId(row.getString("user_id")), emails, roles), row.getString("password_hash"));
    }

    private static Stream<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.stream((String[]) row.getArray(column).getArray());
    }
}
