package dev.usher.command;

import dev.usher.api.EmailAddress;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.team.AdmitMember;
import dev.usher.api.team.FoundTeam;
import dev.usher.api.team.MembershipId;
import java.util.UUID;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Teams, members and accounts that a test wants to be there, without the way to them. */
public final class Town {

    private final CommandGateway commands;
    private final JdbcClient sql;

    Town(CommandGateway commands, JdbcClient sql) {
        this.commands = commands;
        this.sql = sql;
    }

    public TeamId foundedBy(UserId founder) {
        TeamId team = TeamId.next();
        commands.sendAndWait(new FoundTeam(team, "Blue", founder));
        return team;
    }

    public UserId member(TeamId team, String role) {
        UserId member = UserId.next();
        joins(team, member, role);
        return member;
    }

    public void joins(TeamId team, UserId user, String role) {
        commands.sendAndWait(new AdmitMember(new MembershipId(team, user), new Role(role)));
    }

    /** Somebody with an account of this address. */
    public UserId account(EmailAddress address) {
        UserId user = UserId.next();
        sql.sql("""
                insert into command_side.account (user_id, user_name, user_name_key, password_hash, site_roles, created_at)
                values (:id, :id, :id, 'none', '{}', now())""").param("id", user.value()).update();
        sql.sql("insert into command_side.account_email (email, user_id, verified_at) values (:email, :id, now())")
                .param("email", address.value())
                .param("id", user.value())
                .update();
        return user;
    }

    /** An address that nobody has used before. */
    public static EmailAddress someone() {
        return someoneAt("example.org");
    }

    public static EmailAddress someoneAt(String domain) {
        return new EmailAddress("u-" + UUID.randomUUID() + "@" + domain);
    }
}
