package dev.usher.command.person;

import dev.usher.api.EmailAddress;
import dev.usher.api.Refusal;
import dev.usher.api.UserId;
import dev.usher.command.person.People.Erased;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Erasing people (docs/audit.md). For operators. */
@RestController
@RequestMapping(path = "/v1/people", produces = MediaType.APPLICATION_JSON_VALUE)
class PersonController {

    private final People people;

    PersonController(People people) {
        this.people = people;
    }

    /**
     * Whom to forget: exactly one of them.
     *
     * @param email an address, whether or not it has an account
     * @param userId an account, with all its addresses
     */
    record Person(EmailAddress email, UserId userId) {

        Person {
            if ((email == null) == (userId == null)) {
                throw Refusal.Code.INVALID.because("exactly one of email and userId must be given");
            }
        }
    }

    /** The same answer for who is not known here as for who is forgotten already: nothing was left to erase. */
    @PostMapping("/forget")
    Erased forget(Caller caller, @RequestBody Person person) {
        caller.require(SiteRole.OPERATOR);
        return person.email() != null
                ? people.forget(person.email(), caller.id())
                : people.forget(person.userId(), caller.id());
    }
}
