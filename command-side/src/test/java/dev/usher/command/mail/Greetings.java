package dev.usher.command.mail;

import dev.usher.api.EmailAddress;
import dev.usher.api.StoredName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;

/** A kind of letter for tests, whose writer does what a test wants. */
final class Greetings implements LetterWriter<Greetings.Greeting> {

    @StoredName("letter.greeting")
    record Greeting(EmailAddress to, String words) implements Letter {}

    final List<String> delivered = new CopyOnWriteArrayList<>();
    final List<String> failed = new CopyOnWriteArrayList<>();
    volatile Consumer<Greeting> whenWriting = _ -> {};
    volatile Consumer<Greeting> whenTold = _ -> {};
    volatile boolean pointless;

    static Greeting hello(int number) {
        return new Greeting(new EmailAddress("friend@example.org"), "hello " + number);
    }

    @Override
    public Class<Greeting> kind() {
        return Greeting.class;
    }

    @Override
    public Optional<Mail> write(Greeting letter) {
        whenWriting.accept(letter);
        return pointless
                ? Optional.empty()
                : Optional.of(new Mail(letter.to(), letter.words(), letter.words(), "<p>" + letter.words() + "</p>"));
    }

    @Override
    public void delivered(Greeting letter) {
        delivered.add(letter.words());
        whenTold.accept(letter);
    }

    @Override
    public void failed(Greeting letter, String reason) {
        failed.add(reason);
        whenTold.accept(letter);
    }

    static class Beans {

        @Bean
        Greetings greetings() {
            return new Greetings();
        }
    }
}
