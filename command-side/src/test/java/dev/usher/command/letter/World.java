package dev.usher.command.letter;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.RecordLetterFailed;
import dev.usher.api.invitation.RecordLetterMailed;
import dev.usher.api.token.KeyRing;
import dev.usher.api.token.SignedTokens;
import dev.usher.command.account.Accounts;
import dev.usher.command.invitation.Invitations;
import dev.usher.command.team.Teams;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.springframework.context.annotation.Bean;

/** What letters need to know of the rest of the command side, in memory, and what they tell it. */
final class World implements Invitations, Accounts, Teams {

    final Map<InvitationId, Details> invitations = new ConcurrentHashMap<>();
    final Map<UserId, Account> accounts = new ConcurrentHashMap<>();
    final Map<TeamId, String> teams = new ConcurrentHashMap<>();
    final List<CommandMessage<?>> commands = new CopyOnWriteArrayList<>();
    volatile Refusal refusal;

    @Override
    public Optional<Details> find(InvitationId id) {
        return Optional.ofNullable(invitations.get(id));
    }

    @Override
    public Optional<Account> find(UserId id) {
        return Optional.ofNullable(accounts.get(id));
    }

    @Override
    public Optional<Account> find(EmailAddress email) {
        return accounts.values().stream()
                .filter(account -> account.email().equals(email))
                .findFirst();
    }

    @Override
    public Optional<String> nameOf(TeamId team) {
        return Optional.ofNullable(teams.get(team));
    }

    @Override
    public boolean isAdministrator(TeamId team, UserId user) {
        throw new UnsupportedOperationException("letters decide nothing");
    }

    @Override
    public boolean isMember(TeamId team, UserId user) {
        throw new UnsupportedOperationException("letters decide nothing");
    }

    @Override
    public void admit(TeamId team, UserId user, Role role) {
        throw new UnsupportedOperationException("letters decide nothing");
    }

    private Object take(CommandMessage<?> command) {
        commands.add(command);
        if (refusal != null) {
            throw refusal;
        }
        return null;
    }

    static class Beans {

        @Bean
        World world() {
            return new World();
        }

        @Bean
        CommandGateway commandGateway(World world) {
            CommandBus bus = SimpleCommandBus.builder().build();
            bus.subscribe(RecordLetterMailed.class.getName(), world::take);
            bus.subscribe(RecordLetterFailed.class.getName(), world::take);
            return DefaultCommandGateway.builder().commandBus(bus).build();
        }

        @Bean
        SignedTokens signedTokens(Clock clock) {
            return new SignedTokens(new OneKey(), clock);
        }
    }

    private static final class OneKey implements KeyRing {

        private final Key key =
                new Key(1, "of thirty-two bytes, in the tests".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        @Override
        public Key current() {
            return key;
        }

        @Override
        public Optional<Key> version(int version) {
            return version == 1 ? Optional.of(key) : Optional.empty();
        }

        @Override
        public List<Key> all() {
            return List.of(key);
        }
    }
}
