package dev.usher.command.account;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.usher.api.EmailAddress;
import dev.usher.api.Refusal;
import dev.usher.web.AccessTokens;
import dev.usher.web.limit.Charge;
import dev.usher.web.limit.Limit;
import dev.usher.web.limit.LimitSettings;
import dev.usher.web.limit.Limits;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signing in (docs/api.md, Accounts), also where Synapse clients of any age look. */
@RestController
@RequestMapping(
        path = {"", "/repo/v1", "/auth/v1"},
        produces = MediaType.APPLICATION_JSON_VALUE)
class SessionController {

    private final Accounts accounts;
    private final Passwords passwords;
    private final AccessTokens tokens;
    private final Limits limits;
    private final Limit byName;

    SessionController(
            Accounts accounts, Passwords passwords, AccessTokens tokens, Limits limits, LimitSettings settings) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.tokens = tokens;
        this.limits = limits;
        this.byName = settings.signIn().byName();
    }

    @PostMapping({"/session", "/login2"})
    @ResponseStatus(HttpStatus.CREATED)
    Session signIn(@RequestBody Login login) {
        // Before anybody knows whether there is such a name: what is limited tells nobody who has an account.
        limits.spend(attempt(login));
        Optional<Accounts.Credentials> known = accounts.credentials(login.key());
        if (!passwords.matches(login.password(), known.map(Accounts.Credentials::passwordHash))) {
            throw Refusal.Code.WRONG_CREDENTIALS.because("user name, address or password is wrong");
        }
        return Session.of(tokens.issue(known.orElseThrow().caller()));
    }

    Charge attempt(Login login) {
        return new Charge("sign-ins under this name", byName, login.tried());
    }

    /** One of user name and address; an address in the place of the user name is read too. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Login(String username, String email, String password) {

        Login {
            if ((username == null) == (email == null)) {
                throw Refusal.Code.INVALID.because("exactly one of username and email is required");
            }
            if (password == null) {
                throw Refusal.Code.INVALID.because("password is required");
            }
        }

        private static final String NOBODY = "@";

        /** What cannot be a user name or an address is nobody's: the answer is that of a wrong password. */
        String key() {
            try {
                return email == null && !given().contains("@")
                        ? new UserName(given()).key()
                        : new EmailAddress(given()).value();
            } catch (Refusal _) {
                return NOBODY;
            }
        }

        /** Every way to write one name is one name; what is nobody's is no name that all share. */
        String tried() {
            return key().equals(NOBODY) ? given() : key();
        }

        private String given() {
            return email == null ? username : email;
        }

        @Override
        public String toString() {
            return "Login[…]";
        }
    }

    /** Both are the same access token, under its older and its newer name. */
    record Session(String sessionToken, String accessToken) {

        static Session of(String token) {
            return new Session(token, token);
        }
    }
}
